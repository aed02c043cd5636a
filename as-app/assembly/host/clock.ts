/** Capability clock. */
import { clockNowMs, clockSetMs, clockStopwatchUs, clockUptimeMs } from "./imports";

/** Milliseconds since the board started; never jumps. */
export function uptimeMs(): i64 {
  return clockUptimeMs();
}

/** A clock that goes back by less than this stands still instead. */
const BACK_MS_MAX: i64 = 1000;
let shownMs: i64 = -1;

/**
 * UTC in milliseconds since 1970, or -1 while not known. Goes back only when the clock was set by
 * setNowMs or by at least a second, not when it is slewed.
 */
export function nowMs(): i64 {
  const utcMs = clockNowMs();
  if (utcMs < 0 || utcMs > shownMs || utcMs <= shownMs - BACK_MS_MAX) shownMs = utcMs;
  return shownMs;
}

/** Set the wall clock; 0 or HostError.INVALID outside 2024..2099. */
export function setNowMs(utcMs: i64): i32 {
  shownMs = -1;
  return clockSetMs(utcMs);
}

/** Set the wall clock to a time that is a few milliseconds from what it shows; as setNowMs. */
export function slewNowMs(utcMs: i64): i32 {
  return clockSetMs(utcMs);
}

/** Real microseconds, also on a sped-up board; only for durations that a person reads. */
export function stopwatchUs(): i64 {
  return clockStopwatchUs();
}
