/** How the verbs around packages tell what is wrong. */
import { BadOption } from "../bad_option.ts";
import { BadPackage } from "./sections.ts";

const wrong_input = 2;

function isOfTheSystem(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && "code" in error && "syscall" in error;
}

/** Run a verb; a file that is wrong, or cannot be had, is one sentence and exit code 2. */
export function sayWhatIsWrong(verb: string, run: () => void): void {
  try {
    run();
  } catch (error) {
    const isTold = error instanceof BadPackage || error instanceof BadOption;
    if (!isTold && !isOfTheSystem(error)) throw error;
    console.error(`wamcam ${verb}: ${error.message}`);
    process.exitCode = wrong_input;
  }
}
