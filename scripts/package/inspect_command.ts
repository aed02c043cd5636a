/** `wamcam inspect`: what an application may do and who signed it, for the person who decides. */
import type { KeyObject } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";

import type { Command } from "commander";

import { readPublicKey, signingKeyPath } from "./keys.ts";
import { machineCodeOf } from "./machine_code.ts";
import { manifestOf, type Signature, signatureOf } from "./package.ts";
import { permissions } from "./permissions.ts";
import { sayWhatIsWrong } from "./refusal.ts";

const EXIT_NOT_TRUSTED = 1;

const machineCodeSentence =
  "Machine code: that it does no more than this lies with its compiler, and with who signed it.";

function signatureSentence(signature: Signature | null): string {
  if (signature === null) {
    return "Not signed: no camera takes it over the air.";
  }
  switch (signature.fits) {
    case true:
      return `Signed with the key ${signature.key}: valid.`;
    case false:
      return `Signed with the key ${signature.key}, but changed since then: no camera takes it.`;
    case null:
      return `Signed with the key ${signature.key}, which is unknown here; name it with --key.`;
  }
}

/** The lines of the sheet, and whether the signature is valid. */
export function inspectPackage(
  wasm: Uint8Array,
  keys: readonly KeyObject[],
): { lines: string[]; isValid: boolean } {
  const manifest = manifestOf(wasm);
  const signature = signatureOf(wasm, keys);
  const size = wasm.length.toLocaleString("en");
  const lines = [
    `${manifest.name} ${manifest.version}, ${size} bytes, made for ABI ${manifest.abi}`,
    ...(machineCodeOf(wasm) === null ? [] : [machineCodeSentence]),
    ...Object.entries(manifest.notes ?? {}).map(([key, value]) => `${key}: ${value}`),
    "",
    "It may",
    ...permissions(manifest).map((permission) => `  ${permission}`),
    "",
    signatureSentence(signature),
  ];
  return { lines, isValid: signature?.fits === true };
}

export function addInspectCommand(program: Command): void {
  program
    .command("inspect")
    .description("tell what an application may do and who signed it")
    .argument("<file>", "the application, a .wasm")
    .option("--key <file>", "key in PEM, either half; without it the one that builds sign with")
    .addHelpText(
      "after",
      "\nExit code: 0 the signature is valid, 1 it is not, unknown or missing, 2 the file is no application.",
    )
    .action((file: string, { key }: { key?: string }) => {
      sayWhatIsWrong("inspect", () => {
        const known = key ?? signingKeyPath();
        const keys = key !== undefined || existsSync(known) ? [readPublicKey(known)] : [];
        const { lines, isValid } = inspectPackage(readFileSync(file), keys);
        console.log(lines.join("\n"));
        process.exitCode = isValid ? 0 : EXIT_NOT_TRUSTED;
      });
    });
}
