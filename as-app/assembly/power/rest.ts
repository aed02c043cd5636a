/** Decides when the board is powered down between two shots; docs/power.md has the rules. */
import { DeepSleep, PowerConfig } from "../config/camconfig";
import { nowMs, stopwatchUs } from "../host/clock";
import { kept } from "./kept";

/** How often it is looked whether the board can sleep by now. */
const LOOK_MS: i64 = 1000;
/** Uploads that pause for longer are no reason to stay awake. */
const UPLOAD_PAUSE_MS: i64 = 60000;
/** A clock that may be further off is looked at again. */
const DOUBT_MOST_MS: i64 = 1000;

let mode: DeepSleep = DeepSleep.NEVER;
let least_s: i32 = 0;
let isReadyKnown: bool = true;
/** How long uploads get in mode ALWAYS, and since when, on the stopwatch. */
let patience_s: i32 = 0;
let shotOverUs: i64 = 0;

/** The board has started: true if that is a waking. `upload_s` is the patience of mode ALWAYS. */
export function start(config: PowerConfig, upload_s: i32): bool {
  mode = config.deepSleep;
  least_s = config.deepSleepMin_s;
  patience_s = upload_s;
  shotIsOver();
  const hasWoken = kept.wake();
  isReadyKnown = !hasWoken;
  return hasWoken;
}

/** How long after waking the time is to be told again; 0 or less: it is in doubt. */
export function timeIsGoodForMs(repeatMs: i64): i64 {
  if (kept.doubtMs(kept.sleptMs) > DOUBT_MOST_MS) return 0;
  return kept.toldUtcMs + repeatMs - nowMs();
}

/** The camera is ready for a shot: measures, once, how long after waking. */
export function cameraIsReady(): void {
  if (!isReadyKnown) kept.wasReadyAfter(nowMs() - kept.wakeUtcMs);
  isReadyKnown = true;
}

/** A shot was taken, or missed: uploads get their time. */
export function shotIsOver(): void {
  shotOverUs = stopwatchUs();
}

/** Whether the next shot is so far that the board might sleep until then. */
export function isFar(now: i64, shotAtMs: i64): bool {
  if (mode == DeepSleep.NEVER || shotAtMs == i64.MAX_VALUE) return false;
  return shotAtMs - now > <i64>least_s * 1000 && nowMs() >= 0;
}

/** Whether uploads are no reason to stay awake; the next step of them is at `uploadAtMs`. */
export function isUploadOver(now: i64, uploadAtMs: i64, isUploading: bool): bool {
  if (!isUploading && uploadAtMs > now + UPLOAD_PAUSE_MS) return true;
  return mode == DeepSleep.ALWAYS && stopwatchUs() - shotOverUs >= <i64>patience_s * 1000000;
}

/**
 * Ask for the sleep up to a shot, by its moment in uptime and in UTC; true if it begins, false if the
 * board may not, or cannot. The second is no sum of the first and the clock, which runs on between
 * two looks: a millisecond behind the shot's own would be the shot after it.
 */
export function begin(now: i64, shotAtMs: i64, dueUtcMs: i64): bool {
  const untilMs = shotAtMs - kept.leadMs(shotAtMs - now);
  if (untilMs <= now || dueUtcMs < 0) return false;
  kept.dueUtcMs = dueUtcMs;
  return kept.sleepUntil(untilMs) == 0;
}

/** Uptime at which to look again. */
export function nextStepAtMs(now: i64, shotAtMs: i64): i64 {
  return isFar(now, shotAtMs) ? now + LOOK_MS : i64.MAX_VALUE;
}
