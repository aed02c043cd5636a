/** wamcam's command line: one verb, one file. */
import { Command } from "commander";

import { addBuildCommand } from "./build/command.ts";
import { addCloudCommand } from "./cloud/command.ts";
import { addGenerateCommand } from "./generate/command.ts";
import { addRunCommand } from "./run/command.ts";
import { addTestCommand } from "./test/command.ts";

const program = new Command("wamcam").description(
  "Build, run and look after wamcam cameras and desktop boards",
);
addBuildCommand(program);
addCloudCommand(program);
addGenerateCommand(program);
addRunCommand(program);
addTestCommand(program);
await program.parseAsync();
