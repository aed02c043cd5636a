/** Whether what arrived in the local cloud is what lies on the card, byte for byte. */
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/** The part of a path that card and cloud share: the day's folder and the file's name. */
function dayAndName(path: string): string {
  return join(basename(dirname(path)), basename(path));
}

export interface Comparison {
  identical: number;
  /** Paths on the card whose upload is missing or differs. */
  different: string[];
}

/**
 * Compare each of `paths` (on the card, from its top folder) with the uploaded file of the same day
 * and name. Card and cloud may have different top folders: both are settings.
 */
export function compareUploads(card: string, cloud: string, paths: readonly string[]): Comparison {
  const uploaded = new Map<string, string[]>();
  for (const entry of readdirSync(cloud, { recursive: true, encoding: "utf8" })) {
    if (!statSync(join(cloud, entry)).isFile()) {
      continue;
    }
    const key = dayAndName(entry);
    uploaded.set(key, [...(uploaded.get(key) ?? []), join(cloud, entry)]);
  }
  const comparison: Comparison = { identical: 0, different: [] };
  for (const path of paths) {
    const saved = existsSync(join(card, path)) ? readFileSync(join(card, path)) : null;
    const candidates = uploaded.get(dayAndName(path)) ?? [];
    if (saved !== null && candidates.some((candidate) => readFileSync(candidate).equals(saved))) {
      comparison.identical++;
    } else {
      comparison.different.push(path);
    }
  }
  return comparison;
}
