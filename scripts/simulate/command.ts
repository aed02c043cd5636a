/** `wamcam simulate` (npm run simulate): lives of a camera in virtual time, with faults. */
import { mkdirSync } from "node:fs";
import { dirname, join, relative } from "node:path";

import type { Command } from "commander";

import { buildBoardWithStatus, buildProgramWithStatus } from "../build/build.ts";
import { LiveRows, type Output } from "../build/live_rows.ts";
import { duration } from "../build/status_line.ts";
import { explain } from "../run/command.ts";
import { repository } from "../repository.ts";
import { listenForInterrupts } from "../run/interrupts.ts";
import { ExitCode } from "../run/summary.ts";
import { boardWords, type Campaign, type Programs, runBoard, runCampaign } from "./campaign.ts";
import { type Life, readLife } from "./life.ts";
import {
  checkSimulateOptions,
  faultKinds,
  modelBugs,
  type RawSimulateOptions,
  type SimulateOptions,
} from "./options.ts";
import { progressBar, sum } from "./progress.ts";
import { showUpdates } from "./updates.ts";

/** `[=====     ] 12 of 30 seeds, 8.1 simulated days, 9,300 photos`. */
export function progressRow(lives: readonly Life[], total: number): string {
  return `${progressBar(lives.length, total)} ${lives.length} of ${total} seeds, ${totals(lives)}`;
}

function totals(lives: readonly Life[]): string {
  const days = sum(lives, (life) => life.simulated_s) / 86_400;
  const photos = sum(lives, (life) => life.photos).toLocaleString("en");
  return `${days.toFixed(1)} simulated days, ${photos} photos`;
}

/** How many times faster than real time one processor simulates. */
export function speed({ lives, busy_ms }: Campaign): number {
  return sum(lives, (life) => life.simulated_s) / (busy_ms / 1000);
}

/** What a person types to see a life again. */
export function replayWords(seed: number, options: SimulateOptions): string {
  const words = ["npm run simulate --", `--seed ${seed}`, `--days ${options.seconds / 86_400}`];
  if (options.photos > 0) words.push(`--photos ${options.photos}`);
  if (options.cardBytes > 0) words.push(`--card-bytes ${options.cardBytes}`);
  options.without.forEach((kind) => words.push(`--without ${kind}`));
  if (options.bug !== null) words.push(`--bug ${options.bug}`);
  if (options.application !== null) words.push(`--app ${options.application}`);
  return words.join(" ");
}

function closingLines(campaign: Campaign, options: SimulateOptions, time_ms: number): string[] {
  const { lives, firstBroken } = campaign;
  const starts = sum(lives, (life) => life.starts).toLocaleString("en");
  const memory = Math.max(...lives.map((life) => life.linearMemory_bytes)) / 1024;
  const figures = [
    `${lives.length} seeds in ${duration(time_ms)}: ${totals(lives)}, ${starts} starts.`,
    `${Math.round(speed(campaign)).toLocaleString("en")} times real time on each processor, ` +
      `linear memory at most ${memory} KiB.`,
  ];
  if (firstBroken === null) {
    return [...figures, "All invariants held."];
  }
  return [
    ...figures,
    `Seed ${firstBroken.seed} goes wrong: ${firstBroken.broken ?? ""}`,
    `See it again: ${replayWords(firstBroken.seed, options)} --log`,
  ];
}

/** What a person types to see the latest start of a recorded life again, call by call. */
function replayFileWords(file: string, options: SimulateOptions): string {
  const app = options.application === null ? "" : ` --app ${options.application}`;
  return `npm run replay -- ${relative(process.cwd(), file)}${app}`;
}

/** Live a life again and keep the recording of its latest start; returns the file. */
async function recordLife(
  seed: number,
  options: SimulateOptions,
  programs: Programs,
): Promise<string> {
  const file = join(repository, "build", "simulate", `seed-${seed}.recording`);
  mkdirSync(dirname(file), { recursive: true });
  const words = boardWords({ ...options, log: "none" }, programs.application, seed, seed, file);
  await runBoard(programs.board, words, () => undefined);
  return file;
}

/** One life, with its log if that is asked for. */
async function showLife(options: SimulateOptions, programs: Programs): Promise<number> {
  const words = boardWords(options, programs.application, options.first, options.last);
  const lives: Life[] = [];
  await runBoard(programs.board, words, (line) => {
    lives.push(...[readLife(line)].filter((life) => life !== null));
    console.log(line);
  });
  const isBroken = lives.some(({ broken }) => broken !== null);
  if (isBroken) {
    const file = await recordLife(options.first, options, programs);
    console.log(`Its latest start, call by call: ${replayFileWords(file, options)}`);
  }
  return isBroken ? ExitCode.FAILED : ExitCode.DONE;
}

async function showCampaign(
  options: SimulateOptions,
  programs: Programs,
  output: Output,
  signal: AbortSignal,
): Promise<number> {
  const rows = new LiveRows(output);
  const lives: Life[] = [];
  const start_ms = performance.now();
  const total = options.last - options.first + 1;
  try {
    const onLife = (life: Life): void => {
      lives.push(life);
      rows.show([progressRow(lives, total)]);
    };
    const campaign = await runCampaign(options, programs, onLife, signal);
    rows.show([]);
    closingLines(campaign, options, performance.now() - start_ms).forEach((line) => {
      rows.print(line);
    });
    if (campaign.firstBroken === null) {
      return ExitCode.DONE;
    }
    const file = await recordLife(campaign.firstBroken.seed, options, programs);
    rows.print(`Its latest start, call by call: ${replayFileWords(file, options)}`);
    return ExitCode.FAILED;
  } finally {
    rows.show([]);
  }
}

/** Build what a simulation needs; a line for each that was not up to date. */
export async function buildSimulation(
  output: Output,
  application: string | null,
  signal?: AbortSignal,
): Promise<Programs> {
  const board = await buildBoardWithStatus(output, false, signal, "wamcam-sim");
  const built = application ?? (await buildProgramWithStatus("timelapse", output, false)).path;
  return { application: built, board: board.path };
}

async function simulate(typed: RawSimulateOptions): Promise<number> {
  const interrupts = listenForInterrupts();
  try {
    const options = checkSimulateOptions(typed);
    if (options.updates > 0) {
      const board = await buildBoardWithStatus(
        process.stdout,
        false,
        interrupts.stop,
        "wamcam-sim",
      );
      return await showUpdates(options, board.path, process.stdout, interrupts.stop);
    }
    const programs = await buildSimulation(process.stdout, options.application, interrupts.stop);
    return options.first === options.last
      ? await showLife(options, programs)
      : await showCampaign(options, programs, process.stdout, interrupts.stop);
  } catch (error) {
    return explain(error, interrupts.stop.aborted);
  } finally {
    interrupts.close();
  }
}

export function addSimulateCommand(program: Command): void {
  const collect = (value: string, before: string[]): string[] => [...before, value];
  program
    .command("simulate")
    .description("let a simulated camera live through faults, and check that nothing is lost")
    .option("--seed <number>", "one life (default: 1); the same seed is the same life")
    .option("--seeds <range>", "many lives, for example 1..1000")
    .option("--days <number>", "simulated days with faults in each life", "1")
    .option("--photos <number>", "end a life's faults when so many photos are stored")
    .option("--card-bytes <number>", "size of the card; a quarter of the lives has a small one")
    .option("--updates <number>", "send that many new applications to cameras instead")
    .option("--jobs <number>", "processes side by side (default: one for each processor)")
    .option("--without <kind>", `leave out ${faultKinds.join(", ")}; may be repeated`, collect, [])
    .option("--app <file>", "another application than as-app")
    .option("--bug <name>", `give the models a bug: ${modelBugs.join(", ")}`)
    .option("--log [card]", "with --seed: show log and events, with card the card's calls, too")
    .addHelpText("after", "\nExit codes: 0 all invariants held, 1 one did not, 2 bad option.")
    .action(async (typed: RawSimulateOptions) => {
      process.exitCode = await simulate(typed);
    });
}
