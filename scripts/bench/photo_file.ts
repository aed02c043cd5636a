/** JPEG files of any size, for cameras that deliver a folder. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { SeededRandom } from "../cloud/random.ts";

/** Bytes of one comment with its marker and length (ITU-T T.81, section B.2.4.5). */
const comment_bytes = 60_000;

/** Start and end of an image and comments of random bytes between them; at least 8 bytes. */
export function photoOf(bytes: number, seed: number): Buffer {
  const random = new SeededRandom(seed);
  const photo = Buffer.alloc(bytes);
  for (let index = 0; index < bytes; index++) photo[index] = random.integer(256);
  photo.writeUInt16BE(0xffd8, 0);
  photo.writeUInt16BE(0xffd9, bytes - 2);
  let at = 2;
  while (at < bytes - 2) {
    const left = bytes - 2 - at;
    // The last comment takes what would be too little for one of its own.
    const length = left < comment_bytes + 4 ? left : comment_bytes;
    photo.writeUInt16BE(0xfffe, at);
    photo.writeUInt16BE(length - 2, at + 2);
    at += length;
  }
  return photo;
}

/** Make a folder with one such photo; the photo's path. */
export function writePhoto(folder: string, bytes: number): string {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, "photo.jpg");
  writeFileSync(path, photoOf(bytes, bytes));
  return path;
}
