/** Small applications for tests, written as text. */
import binaryen from "binaryen";

import type { Manifest } from "../../scripts/package/manifest.ts";
import { importedCapabilities, withManifest } from "../../scripts/package/package.ts";

/** The bytes of a module in text (WAT). */
export function assemble(text: string): Uint8Array {
  const module = binaryen.parseText(text);
  try {
    return module.emitBinary();
  } finally {
    module.dispose();
  }
}

/** The module with a manifest that allows whatever it may try, but for the given changes. */
export function withAnyManifest(wasm: Uint8Array, changes: Partial<Manifest> = {}): Buffer {
  const use = importedCapabilities(wasm);
  return withManifest(wasm, {
    ...{ name: "test", version: "1.0.0", abi: 1, memory_kib: 65_472, use },
    ...(use.includes("net") ? { hosts: ["*"] } : {}),
    ...(use.includes("sntp") ? { time_servers: ["*"] } : {}),
    ...(use.includes("card") ? { folders: ["/"] } : {}),
    ...changes,
  });
}
