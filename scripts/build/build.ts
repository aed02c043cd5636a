/** Builds what a run needs: the application and the desktop board. */
import { type BuiltApplication, buildApplication } from "./application.ts";
import { type BuiltBoard, buildBoard } from "./board.ts";
import type { Output } from "./live_rows.ts";
import { withStatusLine } from "./status_line.ts";

export interface Built {
  application: BuiltApplication;
  board: BuiltBoard;
}

/** Build both; says a line for each that was not up to date, or for both when `verbose`. */
export async function build(output: Output, signal?: AbortSignal, verbose = false): Promise<Built> {
  const application = await buildApplicationWithStatus(output, verbose, signal);
  let board: BuiltBoard | undefined;
  await withStatusLine(output, "Building the desktop board", async (progress) => {
    board = await buildBoard(progress, signal);
    return board.rebuilt ? "done" : verbose ? "up to date" : null;
  });
  if (board === undefined) {
    throw new Error("the status line ended before the build");
  }
  return { application, board };
}

/** Build the application alone. */
export async function buildApplicationWithStatus(
  output: Output,
  verbose: boolean,
  signal?: AbortSignal,
): Promise<BuiltApplication> {
  let application: BuiltApplication | undefined;
  await withStatusLine(output, "Building the application", async () => {
    application = await buildApplication(signal);
    const size = `${application.bytes.toLocaleString("en")} bytes`;
    return application.rebuilt ? size : verbose ? `up to date, ${size}` : null;
  });
  if (application === undefined) {
    throw new Error("the status line ended before the build");
  }
  return application;
}
