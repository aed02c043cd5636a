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
    .action(async ({ application }: { application?: boolean }) => {
      try {
        for (const name of application === true ? (["timelapse"] as const) : programNames) {
          await buildProgramWithStatus(name, process.stdout, true);
        }
        if (application !== true) {
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
