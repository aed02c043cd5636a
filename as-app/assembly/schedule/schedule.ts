/**
 * When the next photo is due. Pure: the time comes in as an argument.
 *
 * All instants are on one scale of milliseconds, UTC or, before the time is known, time since
 * start.
 *
 * Two grids start at one anchor: anchor + k x day interval and anchor + k x dark interval, k being
 * any whole number. A shot is due at each point of the day grid that lies in day and each point of
 * the dark grid that lies in dark, from the window's start to its stop, both included, except
 *
 *     a point that follows a point of the other grid, in the other period and not before the
 *     window's start, by less than the smaller of the two intervals: it is left out.
 *
 * From this follows, without any memory of what was taken:
 * - the series never drifts, and a restart with the same anchor goes on with the same series;
 * - a change of the clocks moves nothing: the grids lie in UTC;
 * - after a change of period the next shot is at the first point of the new grid at or after the
 *   change, or at the point after it where the first would be too close to the last shot;
 * - no two shots are closer than the smaller interval, and across one change of period they are
 *   less than the sum of both intervals apart, as long as both periods last that long.
 *
 * A shot that could not be taken is missed. It is not made up for: countShots tells how many were.
 */
import { MS_PER_SECOND, floorDivide } from "../clock/civil";
import { LONG_AGO, NEVER, Zone } from "../clock/posix_tz";
import { DarkRule } from "./dark";

/** nextShot's answer when no shot is left: later than everything. */
export const NO_SHOT: i64 = NEVER;

/** countShots stops after so many stretches of day or dark, which is more than three years. */
const COUNT_STRETCHES_MAX: i32 = 4096;

/** nextShot looks at so many stretches; both grids have a point every 24 h at most, so few do. */
const SEARCH_STRETCHES_MAX: i32 = 4096;

/** From when to when photos are taken, in the schedule's scale; both included. */
export class Window {
  startMs: i64 = LONG_AGO;
  stopMs: i64 = NEVER - 1;
}

/**
 * The instants of a start and a stop in wall time. A wall time that the clocks skip means the first
 * instant after the gap; of one that comes twice, the start means the first and the stop the
 * second. The stop includes its whole second.
 */
export function windowFromWall(zone: Zone, startWallMs: i64, stopWallMs: i64): Window {
  const window = new Window();
  if (startWallMs != LONG_AGO) window.startMs = zone.utcMs(startWallMs);
  if (stopWallMs != NEVER) window.stopMs = zone.utcMs(stopWallMs, true) + MS_PER_SECOND - 1;
  return window;
}

/** The series of shots. */
export class Schedule {
  private dayMs: i64;
  private darkMs: i64;
  /** The last shot that countShots has counted; NO_SHOT if there was none. */
  lastCounted: i64 = NO_SHOT;

  /**
   * `anchorMs` is the window's start where it has one, else any instant that stays the same over a
   * restart. Intervals in seconds, 1..86,400; smaller ones are taken as 1.
   */
  constructor(
    private anchorMs: i64,
    dayInterval_s: i32,
    darkInterval_s: i32,
    private window: Window,
    private darkRule: DarkRule,
  ) {
    this.dayMs = <i64>max(1, dayInterval_s) * MS_PER_SECOND;
    this.darkMs = <i64>max(1, darkInterval_s) * MS_PER_SECOND;
  }

  /** Whether it is dark at an instant. */
  isDark(atMs: i64): bool {
    return this.darkRule.isDark(atMs);
  }

  /** Number k of a shot in the grid of its period: it lies at anchor + k x interval. */
  indexOf(shotMs: i64): i64 {
    return floorDivide(shotMs - this.anchorMs, this.interval(this.isDark(shotMs)));
  }

  /** The first shot after an instant, or NO_SHOT. */
  nextShot(afterMs: i64): i64 {
    let at = max(afterMs, max(this.window.startMs, LONG_AGO + 1) - 1) + 1;
    for (let i = 0; i < SEARCH_STRETCHES_MAX && at <= this.window.stopMs; i++) {
      const dark = this.isDark(at);
      const until = this.darkRule.until;
      const point = this.pointFrom(at, dark);
      if (point >= until) {
        at = until;
      } else if (this.isLeftOut(point, dark)) {
        at = point + 1;
      } else {
        return point <= this.window.stopMs ? point : NO_SHOT;
      }
    }
    return NO_SHOT;
  }

  /**
   * How many shots there are after one instant up to and including another: those missed, when the
   * first is the last one dealt with and the second is now. Counts at most 4096 stretches of day or
   * dark, more than three years; beyond, the answer is too small.
   */
  countShots(afterMs: i64, throughMs: i64): i64 {
    const through = min(throughMs, this.window.stopMs);
    let after = afterMs;
    let count: i64 = 0;
    this.lastCounted = NO_SHOT;
    for (let i = 0; i < COUNT_STRETCHES_MAX; i++) {
      const shot = this.nextShot(after);
      if (shot > through) break;
      // Only the first shot of a stretch can be too close to another: from there on they are even.
      const interval = this.interval(this.isDark(shot));
      const more = (min(through, this.darkRule.until - 1) - shot) / interval;
      count += more + 1;
      after = shot + more * interval;
      this.lastCounted = after;
    }
    return count;
  }

  private interval(dark: bool): i64 {
    return dark ? this.darkMs : this.dayMs;
  }

  /** First point of a period's grid at or after an instant. */
  private pointFrom(atMs: i64, dark: bool): i64 {
    const interval = this.interval(dark);
    return this.anchorMs + (floorDivide(atMs - this.anchorMs - 1, interval) + 1) * interval;
  }

  /** Whether a point is too close behind a point of the other period. */
  private isLeftOut(point: i64, dark: bool): bool {
    const other = this.interval(!dark);
    const before = this.anchorMs + floorDivide(point - this.anchorMs - 1, other) * other;
    if (before <= point - min(this.dayMs, this.darkMs)) return false;
    if (before < this.window.startMs) return false;
    return this.isDark(before) != dark;
  }
}
