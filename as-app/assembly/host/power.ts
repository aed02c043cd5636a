/** Capability power: powering the board down between two photos. */
import { powerKept, powerSleep } from "./imports";

/**
 * End the application after the current call, and be without power until an uptime. 0, or a
 * HostError for which everything goes on. `length` bytes from `at` are kept.
 */
export function sleep(untilMs: i64, at: usize, length: i32): i32 {
  return powerSleep(untilMs, at, length);
}

/** Put what was kept over the sleep before to `at`, up to `length` bytes; its whole length. */
export function kept(at: usize, length: i32): i32 {
  return powerKept(at, length);
}
