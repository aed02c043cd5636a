/** A line of the log as it stands on the card and in the feed: time, level, text. */
import { Zone } from "../clock/posix_tz";
import { wordAt } from "../config/word_list";
import { nowMs, uptimeMs } from "../host/clock";
import { Level, LEVEL_WORDS } from "./level";
import { LineBuffer } from "./line_buffer";

/**
 * UTC of an uptime by what the clock says now, below 0 while that is not known. So a line from
 * before the time was known gets its true time, and a clock that was corrected corrects what waits.
 */
export function utcOfUptime(uptime: i64): i64 {
  return nowMs() - (uptimeMs() - uptime);
}

/**
 * The line at an offset of a buffer, at most 1,000 bytes of UTF-8: `2026-11-23T12:14:23+01:00 error
 * text`, or `uptime 12 s error text` while the time is not known.
 */
export function lineAt(lines: LineBuffer, at: i32, zone: Zone): string {
  const uptime = lines.uptimeMs(at);
  const utcMs = utcOfUptime(uptime);
  const time = utcMs >= 0 ? zone.rfc3339(utcMs) : "uptime " + (uptime / 1000).toString() + " s";
  const level = wordAt(LEVEL_WORDS, lines.level(at) - Level.OFF);
  return time + " " + level + " " + lines.text(at);
}

/** What stands in place of lines that gave way. */
export function droppedLine(lines: LineBuffer): string {
  return "(" + lines.dropped.toString() + " lines are lost)";
}
