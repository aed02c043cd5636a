/** `wamcam build`: the application, the checks and the desktop board. */
import type { Command } from "commander";

import { programNames } from "./application.ts";
import { buildBoardWithStatus, buildProgramWithStatus } from "./build.ts";
import { StepFailed } from "./tool.ts";

export function addBuildCommand(program: Command): void {
  program
    .command("build")
    .description(
      "build the application (build/timelapse.wasm), the checks (build/check-*.wasm) and the " +
        "desktop board",
    )
    .option("--application", "build the application only")
    .option("--checks", "build the checks only, or with --application both")
    .action(async ({ application, checks }: { application?: boolean; checks?: boolean }) => {
      const isAll = application !== true && checks !== true;
      try {
        for (const name of programNames) {
          const isWanted = name === "timelapse" ? application === true : checks === true;
          if (isAll || isWanted) await buildProgramWithStatus(name, process.stdout, true);
        }
        if (isAll) {
          await buildBoardWithStatus(process.stdout, true);
        }
      } catch (error) {
        if (!(error instanceof StepFailed)) {
          throw error;
        }
        console.error(error.message);
        process.exitCode = 1;
      }
    });
}
