/** When a slow target may be served: not while a shot is near. */

/** Distance from the next shot that is asked for at first: an append to a card may take a second. */
const DISTANCE_MS: i64 = 2000;
/** So much waiting makes up for a millisecond: after a minute it is done all the same. */
const WAIT_MS_PER_MS: i64 = 30;
/** How often it is looked while a shot is being made. */
const LOOK_MS: i64 = 1000;

/**
 * Whether work that is due since `dueAtMs` may be done now. Until `quietUntilMs`, which is not
 * before now, no shot is made. All are uptimes.
 */
export function isQuiet(now: i64, dueAtMs: i64, quietUntilMs: i64): bool {
  const waitedMs = now - dueAtMs;
  return waitedMs >= 0 && quietUntilMs - now >= DISTANCE_MS - waitedMs / WAIT_MS_PER_MS;
}

/** Uptime at which to ask isQuiet again even if nothing else happens. */
export function quietAtMs(now: i64, dueAtMs: i64, quietUntilMs: i64): i64 {
  if (dueAtMs > now || isQuiet(now, dueAtMs, quietUntilMs)) return dueAtMs;
  return max(quietUntilMs, now + LOOK_MS);
}
