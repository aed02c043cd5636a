/** Options of `wamcam simulate`, checked before anything is built. */
import { statSync } from "node:fs";
import { availableParallelism } from "node:os";
import { resolve } from "node:path";

import { BadOption, wholeNumber } from "../bad_option.ts";

/** Kinds of faults that can be left out; "faults" is all of them. As in tests/sim/faults.c. */
export const faultKinds = [
  "power_cuts",
  "card_errors",
  "card_away",
  "card_slow",
  "camera",
  "network",
  "cloud",
  "clock",
  "cross_links",
  "pulls",
  "faults",
] as const;

/** Bugs that the models can be given, for tests of the campaign. As in tests/sim/main.c. */
export const modelBugs = ["photo_sync", "append_sync", "plain_removal"] as const;

/** Options as they are typed. */
export interface RawSimulateOptions {
  seed?: string;
  seeds?: string;
  days: string;
  photos?: string;
  cardBytes?: string;
  jobs?: string;
  updates?: string;
  without: string[];
  app?: string;
  bug?: string;
  log?: boolean | string;
}

export interface SimulateOptions {
  first: number;
  last: number;
  /** Simulated seconds with faults; a calm time follows. */
  seconds: number;
  /** End of a life when so many photos are stored; 0: by time alone. */
  photos: number;
  /** Size of the card; 0: as it is drawn. */
  cardBytes: number;
  /** Processes side by side. */
  jobs: number;
  /** New applications for cameras in place of lives; 0: lives. */
  updates: number;
  without: readonly string[];
  /** Absolute path of another application than the one that is built; null: that one. */
  application: string | null;
  bug: string | null;
  /** "log" shows log and events of the only seed, "card" the calls of the card, too. */
  log: "none" | "log" | "card";
}

const seed_max = 1_000_000_000;
/** With less, the 2 MB that the simulated cameras keep free leave no room for photos. */
const cardBytes_min = 2_200_000;
const cardBytes_max = 4_000_000_000;

function seconds(days: string): number {
  const value = /^\d{1,5}(\.\d{1,6})?$/.test(days) ? Math.round(Number(days) * 86_400) : NaN;
  if (!(value >= 60 && value <= 3_650 * 86_400)) {
    throw new BadOption(
      `--days takes a number from 0.001 (a minute and a half) to 3650, but "${days}" was given.`,
    );
  }
  return value;
}

function seedRange({ seed, seeds }: RawSimulateOptions): [number, number] {
  if (seed !== undefined && seeds !== undefined) {
    throw new BadOption("Give --seed for one seed or --seeds for several, not both.");
  }
  if (seeds === undefined) {
    const only = wholeNumber("--seed", seed ?? "1", 0, seed_max);
    return [only, only];
  }
  const match = /^(\d+)\.\.(\d+)$/.exec(seeds);
  const first = wholeNumber("--seeds", match?.[1] ?? seeds, 0, seed_max);
  const last = wholeNumber("--seeds", match?.[2] ?? seeds, 0, seed_max);
  if (match === null || last < first) {
    throw new BadOption(`--seeds takes a range such as 1..1000, but "${seeds}" was given.`);
  }
  return [first, last];
}

function oneOf(option: string, typed: string, known: readonly string[]): string {
  if (!known.includes(typed)) {
    throw new BadOption(`${option} takes one of ${known.join(", ")}, but "${typed}" was given.`);
  }
  return typed;
}

function application(path: string | undefined): string | null {
  if (path === undefined) {
    return null;
  }
  const absolute = resolve(path);
  if (statSync(absolute, { throwIfNoEntry: false })?.isFile() !== true) {
    throw new BadOption(`--app: there is no file "${path}".`);
  }
  return absolute;
}

/** Check everything that was typed. Throws BadOption for the first thing that cannot work. */
export function checkSimulateOptions(typed: RawSimulateOptions): SimulateOptions {
  const [first, last] = seedRange(typed);
  const wantsLog = typed.log !== undefined && typed.log !== false;
  if (wantsLog && first !== last) {
    throw new BadOption("--log shows one life: give --seed.");
  }
  if (typed.updates !== undefined && first !== last) {
    throw new BadOption("--updates counts cameras from --seed on: give no --seeds.");
  }
  return {
    first,
    last,
    seconds: seconds(typed.days),
    photos: typed.photos === undefined ? 0 : wholeNumber("--photos", typed.photos, 1, 10_000_000),
    cardBytes:
      typed.cardBytes === undefined
        ? 0
        : wholeNumber("--card-bytes", typed.cardBytes, cardBytes_min, cardBytes_max),
    jobs:
      typed.jobs === undefined ? availableParallelism() : wholeNumber("--jobs", typed.jobs, 1, 256),
    updates:
      typed.updates === undefined ? 0 : wholeNumber("--updates", typed.updates, 1, 10_000_000),
    without: typed.without.map((kind) => oneOf("--without", kind, faultKinds)),
    application: application(typed.app),
    bug: typed.bug === undefined ? null : oneOf("--bug", typed.bug, modelBugs),
    log: !wantsLog ? "none" : typed.log === "card" ? "card" : "log",
  };
}
