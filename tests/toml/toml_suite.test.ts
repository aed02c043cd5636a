/** Every file of the public TOML 1.0.0 suite through the application's own parser. */
import { beforeAll, describe, expect, it } from "vitest";

import { readSuiteFile, suiteFiles, suiteMissing } from "./suite_files.ts";
import { difference } from "./tagged_json.ts";
import { TomlDecoder } from "./toml_decoder.ts";

let decoder: TomlDecoder;

beforeAll(async () => {
  decoder = await TomlDecoder.build();
});

if (suiteMissing !== undefined) console.warn(`skipped: ${suiteMissing}`);

describe.skipIf(suiteMissing !== undefined)("the public TOML 1.0.0 suite", () => {
  it("is whole", () => {
    expect(suiteFiles("valid/")).toHaveLength(210);
    expect(suiteFiles("invalid/")).toHaveLength(499);
  });

  it.each(suiteFiles("valid/"))("%s is understood", (name) => {
    const decoded = decoder.decode(readSuiteFile(name));
    if (!decoded.valid) throw new Error(decoded.reason);
    const expected = new TextDecoder().decode(readSuiteFile(name.replace(/toml$/, "json")));
    expect(difference(decoded.json, JSON.parse(expected))).toBeUndefined();
  });

  it.each(suiteFiles("invalid/"))("%s is refused with its place", (name) => {
    const decoded = decoder.decode(readSuiteFile(name));
    if (decoded.valid) throw new Error(`taken as ${JSON.stringify(decoded.json)}`);
    expect(decoded.reason).toMatch(/^line \d+, column \d+: ./);
  });
});
