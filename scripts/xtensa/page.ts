/** docs/bench/xtensa.md, from the figures of a run. */
import { bytesOf, goalsOf } from "./goals.ts";
import type { XtensaFigures } from "./measure.ts";
import { type MeteredPart, meteredParts } from "./sources.ts";

const meanings: Record<MeteredPart, string> = {
  core: "the core: imports, main loop, files, HTTP connections, pacing",
  runtime: "WAMR: the application, interpreted (control work)",
  hash: "SHA-256 of the photos for the core, in plain C; the ESP32-S3 has an accelerator for it",
  camera: "model of the camera, which also makes the photos' bytes",
  card: "model of the card",
  network: "model of network and cloud, with the cloud's own SHA-256",
  simulation: "clock, power, log and the checks of the simulation",
};

function number(value: number): string {
  return value.toLocaleString("en");
}

function kibibytes(bytes: number): string {
  return (bytes / 1024).toFixed(1);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

function instructionTable({ perPhoto, beforePhotos }: XtensaFigures): string {
  const rows = meteredParts.map((part) => [
    meanings[part],
    number(perPhoto[part]),
    number(beforePhotos[part]),
  ]);
  return table(["executed by", "instructions for each photo", "start and end"], rows);
}

function sizeTable({ sizes }: XtensaFigures): string {
  const names: [string, string][] = [
    ["runtime", "WAMR"],
    ["core", "core, without TLS, sockets, file system and threads, which are swapped"],
    ["library", "C library, 64-bit and floating-point arithmetic, for the models, too"],
  ];
  const rows = names.map(([part, name]) => [
    name,
    number(sizes[part]?.code_bytes ?? 0),
    number(sizes[part]?.constants_bytes ?? 0),
    number(bytesOf(sizes[part])),
  ]);
  return table(["part", "code", "constants", "bytes"], rows);
}

function memoryTable(figures: XtensaFigures): string {
  return table(
    ["memory", "bytes"],
    [
      ["linear memory of the application", number(figures.linearMemory_bytes)],
      ["most that application, WAMR and core have at once", number(figures.heapPeak_bytes)],
      [
        "of that in pieces of at most 4 KB, which ESP-IDF's malloc() takes from internal memory",
        number(figures.internalHeap_bytes),
      ],
      [
        "all that malloc has taken, models and their 120 photos' records included",
        number(figures.totalHeap_bytes),
      ],
      ["deepest stack, with the frames of the models", number(figures.stack_bytes)],
    ],
  );
}

function goalTable(figures: XtensaFigures): string {
  return table(
    ["goal", "found", "at most", ""],
    goalsOf(figures).map(({ what, value, unit, most }) => [
      what,
      `${number(value)} ${unit}`,
      number(most),
      value <= most ? "met" : "**not met**",
    ]),
  );
}

export function xtensaPage(figures: XtensaFigures): string {
  const { perPhoto, wasmInstructionsPerPhoto: wasm } = figures;
  return `# The core on an Xtensa processor

\`npm run bench -- --only xtensa\` wrote this page; how it is measured: [the Xtensa run](../xtensa.md). The figures do
not depend on the machine: two runs give the same ones.

${figures.comparedLives} lives, four of them with all faults, had the digest that they have on this machine: over each log
line and each byte that went to card and network.

${goalTable(figures)}

## Executed instructions

Means of ${figures.photos} photos of a life without faults (seed ${figures.seed}), by the difference of a longer and a
shorter life. "Start and end" is what the shorter one has besides: loading, configuration, the first setting of the
clock, and the simulation's hour and a half of calm at the end.

${instructionTable(figures)}

The application executes ${number(wasm)} WebAssembly instructions for each of these photos, so WAMR takes
${(perPhoto.runtime / wasm).toFixed(1)} of the processor's for one. At 240 MHz and one instruction a cycle control work
is ${(perPhoto.runtime / 240_000).toFixed(0)} ms for a photo.

## Code

Compiled with \`${figures.optimisation}\` as for the ESP32-S3, after the linker has dropped what nobody calls.

${sizeTable(figures)}

## Memory

${memoryTable(figures)}

Linear memory begins with 128 KiB; a life in which much fails may need 64 KiB more. The rest of the peak, ${kibibytes(figures.heapPeak_bytes - figures.linearMemory_bytes)} KiB,
is WAMR's own form of the application's code, its stack, and the core's buffers. The application's file is gone by then.
Because of the small pieces the firmware has a heap of its own for all of this, in PSRAM
(\`wamcam_esp32/chips/heap_psram.c\`).

WAMR made ${figures.misaligned} accesses that were not aligned, all while it loaded the application: see
[the Xtensa run](../xtensa.md).
`;
}
