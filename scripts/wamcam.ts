/** wamcam's command line: one verb, one file. */
import { Command } from "commander";

import { addBenchCommand } from "./bench/command.ts";
import { addBuildCommand } from "./build/command.ts";
import { addCheckCommand } from "./check/command.ts";
import { addCloudCommand } from "./cloud/command.ts";
import { addDevCommand } from "./dev/command.ts";
import { addDropboxAuthCommand } from "./dropbox-auth/command.ts";
import { addGapsCommand } from "./gaps/command.ts";
import { addGenerateCommand } from "./generate/command.ts";
import { addIndexCommand } from "./package/index_command.ts";
import { addInspectCommand } from "./package/inspect_command.ts";
import { addKeygenCommand } from "./package/keygen_command.ts";
import { addSignCommand } from "./package/sign_command.ts";
import { addTrustCommand } from "./package/trust_command.ts";
import { addPushCommand } from "./push/command.ts";
import { addReplayCommand } from "./replay/command.ts";
import { addRunCommand } from "./run/command.ts";
import { addSimulateCommand } from "./simulate/command.ts";
import { addFormatCommand, addTestCommand } from "./test/command.ts";
import { addXtensaCommand } from "./xtensa/command.ts";

/** Exit code of a command line that makes no sense, as of every other bad option. */
const wrong_usage = 2;

// Every command added below inherits this.
const program = new Command("wamcam")
  .description("Build, run and look after wamcam cameras and desktop boards")
  .exitOverride(({ exitCode }) => {
    process.exit(exitCode === 0 ? 0 : wrong_usage);
  });
addBenchCommand(program);
addBuildCommand(program);
addCheckCommand(program);
addCloudCommand(program);
addDevCommand(program);
addDropboxAuthCommand(program);
addFormatCommand(program);
addGapsCommand(program);
addGenerateCommand(program);
addIndexCommand(program);
addInspectCommand(program);
addKeygenCommand(program);
addPushCommand(program);
addReplayCommand(program);
addRunCommand(program);
addSimulateCommand(program);
addSignCommand(program);
addTestCommand(program);
addTrustCommand(program);
addXtensaCommand(program);
// What is no command would be an argument of `run`, which takes none.
const [word = "run"] = process.argv.slice(2);
if (!word.startsWith("-") && ![...program.commands.map((c) => c.name()), "help"].includes(word)) {
  program.error(`There is no command "${word}"; wamcam --help lists them.`);
}
await program.parseAsync();
