/** Runs the program for Xtensa in QEMU and reads what it prints. */
import { runTool, StepFailed } from "../build/tool.ts";
import { lastLines } from "../prepare/decisions.mjs";
import { type Life, readLife } from "../simulate/life.ts";
import { type MeteredPart, meteredParts } from "./sources.ts";
import { emulator } from "./toolchain.ts";

/** What one run of the program told; of several lives the sum. */
export interface XtensaRun {
  lives: Life[];
  /** Executed instructions by part. */
  instructions: Record<MeteredPart, number>;
  /** WebAssembly instructions; 0 if the application does not count them. */
  wasmInstructions: number;
  /** Deepest stack, with that of the models. */
  stack_bytes: number;
  /** What malloc() took, for the models, too. */
  heap_bytes: number;
  /** Most that the core had at once in pieces of at most 4 KB: tests/xtensa/pieces.c. */
  internalHeap_bytes: number;
  /** Accesses of WAMR that were not aligned. */
  misaligned: number;
}

/**
 * The words for QEMU. Each instruction takes 32 virtual nanoseconds (tests/xtensa/meter.c); without
 * "sleep=off" real time would creep in at the start.
 */
function emulatorWords(program: string, words: readonly string[]): string[] {
  // A comma separates QEMU's options; two are one comma of a value.
  const given = ["wamcam", ...words].map((word) => `,arg=${word.replaceAll(",", ",,")}`);
  return [
    ...["-M", "sim", "-cpu", "lx106", "-icount", "shift=5,sleep=off"],
    ...["-display", "none", "-serial", "none", "-monitor", "none"],
    ...["-semihosting-config", `enable=on,target=native${given.join("")}`],
    ...["-device", `loader,file=${program.replaceAll(",", ",,")},cpu-num=0`],
  ];
}

export interface Ending {
  code: number | null;
  output: string;
}

export async function emulate(program: string, words: readonly string[]): Promise<Ending> {
  const { code, output } = await runTool(emulator, emulatorWords(program, words));
  return { code, output };
}

function numberAfter(output: string, name: string): number {
  const found = new RegExp(`^${name} (\\d+)$`, "m").exec(output)?.[1];
  if (found === undefined) {
    throw new StepFailed(`The Xtensa program told no "${name}":\n${lastLines(output, 20)}`);
  }
  return Number(found);
}

export function readRun(output: string): XtensaRun {
  const parts = meteredParts.map((part) => [part, numberAfter(output, `instructions ${part}`)]);
  return {
    lives: output.split("\n").flatMap((line) => readLife(line) ?? []),
    instructions: Object.fromEntries(parts) as Record<MeteredPart, number>,
    wasmInstructions: numberAfter(output, "wasm"),
    stack_bytes: numberAfter(output, "stack"),
    heap_bytes: numberAfter(output, "heap"),
    internalHeap_bytes: numberAfter(output, "internal heap"),
    misaligned: numberAfter(output, "misaligned"),
  };
}

/** Let the simulated camera live as the words of its board say. Each life has to go well. */
export async function liveOnXtensa(program: string, words: readonly string[]): Promise<XtensaRun> {
  const { code, output } = await emulate(program, words);
  if (code !== 0) {
    throw new StepFailed(
      `The Xtensa program ended with code ${code ?? "none"} (${words.join(" ")}):\n` +
        lastLines(output, 20),
    );
  }
  return readRun(output);
}
