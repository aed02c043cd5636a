/** wamcam's command line: one verb, one file. */
import { Command } from "commander";

import { addGenerateCommand } from "./generate/command.ts";

const program = new Command("wamcam").description(
  "Build, run and look after wamcam cameras and desktop boards",
);
addGenerateCommand(program);
await program.parseAsync();
