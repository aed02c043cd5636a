/** One run of the desktop board: cloud, board, and what is left behind for a person to look at. */
import { writeFileSync } from "node:fs";

import type { Output } from "../build/live_rows.ts";
import { type Cloud, type CloudFaults, startCloud } from "../cloud/cloud.ts";
import { trustedPemPath } from "../package/trusted_files.ts";
import {
  boardArguments,
  type BoardEnding,
  BoardProcess,
  runInForeground,
} from "./board_process.ts";
import {
  type CameraSettings,
  overrides,
  readCameraSettings,
  writeCameraSettings,
} from "./camera_settings.ts";
import { shiftedClock, startMoment } from "./clock.ts";
import { compareUploads } from "./compare_uploads.ts";
import { galleryPage } from "./gallery.ts";
import { LiveLines } from "./live_lines.ts";
import { locatePhotos } from "./locate_photos.ts";
import type { BoardOptions, RunOptions } from "./options.ts";
import { openOutputFolder, type OutputFolder } from "./output_folder.ts";
import { RunRecord } from "./run_record.ts";
import { summarise, type Summary } from "./summary.ts";

/** What a run needs besides its options. */
export interface Surroundings {
  output: Output;
  /** Absolute paths. */
  programs: { application: string; board: string };
  /** Ends the run early, as Ctrl-C does. */
  stop: AbortSignal;
  /** Ends the board by force, for a person who has no patience left. */
  kill?: AbortSignal;
  /** For tests: what goes wrong in the local cloud. */
  faults?: Partial<CloudFaults>;
}

/** The camera's clock at the start. */
interface Start {
  /** Null when the clock is the machine's own. */
  utc_ms: number | null;
  clock: () => Date;
}

export function chooseStart(options: BoardOptions, settings: CameraSettings): Start {
  if (options.date === null && options.speed === 1) {
    return { utc_ms: null, clock: () => new Date() };
  }
  const utc_ms = startMoment(options.date, settings.timeZone);
  return { utc_ms, clock: shiftedClock(utc_ms, options.speed) };
}

/** The local cloud with its certificate in the folder, or null for the real services. */
export async function openCloud(
  options: BoardOptions,
  folder: OutputFolder,
  settings: CameraSettings,
  clock: () => Date,
  faults: Partial<CloudFaults>,
): Promise<Cloud | null> {
  if (options.cloud !== "local") {
    return null;
  }
  const cloud = await startCloud({
    directory: folder.dropbox,
    clock,
    faults,
    ...(settings.credentials === null ? {} : { credentials: [settings.credentials] }),
  });
  writeFileSync(folder.caFile, cloud.caPem);
  return cloud;
}

/** The command line of the board for an application. */
export function boardCommand(
  application: string,
  options: BoardOptions,
  folder: OutputFolder,
  start_utc_ms: number | null,
  cloud: Cloud | null,
): string[] {
  return boardArguments({
    application,
    card: folder.card,
    settings: folder.settings,
    state: folder.state,
    camera: options.camera,
    speed: options.speed,
    start_utc_ms,
    cloud,
    ca: options.ca ?? (cloud === null ? null : folder.caFile),
    record: options.record ?? null,
    key: trustedPemPath,
  });
}

/** Wait for the board's end, and bring it about when that is asked for. */
export async function endOf(
  board: BoardProcess,
  { stop, kill }: Pick<Surroundings, "stop" | "kill">,
  onStopping: () => void,
): Promise<BoardEnding> {
  const onStop = (): void => {
    onStopping();
    board.stop();
  };
  const onKill = (): void => {
    board.kill();
  };
  stop.addEventListener("abort", onStop);
  kill?.addEventListener("abort", onKill);
  if (stop.aborted) {
    onStop();
  }
  try {
    return await board.ended;
  } finally {
    stop.removeEventListener("abort", onStop);
    kill?.removeEventListener("abort", onKill);
  }
}

/** Run the board to its end, feeding record and lines. */
async function runBoard(
  args: readonly string[],
  record: RunRecord,
  surroundings: Surroundings,
): Promise<BoardEnding> {
  const lines = new LiveLines(surroundings.output);
  const board = new BoardProcess(surroundings.programs.board, args, (event) => {
    record.apply(event);
    lines.show(event);
  });
  try {
    return await endOf(board, surroundings, () => {
      lines.print("Stopping: the camera finishes what it is doing …");
    });
  } finally {
    lines.close();
  }
}

/** Put the outcome together and write summary.json and index.html. */
function conclude(
  options: RunOptions,
  folder: OutputFolder,
  record: RunRecord,
  ending: BoardEnding,
  interrupted: boolean,
): Summary {
  const photos = record.photos.filter((photo) => !photo.removed);
  locatePhotos(folder.card, photos);
  const uploaded = photos.filter((photo) => photo.verified).map((photo) => photo.path);
  const comparison =
    options.cloud === "local" ? compareUploads(folder.card, folder.dropbox, uploaded) : null;
  const summary = summarise({ options, record, ending, interrupted, comparison });
  writeFileSync(folder.summaryFile, `${JSON.stringify(summary, null, 2)}\n`);
  writeFileSync(folder.galleryFile, galleryPage(summary));
  return summary;
}

/** What is around a board, from its files to the cloud, as long as `use` takes. */
async function withSurroundings<Result>(
  options: RunOptions,
  { programs, faults }: Pick<Surroundings, "programs" | "faults">,
  use: (args: string[], folder: OutputFolder) => Promise<Result>,
): Promise<Result> {
  const settings = readCameraSettings(options);
  const start = chooseStart(options, settings);
  const folder = openOutputFolder(options.out);
  const cloud = await openCloud(options, folder, settings, start.clock, faults ?? {});
  try {
    const account = cloud?.credentials ?? null;
    writeCameraSettings(folder.settings, options, account, overrides(options));
    const args = boardCommand(programs.application, options, folder, start.utc_ms, cloud);
    return await use(args, folder);
  } finally {
    await cloud?.close();
  }
}

/**
 * Run the camera with a person at its console until it ends; returns its exit code. Throws
 * BadOption as runCamera does.
 */
export function runAtConsole(
  options: RunOptions,
  programs: Surroundings["programs"],
): Promise<number> {
  return withSurroundings(options, { programs }, (args) =>
    runInForeground(programs.board, [...args, "--console"]),
  );
}

/**
 * Run the camera as the options say. Throws BadOption for options that cannot work; everything that
 * goes wrong later is told in the summary.
 */
export function runCamera(options: RunOptions, surroundings: Surroundings): Promise<Summary> {
  return withSurroundings(options, surroundings, async (args, folder) => {
    const record = new RunRecord();
    const ending = await runBoard(args, record, surroundings);
    return conclude(options, folder, record, ending, surroundings.stop.aborted);
  });
}
