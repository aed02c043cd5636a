/** Capability clock. */
import { clockNowMs, clockSetMs, clockStopwatchUs, clockUptimeMs } from "./imports";

/** Milliseconds since the board started; never jumps. */
export function uptimeMs(): i64 {
  return clockUptimeMs();
}

/** UTC in milliseconds since 1970, or -1 while not known. */
export function nowMs(): i64 {
  return clockNowMs();
}

/** Set the wall clock; 0 or HostError.INVALID outside 2024..2099. */
export function setNowMs(utcMs: i64): i32 {
  return clockSetMs(utcMs);
}

/** Real microseconds, also on a sped-up board; only for durations that a person reads. */
export function stopwatchUs(): i64 {
  return clockStopwatchUs();
}
