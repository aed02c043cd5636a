/** `wamcam index`: an index of applications, for a web server that cameras look at. */
import { dirname, join } from "node:path";

import type { Command } from "commander";

import { wholeNumber } from "../bad_option.ts";
import { type Audience, entryOf, readIndex, withEntries } from "./application_index.ts";
import { sayWhatIsWrong } from "./refusal.ts";
import { BadPackage } from "./sections.ts";
import { writeWhole } from "./whole_file.ts";

interface IndexOptions {
  out?: string;
  cameras?: string;
  percent?: string;
  trial?: string;
  downgrade?: boolean;
}

function names(option: string, text: string): string[] {
  const found = text.split(",");
  if (found.some((name) => name.trim() === "") || new Set(found).size < found.length) {
    throw new BadPackage(`--${option} takes names, each once, with commas between, not "${text}".`);
  }
  return found;
}

function audienceOf({ cameras, percent, trial, downgrade }: IndexOptions): Audience {
  return {
    ...(cameras === undefined ? {} : { cameras: names("cameras", cameras) }),
    ...(percent === undefined ? {} : { percent: wholeNumber("--percent", percent, 0, 100) }),
    ...(trial === undefined ? {} : { trial_s: wholeNumber("--trial", trial, 0, 2 ** 31 - 1) }),
    ...(downgrade === true ? { downgrade } : {}),
  };
}

/** Put the files in front of the index; afterwards it is the new one or still the old one. */
function writeIndex(files: readonly string[], options: IndexOptions): string {
  const path = options.out ?? join(dirname(files[0] ?? "."), "index.json");
  const audience = audienceOf(options);
  const added = files.map((file) => entryOf(path, file, audience));
  const index = withEntries(readIndex(path), added);
  writeWhole(path, `${JSON.stringify(index, null, 2)}\n`);
  const titles = added.map(({ name, version }) => `${name} ${version}`);
  return `${path}: ${titles.join(", ")} in front of ${index.applications.length - added.length}`;
}

export function addIndexCommand(program: Command): void {
  program
    .command("index")
    .description("put applications into an index for cameras that look for new ones on the web")
    .argument("<file...>", "signed applications, beside the index or below its folder")
    .option("--out <file>", "the index; without it index.json beside the first application")
    .option("--cameras <names>", "only for these cameras: cam_id, with commas between")
    .option("--percent <number>", "only for a share of the cameras, which their names decide")
    .option("--trial <seconds>", "how long they have to prove themselves")
    .option("--downgrade", "also for cameras on which a later version runs")
    .addHelpText(
      "after",
      "\nEntries that are there stay behind the new ones; the first that fits a camera counts." +
        "\nExit code: 0 written, 2 something is wrong; then nothing has changed.",
    )
    .action((files: string[], options: IndexOptions) => {
      sayWhatIsWrong("index", () => {
        console.log(writeIndex(files, options));
      });
    });
}
