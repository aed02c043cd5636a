/** The links on which uploads are measured, and what no way of sending can go below. */
import type { LinkShape } from "../shaped_link.ts";

export interface Profile extends Pick<LinkShape, "delay_ms" | "bits_per_second"> {
  /** As in build/bench.json. */
  name: string;
  /** As in tables. */
  title: string;
  /** How often everything is measured. */
  rounds: number;
  /** Whether the link stands still about once for each photo. */
  stalls: boolean;
  /** Uploads each time: one over a new connection, the others over the same one. */
  uploads: number;
}

const near = { delay_ms: 40, bits_per_second: 4_000_000, uploads: 4 };
const far = { delay_ms: 120, bits_per_second: 512_000, uploads: 3 };
const steady = { stalls: false };
const stalling = { stalls: true };

export const profiles: readonly Profile[] = [
  { name: "40ms-4mbit", title: "40 ms, 4 Mbit/s", rounds: 6, ...near, ...steady },
  { name: "120ms-512kbit", title: "120 ms, 512 kbit/s", rounds: 3, ...far, ...steady },
  { name: "40ms-4mbit-stalls", title: "40 ms, 4 Mbit/s, stalls", rounds: 3, ...near, ...stalling },
  {
    ...{ name: "120ms-512kbit-stalls", title: "120 ms, 512 kbit/s, stalls", rounds: 2 },
    ...far,
    ...stalling,
  },
];

export const photoSizes = [50_000, 200_000] as const;

/** Whether the connection was opened for the upload or was open. */
export type ConnectionKind = "cold" | "warm";

/**
 * Round trips that cannot be avoided: request and answer; before them, on a new connection, TCP's
 * greeting and that of TLS 1.3 (RFC 8446, section 2).
 */
const roundTrips: Record<ConnectionKind, number> = { cold: 3, warm: 1 };

/** Milliseconds from the first byte to the answer if nothing but the photo itself were sent. */
export function limit_ms(
  shape: Pick<LinkShape, "delay_ms" | "bits_per_second">,
  bytes: number,
  connection: ConnectionKind,
): number {
  const sending_ms = (bytes * 8 * 1000) / shape.bits_per_second;
  return sending_ms + roundTrips[connection] * 2 * shape.delay_ms;
}
