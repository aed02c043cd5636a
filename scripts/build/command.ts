/** `wamcam build`: the application and the desktop board. */
import type { Command } from "commander";

import { build, buildApplicationWithStatus } from "./build.ts";
import { StepFailed } from "./tool.ts";

export function addBuildCommand(program: Command): void {
  program
    .command("build")
    .description("build the application (build/timelapse.wasm) and the desktop board")
    .option("--application", "build the application only")
    .action(async ({ application }: { application?: boolean }) => {
      try {
        if (application === true) {
          await buildApplicationWithStatus(process.stdout, true);
        } else {
          await build(process.stdout, undefined, true);
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
