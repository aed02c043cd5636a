/** Builds what a run needs: a program for the board and the desktop board. */
import { type BuiltApplication, buildProgram, type ProgramName } from "./application.ts";
import { type BoardName, type BuiltBoard, buildBoard } from "./board.ts";
import type { Output } from "./live_rows.ts";
import { withStatusLine } from "./status_line.ts";

export interface Built {
  application: BuiltApplication;
  board: BuiltBoard;
}

const titles: Record<ProgramName, string> = {
  timelapse: "Building the application",
  "check-camera": "Building the check of the camera",
  "check-time": "Building the check of the time",
  "check-dropbox": "Building the check of Dropbox",
};

/** Build both; says a line for each that was not up to date. */
export async function build(
  output: Output,
  signal?: AbortSignal,
  program: ProgramName = "timelapse",
): Promise<Built> {
  const application = await buildProgramWithStatus(program, output, false, signal);
  const board = await buildBoardWithStatus(output, false, signal);
  return { application, board };
}

const boardTitles: Record<BoardName, string> = {
  "wamcam-desktop": "Building the desktop board",
  "wamcam-sim": "Building the simulated board",
  "wamcam-shaper": "Building the link of the bench",
};

/** Build a board; `verbose` says a line also when it was up to date. */
export async function buildBoardWithStatus(
  output: Output,
  verbose: boolean,
  signal?: AbortSignal,
  name: BoardName = "wamcam-desktop",
): Promise<BuiltBoard> {
  let board: BuiltBoard | undefined;
  await withStatusLine(output, boardTitles[name], async (progress) => {
    board = await buildBoard(progress, signal, name);
    return board.rebuilt ? "done" : verbose ? "up to date" : null;
  });
  if (board === undefined) {
    throw new Error("the status line ended before the build");
  }
  return board;
}

/** Build one program; `verbose` says a line also when it was up to date. */
export async function buildProgramWithStatus(
  program: ProgramName,
  output: Output,
  verbose: boolean,
  signal?: AbortSignal,
): Promise<BuiltApplication> {
  let application: BuiltApplication | undefined;
  await withStatusLine(output, titles[program], async () => {
    application = await buildProgram(program, signal);
    const size = `${application.bytes.toLocaleString("en")} bytes`;
    return application.rebuilt ? size : verbose ? `up to date, ${size}` : null;
  });
  if (application === undefined) {
    throw new Error("the status line ended before the build");
  }
  return application;
}
