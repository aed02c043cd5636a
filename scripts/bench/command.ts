/** `wamcam bench`: figures of this machine, printed and kept in build/bench.json, never asserted. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";

import { type Command, Option } from "commander";

import { wholeNumber } from "../bad_option.ts";
import { build, type Built } from "../build/build.ts";
import type { Output } from "../build/live_rows.ts";
import { repository } from "../repository.ts";
import { explain } from "../run/command.ts";
import { checkOptions, shots_max } from "../run/options.ts";
import { runCamera } from "../run/run.ts";
import type { Summary } from "../run/summary.ts";
import { benchFile, writeBenchPart } from "./bench_file.ts";
import { benchRecord, benchTable, type Figure, kibibytes, quantile } from "./figures.ts";
import {
  benchLateness,
  benchReload,
  benchSimulation,
  benchUploads,
  benchXtensa,
  type Sentence,
} from "./parts.ts";
import { planYear } from "./plan_year.ts";

const silent: Output = { write: () => true };

interface Pace {
  every_s: number;
  speed: number;
  /** Frame size of the drawn scene. */
  image_res: string;
}

/** As many photos as a person would see in a real camera, ten a second. */
const unhurried: Pace = { every_s: 10, speed: 100, image_res: "SVGA" };
/** For many photos: small ones, twenty-five a second. */
const hurried: Pace = { every_s: 20, speed: 500, image_res: "QVGA" };

/** Run the camera in a folder that goes away. */
async function photos(
  programs: { application: string; board: string },
  shots: number,
  { every_s, speed, image_res }: Pace,
): Promise<Summary> {
  const folder = mkdtempSync(join(tmpdir(), "wamcam-bench-"));
  try {
    const sample = readFileSync(join(repository, "as-app/samples/camconfig.toml"), "utf8");
    const camconfig = join(folder, "camconfig.toml");
    writeFileSync(camconfig, sample.replace('image_res = "SVGA"', `image_res = "${image_res}"`));
    const options = checkOptions({
      ...{ shots: String(shots), every: String(every_s), speed: String(speed) },
      ...{ out: join(folder, "out"), camera: "scene", cloud: "local", camconfig },
    });
    const stop = new AbortController().signal;
    return await runCamera(options, { output: silent, programs, stop });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Instructions of one photo more, without those of the start and of the end. */
async function instructionsPerPhoto(application: string, board: string): Promise<number | null> {
  const folder = mkdtempSync(join(tmpdir(), "wamcam-bench-"));
  try {
    const { countingApplication } = await import("./count_instructions.ts");
    const counting = join(folder, "counting.wasm");
    writeFileSync(counting, countingApplication(readFileSync(application)));
    const programs = { application: counting, board };
    const few = await photos(programs, 10, unhurried);
    const more = await photos(programs, 110, unhurried);
    const [before, after] = [few.control?.instructions, more.control?.instructions];
    if (before == null || after == null || more.saved === few.saved) return null;
    return Math.round((after - before) / (more.saved - few.saved));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function milliseconds(time_us: number | null | undefined): number | null {
  return time_us == null ? null : time_us / 1000;
}

/** What a run of some photos tells of memory. */
function memoryFigures(summary: Summary): Figure[] {
  const after = `after ${summary.shots.toLocaleString("en")} photos`;
  return [
    {
      what: `linear memory ${after}`,
      value: kibibytes(summary.linear_memory_peak),
      unit: "KiB",
      goal: "at most 512, the same for any number",
    },
    {
      what: `core memory ${after}`,
      value: kibibytes(summary.host_heap_peak),
      unit: "KiB",
      goal: "",
    },
    { what: `verified ${after}`, value: summary.verified, unit: "photos", goal: "" },
  ];
}

/** What a run at a real camera's pace tells of time. */
function timeFigures(summary: Summary): Figure[] {
  const control = summary.control;
  const saves = summary.photos.map(({ save_ms }) => save_ms);
  const uploads = summary.photos.flatMap(({ upload_ms }) => upload_ms ?? []);
  const figure = (what: string, value: number | null, goal = ""): Figure => ({
    ...{ what, value, unit: "ms", goal },
  });
  return [
    figure("control work per photo", milliseconds(control?.per_photo_us), "below 2"),
    figure("control work of the longest tick", milliseconds(control?.longest_tick_us)),
    figure("control work of the start", milliseconds(control?.start_us)),
    figure("saving a photo, median", quantile(saves, 0.5)),
    figure("saving a photo, 99 %", quantile(saves, 0.99)),
    figure("uploading a photo, median", quantile(uploads, 0.5)),
    figure("uploading a photo, 99 %", quantile(uploads, 0.99)),
  ];
}

async function yearFigures(board: string): Promise<Figure[]> {
  const { shots, control_us } = await planYear(board);
  return [
    { what: "shots of a year, every 30 s by the sun", value: shots, unit: "shots", goal: "" },
    { what: "planning them", value: control_us / 1e6, unit: "s", goal: "below 5" },
  ];
}

/** The first photo of a build that is up to date. */
async function firstPhoto(): Promise<Figure> {
  const start_ms = performance.now();
  const built = await build(silent);
  await photos(programsOf(built), 1, { every_s: 1, speed: 1, image_res: "SVGA" });
  const value = (performance.now() - start_ms) / 1000;
  return { what: "start to first verified photo", value, unit: "s", goal: "at most 5" };
}

function programsOf(built: Built): { application: string; board: string } {
  return { application: built.application.path, board: built.board.path };
}

async function bench(shots: number): Promise<Figure[]> {
  const built = await build(process.stdout);
  const programs = programsOf(built);
  const first = await firstPhoto();
  const size = kibibytes(built.application.bytes);
  const instructions = await instructionsPerPhoto(programs.application, programs.board);
  const hundred = await photos(programs, 100, unhurried);
  const thousand = await photos(programs, 1_000, unhurried);
  const many = await photos(programs, shots, hurried);
  return [
    { what: "timelapse.wasm", value: size, unit: "KiB", goal: "at most 96" },
    first,
    ...timeFigures(thousand),
    {
      what: "control work per photo",
      value: instructions,
      unit: "instructions",
      goal: "",
    },
    ...(await yearFigures(programs.board)),
    ...[hundred, thousand, many].flatMap(memoryFigures),
  ];
}

async function benchCamera(shots: number): Promise<void> {
  const { version } = JSON.parse(readFileSync(join(repository, "package.json"), "utf8")) as {
    version: string;
  };
  const record = benchRecord(version, await bench(shots));
  writeBenchPart("camera", record);
  console.log(benchTable(record));
}

function print(sentences: readonly Sentence[]): void {
  const width = Math.max(...sentences.map(({ what }) => what.length));
  for (const { what, value, goal } of sentences) {
    console.log(`${what.padEnd(width)}  ${value}${goal === "" ? "" : `   (${goal})`}`);
  }
}

/** What can be measured by itself, in the order of a whole bench. */
const parts: Record<string, (shots: number) => Promise<void>> = {
  camera: benchCamera,
  uploads: async () => {
    print(await benchUploads(process.stdout));
  },
  lateness: async () => {
    print(await benchLateness(process.stdout));
  },
  simulation: async () => {
    print(await benchSimulation(process.stdout));
  },
  reload: async () => {
    print(await benchReload(process.stdout));
  },
  xtensa: async () => {
    print(await benchXtensa(process.stdout));
  },
};

async function benchParts(typed: { shots: string; only?: string }): Promise<void> {
  const shots = wholeNumber("--shots", typed.shots, 1, shots_max);
  for (const [name, measure] of Object.entries(parts)) {
    if (typed.only === undefined || typed.only === name) await measure(shots);
  }
  console.log(`Also in ${relative(process.cwd(), benchFile)}`);
}

export function addBenchCommand(program: Command): void {
  program
    .command("bench")
    .description("measure size, memory, speed and lateness on this machine; takes 20 minutes")
    .option("--shots <n>", "photos of the longest run", "10000")
    .addOption(new Option("--only <part>", "measure one part").choices(Object.keys(parts)))
    .action(async (typed: { shots: string; only?: string }) => {
      try {
        await benchParts(typed);
      } catch (error) {
        process.exitCode = explain(error, false);
      }
    });
}
