/** A card that is a small file system of its own. */
import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { afterEach } from "vitest";

import { layout, markerName } from "../../scripts/run/output_folder.ts";
import { temporaryFolder } from "./run_fixture.ts";

const mounted: string[] = [];
afterEach(() => {
  mounted.splice(0).forEach((folder) => spawnSync("umount", [folder]));
});

/** An output folder with such a card; null when mounting is not allowed. */
export function folderWithMountedCard(options: string): string | null {
  const out = join(temporaryFolder(), "out");
  const { card } = layout(out);
  mkdirSync(card, { recursive: true });
  writeFileSync(join(out, markerName), "");
  const mount = spawnSync("mount", ["-t", "tmpfs", "-o", options, "tmpfs", card]);
  if (mount.status !== 0) {
    return null;
  }
  mounted.push(card);
  return out;
}
