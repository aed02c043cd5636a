/** `wamcam run`, the command behind `npm start`. */
import type { Command } from "commander";

import { StepFailed } from "../build/tool.ts";
import { BadOption, checkOptions, type RawRunOptions } from "./options.ts";
import { run } from "./run.ts";
import { ExitCode } from "./summary.ts";

export function addRunCommand(program: Command): void {
  program
    .command("run", { isDefault: true })
    .description("take photos with the desktop board and upload them")
    .option("--shots <n>", "photos to take", "8")
    .option("--every <seconds>", "seconds between two photos", "2")
    .option("--out <dir>", "folder for photos, summary and gallery", "out")
    .option("--camera <camera>", "scene, folder:DIR or /dev/videoN", "scene")
    .option("--speed <x>", "let the camera's clock run x times faster", "1")
    .option("--date <time>", "moment at which the camera's clock starts (RFC 3339, or local time)")
    .option("--settings <file>", "your settings.toml instead of the sample")
    .option("--camconfig <file>", "your camconfig.toml instead of the sample")
    .option(
      "--cloud <cloud>",
      "local (a stand-in on this machine) or dropbox (the real one)",
      "local",
    )
    .option("--ca <file>", "trusted root certificates (PEM)")
    .addHelpText(
      "after",
      "\nExit codes: 0 every photo saved and verified, 2 bad configuration, 3 photos still pending,\n" +
        "1 anything else, 130 interrupted.",
    )
    .action(async (typed: RawRunOptions) => {
      try {
        process.exitCode = (await run(checkOptions(typed), process.stdout)).exit_code;
      } catch (error) {
        if (!(error instanceof BadOption) && !(error instanceof StepFailed)) {
          throw error;
        }
        console.error(error.message);
        process.exitCode =
          error instanceof BadOption ? ExitCode.BAD_CONFIGURATION : ExitCode.FAILED;
      }
    });
}
