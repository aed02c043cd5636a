/**
 * Applications as machine code. There is no wamrc here: a stand-in notes what it is asked for and
 * writes the head of an AOT file, so what is tested is all around the compiler.
 */
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import binaryen from "binaryen";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { buildAot, findWamrc, wamrcFlags } from "../../scripts/build/aot.ts";
import { runTool } from "../../scripts/build/tool.ts";
import { inspectPackage } from "../../scripts/package/inspect_command.ts";
import {
  publicKeyPath,
  readPrivateKey,
  readPublicKey,
  writeNewKey,
} from "../../scripts/package/keys.ts";
import { machineCodeOf } from "../../scripts/package/machine_code.ts";
import { manifestOf, withManifest, withSignature } from "../../scripts/package/package.ts";
import { sectionsOf } from "../../scripts/package/sections.ts";
import { repository } from "../../scripts/repository.ts";

const manifest = {
  ...{ name: "tiny", version: "1.2.3", abi: 1, memory_kib: 64 },
  use: ["card", "log"],
  folders: ["/webcam"],
};

let folder = "";
const at = (name: string): string => join(folder, name);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "wamcam-aot-test-"));
  writeNewKey(at("key.pem"));
  const module = binaryen.parseText(`(module
    (import "card" "state" (func $state (result i32)))
    (import "log" "write" (func (param i32 i32 i32) (result i32)))
    (memory (export "memory") 1)
    (data (i32.const 0) "text")
    (func (export "start") (result i32) (call $state))
    (func (export "tick") (param i64) (result i64) (local.get 0)))`);
  const wasm = withManifest(module.emitBinary(), manifest);
  writeFileSync(at("tiny.wasm"), withSignature(wasm, readPrivateKey(at("key.pem"))));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** The head of an AOT file: magic, version, target information for a machine of ELF, anything. */
function code(version = 6, machine = 94): Buffer {
  const bytes = Buffer.alloc(300, 0x5a);
  bytes.write("\0aot", 0, "latin1");
  bytes.writeUInt32LE(version, 4);
  bytes.writeUInt32LE(0, 8);
  bytes.writeUInt16LE(machine, 22);
  return bytes;
}

/** A program that writes these bytes to where it is told, and its words beside them. */
function standIn(bytes: Buffer, exit_code = 0): string {
  const path = at("stand-in/wamrc");
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(
    path,
    `#!${process.execPath}
const { writeFileSync } = require("node:fs");
const words = process.argv.slice(2);
writeFileSync(${JSON.stringify(at("words.json"))}, JSON.stringify(words));
writeFileSync(words[words.indexOf("-o") + 1], Buffer.from("${bytes.toString("hex")}", "hex"));
console.error("unsupported opcode");
process.exit(${exit_code});
`,
  );
  chmodSync(path, 0o755);
  return path;
}

const build = (wamrc: string): Promise<number> =>
  buildAot(wamrc, at("tiny.wasm"), at("tiny.aot"), readPrivateKey(at("key.pem")));

describe("an application as machine code", () => {
  it("is what wamrc has made, with manifest and, last, a signature that fits", async () => {
    const bytes = await build(standIn(code()));
    const file = readFileSync(at("tiny.aot"));
    expect(file).toHaveLength(bytes);
    expect(manifestOf(file)).toEqual(manifest);
    expect(Buffer.from(machineCodeOf(file) ?? []).equals(code())).toBe(true);
    // What boards look at before anything runs, and nothing that an interpreter could run.
    expect(sectionsOf(file).map(({ id, name }) => name ?? id)).toEqual([
      ...[1, 2, 5],
      ...["wamcam.aot", "wamcam.manifest", "wamcam.signature"],
    ]);
    const { lines, isValid } = inspectPackage(file, [readPublicKey(publicKeyPath(at("key.pem")))]);
    expect(isValid).toBe(true);
    expect(lines.join("\n")).toMatch(/Machine code: .*\n\nIt may\n/);
    const words = JSON.parse(readFileSync(at("words.json"), "utf8")) as string[];
    expect(words.slice(0, wamrcFlags.length)).toEqual(wamrcFlags);
    expect(words.at(-1)).toBe(at("tiny.wasm"));
    expect(machineCodeOf(readFileSync(at("tiny.wasm")))).toBeNull();
  });

  it.each([
    ["a compiler that fails", code(), 1, /has not compiled .*\nunsupported opcode/s],
    ["another version of the format", code(5), 0, /of version 5, the firmware reads 6/],
    ["another processor", code(6, 62), 0, /another processor than Xtensa/],
    ["something else", Buffer.from("\x7fELF"), 0, /something else than an AOT file/],
  ])(
    "is refused from %s, and the file before stays",
    async (_title, bytes, exit_code, sentence) => {
      writeFileSync(at("tiny.aot"), "before");
      await expect(build(standIn(bytes, exit_code))).rejects.toThrow(sentence);
      expect(readFileSync(at("tiny.aot"), "utf8")).toBe("before");
    },
  );
});

describe("wamrc", () => {
  it("is looked for where WAMRC says, then on the path", () => {
    const path = standIn(code());
    expect(findWamrc({ WAMRC: path })).toBe(path);
    expect(findWamrc({ PATH: `/nowhere:${dirname(path)}` })).toBe(path);
    expect(() => findWamrc({ WAMRC: "/nowhere/wamrc", PATH: dirname(path) })).toThrow(
      /is not at \/nowhere\/wamrc, where WAMRC points/,
    );
  });

  it("that is missing is one sentence, with what to do, and exit code 2", async () => {
    const program = join(repository, "node_modules/.bin/tsx");
    const { code: exit_code, output } = await runTool(
      program,
      ["scripts/wamcam.ts", "build", "--aot"],
      { environment: { WAMRC: "/nowhere/wamrc" } },
    );
    expect(output).toMatch(/^wamrc, WAMR's compiler, .*build_llvm_xtensa\.sh.*\n$/m);
    expect(output.trim().split("\n")).toHaveLength(1);
    expect(exit_code).toBe(2);
  });
});
