/**
 * Hostile applications: a list of calls of imports with whatever arguments, as a module in WAT. What
 * the calls returned is written to the card, as 64-bit numbers, in the order of the calls.
 */
import { readImportTable } from "../../scripts/generate/import_table.ts";
import type { Manifest } from "../../scripts/package/manifest.ts";
import { assemble, withAnyManifest } from "../package/modules.ts";

/** A number is an i32, a bigint an i64, a text an expression in WAT. */
export type Argument = number | bigint | string;

const texts_at = 1024;
const results_at = 32_768;
/** Linear memory that the modules begin with. */
export const memory_bytes = 65_536;
const would_block = -11;

/** Where the numbers are, below the card. */
export const resultsPath = "webcam/results";

interface Step {
  code: string[];
  /** Repeat until the last call returns something else than this error. */
  awaits: number | null;
}

function declarations(): Map<string, { text: string; result: "i32" | "i64" }> {
  const functions = readImportTable().capabilities.flatMap(({ functions }) => functions);
  return new Map(
    functions.map(({ capability, name, parameters, result }) => {
      const types = parameters.flatMap(({ type }) => (type === "bytes" ? ["i32", "i32"] : [type]));
      const text =
        `(import "${capability}" "${name}" (func $${capability}.${name} ` +
        `(param ${types.join(" ")}) (result ${result})))`;
      return [`${capability}.${name}`, { text, result }];
    }),
  );
}

function expression(argument: Argument): string {
  switch (typeof argument) {
    case "number":
      return `(i32.const ${argument})`;
    case "bigint":
      return `(i64.const ${argument})`;
    default:
      return argument;
  }
}

function escaped(bytes: Uint8Array): string {
  return [...bytes].map((byte) => `\\${byte.toString(16).padStart(2, "0")}`).join("");
}

export class Script {
  readonly #declared = declarations();
  readonly #used = new Set<string>();
  readonly #data: string[] = [];
  #steps: Step[] = [{ code: [], awaits: null }];
  #textEnd = texts_at;
  #results = 0;

  /** Address and length of bytes in linear memory. */
  text(content: string | Uint8Array): [number, number] {
    const bytes = Buffer.from(content);
    const at = this.#textEnd;
    this.#textEnd += bytes.length;
    this.#data.push(`(data (i32.const ${at}) "${escaped(bytes)}")`);
    return [at, bytes.length];
  }

  /** Room for bytes that the host writes. */
  room(bytes: number): [number, number] {
    return [40_000, bytes];
  }

  #code(name: string, args: readonly Argument[]): string {
    const declared = this.#declared.get(name);
    if (declared === undefined) throw new Error(`there is no import ${name}`);
    this.#used.add(name);
    const call = `(call $${name} ${args.map(expression).join(" ")})`;
    const at = results_at + 8 * this.#results++;
    const wide = declared.result === "i64" ? call : `(i64.extend_i32_s ${call})`;
    return `(i64.store (i32.const ${at}) ${wide})`;
  }

  /** Call an import; returns the number of its result. */
  call(name: string, ...args: Argument[]): number {
    this.#steps.at(-1)?.code.push(this.#code(name, args));
    return this.#results - 1;
  }

  /** Call it in one tick after the other, until it returns something else than WOULD_BLOCK. */
  await(name: string, ...args: Argument[]): number {
    return this.awaitOtherThan(would_block, name, ...args);
  }

  /** The same with another error. */
  awaitOtherThan(error: number, name: string, ...args: Argument[]): number {
    const code = [this.#code(name, args)];
    this.#steps.push({ code, awaits: error }, { code: [], awaits: null });
    return this.#results - 1;
  }

  /** Any code in WAT. */
  code(text: string): void {
    this.#steps.at(-1)?.code.push(text);
  }

  /** The result of a call as an argument of a later one. */
  result(number: number): string {
    return `(i32.load (i32.const ${results_at + 8 * number}))`;
  }

  #step({ code, awaits }: Step, index: number): string {
    const again = `(if (i64.eq (i64.load (i32.const ${results_at + 8 * (this.#resultOf(index) - 1)}))
      (i64.const ${awaits ?? 0})) (then (return (i64.add (local.get $now) (i64.const 10)))))`;
    return `(if (i32.eq (global.get $step) (i32.const ${index})) (then
      ${code.join("\n")} ${awaits === null ? "" : again}
      (global.set $step (i32.const ${index + 1}))
      (return (i64.add (local.get $now) (i64.const 1)))))`;
  }

  /** How many results there are after a step. */
  #resultOf(index: number): number {
    const code = this.#steps.slice(0, index + 1).flatMap((step) => step.code);
    return code.filter((line) => line.startsWith("(i64.store")).length;
  }

  /** The finished module, which may do all that it tries unless the manifest is changed. */
  module(changes: Partial<Manifest> = {}, more = ""): Buffer {
    const path = this.text(resultsPath);
    const written = this.#results;
    const steps = this.#steps.map((step, index) => this.#step(step, index));
    this.#code("card.write", [...path, results_at, 8 * written]);
    this.#code("app.finish", [0]);
    const imports = [...this.#used].map((name) => this.#declared.get(name)?.text ?? "");
    return withAnyManifest(
      assemble(`(module ${imports.join("\n")}
        (memory (export "memory") ${memory_bytes / 65_536})
        ${this.#data.join("\n")}
        (global $step (mut i32) (i32.const 0))
        (func (export "start") (result i32) (i32.const 0))
        (func (export "tick") (param $now i64) (result i64) (local $i i32)
          ${steps.join("\n")}
          (drop (call $card.write ${[...path, results_at, 8 * written].map(expression).join(" ")}))
          (drop (call $app.finish (i32.const 0)))
          (local.get $now))
        ${more})`),
      changes,
    );
  }
}
