/** `wamcam xtensa` (npm run test:xtensa): the simulated board on an Xtensa core, in QEMU. */
import type { Command } from "commander";

import { StepFailed } from "../build/tool.ts";
import { goalsOf, goalText } from "./goals.ts";
import { runXtensa } from "./run.ts";

async function xtensa(): Promise<number> {
  const figures = await runXtensa(process.stdout);
  const { core, hash } = figures.perPhoto;
  const english = (value: number): string => value.toLocaleString("en");
  console.log(`core per photo: ${english(core)} instructions, SHA-256 beside it ${english(hash)}`);
  const goals = goalsOf(figures);
  goals.forEach((goal) => {
    console.log(goalText(goal));
  });
  return goals.some(({ isBinding, value, most }) => isBinding && value > most) ? 1 : 0;
}

export function addXtensaCommand(program: Command): void {
  program
    .command("xtensa")
    .description("run the simulated board on an emulated Xtensa core and count its instructions")
    .addHelpText("after", "\nExit codes: 0 all held, 1 something did not or cannot be built.")
    .action(async () => {
      try {
        process.exitCode = await xtensa();
      } catch (error) {
        if (!(error instanceof StepFailed)) throw error;
        console.error(error.message);
        process.exitCode = 1;
      }
    });
}
