/** What the uploads are to reach, and what they have reached. */
import type { UploadEntry } from "./entries.ts";
import type { ConnectionKind } from "./profiles.ts";
import type { Way } from "./ways.ts";

export interface Goal {
  what: string;
  value: string;
  goal: string;
}

/** The entry of a photo of 50 KB. */
function small(
  entries: readonly UploadEntry[],
  profile: string,
  way: Way,
  connection: ConnectionKind = "warm",
): UploadEntry | undefined {
  return entries.find(
    (entry) =>
      entry.profile === profile &&
      entry.bytes === 50_000 &&
      entry.connection === connection &&
      entry.way === way,
  );
}

function times(value: number | undefined): string {
  return value === undefined ? "unknown" : `${value.toFixed(2)} x`;
}

function steadyGoals(entries: readonly UploadEntry[], profile: string): Goal[] {
  const ours = small(entries, profile, "wamcam");
  const what = `warm upload of 50 KB, ${profile}`;
  return [
    { what: `${what}, to the limit`, value: times(ours?.ratio_to_limit), goal: "at most 1.15 x" },
    { what: `${what}, to curl`, value: times(ours?.ratio_to_curl), goal: "at most 1.1 x" },
  ];
}

/** Tries that failed on links with stalls, each counted once. */
function failures(entries: readonly UploadEntry[], way: Way): number {
  return entries
    .filter((entry) => entry.profile.endsWith("-stalls"))
    .filter((entry) => entry.way === way && entry.connection === "warm")
    .reduce((sum, entry) => sum + entry.failures, 0);
}

/** One line for each figure. */
export function goalsOf(entries: readonly UploadEntry[]): Goal[] {
  const ours = small(entries, "40ms-4mbit", "wamcam")?.milliseconds ?? NaN;
  const original = small(entries, "40ms-4mbit", "original")?.milliseconds ?? NaN;
  return [
    ...steadyGoals(entries, "40ms-4mbit"),
    ...steadyGoals(entries, "120ms-512kbit"),
    {
      what: "warm upload of 50 KB, 40ms-4mbit, faster than the original's way",
      value: times(original / ours),
      goal: "at least 2 x",
    },
    {
      what: "uploads that failed on links with stalls (curl)",
      value: `${failures(entries, "wamcam")} (${failures(entries, "curl")})`,
      goal: "no more than with curl",
    },
  ];
}
