/** AssemblyScript entries as modules to be called from tests, compiled without touching files. */
import { createMemoryStream, main } from "assemblyscript/asc";

import { repository } from "../../scripts/repository.ts";

/** Compile the entry that a configuration of the compiler names. */
export async function compile(configuration: string): Promise<Uint8Array<ArrayBuffer>> {
  let module: Uint8Array<ArrayBuffer> | undefined;
  const stderr = createMemoryStream();
  const { error } = await main(
    ["--config", configuration, "--baseDir", repository, "--outFile", "module.wasm"],
    {
      stderr,
      writeFile: (name: string, contents: Uint8Array | string) => {
        if (name === "module.wasm" && typeof contents !== "string") module = contents.slice();
      },
    },
  );
  if (error !== null || module === undefined) {
    throw new Error(`${configuration} does not compile: ${stderr.toString()}`);
  }
  return module;
}

/** The import that a trap inside a module calls. */
export function abort(): never {
  throw new Error("the module has called abort");
}
