/** Where this checkout is. */
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

/** Absolute path of the repository's top folder. */
export const repository = dirname(dirname(fileURLToPath(import.meta.url)));
