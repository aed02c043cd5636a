/** Files that others read while they are written. */
import { renameSync, rmSync, writeFileSync } from "node:fs";

/** Afterwards the file is the new one or still the old one, never a part. Throws as node:fs does. */
export function writeWhole(path: string, content: Uint8Array | string): void {
  const next = `${path}.${process.pid}.tmp`;
  try {
    writeFileSync(next, content);
    renameSync(next, path);
  } finally {
    rmSync(next, { force: true });
  }
}
