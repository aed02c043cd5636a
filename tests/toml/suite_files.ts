/** The public TOML test suite, which is optional test data beside the repository. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { repository } from "../../scripts/repository.ts";

const shared = process.env["WAMCAM_SHARED"] ?? join(repository, "..", "shared");
const folder = join(shared, "toml-test");

/** Why the suite cannot be run; undefined if it is there. */
export const suiteMissing = existsSync(join(folder, "files-toml-1.0.0"))
  ? undefined
  : "the toml-test files are not beside the repository; set WAMCAM_SHARED to their parent folder";

export function readSuiteFile(name: string): Uint8Array {
  return readFileSync(join(folder, name));
}

/** Names of the TOML files of version 1.0.0 that lie below `valid/` or `invalid/`. */
export function suiteFiles(below: "valid/" | "invalid/"): string[] {
  if (suiteMissing !== undefined) return [];
  const list = new TextDecoder().decode(readSuiteFile("files-toml-1.0.0"));
  return list.split("\n").filter((name) => name.startsWith(below) && name.endsWith(".toml"));
}
