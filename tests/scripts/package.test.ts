/** Manifest and signature of an application, as the command line makes and reads them. */
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import binaryen from "binaryen";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { runTool } from "../../scripts/build/tool.ts";
import {
  publicKeyPath,
  publicPoint,
  readPrivateKey,
  readPublicKey,
  writeNewKey,
} from "../../scripts/package/keys.ts";
import { checkManifest, type Manifest, readManifest } from "../../scripts/package/manifest.ts";
import { inspectPackage } from "../../scripts/package/inspect_command.ts";
import { manifestOf, withManifest, withSignature } from "../../scripts/package/package.ts";
import { repository } from "../../scripts/repository.ts";

const manifest: Manifest = {
  name: "tiny",
  version: "1.2.3",
  abi: 1,
  memory_kib: 64,
  use: ["card", "log", "net"],
  hosts: ["example.org"],
  folders: ["/webcam"],
};

let folder = "";
let wasm: Uint8Array;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "wamcam-package-"));
  writeNewKey(join(folder, "key.pem"));
  const module = binaryen.parseText(`(module
    (import "card" "state" (func (result i32)))
    (import "log" "write" (func (param i32 i32 i32) (result i32)))
    (import "net" "close" (func (param i32) (result i32)))
    (memory (export "memory") 1)
    (func (export "start") (result i32) (i32.const 0))
    (func (export "tick") (param i64) (result i64) (local.get 0)))`);
  wasm = module.emitBinary();
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const signedFile = (): Buffer =>
  withSignature(withManifest(wasm, manifest), readPrivateKey(join(folder, "key.pem")));
const keys = (): ReturnType<typeof readPublicKey>[] => [
  readPublicKey(publicKeyPath(join(folder, "key.pem"))),
];

function wamcam(...words: string[]): ReturnType<typeof runTool> {
  return runTool(join(repository, "node_modules/.bin/tsx"), ["scripts/wamcam.ts", ...words]);
}

describe("a signed application", () => {
  it("has its manifest, and a sheet that a person can read", () => {
    const file = signedFile();
    expect(manifestOf(file)).toEqual(manifest);
    const { lines, isValid } = inspectPackage(file, keys());
    expect(isValid).toBe(true);
    const sheet = lines.join("\n");
    expect(sheet).toContain("tiny 1.2.3");
    expect(sheet).toContain("read and write below /webcam on the memory card");
    expect(sheet).toContain("talk to example.org");
    expect(sheet).toContain("use 64 KiB of memory");
  });

  it("can be signed anew: the old signature goes", () => {
    const twice = withSignature(signedFile(), readPrivateKey(join(folder, "key.pem")));
    expect(twice.length).toBe(signedFile().length);
    expect(inspectPackage(twice, keys()).isValid).toBe(true);
  });

  it("is not valid any more with any byte changed", () => {
    const file = signedFile();
    for (let at = 8; at < file.length; at += 7) {
      const changed = Buffer.from(file);
      changed[at] = (changed[at] ?? 0) ^ 1;
      let isValid = false;
      try {
        isValid = inspectPackage(changed, keys()).isValid;
      } catch {
        // Damaged is not valid, too.
      }
      expect(isValid, `byte ${at}`).toBe(false);
    }
  });

  it("is unknown where its key is", () => {
    const { lines, isValid } = inspectPackage(signedFile(), []);
    expect(isValid).toBe(false);
    expect(lines.at(-1)).toContain("unknown here");
  });
});

describe("a manifest", () => {
  it.each([
    [{ use: ["card", "log", "net", "fly"] }, /no capability fly/],
    [{ version: "1.2" }, /version/],
    [{ memory_kib: 65 }, /memory_kib/],
    [{ abi: 99 }, /does not exist yet/],
    [{ folders: ["/a/../b"] }, /folders/],
    [{ surprise: 1 }, /surprise/],
  ])("is refused with %j", (change, sentence) => {
    expect(() => checkManifest({ ...manifest, ...change })).toThrow(sentence);
  });

  it("asks for all that is imported, and for nothing else", () => {
    const less = { ...manifest, use: ["card", "net"] };
    expect(() => withManifest(wasm, less)).toThrow(/imports log/);
    const more = { ...manifest, use: [...manifest.use, "wifi"] };
    expect(() => withManifest(wasm, more)).toThrow(/asks for wifi/);
  });

  it("of the time-lapse application fits it", () => {
    const own = readManifest(join(repository, "as-app/manifest.json"));
    const built = readFileSync(join(repository, "build/timelapse.wasm"));
    expect(manifestOf(withManifest(built, own))).toEqual(checkManifest(withoutSchema(own)));
  });
});

function withoutSchema(value: Manifest): unknown {
  return Object.fromEntries(Object.entries(value).filter(([key]) => key !== "$schema"));
}

describe("keygen, sign and inspect", () => {
  it("make a key, sign with it, and tell who has signed", async () => {
    const key = join(folder, "made.pem");
    const file = join(folder, "tiny.wasm");
    const json = join(folder, "tiny.json");
    writeFileSync(file, wasm);
    writeFileSync(json, JSON.stringify(manifest));
    const made = await wamcam("keygen", "--out", key);
    const [id = "none"] = /[0-9a-f]{16}/.exec(made.output) ?? [];
    expect([made.code, made.output]).toEqual([0, expect.stringContaining(publicKeyPath(key))]);
    expect(statSync(key).mode & 0o777).toBe(0o600);
    const signed = await wamcam("sign", file, "--manifest", json, "--key", key);
    expect([signed.code, signed.output]).toEqual([0, expect.stringContaining(id)]);
    const sheet = await wamcam("inspect", file, "--key", publicKeyPath(key));
    expect([sheet.code, sheet.output]).toEqual([0, expect.stringContaining("example.org")]);
    const other = await wamcam("inspect", file, "--key", join(folder, "key.pem"));
    expect(other.code).not.toBe(0);
    const again = await wamcam("keygen", "--out", key);
    expect([again.code, again.output]).toEqual([2, expect.stringContaining("is there already")]);
  });
});

describe("a key", () => {
  it("is its owner's alone, and is never replaced", () => {
    const path = join(folder, "key.pem");
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const before = readFileSync(path, "utf8");
    expect(writeNewKey(path)).toBe(false);
    expect(readFileSync(path, "utf8")).toBe(before);
  });

  it("is embedded beside others, each by its point", async () => {
    const second = join(folder, "second.pem");
    writeNewKey(second);
    const file = join(folder, "both.key");
    const paths = [join(folder, "key.pem"), publicKeyPath(second)];
    expect((await wamcam("trust", file, ...paths)).code).toBe(0);
    const points = paths.map((path) => publicPoint(readPublicKey(path)));
    expect(readFileSync(file).equals(Buffer.concat(points))).toBe(true);
    expect(points.map((point) => [point.length, point[0]])).toEqual([
      [65, 4],
      [65, 4],
    ]);
    const { code, output } = await wamcam("trust", file, join(folder, "none.pem"));
    expect(output).toMatch(/^wamcam trust: .*none\.pem/);
    expect(code).toBe(2);
    expect(readFileSync(file)).toHaveLength(130);
  });

  it("of another kind is refused without being shown", () => {
    const path = join(folder, "bad.pem");
    writeFileSync(path, "-----BEGIN PRIVATE KEY-----\nsecret\n-----END PRIVATE KEY-----\n");
    expect(() => readPrivateKey(path)).toThrow(/no private key/);
    expect(() => readPrivateKey(path)).not.toThrow(/secret/);
  });
});
