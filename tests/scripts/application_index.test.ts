/** The index of applications, as `wamcam index` writes it. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { runTool } from "../../scripts/build/tool.ts";
import {
  checkIndex,
  entryOf,
  readIndex,
  withEntries,
} from "../../scripts/package/application_index.ts";
import { readPrivateKey, writeNewKey } from "../../scripts/package/keys.ts";
import { withSignature } from "../../scripts/package/package.ts";
import { repository } from "../../scripts/repository.ts";
import { assemble, withAnyManifest } from "../package/modules.ts";

let folder = "";
const at = (name: string): string => join(folder, name);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "wamcam-index-"));
  mkdirSync(at("new one"));
  writeNewKey(at("key.pem"));
  const module = assemble('(module (import "app" "stopping" (func (result i32))))');
  const unsigned = withAnyManifest(module, { name: "timelapse", version: "1.2.3" });
  writeFileSync(at("unsigned.wasm"), unsigned);
  const signed = withSignature(unsigned, readPrivateKey(at("key.pem")));
  for (const name of ["a.wasm", "b.wasm", "new one/c.wasm"]) writeFileSync(at(name), signed);
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function wamcam(...words: string[]): ReturnType<typeof runTool> {
  return runTool(join(repository, "node_modules/.bin/tsx"), ["scripts/wamcam.ts", ...words]);
}

describe("an entry", () => {
  it("says what the file is, where it lies, and for whom", () => {
    const entry = entryOf(at("index.json"), at("new one/c.wasm"), { percent: 25 });
    expect(entry).toMatchObject({
      ...{ name: "timelapse", version: "1.2.3", abi: 1, url: "new%20one/c.wasm", percent: 25 },
      bytes: readFileSync(at("a.wasm")).length,
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
    });
  });

  it("stands before older ones, and in the place of those of the same file", () => {
    const entry = (name: string): ReturnType<typeof entryOf> =>
      entryOf(at("index.json"), at(name), {});
    const first = withEntries({ applications: [] }, [entry("a.wasm")]);
    const second = withEntries(first, [entry("b.wasm")]);
    const third = withEntries(second, [{ ...entry("a.wasm"), percent: 5 }]);
    expect(second.applications.map(({ url }) => url)).toEqual(["b.wasm", "a.wasm"]);
    expect(third.applications.map(({ url }) => url)).toEqual(["a.wasm", "b.wasm"]);
  });

  it.each([
    ["of a file that is not signed", "unsigned.wasm", /unsigned\.wasm: It is not signed/],
    ["of what is no application", "key.pem", /key\.pem: The file is not WebAssembly/],
  ])("%s is refused", (_title, name, sentence) => {
    expect(() => entryOf(at("index.json"), at(name), {})).toThrow(sentence);
  });

  it("of a file elsewhere is refused", () => {
    expect(() => entryOf(at("new one/index.json"), at("a.wasm"), {})).toThrow(/beside the index/);
  });
});

describe("docs/index.schema.json", () => {
  const entry = { name: "timelapse", version: "1.2.3", abi: 1, url: "a.wasm", bytes: 1 };
  const whole = { ...entry, sha256: "0".repeat(64) };

  it("takes an index, with members that are not known", () => {
    expect(checkIndex({ applications: [{ ...whole, note: "x" }], more: 1 })).toBeTruthy();
  });

  it.each([
    ["no list", {}, /applications/],
    ["an entry without a hash", { applications: [entry] }, /sha256/],
    ["a share above all", { applications: [{ ...whole, percent: 101 }] }, /percent must be <= 100/],
    ["a hash in capitals", { applications: [{ ...whole, sha256: "A".repeat(64) }] }, /sha256/],
    ["an address with a blank", { applications: [{ ...whole, url: "a b" }] }, /url/],
  ])("refuses %s", (_title, value, sentence) => {
    expect(() => checkIndex(value)).toThrow(sentence);
  });
});

describe("wamcam index", () => {
  it("writes an index, and adds to it", async () => {
    const first = await wamcam("index", at("a.wasm"), "--trial", "600", "--downgrade");
    expect(first.output).toContain("timelapse 1.2.3 in front of 0");
    const more = ["--cameras", "CAM1,CAM2", "--percent", "25"];
    const second = await wamcam("index", at("b.wasm"), "--out", at("index.json"), ...more);
    expect(second.output).toContain("in front of 1");
    expect(readIndex(at("index.json")).applications).toMatchObject([
      { url: "b.wasm", cameras: ["CAM1", "CAM2"], percent: 25 },
      { url: "a.wasm", trial_s: 600, downgrade: true },
    ]);
  });

  it.each([
    ["a share that is none", ["--percent", "half"], /--percent takes a whole number/],
    ["an index that is none", ["--out", "key.pem"], /key\.pem: /],
  ])("says what is wrong with %s, and changes nothing", async (_title, words, sentence) => {
    const before = readFileSync(at("key.pem"), "utf8");
    const options = words.map((word) => (word === "key.pem" ? at(word) : word));
    const { code, output } = await wamcam("index", at("a.wasm"), ...options);
    expect(output).toMatch(sentence);
    expect(code).toBe(2);
    expect(readFileSync(at("key.pem"), "utf8")).toBe(before);
  });
});
