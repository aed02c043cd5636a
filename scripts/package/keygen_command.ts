/** `wamcam keygen`: a key to sign applications with. */
import type { Command } from "commander";

import { developmentKeyPath, keyId, publicKeyPath, readPrivateKey, writeNewKey } from "./keys.ts";
import { sayWhatIsWrong } from "./refusal.ts";

export function addKeygenCommand(program: Command): void {
  program
    .command("keygen")
    .description("make a key to sign applications with (ECDSA on P-256)")
    .option("--out <file>", "where the key goes; nothing is ever replaced", developmentKeyPath)
    .addHelpText(
      "after",
      "\nWhoever has this file can send applications to every camera that trusts it: keep it\n" +
        "secret, and keep a copy. Builds sign with the file that WAMCAM_KEY names, or with\n" +
        "keys/development.pem.\n\nExit code: 0 made, 2 it is there already or cannot be written.",
    )
    .action(({ out }: { out: string }) => {
      sayWhatIsWrong("keygen", () => {
        if (!writeNewKey(out)) {
          console.error(`wamcam keygen: ${out} is there already; name another file with --out.`);
          process.exitCode = 2;
          return;
        }
        console.log(`${publicKeyPath(out)}: its public half, for boards that are to trust it`);
        console.log(`${out}: the key ${keyId(readPrivateKey(out)).toString("hex")}`);
      });
    });
}
