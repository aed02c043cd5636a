/** `wamcam bench`: figures of this machine, printed and never asserted. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { Command } from "commander";

import { build, type Built } from "../build/build.ts";
import type { Output } from "../build/live_rows.ts";
import { checkOptions } from "../run/options.ts";
import { runCamera } from "../run/run.ts";
import type { Summary } from "../run/summary.ts";

const silent: Output = { write: () => true };

interface Figure {
  what: string;
  value: string;
  goal: string;
}

async function photos(
  built: Built,
  shots: number,
  every_s: number,
  speed: number,
): Promise<Summary> {
  const out = mkdtempSync(join(tmpdir(), "wamcam-bench-"));
  try {
    const options = checkOptions({
      ...{ shots: String(shots), every: String(every_s), speed: String(speed) },
      ...{ out, camera: "scene", cloud: "local" },
    });
    const programs = { application: built.application.path, board: built.board.path };
    return await runCamera(options, {
      output: silent,
      programs,
      stop: new AbortController().signal,
    });
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

function kibibytes(bytes: number | null): string {
  return bytes === null ? "unknown" : `${(bytes / 1024).toFixed(1)} KiB`;
}

/** The middle of some numbers, and the one that 99 % do not exceed. */
function spread(values: number[]): string {
  const sorted = [...values].sort((left, right) => left - right);
  const at = (part: number): string =>
    (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0).toFixed(1);
  return `${at(0.5)} ms median, ${at(0.99)} ms p99`;
}

function describe(few: Summary, firstPhoto_s: number, many: Summary): Figure[] {
  const uploads = many.photos.flatMap(({ upload_ms }) => (upload_ms === null ? [] : [upload_ms]));
  const shots = many.shots.toLocaleString("en");
  return [
    { what: "timelapse.wasm", value: kibibytes(many.wasm_bytes), goal: "at most 64 KiB" },
    {
      what: "linear memory after 100 photos",
      value: kibibytes(few.linear_memory_peak),
      goal: "as after 1,000",
    },
    {
      what: `linear memory after ${shots} photos`,
      value: kibibytes(many.linear_memory_peak),
      goal: "at most 512 KiB",
    },
    { what: "host heap, peak", value: kibibytes(many.host_heap_peak), goal: "" },
    {
      what: "photos saved and verified",
      value: `${many.verified} of ${many.shots}`,
      goal: "",
    },
    {
      what: "start to first verified photo",
      value: `${firstPhoto_s.toFixed(1)} s`,
      goal: "at most 5 s",
    },
    { what: "saving a photo", value: spread(many.photos.map((photo) => photo.save_ms)), goal: "" },
    { what: "uploading a photo", value: spread(uploads), goal: "" },
  ];
}

async function bench(shots: number): Promise<Figure[]> {
  await build(process.stdout);
  const start_ms = performance.now();
  const built = await build(silent);
  await photos(built, 1, 1, 1);
  const firstPhoto_s = (performance.now() - start_ms) / 1000;
  const few = await photos(built, 100, 10, 100);
  return describe(few, firstPhoto_s, await photos(built, shots, 10, 100));
}

export function addBenchCommand(program: Command): void {
  program
    .command("bench")
    .description("measure size, memory and speed on this machine; takes about three minutes")
    .option("--shots <n>", "photos of the long run", "1000")
    .action(async ({ shots }: { shots: string }) => {
      const figures = await bench(Number(shots));
      const width = Math.max(...figures.map(({ what }) => what.length));
      for (const { what, value, goal } of figures) {
        console.log(`${what.padEnd(width)}  ${value}${goal === "" ? "" : `   (${goal})`}`);
      }
      const { version } = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };
      console.log(`wamcam ${version}, Node.js ${process.version}`);
    });
}
