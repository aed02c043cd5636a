/** One file for an application: the module, its manifest and, last, a signature of all before it. */
import { type KeyObject, sign, verify } from "node:crypto";

import { keyId } from "./keys.ts";
import { type Manifest, manifestText, parseManifest } from "./manifest.ts";
import { BadPackage, customSection, sectionsOf, withoutSections } from "./sections.ts";

export const manifestSection = "wamcam.manifest";
export const signatureSection = "wamcam.signature";

const signature_format = 1;
const signature_bytes = 1 + 8 + 64;
const ecdsa = { dsaEncoding: "ieee-p1363" } as const;

/** Capabilities that a module imports from. */
export function importedCapabilities(wasm: Uint8Array): string[] {
  let module: WebAssembly.Module;
  try {
    module = new WebAssembly.Module(Buffer.from(wasm));
  } catch (error) {
    throw new BadPackage(`The file is no module of WebAssembly: ${(error as Error).message}.`);
  }
  const imports = WebAssembly.Module.imports(module);
  const own = imports.filter(({ module: from, name }) => from !== "env" || name !== "abort");
  return [...new Set(own.map(({ module: from }) => from))].sort();
}

/** The manifest asks for what is imported: for all of it, and for nothing else. */
function checkImports(wasm: Uint8Array, { use }: Manifest): void {
  const imported = importedCapabilities(wasm);
  const missing = imported.filter((name) => !use.includes(name));
  const surplus = use.filter((name) => !imported.includes(name));
  if (missing.length > 0) {
    throw new BadPackage(`The application imports ${missing.join(", ")}: add that to its use.`);
  }
  if (surplus.length > 0) {
    throw new BadPackage(
      `The manifest asks for ${surplus.join(", ")}, which is never imported: take that out of use.`,
    );
  }
}

/** The module with this manifest in place of its own, and without a signature. */
export function withManifest(wasm: Uint8Array, manifest: Manifest): Buffer {
  const bare = withoutSections(wasm, [manifestSection, signatureSection]);
  checkImports(bare, manifest);
  const text = Buffer.from(manifestText(manifest));
  return Buffer.concat([bare, customSection(manifestSection, text)]);
}

/** The manifest of a file; throws BadPackage if there is not exactly one. */
export function manifestOf(wasm: Uint8Array): Manifest {
  const found = sectionsOf(wasm).filter(({ name }) => name === manifestSection);
  const [only] = found;
  if (only === undefined || found.length > 1) {
    throw new BadPackage(
      only === undefined ? "The file has no manifest." : "The file has two manifests.",
    );
  }
  try {
    return parseManifest(Buffer.from(only.content).toString("utf8"));
  } catch (error) {
    throw new BadPackage(`The manifest is damaged: ${(error as Error).message}`);
  }
}

/** The file with a signature by this key in place of its own. */
export function withSignature(wasm: Uint8Array, key: KeyObject): Buffer {
  const bare = withoutSections(wasm, [signatureSection]);
  manifestOf(bare);
  const signature = sign("sha256", bare, { key, ...ecdsa });
  const content = Buffer.concat([Buffer.from([signature_format]), keyId(key), signature]);
  return Buffer.concat([bare, customSection(signatureSection, content)]);
}

export interface Signature {
  /** Of the key, in hexadecimal digits. */
  key: string;
  /** Whether it fits: null if the key is none of those that were given. */
  fits: boolean | null;
}

/** The signature of a file, judged by keys that are known; null: none. Throws BadPackage. */
export function signatureOf(wasm: Uint8Array, keys: readonly KeyObject[]): Signature | null {
  const sections = sectionsOf(wasm);
  const section = sections.find(({ name }) => name === signatureSection);
  if (section === undefined) {
    return null;
  }
  if (section.end !== wasm.length || section.content.length !== signature_bytes) {
    throw new BadPackage("The signature is damaged, or not the last section.");
  }
  if (section.content[0] !== signature_format) {
    throw new BadPackage(`The signature has the unknown format ${section.content[0] ?? "none"}.`);
  }
  const id = Buffer.from(section.content.subarray(1, 9));
  const key = keys.find((known) => keyId(known).equals(id));
  const covered = wasm.subarray(0, section.begin);
  const fits =
    key === undefined
      ? null
      : verify("sha256", covered, { key, ...ecdsa }, section.content.subarray(9));
  return { key: id.toString("hex"), fits };
}
