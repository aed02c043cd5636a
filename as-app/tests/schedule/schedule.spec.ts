import { MS_PER_DAY, MS_PER_HOUR, minuteOfDay, wallFromCivil } from "../../assembly/clock/civil";
import { LONG_AGO, NEVER, Zone, parsePosixTz } from "../../assembly/clock/posix_tz";
import { SUN_CIVIL_DEG, Sun } from "../../assembly/clock/sun";
import { DarkBySun, DarkHours, DarkRule, NeverDark } from "../../assembly/schedule/dark";
import { NO_SHOT, Schedule, Window, windowFromWall } from "../../assembly/schedule/schedule";

const SECOND: i64 = 1000;

function open(text: string): Zone {
  const zone = parsePosixTz(text).zone;
  return zone ? zone : new Zone();
}

const utc = open("UTC0");
const amsterdam = open("CET-1CEST,M3.5.0,M10.5.0/3");
const lordHowe = open("<+1030>-10:30<+11>-11,M10.1.0,M4.1.0");

/** A window in UTC, both ends included. */
function window(startMs: i64, stopMs: i64): Window {
  const limits = new Window();
  limits.startMs = startMs;
  limits.stopMs = stopMs;
  return limits;
}

/** Milliseconds of a time on 1 January 2026 in UTC. */
function at(hour: i32, minute: i32, second: i32): i64 {
  return wallFromCivil(2026, 1, 1, hour, minute, second);
}

/** The rule for shots at one instant, straight from the words of schedule.ts and dark.ts. */
class Words {
  constructor(
    private zone: Zone,
    private begin: i32,
    private end: i32,
    private anchorMs: i64,
    private day_s: i32,
    private dark_s: i32,
    private startMs: i64,
  ) {}

  isDark(utcMs: i64): bool {
    const minute = minuteOfDay(utcMs + <i64>this.zone.offset_s(utcMs) * SECOND);
    if (this.end < this.begin) return minute >= this.begin || minute <= this.end;
    return minute >= this.begin && minute <= this.end;
  }

  isShot(utcMs: i64): bool {
    if (utcMs < this.startMs) return false;
    const dark = this.isDark(utcMs);
    if (!this.isPoint(utcMs, dark)) return false;
    const smaller = <i64>min(this.day_s, this.dark_s) * SECOND;
    for (let before = utcMs - smaller + SECOND; before < utcMs; before += SECOND) {
      const counts = before >= this.startMs && this.isDark(before) != dark;
      if (counts && this.isPoint(before, !dark)) return false;
    }
    return true;
  }

  private isPoint(utcMs: i64, dark: bool): bool {
    return (utcMs - this.anchorMs) % (<i64>(dark ? this.dark_s : this.day_s) * SECOND) == 0;
  }
}

/** Whether nextShot gives exactly the shots of the words in every second of a stretch of time. */
function agrees(schedule: Schedule, words: Words, fromMs: i64, toMs: i64): bool {
  let next = schedule.nextShot(fromMs - 1);
  for (let second = fromMs; second < toMs; second += SECOND) {
    if (words.isShot(second) != (next == second)) return false;
    if (next == second) next = schedule.nextShot(next);
  }
  return next >= toMs;
}

describe("a series with one interval", () => {
  it("has a shot at the start, then at each multiple of the interval, up to the stop", () => {
    const schedule = new Schedule(
      at(8, 0, 0),
      30,
      45,
      window(at(8, 0, 0), at(8, 1, 30)),
      new NeverDark(),
    );
    expect(schedule.nextShot(LONG_AGO)).toBe(at(8, 0, 0));
    expect(schedule.nextShot(at(7, 0, 0))).toBe(at(8, 0, 0));
    expect(schedule.nextShot(at(8, 0, 0))).toBe(at(8, 0, 30));
    expect(schedule.nextShot(at(8, 0, 0) + 1)).toBe(at(8, 0, 30));
    expect(schedule.nextShot(at(8, 0, 30) - 1)).toBe(at(8, 0, 30));
    expect(schedule.nextShot(at(8, 1, 0))).toBe(at(8, 1, 30));
    expect(schedule.nextShot(at(8, 1, 30))).toBe(NO_SHOT);
    expect(schedule.nextShot(at(23, 0, 0))).toBe(NO_SHOT);
    expect(schedule.indexOf(at(8, 1, 0))).toBe(2);
  });

  it("has as many shots in a year as the year has intervals", () => {
    const intervals: StaticArray<i32> = [1, 7, 30, 45, 61, 3600, 86399, 86400];
    const year = window(wallFromCivil(2026, 1, 1), wallFromCivil(2027, 1, 1) - 1);
    for (let i = 0; i < intervals.length; i++) {
      const interval = intervals[i];
      const hours = new DarkHours(amsterdam, 1200, 420);
      const schedule = new Schedule(year.startMs, interval, interval, year, hours);
      const expected = (<i64>365 * 86400 - 1) / interval + 1;
      expect(schedule.countShots(LONG_AGO, NEVER)).toBe(expected, interval.toString());
    }
  });

  it("runs on a grid before and after the anchor, where there is no window", () => {
    const schedule = new Schedule(at(12, 0, 7), 60, 60, new Window(), new NeverDark());
    expect(schedule.nextShot(at(3, 0, 0))).toBe(at(3, 0, 7));
    expect(schedule.nextShot(at(22, 0, 7))).toBe(at(22, 1, 7));
    expect(schedule.indexOf(at(11, 59, 7))).toBe(-1);
  });

  it("runs on the time since start before the time is known", () => {
    const schedule = new Schedule(0, 30, 45, window(0, NEVER - 1), new NeverDark());
    expect(schedule.nextShot(-1)).toBe(0);
    expect(schedule.nextShot(0)).toBe(30000);
    expect(schedule.nextShot(95123)).toBe(120000);
    expect(schedule.isDark(95123)).toBe(false);
  });

  it("goes on with the same series when it is set up anew", () => {
    const first = new Schedule(at(0, 0, 0), 37, 37, new Window(), new NeverDark());
    const shot = first.nextShot(at(17, 3, 2));
    const again = new Schedule(at(0, 0, 0), 37, 37, new Window(), new NeverDark());
    expect(again.nextShot(shot - 1)).toBe(shot);
  });
});

describe("day and dark", () => {
  it("have their own grids from one anchor, shots never closer than the smaller interval", () => {
    const rule = new DarkHours(utc, 1200, 1201);
    const schedule = new Schedule(at(0, 0, 20), 60, 45, new Window(), rule);
    expect(schedule.nextShot(at(19, 58, 20))).toBe(at(19, 59, 20));
    // Dark from 20:00:00 to 20:01:59: shots at 20 s + k x 45 s.
    expect(schedule.nextShot(at(19, 59, 20))).toBe(at(20, 0, 20));
    expect(schedule.nextShot(at(20, 0, 20))).toBe(at(20, 1, 5));
    expect(schedule.nextShot(at(20, 1, 5))).toBe(at(20, 1, 50));
    // Day again at 20:02:00, but 20:02:20 would be 30 s after the last shot.
    expect(schedule.nextShot(at(20, 1, 50))).toBe(at(20, 3, 20));
    expect(schedule.isDark(at(20, 1, 59))).toBe(true);
    expect(schedule.isDark(at(20, 2, 0))).toBe(false);
  });

  it("do not leave out a point because of one before the start", () => {
    const rule = new DarkHours(utc, 1200, 1201);
    const limits = window(at(20, 2, 0), NEVER - 1);
    const schedule = new Schedule(at(0, 0, 20), 60, 45, limits, rule);
    expect(schedule.nextShot(LONG_AGO)).toBe(at(20, 2, 20));
  });

  it("include the last minute of dark, over midnight or not", () => {
    const night = new DarkHours(utc, 1200, 420);
    expect(night.isDark(at(19, 59, 59))).toBe(false);
    expect(night.isDark(at(20, 0, 0))).toBe(true);
    expect(night.isDark(at(0, 0, 0))).toBe(true);
    expect(night.isDark(at(7, 0, 59))).toBe(true);
    expect(night.isDark(at(7, 1, 0))).toBe(false);
    const noon = new DarkHours(utc, 720, 780);
    expect(noon.isDark(at(11, 59, 59))).toBe(false);
    expect(noon.isDark(at(12, 0, 0))).toBe(true);
    expect(noon.isDark(at(13, 0, 59))).toBe(true);
    expect(noon.isDark(at(13, 1, 0))).toBe(false);
    const oneMinute = new DarkHours(utc, 600, 600);
    expect(oneMinute.isDark(at(10, 0, 59))).toBe(true);
    expect(oneMinute.isDark(at(10, 1, 0))).toBe(false);
    const always = new DarkHours(utc, 1, 0);
    expect(always.isDark(at(0, 0, 59))).toBe(true);
    expect(always.isDark(at(0, 1, 0))).toBe(true);
  });

  it("follow the wall clock through both changes, second by second", () => {
    const zones: StaticArray<Zone> = [amsterdam, lordHowe];
    // 29 March and 25 October 2026 in Europe, 4 April and 3 October (UTC) on Lord Howe Island.
    const days: StaticArray<i32> = [87, 297, 93, 275];
    for (let i = 0; i < days.length; i++) {
      const zone = zones[i / 2];
      const from = wallFromCivil(2026, 1, 1) + <i64>days[i] * MS_PER_DAY;
      const anchor = wallFromCivil(2025, 1, 1, 0, 0, 5);
      // Dark begins in the hour that is skipped or comes twice, and ends by day.
      const rule = new DarkHours(zone, 135, 700);
      const schedule = new Schedule(anchor, 50, 35, new Window(), rule);
      const words = new Words(zone, 135, 700, anchor, 50, 35, LONG_AGO);
      expect(agrees(schedule, words, from, from + 3 * MS_PER_DAY)).toBe(true, days[i].toString());
    }
  });

  it("agree with the words also where periods are shorter than the intervals", () => {
    const lengths: StaticArray<i32> = [0, 1, 2, 5];
    for (let i = 0; i < lengths.length; i++) {
      const end = 600 + lengths[i];
      const schedule = new Schedule(
        at(0, 0, 3),
        97,
        301,
        new Window(),
        new DarkHours(utc, 600, end),
      );
      const words = new Words(utc, 600, end, at(0, 0, 3), 97, 301, LONG_AGO);
      expect(agrees(schedule, words, at(9, 0, 0), at(11, 0, 0))).toBe(true);
    }
  });
});

/** What a walk through a year found wrong, or "". */
function walk(schedule: Schedule, anchor: i64, day_s: i32, dark_s: i32, limits: Window): string {
  const smaller = <i64>min(day_s, dark_s) * SECOND;
  const sum = <i64>(day_s + dark_s) * SECOND;
  let count: i64 = 0;
  let last: i64 = LONG_AGO;
  let shot = schedule.nextShot(LONG_AGO);
  while (shot != NO_SHOT) {
    const interval = <i64>(schedule.isDark(shot) ? dark_s : day_s) * SECOND;
    if ((shot - anchor) % interval != 0) return "off the grid";
    if (shot < limits.startMs || shot > limits.stopMs) return "outside the window";
    if (count > 0 && shot <= last) return "not later";
    if (count > 0 && shot - last < smaller) return "too close";
    if (count > 0 && shot - last >= sum) return "too far";
    count++;
    last = shot;
    shot = schedule.nextShot(shot);
  }
  return schedule.countShots(LONG_AGO, NEVER) == count ? "" : "counted wrongly";
}

function walkYear(rule: DarkRule, day_s: i32, dark_s: i32): string {
  const limits = windowFromWall(
    amsterdam,
    wallFromCivil(2026, 1, 1),
    wallFromCivil(2026, 12, 31, 23, 59, 59),
  );
  const schedule = new Schedule(limits.startMs, day_s, dark_s, limits, rule);
  return walk(schedule, limits.startMs, day_s, dark_s, limits);
}

describe("a year", () => {
  it("never leaves the grids, bunches or leaves a gap, with fixed dark hours", () => {
    expect(walkYear(new DarkHours(amsterdam, 1200, 420), 97, 131)).toBe("");
    expect(walkYear(new DarkHours(amsterdam, 150, 151), 113, 100)).toBe("");
  });

  it("never leaves the grids, bunches or leaves a gap, with the sun", () => {
    const sun = new Sun(52.3676, 4.9041, SUN_CIVIL_DEG);
    expect(walkYear(new DarkBySun(sun, 0), 97, 131)).toBe("");
    expect(walkYear(new DarkBySun(sun, -45), 131, 97)).toBe("");
    expect(walkYear(new DarkBySun(new Sun(69.65, 18.96, SUN_CIVIL_DEG), 30), 300, 450)).toBe("");
  });
});

describe("missed shots", () => {
  it("are those of the grid that passed", () => {
    const schedule = new Schedule(at(0, 0, 0), 30, 45, new Window(), new NeverDark());
    expect(schedule.countShots(at(8, 0, 0), at(8, 0, 29))).toBe(0);
    expect(schedule.countShots(at(8, 0, 0), at(8, 0, 30))).toBe(1);
    expect(schedule.countShots(at(8, 0, 0), at(8, 10, 0))).toBe(20);
    expect(schedule.countShots(at(8, 10, 0), at(8, 0, 0))).toBe(0);
  });

  it("are counted over changes of period as one by one", () => {
    const rule = new DarkHours(amsterdam, 1200, 420);
    const schedule = new Schedule(at(0, 0, 20), 60, 45, new Window(), rule);
    const from = wallFromCivil(2026, 10, 24, 12);
    const through = from + 2 * MS_PER_DAY + 7 * MS_PER_HOUR;
    let count: i64 = 0;
    for (let shot = schedule.nextShot(from); shot <= through; shot = schedule.nextShot(shot))
      count++;
    expect(schedule.countShots(from, through)).toBe(count);
  });

  it("are none outside the window", () => {
    const limits = window(at(8, 0, 0), at(9, 0, 0));
    const schedule = new Schedule(at(8, 0, 0), 60, 60, limits, new NeverDark());
    expect(schedule.countShots(at(0, 0, 0), at(7, 59, 59))).toBe(0);
    expect(schedule.countShots(at(0, 0, 0), at(23, 0, 0))).toBe(61);
    expect(schedule.countShots(at(9, 0, 0), at(23, 0, 0))).toBe(0);
  });
});

describe("a window in wall time", () => {
  it("includes the whole last second", () => {
    const limits = windowFromWall(amsterdam, at(0, 0, 0), at(23, 59, 59));
    expect(limits.startMs).toBe(at(0, 0, 0) - MS_PER_HOUR);
    expect(limits.stopMs).toBe(at(23, 59, 59) - MS_PER_HOUR + 999);
  });

  it("may be open at both ends", () => {
    const limits = windowFromWall(amsterdam, LONG_AGO, NEVER);
    expect(limits.startMs).toBe(LONG_AGO);
    expect(limits.stopMs).toBe(NEVER - 1);
  });

  it("begins with the first and stops with the second of two equal wall times", () => {
    const twice = wallFromCivil(2026, 10, 25, 2, 30);
    const limits = windowFromWall(amsterdam, twice, twice);
    expect(limits.startMs).toBe(twice - 2 * MS_PER_HOUR);
    expect(limits.stopMs).toBe(twice - MS_PER_HOUR + 999);
  });

  it("begins after the gap where its start is skipped", () => {
    const limits = windowFromWall(amsterdam, wallFromCivil(2026, 3, 29, 2, 30), NEVER);
    expect(limits.startMs).toBe(wallFromCivil(2026, 3, 29, 1));
  });
});
