/** Where photos lie on the card after the run. */
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

import { contentHash } from "../cloud/content-hash.ts";
import type { PhotoRecord } from "./run_record.ts";

/**
 * Correct the paths of photos that were renamed: one taken before the camera knew the time gets its
 * name when it does. They are found again by size and content hash.
 */
export function locatePhotos(card: string, photos: readonly PhotoRecord[]): void {
  const moved = photos.filter((photo) => !existsSync(join(card, photo.path)));
  if (moved.length === 0) {
    return;
  }
  for (const path of readdirSync(card, { recursive: true, encoding: "utf8" })) {
    const found = statSync(join(card, path));
    const candidates = moved.filter((photo) => found.isFile() && photo.bytes === found.size);
    if (candidates.length > 0) {
      const hash = contentHash(readFileSync(join(card, path)));
      candidates
        .filter((photo) => photo.content_hash === hash)
        .forEach((photo) => (photo.path = path));
    }
  }
}
