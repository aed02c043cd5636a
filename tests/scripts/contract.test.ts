/** The contract between application and core: imports.json, and everything that comes from it. */
import { readFileSync } from "node:fs";

import binaryen from "binaryen";
import { beforeAll, describe, expect, it } from "vitest";

import { buildApplication, buildProgram, programNames } from "../../scripts/build/application.ts";
import { generatedFiles, staleFiles } from "../../scripts/generate/generate.ts";
import { readImportTable } from "../../scripts/generate/import_table.ts";
import { assemble } from "../package/modules.ts";
import { declaredSignatures, importedSignatures, importMistakes } from "./import_mistakes.ts";

const table = readImportTable();
let application: Uint8Array;
beforeAll(async () => {
  application = readFileSync((await buildApplication()).path);
});

/** A module that imports one function and calls it, so that nothing is optimised away. */
function importing(capability: string, name: string, type: string): Uint8Array {
  return assemble(`(module (import "${capability}" "${name}" (func $f ${type})))`);
}

describe.each(programNames)("the program %s", (name) => {
  let program: Uint8Array;
  beforeAll(async () => {
    program = readFileSync((await buildProgram(name)).path);
  }, 120_000);

  it("imports functions, all of them in imports.json with the very signature", () => {
    expect(importedSignatures(program).size).toBeGreaterThan(15);
    expect(importMistakes(program, table)).toEqual([]);
  });

  it("imports functions only: no memory, table or global of the host", () => {
    const module = new WebAssembly.Module(program as Uint8Array<ArrayBuffer>);
    const kinds = WebAssembly.Module.imports(module).map(({ kind }) => kind);
    expect(new Set(kinds)).toEqual(new Set(["function"]));
  });

  it("exports what the core calls", () => {
    const module = new WebAssembly.Module(program as Uint8Array<ArrayBuffer>);
    const names = WebAssembly.Module.exports(module).map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(["_initialize", "start", "tick", "memory"]));
  });

  it("fits: at most 96 KiB of code, at most 8 pages of memory", () => {
    expect(program.length).toBeLessThanOrEqual(96 * 1024);
    const module = binaryen.readBinary(program);
    expect(module.getMemoryInfo().max).toBeLessThanOrEqual(8);
    module.dispose();
  });
});

describe("a wrong declaration is caught", () => {
  it.each([
    ["a function that does not exist", importing("app", "make_coffee", ""), "app.make_coffee"],
    ["another capability", importing("card", "finish", "(param i32) (result i32)"), "card.finish"],
    ["a parameter too few", importing("app", "finish", "(result i32)"), "app.finish"],
    ["another type", importing("app", "finish", "(param i64) (result i32)"), "app.finish"],
    ["another result", importing("app", "finish", "(param i32) (result i64)"), "app.finish"],
    ["abort in another form", importing("env", "abort", "(param i32)"), "env.abort"],
    ["no result", importing("app", "finish", "(param i32)"), "app.finish"],
  ])("%s", (_what, wasm, name) => {
    expect(importMistakes(wasm, table)).toEqual([expect.stringContaining(name)]);
  });

  it("and the right one is not", () => {
    const wasm = importing("app", "finish", "(param i32) (result i32)");
    expect(importMistakes(wasm, table)).toEqual([]);
  });

  it("also when the table is changed under a finished application", () => {
    const changed = structuredClone(table);
    const [first] = [...importedSignatures(application).keys()].filter(
      (name) => name !== "env.abort",
    );
    for (const { functions } of changed.capabilities) {
      for (const entry of functions) {
        if (`${entry.capability}.${entry.name}` === first) {
          entry.result = entry.result === "i32" ? "i64" : "i32";
        }
      }
    }
    expect(importMistakes(application, changed)).toEqual([expect.stringContaining(first ?? "")]);
  });
});

describe("files generated from imports.json", () => {
  it("are fresh", async () => {
    expect(await staleFiles()).toEqual([]);
  });

  it("declare each function once in AssemblyScript and register it once in C", async () => {
    const files = await generatedFiles();
    const source = files.get("as-app/assembly/host/imports.ts") ?? "";
    const registration = files.get("idf-components/wamcam/src/imports/table.c") ?? "";
    for (const name of declaredSignatures(table).keys()) {
      const [capability = "", entry = ""] = name.split(".");
      expect(source.split(`@external("${capability}", "${entry}")`)).toHaveLength(2);
      expect(registration).toContain(`"${entry}"`);
    }
  });
});
