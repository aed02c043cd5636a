/** build/bench.json: the figures of the last run of each part of the benchmark. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { repository } from "../repository.ts";

export const benchFile = join(repository, "build", "bench.json");

/** Replace one part; the other ones stay as they are. */
export function writeBenchPart(name: string, part: unknown, path = benchFile): void {
  const parts = existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as object) : {};
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${JSON.stringify({ ...parts, [name]: part }, null, 2)}\n`);
}
