/** `wamcam check camera|time|dropbox` (npm run check): look at one thing and say what is wrong. */
import type { Command } from "commander";

import { build } from "../build/build.ts";
import { addBoardOptions, explain } from "../run/command.ts";
import { listenForInterrupts } from "../run/interrupts.ts";
import { checkBoardOptions, type RawBoardOptions } from "../run/options.ts";
import { runCheck } from "./check.ts";

const checks = {
  camera: "take a photo by day and one by night, store both on the card and read them back",
  time: "ask every source of the time, then tell zone, change of the clocks and sun",
  dropbox: "tell whose Dropbox it is, upload a small file, look at it and delete it",
} as const;

const exitCodes =
  "\nEvery step is a line that begins with ok, FAIL or -- (left out); the last line is the verdict.\n" +
  "Exit codes: 0 pass, 1 a step failed, 2 bad configuration or option, 130 interrupted.";

async function check(name: keyof typeof checks, typed: RawBoardOptions): Promise<number> {
  const interrupts = listenForInterrupts();
  try {
    const options = checkBoardOptions(typed);
    const { application, board } = await build(process.stdout, interrupts.stop, `check-${name}`);
    return await runCheck(options, {
      output: process.stdout,
      programs: { application: application.path, board: board.path },
      stop: interrupts.stop,
      kill: interrupts.kill,
    });
  } catch (error) {
    return explain(error, interrupts.stop.aborted);
  } finally {
    interrupts.close();
  }
}

export function addCheckCommand(program: Command): void {
  const command = program
    .command("check")
    .description("check camera and card, the sources of the time, or the Dropbox account")
    .addHelpText(
      "after",
      "\nnpm run check -- camera --help tells the options of a check.\n" + exitCodes,
    );
  for (const name of Object.keys(checks) as (keyof typeof checks)[]) {
    addBoardOptions(command.command(name).description(checks[name]))
      .addHelpText("after", exitCodes)
      .action(async (typed: RawBoardOptions) => {
        process.exitCode = await check(name, typed);
      });
  }
  // Only now, or the checks themselves would say it after each of their errors.
  command.showHelpAfterError("There are the checks camera, time and dropbox.");
}
