/** One run: local cloud and desktop board, from the first photo to summary and gallery. */
import { writeFileSync } from "node:fs";
import { relative } from "node:path";

import { build } from "../build/build.ts";
import type { Output } from "../build/live_rows.ts";
import { type Cloud, startCloud } from "../cloud/cloud.ts";
import { BoardProcess, boardArguments } from "./board_process.ts";
import { shiftedClock, startMoment } from "./clock.ts";
import { compareUploads } from "./compare_uploads.ts";
import { galleryPage } from "./gallery.ts";
import { LiveLines } from "./live_lines.ts";
import type { RunOptions } from "./options.ts";
import { openOutputFolder, type OutputFolder } from "./output_folder.ts";
import { RunRecord } from "./run_record.ts";
import { ownCredentials, timeZoneOf, writeSettingsFiles } from "./settings_files.ts";
import { summarise, type Summary } from "./summary.ts";

/** Start the local cloud on the camera's own, perhaps shifted and sped-up, time. */
async function startLocalCloud(
  options: RunOptions,
  folder: OutputFolder,
  clock: () => Date,
): Promise<Cloud> {
  const credentials = ownCredentials(options);
  const cloud = await startCloud({
    directory: folder.dropbox,
    clock,
    ...(credentials === null ? {} : { credentials: [credentials] }),
  });
  writeFileSync(folder.caFile, cloud.caPem);
  return cloud;
}

/** Run the board to its end; Ctrl-C asks it to stop, a second one ends it by force. */
async function runBoard(program: string, args: readonly string[], output: Output) {
  const record = new RunRecord();
  const lines = new LiveLines(output);
  let interrupted = false;
  const board = new BoardProcess(program, args, (event) => {
    record.apply(event);
    lines.show(event);
  });
  const stop = (): void => {
    if (interrupted) {
      board.kill();
      return;
    }
    interrupted = true;
    lines.print("Stopping: the board brings things to an end (Ctrl-C again ends it at once)");
    board.stop();
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
  const ending = await board.ended;
  process.off("SIGINT", stop);
  process.off("SIGTERM", stop);
  lines.close();
  return { record, ending, interrupted };
}

function writeResults(folder: OutputFolder, summary: Summary): void {
  writeFileSync(folder.summaryFile, `${JSON.stringify(summary, null, 2)}\n`);
  writeFileSync(folder.galleryFile, galleryPage(summary, relative(folder.path, folder.card)));
}

function sayResult(output: Output, folder: OutputFolder, summary: Summary): void {
  const { shots, saved, verified, pending, failed, missed } = summary;
  const wrong = [
    ...(pending > 0 ? [`${pending} pending`] : []),
    ...(failed > 0 ? [`${failed} refused`] : []),
    ...(missed > 0 ? [`${missed} missed`] : []),
  ];
  const counts = [`${saved} of ${shots} saved`, `${verified} verified`, ...wrong].join(", ");
  const shown = (path: string): string => relative(process.cwd(), path) || path;
  output.write(`\n${counts}: ${summary.reason}\n`);
  output.write(`Summary  ${shown(folder.summaryFile)}\nGallery  ${shown(folder.galleryFile)}\n`);
}

/** Do a run; returns its summary, whose exit_code is the command's. Throws BadOption, StepFailed. */
export async function run(options: RunOptions, output: Output): Promise<Summary> {
  const start_utc_ms = startMoment(options.date, timeZoneOf(options));
  const folder = openOutputFolder(options.out);
  const { application, board } = await build(output);
  const isShifted = options.date !== null || options.speed !== 1;
  const clock = shiftedClock(isShifted ? start_utc_ms : Date.now(), options.speed);
  const cloud = options.cloud === "local" ? await startLocalCloud(options, folder, clock) : null;
  try {
    writeSettingsFiles(folder, options, cloud?.credentials ?? null);
    const args = boardArguments({
      application: application.path,
      ...{ card: folder.card, settings: folder.settings, state: folder.state },
      ...{ camera: options.camera, speed: options.speed },
      start_utc_ms: isShifted ? clock().getTime() : null,
      connectToPort: cloud?.port ?? null,
      ca: options.ca ?? (cloud === null ? null : folder.caFile),
    });
    const { record, ending, interrupted } = await runBoard(board.path, args, output);
    const sent = record.photos.filter((photo) => photo.verified).map((photo) => photo.path);
    const comparison = cloud === null ? null : compareUploads(folder.card, folder.dropbox, sent);
    const summary = summarise({ options, record, ending, interrupted, comparison });
    writeResults(folder, summary);
    sayResult(output, folder, summary);
    return summary;
  } finally {
    await cloud?.close();
  }
}
