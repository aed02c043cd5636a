/** The public half of the signing key, as boards take it: beside what it has signed. */
import type { KeyObject } from "node:crypto";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { repository } from "../repository.ts";
import { publicPem, publicPoint } from "./keys.ts";
import { writeWhole } from "./whole_file.ts";

/** For the desktop board's --key: PEM. */
export const trustedPemPath = join(repository, "build/trusted.pem");
/** For the firmware, which embeds it: points of 65 bytes, one behind the other. */
const trustedPointsPath = join(repository, "build/trusted.key");

function writeIfNew(path: string, content: Buffer): void {
  if (existsSync(path) && readFileSync(path).equals(content)) {
    return; /* a new date would make the firmware be linked anew */
  }
  mkdirSync(dirname(path), { recursive: true });
  writeWhole(path, content);
}

/** Keys as the firmware embeds them, in place of what was in the file. */
export function writePoints(path: string, keys: readonly KeyObject[]): void {
  writeIfNew(path, Buffer.concat(keys.map(publicPoint)));
}

export function writeTrustedFiles(key: KeyObject): void {
  writeIfNew(trustedPemPath, Buffer.from(publicPem(key)));
  writePoints(trustedPointsPath, [key]);
}
