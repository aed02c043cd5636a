/** From single uploads to the entries of build/bench.json. */
import { type ConnectionKind, limit_ms, type Profile } from "./profiles.ts";
import type { Outcome, Way } from "./ways.ts";

/** All uploads of one size in one way on one profile. */
export interface Measured {
  profile: Profile;
  bytes: number;
  way: Way;
  outcome: Outcome;
}

export interface UploadEntry {
  profile: string;
  bytes: number;
  connection: ConnectionKind;
  way: Way | "limit";
  /** Median; of the limit, the limit. */
  milliseconds: number;
  ratio_to_limit: number;
  ratio_to_curl: number;
  least_milliseconds: number;
  most_milliseconds: number;
  /** Uploads measured; 0 for the limit. */
  uploads: number;
  /** Tries that ended in an error, over a new connection or not. */
  failures: number;
}

const kinds: readonly ConnectionKind[] = ["cold", "warm"];

/** The middle one, or the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  const middle = sorted.length / 2;
  const [low = NaN, high = NaN] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  return (low + high) / 2;
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}

interface Group {
  profile: Profile;
  bytes: number;
  connection: ConnectionKind;
  ofBytes: readonly Measured[];
}

function entryOf(group: Group, way: Way | "limit", curl_ms: number): UploadEntry {
  const { profile, bytes, connection, ofBytes } = group;
  const limit = limit_ms(profile, bytes, connection);
  const mine = ofBytes.filter((measured) => measured.way === way);
  const times = mine.flatMap(({ outcome }) =>
    outcome.transfers
      .filter((transfer) => transfer.connection === connection)
      .map(({ milliseconds }) => milliseconds),
  );
  const milliseconds = way === "limit" ? limit : median(times);
  return {
    ...{ profile: profile.name, bytes, connection, way },
    milliseconds: round(milliseconds, 1),
    ratio_to_limit: round(milliseconds / limit, 3),
    ratio_to_curl: round(milliseconds / curl_ms, 3),
    least_milliseconds: round(way === "limit" ? limit : Math.min(...times), 1),
    most_milliseconds: round(way === "limit" ? limit : Math.max(...times), 1),
    uploads: times.length,
    failures: mine.reduce((sum, { outcome }) => sum + outcome.failures.length, 0),
  };
}

function entriesOfGroup(group: Group): UploadEntry[] {
  const curl = entryOf(group, "curl", NaN);
  const order = ["limit", "curl", "wamcam", "original"] as const;
  return order.map((way) => entryOf(group, way, curl.milliseconds));
}

/** Entries by profile, size and connection, each with the limit first. */
export function entriesOf(
  profiles: readonly Profile[],
  sizes: readonly number[],
  measured: readonly Measured[],
): UploadEntry[] {
  return profiles.flatMap((profile) =>
    sizes.flatMap((bytes) => {
      const ofBytes = measured.filter((one) => one.profile === profile && one.bytes === bytes);
      return kinds.flatMap((connection) => entriesOfGroup({ profile, bytes, connection, ofBytes }));
    }),
  );
}
