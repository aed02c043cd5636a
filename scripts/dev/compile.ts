/** Compiles an application in this process, for the next look at it: asc stays warm, nothing is optimised. */
import { join, relative } from "node:path";

import type { MemoryStream } from "assemblyscript/asc";

import { entryFile } from "../build/folder.ts";
import { signingKey } from "../package/keys.ts";
import { readManifest } from "../package/manifest.ts";
import { withManifest, withSignature } from "../package/package.ts";
import { repository } from "../repository.ts";

/** The application is not what it should be: what asc or the packer says of it. */
export class BadSource extends Error {
  override name = "BadSource";
}

/** Compile what is in a folder; throws BadSource with asc's messages. */
export async function compileQuickly(folder: string): Promise<Uint8Array> {
  const { main } = await import("assemblyscript/asc");
  const modules: Uint8Array[] = [];
  const { error, stderr } = await main(
    [
      relative(repository, join(folder, entryFile)),
      ...["--baseDir", repository, "--config", "asconfig.json", "--target", "quick"],
      ...["--transform", join(repository, "scripts/build/own_heap.mjs")],
      ...["--outFile", "application.wasm"],
    ],
    {
      writeFile: (_name: string, content: string | Uint8Array) => {
        if (typeof content !== "string") modules.push(content);
      },
    },
  );
  if (error !== null) {
    throw new BadSource((stderr as MemoryStream).toString().trim() || error.message);
  }
  const [wasm] = modules;
  if (wasm === undefined) {
    throw new BadSource("asc has made no module.");
  }
  return wasm;
}

/** The module with the manifest of its folder, signed with the key that builds sign with. */
export function packQuickly(wasm: Uint8Array, folder: string): Uint8Array<ArrayBuffer> {
  const manifest = readManifest(join(folder, "manifest.json"));
  return new Uint8Array(withSignature(withManifest(wasm, manifest), signingKey()));
}
