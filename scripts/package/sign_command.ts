/** `wamcam sign`: manifest and signature for a file. */
import { readFileSync } from "node:fs";

import type { Command } from "commander";

import { keyId, readPrivateKey, signingKey } from "./keys.ts";
import { readManifest } from "./manifest.ts";
import { manifestOf, withManifest, withSignature } from "./package.ts";
import { sayWhatIsWrong } from "./refusal.ts";
import { BadPackage } from "./sections.ts";
import { writeWhole } from "./whole_file.ts";

interface SignOptions {
  key?: string;
  manifest?: string;
}

/** Sign a file in its place: afterwards it is the new one or still the old one. */
function signFile(path: string, options: SignOptions): string {
  const key = options.key === undefined ? signingKey() : readPrivateKey(options.key);
  const manifest = options.manifest === undefined ? null : readManifest(options.manifest);
  const wasm = readFileSync(path);
  let signed: Buffer;
  try {
    signed = withSignature(withManifest(wasm, manifest ?? manifestOf(wasm)), key);
  } catch (error) {
    if (!(error instanceof BadPackage)) throw error;
    throw new BadPackage(`${path}: ${error.message}`);
  }
  writeWhole(path, signed);
  const { name, version } = manifestOf(signed);
  const size = signed.length.toLocaleString("en");
  return `${path}: ${name} ${version}, ${size} bytes, signed with ${keyId(key).toString("hex")}`;
}

export function addSignCommand(program: Command): void {
  program
    .command("sign")
    .description("give an application a manifest and a signature, in its file")
    .argument("<file>", "the application, a .wasm")
    .option("--key <file>", "private key in PEM; without it the one that builds sign with")
    .option("--manifest <file>", "manifest in JSON; without it the file keeps the one it has")
    .addHelpText(
      "after",
      "\nExit code: 0 signed, 2 something is wrong with a file; then nothing has changed.",
    )
    .action((file: string, options: SignOptions) => {
      sayWhatIsWrong("sign", () => {
        console.log(signFile(file, options));
      });
    });
}
