/**
 * The series of shots of this run: on the uptime until the time is known, then on UTC.
 *
 * Without start_datetime the grid is anchored at 1970-01-01T00:00:00Z, so that a restart goes on
 * with the same series. Before the time is known it is anchored at the first shot, and it is day.
 *
 * When the clock is corrected, no point of the grid is given out twice and none is passed over in
 * silence: after a step back the series waits for the first point that it has not had, after a
 * step forward the points between are missed. Only after a step back by half an hour or more, when
 * waiting would cost photos, the series goes on at the present, and its points come once more.
 */
import { MS_PER_DAY, MS_PER_MINUTE, formatWall } from "../clock/civil";
import { LONG_AGO, Zone } from "../clock/posix_tz";
import { Sun, SUN_CIVIL_DEG, SUN_NAUTICAL_DEG, SUN_OFFICIAL_DEG } from "../clock/sun";
import { Dark, TimerConfig, Twilight } from "../config/camconfig";
import { nowMs, uptimeMs } from "../host/clock";
import { DarkBySun, DarkHours, DarkRule, NeverDark } from "./dark";
import { NO_SHOT, Schedule, Window, windowFromWall } from "./schedule";

/** A step back of the clock by this much or more does not hold up the series. */
const LEAP_MS: i64 = 30 * MS_PER_MINUTE;

function twilightDegrees(twilight: Twilight): f64 {
  if (twilight == Twilight.OFFICIAL) return SUN_OFFICIAL_DEG;
  return twilight == Twilight.NAUTICAL ? SUN_NAUTICAL_DEG : SUN_CIVIL_DEG;
}

function darkRule(config: TimerConfig, zone: Zone): DarkRule {
  if (config.dark == Dark.HOURS) {
    return new DarkHours(zone, config.darkFrom_min, config.darkTo_min);
  }
  if (config.dark == Dark.SUN) {
    const threshold = twilightDegrees(config.twilight);
    const sun = new Sun(config.latitude_deg, config.longitude_deg, threshold);
    return new DarkBySun(sun, config.sunOffset_min);
  }
  return new NeverDark();
}

function grid(config: TimerConfig, anchor: i64, window: Window, rule: DarkRule): Schedule {
  return new Schedule(anchor, config.dayInterval_s, config.darkInterval_s, window, rule);
}

/** Shots in a row that nobody took. */
export class Gap {
  count: i64 = 0;
  /** When the first and the last were due, -1 while the time is not known. */
  firstUtcMs: i64 = -1;
  lastUtcMs: i64 = -1;
  /** When the first was due on the uptime; 0 if that was before the start. */
  firstUptimeMs: i64 = 0;
  /** Why, for the ledger. */
  reason: string = "";

  /** Take in the shots that follow; false if they are missing for another reason. */
  join(next: Gap): bool {
    if (next.reason != this.reason) return false;
    this.count += next.count;
    this.lastUtcMs = next.lastUtcMs;
    return true;
  }
}

/** A grid point whose moment has come. */
export class DueShot {
  /** In uptime, for the lateness. */
  dueUptimeMs: i64 = 0;
  /** In UTC, -1 while the time is not known. */
  dueUtcMs: i64 = -1;
  isDark: bool = false;
  /** Grid points that passed before this one without anybody looking. */
  missed: Gap = new Gap();
}

export class Planner {
  private schedule: Schedule;
  private isOnUtc: bool = false;
  private nextAt: i64 = NO_SHOT;
  private isStarted: bool = false;
  private startedAtUptimeMs: i64 = 0;
  /** What was given out last. */
  private latest: DueShot = new DueShot();
  /** UTC minus uptime when the series was looked at last: it changes when the clock is stepped. */
  private clockMs: i64 = 0;

  constructor(
    private readonly config: TimerConfig,
    private readonly zone: Zone,
  ) {
    this.schedule = grid(config, 0, new Window(), new NeverDark());
  }

  /** Begin with the series; before this nothing is due. */
  start(now: i64): void {
    this.isStarted = true;
    this.startedAtUptimeMs = now;
    if (nowMs() >= 0) return this.useUtc();
    this.schedule = grid(this.config, now, new Window(), new NeverDark());
    this.nextAt = this.schedule.nextShot(now - 1);
  }

  /** When the next shot is due, in UTC; -1 while the series does not follow the clock. */
  nextUtcMs(): i64 {
    return this.isStarted && this.isOnUtc ? this.nextAt : -1;
  }

  /** Begin after a sleep, with the shot that was the next before it; the time is known. */
  goOnFrom(now: i64, dueUtcMs: i64): void {
    this.start(now);
    this.nextAt = this.schedule.nextShot(dueUtcMs - 1);
  }

  hasStarted(): bool {
    return this.isStarted;
  }

  /** True when start_datetime to stop_datetime is over. */
  isOver(): bool {
    return this.isStarted && this.isOnUtc && this.nextAt == NO_SHOT;
  }

  /** Why no shot is due although the series has begun, for the person; empty inside the window. */
  windowNote(): string {
    const config = this.config;
    if (!this.isStarted || !this.isOnUtc) return "";
    if (this.nextAt == NO_SHOT) {
      const stop =
        "stop_datetime " + formatWall(config.stop_wallMs) + " has passed: no photo is taken";
      return stop + "; write a later one, or leave it out for no end";
    }
    if (this.nextAt <= nowMs() || this.zone.wallMs(nowMs()) >= config.start_wallMs) return "";
    return "no photo is taken before start_datetime " + formatWall(config.start_wallMs);
  }

  /** True while the series does not follow the clock although that is known. */
  isWithoutClock(): bool {
    return this.isStarted && !this.isOnUtc && nowMs() >= 0;
  }

  /** The clock was set: go over to UTC. */
  clockWasSet(): void {
    if (this.isStarted && !this.isOnUtc) this.useUtc();
  }

  private useUtc(): void {
    this.isOnUtc = true;
    const config = this.config;
    const window = windowFromWall(this.zone, config.start_wallMs, config.stop_wallMs);
    const anchor = window.startMs == LONG_AGO ? 0 : window.startMs;
    this.schedule = grid(config, anchor, window, darkRule(config, this.zone));
    this.goOn();
  }

  /** Go on with the series at the present. */
  private goOn(): void {
    this.clockMs = nowMs() - uptimeMs();
    this.nextAt = this.schedule.nextShot(nowMs() - 1);
  }

  /** Go on at the present if the clock has leapt back. */
  private noticeLeap(): void {
    const before = this.clockMs;
    this.clockMs = nowMs() - uptimeMs();
    if (this.clockMs > before - LEAP_MS) return;
    this.goOn();
    // A shot under way was due by a clock that does not count any more.
    this.latest.dueUtcMs = -1;
  }

  /** The present on the schedule's scale. */
  private present(now: i64): i64 {
    return this.isOnUtc ? nowMs() : now;
  }

  /** The shot that is due now, or null; each is given out once. */
  take(now: i64): DueShot | null {
    if (!this.isStarted) return null;
    if (this.isOnUtc) this.noticeLeap();
    const present = this.present(now);
    if (present < this.nextAt) return null;
    const first = this.nextAt;
    const count = this.schedule.countShots(first - 1, present);
    // The points that passed are missed; what can be had is the latest.
    const at = this.schedule.lastCounted;
    const due = new DueShot();
    due.dueUptimeMs = now - (present - at);
    due.dueUtcMs = this.isOnUtc ? at : -1;
    due.isDark = this.schedule.isDark(at);
    if (count > 1) {
      due.missed = this.gap(first - 1, at - 1);
      due.missed.firstUptimeMs = now - (present - first);
    }
    this.latest = due;
    this.nextAt = this.schedule.nextShot(present);
    return due;
  }

  /** The shots after one instant up to another, on the schedule's scale. */
  private gap(after: i64, through: i64): Gap {
    const gap = new Gap();
    gap.count = this.schedule.countShots(after, through);
    if (gap.count == 0 || !this.isOnUtc) return gap;
    gap.firstUtcMs = this.schedule.nextShot(after);
    gap.lastUtcMs = this.schedule.lastCounted;
    return gap;
  }

  /**
   * Shots that were due after an instant and before the series began in this start of the board;
   * none while the time is not known.
   */
  missedSince(utcMs: i64, now: i64): Gap {
    if (!this.isOnUtc || utcMs < 0) return new Gap();
    return this.gap(utcMs, nowMs() - (now - this.startedAtUptimeMs) - 1);
  }

  /** Whether the next shot is one in the dark: the camera can be prepared for it. */
  isNextDark(): bool {
    if (!this.isOnUtc) return false;
    return this.schedule.isDark(this.nextAt == NO_SHOT ? nowMs() : this.nextAt);
  }

  /** How many shots are planned for the next 24 h. */
  shotsNextDay(now: i64): i64 {
    const present = this.present(now);
    return this.schedule.countShots(present, present + MS_PER_DAY);
  }

  /** Uptime of the next shot, i64.MAX_VALUE if none is planned. */
  nextUptimeMs(now: i64): i64 {
    if (!this.isStarted || this.nextAt == NO_SHOT) return i64.MAX_VALUE;
    return now + max(0 as i64, this.nextAt - this.present(now));
  }
}

/** One shot that nobody took. */
export function gapOf(due: DueShot, reason: string): Gap {
  const gap = new Gap();
  gap.count = 1;
  gap.firstUtcMs = due.dueUtcMs;
  gap.lastUtcMs = due.dueUtcMs;
  gap.firstUptimeMs = due.dueUptimeMs;
  gap.reason = reason;
  return gap;
}
