/** An application that counts its instructions does what it did before, and counts right. */
import { readFileSync } from "node:fs";

import binaryen from "binaryen";
import { describe, expect, it } from "vitest";

import { counterName, countInstructions } from "../../scripts/bench/count_instructions.ts";
import { buildApplication } from "../../scripts/build/application.ts";
import { importedSignatures } from "./import_mistakes.ts";

interface Counting {
  call: (argument: number) => number;
  executed: () => number;
}

/** A module with one exported function, which counts. */
function counting(text: string): Counting {
  const module = binaryen.parseText(text);
  const wasm = countInstructions(module.emitBinary());
  module.dispose();
  const { exports } = new WebAssembly.Instance(
    new WebAssembly.Module(wasm as Uint8Array<ArrayBuffer>),
  );
  const global = exports[counterName] as WebAssembly.Global<"i64">;
  return {
    call: exports["f"] as (argument: number) => number,
    executed: () => Number(global.value),
  };
}

/** Instructions that one call executes. */
function costOf(module: Counting, argument: number): number {
  const before = module.executed();
  module.call(argument);
  return module.executed() - before;
}

describe("counting instructions", () => {
  it("counts straight code once", () => {
    const module = counting(`(module (func (export "f") (param $n i32) (result i32)
      local.get $n
      i32.const 3
      i32.mul))`);
    expect(module.call(5)).toBe(15);
    expect(module.executed()).toBe(3);
    expect(costOf(module, 5)).toBe(3);
  });

  it("counts each round of a loop, and only the arm that is taken", () => {
    const module = counting(`(module (func (export "f") (param $n i32) (result i32) (local $s i32)
      loop $again
        local.get $n
        i32.const 1
        i32.and
        if
          local.get $s
          i32.const 10
          i32.add
          local.set $s
        else
          local.get $s
          local.get $n
          i32.sub
          i32.const 7
          i32.xor
          local.set $s
        end
        local.get $n
        i32.const 1
        i32.sub
        local.tee $n
        br_if $again
      end
      local.get $s))`);
    const odd = 4 + 4 + 5;
    const even = 4 + 6 + 5;
    expect(costOf(module, 1)).toBe(odd + 1);
    expect(costOf(module, 2)).toBe(odd + even + 1);
    expect(costOf(module, 1001)).toBe(501 * odd + 500 * even + 1);
  });

  it("counts what is done before leaving early, and the functions that are called", () => {
    const module = counting(`(module
      (func $twice (param $n i32) (result i32)
        local.get $n
        i32.const 1
        i32.shl)
      (func (export "f") (param $n i32) (result i32)
        block $done
          local.get $n
          i32.const 10
          i32.lt_s
          br_if $done
          local.get $n
          call $twice
          return
        end
        i32.const -1))`);
    expect(module.call(3)).toBe(-1);
    expect(module.call(30)).toBe(60);
    expect(costOf(module, 3)).toBe(4 + 1);
    expect(costOf(module, 30)).toBe(4 + 3 + 3);
  });

  it("leaves the application's imports and exports as they are", async () => {
    const plain = readFileSync((await buildApplication()).path);
    const wasm = countInstructions(plain);
    expect(importedSignatures(wasm)).toEqual(importedSignatures(plain));
    const exported = (bytes: Uint8Array): string[] =>
      WebAssembly.Module.exports(new WebAssembly.Module(bytes as Uint8Array<ArrayBuffer>))
        .map(({ name }) => name)
        .sort();
    expect(exported(wasm)).toEqual([...exported(plain), counterName].sort());
  });
});
