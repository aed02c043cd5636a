/** `wamcam generate`: renew the files that come from imports.json. */
import type { Command } from "commander";

import { generate, staleFiles } from "./generate.ts";

export function addGenerateCommand(program: Command): void {
  program
    .command("generate")
    .description("renew everything that is generated from idf-components/wamcam/imports.json")
    .option("--check", "change nothing; exit 1 if a file is not what would be generated")
    .action(async ({ check }: { check?: boolean }) => {
      const paths = check === true ? await staleFiles() : await generate();
      for (const path of paths) {
        console.log(check === true ? `${path} is stale; run: npm run generate` : `${path} written`);
      }
      if (check === true && paths.length > 0) {
        process.exitCode = 1;
      }
    });
}
