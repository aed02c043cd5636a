/** Files that are no application, or none for this board: refused with the reason. */
import { readFileSync } from "node:fs";

import { describe, expect, it } from "vitest";

import { assemble, withAnyManifest } from "../package/modules.ts";
import { builtPrograms, fileWith, run } from "./run_fixture.ts";

/** A module with the exports of an application and something special. */
function moduleWith({ imports = "", pages = 1, exports = true }): Uint8Array {
  const functions = exports
    ? `(func (export "start") (result i32) (i32.const 0))
       (func (export "tick") (param i64) (result i64) (i64.add (local.get 0) (i64.const 1000)))
       (func (export "_initialize"))`
    : "";
  const text = `(module ${imports} (memory (export "memory") ${pages}) ${functions})`;
  return withAnyManifest(assemble(text));
}

async function reasonFor(application: Uint8Array): Promise<string> {
  const path = fileWith("application.wasm", application);
  const { summary, lines } = await run({ application: path, options: { shots: 1 } });
  expect(summary, lines).toMatchObject({ saved: 0, verified: 0 });
  expect(summary.exit_code, lines).toBe(1);
  return `${summary.reason}\n${lines}`;
}

describe("an application that cannot be one", () => {
  it("is refused when it is no WebAssembly", async () => {
    const reason = await reasonFor(Buffer.from("hello, this is no program at all\n"));
    expect(reason).toMatch(/magic|WebAssembly/i);
  });

  it("is refused when it is cut short", async () => {
    const whole = readFileSync((await builtPrograms()).application);
    const reason = await reasonFor(whole.subarray(0, whole.length / 2));
    expect(reason).toMatch(/unexpected end|cut|truncated|length out of bounds/i);
  });

  it("is refused when it is empty", async () => {
    expect(await reasonFor(new Uint8Array())).toMatch(/empty|unexpected end|magic|0 bytes/i);
  });

  it("is refused when it wants an import that does not exist", async () => {
    const imports = '(import "app" "make_coffee" (func (param i32) (result i32)))';
    expect(await reasonFor(moduleWith({ imports }))).toContain("make_coffee");
  });

  it("is refused when it declares an import wrongly", async () => {
    const imports = '(import "app" "finish" (func (param i64) (result i32)))';
    expect(await reasonFor(moduleWith({ imports }))).toContain("finish");
  });

  it("is refused when it wants more memory than the board gives", async () => {
    expect(await reasonFor(moduleWith({ pages: 4096 }))).toMatch(/memory/i);
  });

  it("is refused when it has none of the functions that are called", async () => {
    expect(await reasonFor(moduleWith({ exports: false }))).toMatch(/start|tick/);
  });
});
