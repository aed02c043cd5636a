/** `wamcam trust`: keys as the firmware embeds them. */
import type { Command } from "commander";

import { keyId, readPublicKey } from "./keys.ts";
import { sayWhatIsWrong } from "./refusal.ts";
import { writePoints } from "./trusted_files.ts";

export function addTrustCommand(program: Command): void {
  program
    .command("trust")
    .description("write the public halves of keys as the firmware embeds them")
    .argument("<file>", "what menuconfig's WAMCAM_TRUSTED_KEYS names; it is replaced")
    .argument("<keys...>", "keys in PEM, either half")
    .addHelpText(
      "after",
      "\nWith the old and the new key in one file a camera takes applications of both.\n" +
        "Exit code: 0 written, 2 a file is no key, or cannot be read or written.",
    )
    .action((file: string, paths: string[]) => {
      sayWhatIsWrong("trust", () => {
        const keys = paths.map(readPublicKey);
        writePoints(file, keys);
        for (const key of keys) console.log(`${file}: trusts ${keyId(key).toString("hex")}`);
      });
    });
}
