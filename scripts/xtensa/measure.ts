/** What the Xtensa run finds out: that lives are the same as here, and what a photo costs. */
import { readFileSync, writeFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { join } from "node:path";

import type { Progress } from "../build/status_line.ts";
import { runTool, StepFailed } from "../build/tool.ts";
import { type Life, readLife } from "../simulate/life.ts";
import { emulate, liveOnXtensa, type XtensaRun } from "./emulator.ts";
import { type MeteredPart, meteredParts } from "./sources.ts";
import type { Size } from "./sizes.ts";
import type { XtensaProgram } from "./program.ts";
import { buildFolder, optimisation } from "./toolchain.ts";

export interface XtensaFigures {
  optimisation: string;
  /** Lives that were the same here and there, most of them with faults. */
  comparedLives: number;
  /** The life without faults that was measured, and how many photos the figures are means of. */
  seed: number;
  photos: number;
  perPhoto: Record<MeteredPart, number>;
  wasmInstructionsPerPhoto: number;
  /** From power to the first tick: WAMR loads, checks and instantiates; then _initialize, start. */
  beforePhotos: Record<MeteredPart, number>;
  sizes: Record<string, Size>;
  linearMemory_bytes: number;
  /** Through the core's door, linear memory and its copy while it grows included. */
  heapPeak_bytes: number;
  totalHeap_bytes: number;
  /** Of heapPeak_bytes, in pieces of at most 4 KB. */
  internalHeap_bytes: number;
  stack_bytes: number;
  misaligned: number;
}

/** Lives with all faults, a tenth of a day each. */
const comparedSeeds = "1..3";
const comparedWords = ["--seeds", comparedSeeds, "--seconds", "8640", "--without", "pulls"];

/** A camera that sleeps between its few photos, with all faults: each waking is a start, which takes long. */
const sleepingWords = ["--seeds", "79..79", "--seconds", "600", "--without", "pulls"];

/** A life of many photos in little time; its status and latest photo go up, too. */
const measuredSeed = 2;
const fewPhotos = 20;
const morePhotos = 120;

function measuredWords(photos: number): string[] {
  return [
    ...["--seeds", `${measuredSeed}..${measuredSeed}`, "--seconds", "864000"],
    ...["--photos", String(photos), "--without", "faults"],
  ];
}

async function liveHere(board: string, words: readonly string[]): Promise<Life[]> {
  const { code, stdout, output } = await runTool(board, words);
  if (code !== 0) {
    throw new StepFailed(`The simulated board failed (code ${code ?? "none"}):\n${output}`);
  }
  return stdout.split("\n").flatMap((line) => readLife(line) ?? []);
}

/** A life in one line. What it takes of the heap depends on the size of a pointer. */
function lifeText({ seed, digest, photos, inCloud }: Life): string {
  return `seed ${seed}: digest ${digest}, ${photos} photos, ${inCloud} in the cloud`;
}

/** The digest is over everything that happened: each log line, each byte on card and network. */
export function differingLives(here: readonly Life[], there: readonly Life[]): string | null {
  const [expected, found] = [here.map(lifeText), there.map(lifeText)];
  if (expected.length > 0 && isDeepStrictEqual(expected, found)) return null;
  return `Lives differ. Here:\n${expected.join("\n")}\nOn Xtensa:\n${found.join("\n")}`;
}

/** The core has to be refused what its processor cannot do, or the run would prove little. */
async function checkAlignmentIsStrict(program: string): Promise<void> {
  const { code, output } = await emulate(program, ["--misalign"]);
  if (code !== 3 || !output.startsWith("exception 9 ")) {
    throw new StepFailed(`An access that is not aligned did not end the program:\n${output}`);
  }
}

function difference(
  more: Record<MeteredPart, number>,
  few: Record<MeteredPart, number>,
  divisor: number,
): Record<MeteredPart, number> {
  const entries = meteredParts.map((part) => [
    part,
    Math.round((more[part] - few[part]) / divisor),
  ]);
  return Object.fromEntries(entries) as Record<MeteredPart, number>;
}

function photosOf(run: XtensaRun): number {
  return run.lives.reduce((total, { photos }) => total + photos, 0);
}

/** An application that counts its own instructions, which makes it slower: for that figure alone. */
async function wasmInstructions(program: string, application: string): Promise<number> {
  const { countingApplication } = await import("../bench/count_instructions.ts");
  const counting = join(buildFolder, "counting.wasm");
  writeFileSync(counting, countingApplication(readFileSync(application)));
  const live = (photos: number): Promise<XtensaRun> =>
    liveOnXtensa(program, ["--app", counting, ...measuredWords(photos)]);
  const [few, more] = [await live(fewPhotos), await live(morePhotos)];
  return Math.round(
    (more.wasmInstructions - few.wasmInstructions) / (photosOf(more) - photosOf(few)),
  );
}

/** The two programs that are compared, and their application. */
export interface XtensaPrograms {
  xtensa: XtensaProgram;
  /** The simulated board for this machine. */
  board: string;
  application: string;
}

/** Live the same here and there; what it was like there. */
async function liveTwice(programs: XtensaPrograms, words: readonly string[]): Promise<XtensaRun> {
  const all = ["--app", programs.application, ...words];
  const here = await liveHere(programs.board, all);
  const there = await liveOnXtensa(programs.xtensa.path, all);
  const problem = differingLives(here, there.lives);
  if (problem !== null) throw new StepFailed(problem);
  return there;
}

/** Which lives sleep is drawn from the seed: the one that is to sleep has to go on doing so. */
function checkHasSlept({ lives }: XtensaRun): void {
  if (!lives.every(({ starts, photos }) => photos > 2 && starts >= photos)) {
    throw new StepFailed(
      "The life that is to sleep between its photos did not: choose another seed.",
    );
  }
}

export async function measureXtensa(
  programs: XtensaPrograms,
  progress: Progress,
): Promise<XtensaFigures> {
  const { path, sizes } = programs.xtensa;
  progress.detail("alignment");
  await checkAlignmentIsStrict(path);
  progress.detail("lives with faults, here and there");
  const faulty = await liveTwice(programs, comparedWords);
  progress.detail("a life with sleep, here and there");
  const sleeping = await liveTwice(programs, sleepingWords);
  checkHasSlept(sleeping);
  const live = (photos: number): Promise<XtensaRun> => {
    progress.detail(`a life of ${photos} photos`);
    return liveTwice(programs, measuredWords(photos));
  };
  const [few, again, more] = [await live(fewPhotos), await live(fewPhotos), await live(morePhotos)];
  if (!isDeepStrictEqual(few, again)) {
    throw new StepFailed("Two runs of one life on Xtensa gave different figures.");
  }
  const photos = photosOf(more) - photosOf(few);
  const perPhoto = difference(more.instructions, few.instructions, photos);
  const photosBefore = photosOf(few);
  const scaled = Object.fromEntries(
    meteredParts.map((part) => [part, perPhoto[part] * photosBefore]),
  ) as Record<MeteredPart, number>;
  return {
    ...{
      optimisation,
      comparedLives: faulty.lives.length + sleeping.lives.length + 2,
      seed: measuredSeed,
      photos,
      perPhoto,
    },
    wasmInstructionsPerPhoto: await wasmInstructions(path, programs.application),
    beforePhotos: difference(few.instructions, scaled, 1),
    sizes: Object.fromEntries(sizes),
    linearMemory_bytes: Math.max(...more.lives.map((life) => life.linearMemory_bytes)),
    heapPeak_bytes: Math.max(...more.lives.map((life) => life.heapPeak_bytes)),
    totalHeap_bytes: more.heap_bytes,
    internalHeap_bytes: more.internalHeap_bytes,
    stack_bytes: more.stack_bytes,
    misaligned: more.misaligned,
  };
}
