/** The command line is there at once: what is big is loaded by the command that needs it. */
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { describe, expect, it } from "vitest";

import { runTool } from "../../scripts/build/tool.ts";
import { repository } from "../../scripts/repository.ts";

/** Each takes a tenth of a second or more to load, and ten times that through tsx. */
const big = ["assemblyscript/asc", "binaryen", "vega", "vega-lite", "playwright-core", "sharp"];

const importOfValues = /^(?:import|export)(?! type)[^;]*? from "([^"]+)";|^import "([^"]+)";/gm;

/** Packages that come with a file, over all files that it imports. */
function packagesOf(file: string, seen = new Set<string>()): Set<string> {
  const packages = new Set<string>();
  if (seen.has(file)) return packages;
  seen.add(file);
  for (const [, from, bare] of readFileSync(file, "utf8").matchAll(importOfValues)) {
    const name = from ?? bare ?? "";
    if (!name.startsWith(".")) packages.add(name);
    else for (const more of packagesOf(join(dirname(file), name), seen)) packages.add(more);
  }
  return packages;
}

describe("starting wamcam", () => {
  it("loads no compiler", () => {
    const packages = packagesOf(join(repository, "scripts/wamcam.ts"));
    expect(packages).toContain("commander");
    expect(big.filter((name) => packages.has(name))).toEqual([]);
  });

  it.each([
    [["tset"], /^There is no command "tset"; wamcam --help lists them\.$/],
    [["test", "--only", "nothing of it"], /^--only: no part .* "nothing of it"; there are .*\.$/],
    [["cloud", "--port", "65536"], /^--port takes a whole number from 0 to 65535, but .*\.$/],
    [["bench", "--shots", "many"], /^--shots takes a whole number .* "many" was given\.$/],
  ])("refuses %j in one sentence", async (words, sentence) => {
    const tsx = join(repository, "node_modules/.bin/tsx");
    const { code, output } = await runTool(tsx, ["scripts/wamcam.ts", ...words]);
    expect(output.trim()).toMatch(sentence);
    expect(code).toBe(2);
  });
});
