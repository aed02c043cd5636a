/** Day and dark: the two periods between which the interval of the shots changes. */
import { MS_PER_DAY, MS_PER_MINUTE, floorDivide, minuteOfDay } from "../clock/civil";
import { LONG_AGO, NEVER, Zone } from "../clock/posix_tz";
import { Sun } from "../clock/sun";

/**
 * Tells dark from day. `look` sets the other fields for an instant; `dark` then holds for all of
 * [from, until). The stretch contains the instant but need not be the longest: what follows `until`
 * may be equally dark.
 */
export abstract class DarkRule {
  dark: bool = false;
  from: i64 = NEVER;
  until: i64 = LONG_AGO;

  /** Set `dark`, `from` and `until` for an instant. */
  protected abstract find(utcMs: i64): void;

  /** Whether it is dark at an instant. Cheap while the instants stay in one stretch. */
  isDark(utcMs: i64): bool {
    if (utcMs < this.from || utcMs >= this.until) this.find(utcMs);
    return this.dark;
  }
}

/** It is always day; for `dark = never`, and while the time is not known. */
export class NeverDark extends DarkRule {
  protected find(_utcMs: i64): void {
    this.from = LONG_AGO;
    this.until = NEVER;
  }
}

/**
 * Dark between two times of the local day, both minutes included to their last second: with
 * end < begin it is dark over midnight (minute >= begin or minute <= end), else begin..end.
 */
export class DarkHours extends DarkRule {
  /** Minutes of the local day, 0..1439. */
  constructor(
    private zone: Zone,
    private beginMinute: i32,
    private endMinute: i32,
  ) {
    super();
  }

  protected find(utcMs: i64): void {
    const wallMs = this.zone.wallMs(utcMs);
    const minute = minuteOfDay(wallMs);
    const midnight = floorDivide(wallMs, MS_PER_DAY) * MS_PER_DAY;
    this.dark = this.isDarkMinute(minute);
    // The wall clock runs evenly until the next change of the clocks: no look beyond it.
    const wallUntil = midnight + <i64>this.nextBoundary(minute) * MS_PER_MINUTE;
    this.until = min(utcMs + (wallUntil - wallMs), this.zone.nextChange(utcMs));
    this.from = utcMs;
  }

  private isDarkMinute(minute: i32): bool {
    if (this.endMinute < this.beginMinute) {
      return minute >= this.beginMinute || minute <= this.endMinute;
    }
    return minute >= this.beginMinute && minute <= this.endMinute;
  }

  /** The first minute after `minute` at which dark may begin or end; 1440 is midnight. */
  private nextBoundary(minute: i32): i32 {
    let boundary = 1440;
    if (this.beginMinute > minute) boundary = this.beginMinute;
    if (this.endMinute >= minute) boundary = min(boundary, this.endMinute + 1);
    return boundary;
  }
}

/** No offset moves dusk and dawn by more, in minutes. */
export const SUN_OFFSET_MINUTES_MAX: i32 = 720;

/**
 * Dark from the offset after dusk to the offset before dawn, dusk and dawn being the instants at
 * which the sun passes its threshold. A positive offset makes the dark shorter, a negative one
 * makes it begin before dusk and end after dawn. Where nothing is left, there is no dark, or no
 * day. While the sun stays up or down for days, it stays day or dark.
 */
export class DarkBySun extends DarkRule {
  private offsetMs: i64;
  /** The period that the offset makes shorter: dark, or day. */
  private shortened: bool;

  /** `offset_min` is cut to -720..720. */
  constructor(
    private sun: Sun,
    offset_min: i32,
  ) {
    super();
    this.shortened = offset_min >= 0;
    this.offsetMs = <i64>min(abs<i32>(offset_min), SUN_OFFSET_MINUTES_MAX) * MS_PER_MINUTE;
  }

  protected find(utcMs: i64): void {
    const previous = this.sun.previousCrossing(utcMs);
    const next = this.sun.nextCrossing(utcMs);
    this.from = previous;
    this.until = next;
    this.dark = !this.shortened;
    if (this.sun.isDown(utcMs) != this.shortened) return;
    const begin = previous + this.offsetMs;
    const end = next - this.offsetMs;
    if (begin >= end) return;
    if (utcMs < begin) {
      this.until = begin;
    } else if (utcMs >= end) {
      this.from = end;
    } else {
      this.from = begin;
      this.until = end;
      this.dark = this.shortened;
    }
  }
}
