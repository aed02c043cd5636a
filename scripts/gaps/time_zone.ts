/** The zone that a camera's times are told in. */
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { parse } from "smol-toml";

import { localTimes } from "./report.ts";

/** Where a settings.toml may lie: on the card itself, or next to it in the folder of a run. */
const places = ["settings.toml", "../settings/settings.toml"];

function zoneIn(path: string): string | undefined {
  try {
    const { TIMEZONE: zone } = parse(readFileSync(path, "utf8"));
    if (typeof zone !== "string") return undefined;
    localTimes(zone);
    return zone;
  } catch {
    // A file that is not there, or not right, is no reason to tell nothing: the times are UTC then.
    return undefined;
  }
}

/** TIMEZONE of the camera's settings if they are at hand, else UTC. */
export function timeZoneOf(card: string): string {
  for (const place of places) {
    const zone = zoneIn(join(card, place));
    if (zone !== undefined) return zone;
  }
  return "UTC";
}
