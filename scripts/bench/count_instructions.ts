/**
 * Makes an application count the WebAssembly instructions that it executes.
 *
 * WAMR meters instructions in a variable of the interpreter's own, so that a call can be stopped but
 * never tells how far it came. Here the application counts itself: before each place at which control
 * may go elsewhere or come from elsewhere, the instructions since the last such place are added to an
 * exported global, which the core reads when the application has ended.
 */
import binaryen from "binaryen";

import { manifestOf, withManifest } from "../package/package.ts";

/** Name of the exported global, an i64; idf-components/wamcam looks for it. */
export const counterName = "executed_instructions";

/** Control leaves, or arrives from elsewhere. */
const boundaries = new Set([
  ...["block", "loop", "if", "else", "end", "br", "br_if", "br_table", "return", "unreachable"],
]);
/** Mark a place, and cost nothing when executed. */
const marks = new Set(["block", "loop", "else", "end"]);

/** Those with which the application is built. */
const features: binaryen.Features =
  binaryen.Features.BulkMemory |
  binaryen.Features.BulkMemoryOpt |
  binaryen.Features.SignExt |
  binaryen.Features.MutableGlobals |
  binaryen.Features.NontrappingFPToInt;

function addition(count: number): string[] {
  return count === 0
    ? []
    : [`global.get $${counterName}`, `i64.const ${count}`, "i64.add", `global.set $${counterName}`];
}

/** Lines of one function, from its head to its closing parenthesis, with additions. */
function countingFunction(lines: readonly string[]): string[] {
  const counting: string[] = [];
  let pending = 0;
  for (const line of lines) {
    const word = /^ {2,}([a-z][\w.]*)/.exec(line)?.[1] ?? null;
    const isEnd = line === " )";
    if (word !== null && !marks.has(word)) pending++;
    if (isEnd || (word !== null && boundaries.has(word))) {
      counting.push(...addition(pending));
      pending = 0;
    }
    counting.push(line);
  }
  return counting;
}

/** A module in linear text, one instruction a line, as Binaryen writes it. */
function countingText(text: string): string {
  const lines = text.split("\n");
  const counting: string[] = [];
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? "";
    if (!/^ \(func /.test(line)) {
      counting.push(line);
      continue;
    }
    const end = lines.indexOf(" )", at);
    counting.push(...countingFunction(lines.slice(at, end + 1)));
    at = end;
  }
  const globals = [
    ` (global $${counterName} (mut i64) (i64.const 0))`,
    ` (export "${counterName}" (global $${counterName}))`,
  ];
  return [...counting.slice(0, counting.lastIndexOf(")")), ...globals, ")"].join("\n");
}

/** The same application, which counts. */
export function countInstructions(wasm: Uint8Array): Uint8Array {
  const plain = binaryen.readBinary(wasm);
  const counting = binaryen.parseText(countingText(plain.emitStackIR()));
  try {
    counting.setFeatures(features);
    if (counting.validate() === 0) {
      throw new Error("the application that counts its instructions is not valid");
    }
    return counting.emitBinary();
  } finally {
    plain.dispose();
    counting.dispose();
  }
}

/** The same for a whole file: it keeps its manifest, without which no board runs it. */
export function countingApplication(file: Uint8Array): Uint8Array {
  return withManifest(countInstructions(file), manifestOf(file));
}
