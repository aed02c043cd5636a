/** Builds and runs everything of the Xtensa run. */
import { buildBoardWithStatus, buildProgramWithStatus } from "../build/build.ts";
import type { Output } from "../build/live_rows.ts";
import { withStatusLine } from "../build/status_line.ts";
import { StepFailed } from "../build/tool.ts";
import { measureXtensa, type XtensaFigures } from "./measure.ts";
import { buildXtensaProgram } from "./program.ts";
import { missingTools } from "./toolchain.ts";

/** Throws StepFailed with a sentence when something does not hold. */
export async function runXtensa(output: Output): Promise<XtensaFigures> {
  const missing = missingTools();
  if (missing !== null) throw new StepFailed(missing);
  const application = await buildProgramWithStatus("timelapse", output, false);
  const board = await buildBoardWithStatus(output, false, undefined, "wamcam-sim");
  const xtensa = await buildXtensaProgram(output);
  let figures: XtensaFigures | undefined;
  await withStatusLine(output, "Simulated lives on Xtensa", async (progress) => {
    const programs = { xtensa, board: board.path, application: application.path };
    figures = await measureXtensa(programs, progress);
    return `${figures.comparedLives} of ${figures.comparedLives} as on this machine`;
  });
  if (figures === undefined) throw new Error("the status line ended before the run");
  return figures;
}
