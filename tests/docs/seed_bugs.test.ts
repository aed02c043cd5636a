/** docs/seed-bugs.md: every bug is there once, and every test that is named exists. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, it } from "vitest";

import { repository } from "../../scripts/repository.ts";

interface Row {
  number: number;
  bug: string;
  answer: string;
  tests: { file: string; name: string }[];
}

/** The rows of all tables of a page; throws for a cell with tests that cannot be read. */
function rowsOf(markdown: string): Row[] {
  return markdown
    .split("\n")
    .map((line) => line.split(/(?<!\\)\|/).map((cell) => cell.trim()))
    .filter(([, number]) => /^\d+$/.test(number ?? ""))
    .map(([, number = "", bug = "", answer = "", tests = ""]) => ({
      number: Number(number),
      bug,
      answer,
      tests: tests === "" ? [] : tests.split("<br>").map(testOf),
    }));
}

function testOf(cell: string): Row["tests"][number] {
  const [, file, name] = /^(\S+) "(.+)"$/.exec(cell.trim()) ?? [];
  if (file === undefined || name === undefined) {
    throw new Error(`no file and test name: ${cell}`);
  }
  return { file, name };
}

/**
 * Whether a file has a test of exactly that name: it("…"), it.each(…)("…"), or a row of a suite in
 * C. Prettier may have put the name on a line of its own.
 */
function hasTest(source: string, name: string): boolean {
  const quoted = JSON.stringify(name).replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`(\\bit\\(|\\]?\\)\\(|^ *\\{)\\s*${quoted}`, "m").test(source);
}

const rows = rowsOf(readFileSync(join(repository, "docs/seed-bugs.md"), "utf8"));

describe("docs/seed-bugs.md", () => {
  it("has the 53 bugs in their order", () => {
    const numbers = Array.from({ length: 53 }, (_, index) => index + 1);
    expect(rows.map(({ number }) => number)).toEqual(numbers);
  });

  it("gives an answer to each, and a test unless wamcam cannot have it", () => {
    for (const { number, bug, answer, tests } of rows) {
      expect(bug, `${number}`).not.toBe("");
      expect(answer, `${number}`).toMatch(/^(yes|only in .+|no: .+)/);
      if (!answer.startsWith("no")) expect(tests, `${number}: ${bug}`).not.toEqual([]);
    }
  });

  it.each(rows.flatMap(({ number, tests }) => tests.map((test) => ({ number, ...test }))))(
    "$number: $file has the test $name",
    ({ file, name }) => {
      const path = join(repository, file);
      expect(existsSync(path), `${file} does not exist`).toBe(true);
      expect(hasTest(readFileSync(path, "utf8"), name), name).toBe(true);
    },
  );
});

describe("the look for a test", () => {
  const source = [
    'it("is so", () => {});',
    'it.each([1])("is %s", () => {});',
    'it.each([\n  ["a"],\n])(\n  "is long %s",\n  () => {},\n);',
    '// it was once called "is gone"',
    'const text = "is text";',
  ].join("\n");

  it.each(["is so", "is %s", "is long %s"])("finds %j", (name) => {
    expect(hasTest(source, name)).toBe(true);
  });

  it.each(["is", "is so ", "is gone", "is text", "is .o"])("does not find %j", (name) => {
    expect(hasTest(source, name)).toBe(false);
  });

  it("finds a row of a suite in C", () => {
    expect(hasTest('    {"a stop is handed on", test_a_stop},\n', "a stop is handed on")).toBe(
      true,
    );
  });
});
