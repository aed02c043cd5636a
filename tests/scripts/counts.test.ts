/** Counts are read from what the tools really print; a tool that says nothing has not passed. */
import { describe, expect, it } from "vitest";

import {
  add,
  asPectCounts,
  cargoCounts,
  coreCounts,
  describe as inWords,
  none,
  oneCheck,
  skippedTests,
  vitestCounts,
} from "../../scripts/test/counts.ts";
import { parts } from "../../scripts/test/parts.ts";

// Copied from the tools' output, colours included where they write them to a pipe.
const vitestOutput = `
 Test Files  1 failed | 5 passed (6)
      Tests  1 failed | 39 passed | 2 skipped (42)
   Start at  11:20:17
`;
const asPectOutput = `
  [Summary]
    [Tests]: \u001b[32m215\u001b[39m / 219
   [Groups]: \u001b[32m63\u001b[39m / 63
   [Result]: \u001b[31m❌ Fail\u001b[39m
`;
const cargoOutput = `
running 12 tests
test result: ok. 11 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.02s

running 3 tests
test result: FAILED. 2 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s
`;
const coreOutput = `ok      files.a photo is whole
    tests/core/store/test_files.c:10: not true: ok
FAILED  files.a card is full
skipped resolve.a real name: no network
1 passed, 1 failed, 1 skipped
`;

describe("counts", () => {
  it("are those of the tool", () => {
    expect(vitestCounts(vitestOutput, 1)).toEqual({ passed: 39, failed: 1, skipped: 2 });
    expect(asPectCounts(asPectOutput, 1)).toEqual({ passed: 215, failed: 4, skipped: 0 });
    expect(cargoCounts(cargoOutput, 101)).toEqual({ passed: 13, failed: 1, skipped: 1 });
    expect(coreCounts(coreOutput, 1)).toEqual({ passed: 1, failed: 1, skipped: 1 });
  });

  it.each([
    ["vitest", vitestCounts, "      Tests  3 passed (3)\n"],
    ["as-pect", asPectCounts, "    [Tests]: 3 / 3\n"],
    ["cargo", cargoCounts, "test result: ok. 3 passed; 0 failed; 0 ignored;\n"],
    ["core", coreCounts, "ok      a.b\nok      a.c\nok      a.d\n"],
  ] as const)("%s: a bad end is a failure even if every test passed", (_tool, count, output) => {
    expect(count(output, 0)).toEqual({ passed: 3, failed: 0, skipped: 0 });
    expect(count(output, 1)).toEqual({ passed: 3, failed: 1, skipped: 0 });
    expect(count(output, null)).toEqual({ passed: 3, failed: 1, skipped: 0 });
  });

  it.each([vitestCounts, asPectCounts, cargoCounts, coreCounts])(
    "no test at all is a failure (%o)",
    (count) => {
      expect(count("", 0)).toMatchObject({ passed: 0, failed: 1 });
    },
  );

  it("of a check are one", () => {
    expect(oneCheck("", 0)).toEqual({ passed: 1, failed: 0, skipped: 0 });
    expect(oneCheck("", 2)).toEqual({ passed: 0, failed: 1, skipped: 0 });
    expect(oneCheck("", null)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });

  it("add up and read as one plain line", () => {
    const sum = add({ passed: 1, failed: 2, skipped: 0 }, { passed: 3, failed: 0, skipped: 1 });
    expect(inWords(sum)).toBe("4 passed, 2 failed, 1 skipped");
    expect(inWords(none)).toBe("0 passed, 0 failed");
  });

  it("name what was skipped", () => {
    const verbose =
      " ✓ tests/a.test.ts > works 3ms\n ↓ tests/a.test.ts > card > is full [no root]\n";
    expect(skippedTests(verbose)).toEqual(["tests/a.test.ts > card > is full [no root]"]);
    expect(skippedTests(coreOutput)).toEqual(["resolve.a real name: no network"]);
    expect(skippedTests("test clock::tests::slow ... ignored\n")).toHaveLength(1);
  });
});

describe("the parts of npm test", () => {
  it("have titles of their own", () => {
    expect(new Set(parts.map(({ title }) => title)).size).toBe(parts.length);
  });

  it("keep cargo in one lane, which locks its target folder", () => {
    const lanes = parts.filter(({ words }) => words[0] === "cargo").map(({ lane }) => lane);
    expect(new Set(lanes)).toEqual(new Set([2]));
  });
});
