/**
 * An application that is machine code: a WebAssembly file whose code has been taken out. What
 * boards look at before they run anything (imports, memory, manifest, signature) stays where it is.
 */
import { manifestOf, manifestSection, signatureSection, withManifest } from "./package.ts";
import { BadPackage, customSection, sectionsOf, withoutSections } from "./sections.ts";

export const machineCodeSection = "wamcam.aot";

/** Types, imports and memory: what the core's checks are about. */
const kept = new Set([1, 2, 5]);

/** The file with this code in place of its own, with its manifest and without a signature. */
export function withMachineCode(wasm: Uint8Array, code: Uint8Array): Buffer {
  const manifest = manifestOf(wasm);
  const bare = withoutSections(wasm, [manifestSection, signatureSection, machineCodeSection]);
  const header = bare.subarray(0, 8);
  const parts = sectionsOf(bare)
    .filter(({ id }) => kept.has(id))
    .map(({ begin, end }) => bare.subarray(begin, end));
  return withManifest(
    Buffer.concat([header, ...parts, customSection(machineCodeSection, code)]),
    manifest,
  );
}

/** The machine code of a file; null: it is WebAssembly. */
export function machineCodeOf(wasm: Uint8Array): Uint8Array | null {
  const found = sectionsOf(wasm).filter(({ name }) => name === machineCodeSection);
  if (found.length > 1) throw new BadPackage("The file has machine code twice.");
  return found[0]?.content ?? null;
}
