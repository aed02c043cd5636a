/** `wamcam run` (npm start): build what is needed, take photos, upload and verify them. */
import { join, relative } from "node:path";

import { type Command, Option } from "commander";

import { BadOption } from "../bad_option.ts";
import { build } from "../build/build.ts";
import { StepFailed } from "../build/tool.ts";
import { listenForInterrupts } from "./interrupts.ts";
import { checkOptions, type RawRunOptions } from "./options.ts";
import { runAtConsole, runCamera } from "./run.ts";
import { ExitCode, type Summary } from "./summary.ts";

/** What a person reads at the end. */
export function closingLines(summary: Summary, out: string): string[] {
  const { shots, saved, verified, pending, failed, missed, removed } = summary;
  const counts = [
    `${saved} of ${shots} saved`,
    `${verified} verified`,
    ...(pending > 0 ? [`${pending} pending`] : []),
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(missed > 0 ? [`${missed} missed`] : []),
    ...(removed > 0 ? [`${removed} of the verified removed to make room`] : []),
  ];
  const identical = summary.uploaded_identical;
  return [
    "",
    `${summary.exit_code === ExitCode.DONE ? "Done" : "Not all done"}: ${counts.join(", ")}.`,
    ...(summary.exit_code === ExitCode.DONE ? [] : [`Reason: ${summary.reason}`]),
    ...(summary.earlier_verified > 0
      ? [`Photos of earlier runs verified now: ${summary.earlier_verified}`]
      : []),
    ...(identical === null || verified === removed
      ? []
      : [`Uploaded files compared with the card: ${identical} of ${verified - removed} identical`]),
    `Summary: ${join(out, "summary.json")}`,
    `Gallery: ${join(out, "index.html")}`,
  ];
}

async function run(typed: RawRunOptions): Promise<number> {
  const interrupts = listenForInterrupts();
  try {
    const options = checkOptions(typed);
    const { application, board } = await build(process.stdout, interrupts.stop);
    const programs = { application: application.path, board: board.path };
    if (typed.console === true) return await runAtConsole(options, programs);
    const summary = await runCamera(options, {
      output: process.stdout,
      programs,
      stop: interrupts.stop,
      kill: interrupts.kill,
    });
    const nearby = relative(process.cwd(), options.out) || ".";
    const out = nearby.startsWith("..") ? options.out : nearby;
    closingLines(summary, out).forEach((line) => {
      console.log(line);
    });
    return summary.exit_code;
  } catch (error) {
    return explain(error, interrupts.stop.aborted);
  } finally {
    interrupts.close();
  }
}

/** Say what has prevented a start; returns the exit code. */
export function explain(error: unknown, interrupted: boolean): number {
  if (error instanceof BadOption) {
    console.error(error.message);
    return ExitCode.BAD_CONFIGURATION;
  }
  if (interrupted) {
    console.error("Interrupted before the camera was started.");
    return ExitCode.INTERRUPTED;
  }
  if (error instanceof StepFailed) {
    console.error(error.message);
    return ExitCode.FAILED;
  }
  throw error;
}

/** The options of board and surroundings, as checkBoardOptions takes them. */
export function addBoardOptions(command: Command, out = "out"): Command {
  const cloud = new Option(
    "--cloud <which>",
    "local: a cloud on this machine; dropbox: the real one",
  );
  return command
    .option("--out <folder>", "folder for card, photos and summary", out)
    .option("--camera <camera>", "scene, folder:DIR or /dev/videoN", "scene")
    .addOption(cloud.default("local"))
    .option("--speed <factor>", "how many times faster the camera's clock runs", "1")
    .option("--date <date>", "when the camera's clock starts, e.g. 2026-06-21T22:30")
    .option(
      "--settings <path>",
      "your settings.toml, or a folder with it and camconfig.toml; without it: made for the " +
        "local cloud",
    )
    .option("--camconfig <file>", "your camconfig.toml; without it: the sample")
    .option(
      "--ca <file>",
      "trusted certificates (PEM); without it: the system's, or the cloud's own",
    )
    .option(
      "--record <file>",
      "record the run for npm run replay; the file holds your settings with their secrets",
    );
}

export function addRunCommand(program: Command): void {
  const command = program
    .command("run", { isDefault: true })
    .description("take photos with the desktop board, upload and verify them")
    .option("--shots <number>", "photos to take (8, or as your camconfig.toml says)")
    .option("--every <seconds>", "seconds between two photos (2, or as your camconfig.toml says)")
    .option(
      "--console",
      "type commands to the camera (docs/console.md), which goes on until Ctrl-D",
    );
  addBoardOptions(command)
    .addHelpText(
      "after",
      "\nExit codes: 0 every photo saved and verified, 2 bad configuration, 3 photos still pending,\n" +
        "130 interrupted, 1 anything else.",
    )
    .action(async (typed: RawRunOptions) => {
      process.exitCode = await run(typed);
    });
}
