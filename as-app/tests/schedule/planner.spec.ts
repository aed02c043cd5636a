import { MS_PER_DAY, MS_PER_HOUR, MS_PER_MINUTE, wallFromCivil } from "../../assembly/clock/civil";
import { Zone } from "../../assembly/clock/posix_tz";
import { Dark, TimerConfig } from "../../assembly/config/camconfig";
import { nowMs, setNowMs, uptimeMs } from "../../assembly/host/clock";
import { randomBelow } from "../../assembly/host/random";
import { DueShot, Planner } from "../../assembly/schedule/planner";
import { photoPath } from "../../assembly/schedule/photo_name";
import { clockAdvance, resetDoubles } from "../double";

const INTERVAL_MS: i64 = 30000;
const utc = new Zone();
/** Noon is a point of every grid of whole seconds that divide a minute. */
const NOON = wallFromCivil(2026, 11, 23, 12);

let planner = new Planner(new TimerConfig(), utc);

function timer(interval_s: i32): TimerConfig {
  const config = new TimerConfig();
  config.dayInterval_s = interval_s;
  config.darkInterval_s = interval_s;
  return config;
}

/** A series that begins now, the time being known or not. */
function start(config: TimerConfig, utcMs: i64): void {
  resetDoubles();
  if (utcMs >= 0) setNowMs(utcMs);
  planner = new Planner(config, utc);
  planner.start(uptimeMs());
}

/** Sleep as long as the planner says, again and again, until a shot is due. */
function next(): DueShot {
  for (let count = 0; count < 100; count++) {
    const due = planner.take(uptimeMs());
    if (due != null) return due;
    clockAdvance(planner.nextUptimeMs(uptimeMs()) - uptimeMs());
  }
  assert(false, "no shot is due");
  return new DueShot();
}

/** The clock is set, as timelapse.ts does it. */
function correct(byMs: i64): void {
  setNowMs(nowMs() + byMs);
  planner.clockWasSet();
}

/** Wake in another start of the board, so long after noon; the next shot was due then. */
function wake(afterMs: i64, dueMs: i64): void {
  resetDoubles();
  setNowMs(NOON + afterMs);
  planner = new Planner(timer(30), utc);
  planner.goOnFrom(uptimeMs(), NOON + dueMs);
}

describe("a series that goes on after a sleep", () => {
  it("has told before which shot that is", () => {
    wake(25000, 30000);
    expect(planner.nextUtcMs()).toBe(NOON + 30000);
    planner.goOnFrom(uptimeMs(), planner.nextUtcMs());
    expect(planner.nextUtcMs()).toBe(NOON + 30000);
  });

  it("waits for the shot that was the next", () => {
    wake(25000, 30000);
    expect(planner.take(uptimeMs())).toBe(null);
    expect(next().dueUtcMs).toBe(NOON + 30000);
  });

  it("takes a shot late for which it has woken too late", () => {
    wake(33000, 30000);
    const due = next();
    expect(due.dueUtcMs).toBe(NOON + 30000);
    expect(due.missed.count).toBe(0);
    expect(due.dueUptimeMs).toBe(uptimeMs() - 3000);
  });

  it("counts what it has slept through", () => {
    wake(95000, 30000);
    const due = next();
    expect(due.dueUtcMs).toBe(NOON + 90000);
    expect(due.missed.count).toBe(2);
  });

  it("does not give a point again to a clock that was put back", () => {
    wake(25000, 60000);
    expect(next().dueUtcMs).toBe(NOON + 60000);
  });
});

describe("a series on UTC", () => {
  it("has every point of the grid once, on time", () => {
    start(timer(30), NOON - 10000);
    for (let count = 0; count < 100; count++) {
      const due = next();
      expect(due.dueUtcMs).toBe(NOON + <i64>count * INTERVAL_MS);
      expect(due.dueUptimeMs).toBe(uptimeMs());
      expect(due.missed.count).toBe(0);
      clockAdvance(<i64>randomBelow(29000));
    }
  });

  it("has only the last of the points that passed, and counts the others", () => {
    start(timer(30), NOON);
    next();
    clockAdvance(5 * INTERVAL_MS + 400);
    const due = next();
    expect(due.missed.count).toBe(4);
    expect(due.dueUtcMs).toBe(NOON + 5 * INTERVAL_MS);
    expect(due.dueUptimeMs).toBe(5 * INTERVAL_MS);
    expect(planner.nextUptimeMs(uptimeMs())).toBe(6 * INTERVAL_MS);
  });

  it("counts millions of points that passed once, and at once", () => {
    start(timer(1), NOON);
    next();
    clockAdvance(120 * MS_PER_DAY);
    const due = next();
    expect(due.missed.count).toBe(120 * 86400 - 1);
    expect(due.dueUtcMs).toBe(NOON + 120 * MS_PER_DAY);
    expect(next().missed.count).toBe(0);
  });

  it("counts those of day and dark as they are", () => {
    const config = new TimerConfig();
    config.dark = Dark.HOURS;
    config.darkFrom_min = 20 * 60;
    config.darkTo_min = 6 * 60 + 59;
    start(config, NOON);
    next();
    clockAdvance(MS_PER_DAY);
    const due = next();
    // 30 s by day and 45 s in the 11 hours of dark; both grids meet at 20:00 and 7:00.
    expect(due.missed.count).toBe((13 * 3600) / 30 + (11 * 3600) / 45 - 1);
    expect(due.dueUtcMs).toBe(NOON + MS_PER_DAY);
    expect(due.isDark).toBe(false);
  });
});

describe("a small step of the clock", () => {
  it("back makes the series wait: no point comes twice", () => {
    start(timer(30), NOON);
    next();
    clockAdvance(1000);
    correct(-5000);
    const due = next();
    expect(due.dueUtcMs).toBe(NOON + INTERVAL_MS);
    expect(due.missed.count).toBe(0);
    expect(uptimeMs()).toBe(INTERVAL_MS + 5000);
  });

  it("forward passes over points, which are missed", () => {
    start(timer(30), NOON);
    next();
    clockAdvance(1000);
    correct(95000);
    const due = next();
    expect(due.dueUtcMs).toBe(NOON + 3 * INTERVAL_MS);
    expect(due.missed.count).toBe(2);
    expect(next().dueUtcMs).toBe(NOON + 4 * INTERVAL_MS);
  });

  it("forward onto a point makes it due, and it is not missed", () => {
    start(timer(30), NOON);
    next();
    correct(INTERVAL_MS);
    const due = next();
    expect(due.dueUtcMs).toBe(NOON + INTERVAL_MS);
    expect(due.missed.count).toBe(0);
    expect(uptimeMs()).toBe(0);
  });

  it("of any size and at any time leaves every point given out or missed, once", () => {
    start(timer(30), NOON);
    let last = next().dueUtcMs;
    for (let count = 0; count < 3000; count++) {
      clockAdvance(<i64>randomBelow(70000));
      const most: u32 = count % 3 == 0 ? 29 * 60000 : 3000;
      correct(<i64>randomBelow(2 * most) - <i64>most);
      const due = next();
      expect(due.dueUtcMs - last).toBe((due.missed.count + 1) * INTERVAL_MS);
      expect(due.dueUtcMs).toBeLessThanOrEqual(nowMs());
      last = due.dueUtcMs;
    }
  });
});

describe("a clock that leaps by hours", () => {
  it("forward: the points between are missed, and the series goes on at the present", () => {
    start(timer(30), NOON);
    next();
    correct(5 * MS_PER_HOUR + 10000);
    const due = next();
    expect(due.missed.count).toBe((5 * 3600) / 30 - 1);
    expect(due.dueUtcMs).toBe(NOON + 5 * MS_PER_HOUR);
    expect(next().dueUtcMs).toBe(NOON + 5 * MS_PER_HOUR + INTERVAL_MS);
  });

  it("back: the series goes on at the present, its points come once more", () => {
    start(timer(30), NOON);
    for (let count = 0; count < 500; count++) next();
    clockAdvance(1000);
    correct(-3 * MS_PER_HOUR);
    const present = nowMs();
    const due = next();
    expect(due.missed.count).toBe(0);
    expect(due.dueUtcMs).toBeGreaterThanOrEqual(present);
    expect(due.dueUtcMs).toBeLessThan(present + INTERVAL_MS);
    expect(next().dueUtcMs).toBe(due.dueUtcMs + INTERVAL_MS);
    // The names of the first time are taken: the second photo of a point gets another one.
    expect(photoPath(due.dueUtcMs, utc, "CAM1", 2)).not.toBe(
      photoPath(due.dueUtcMs, utc, "CAM1", 1),
    );
  });

  it("back: the shot under way is not named by the clock of before", () => {
    start(timer(30), NOON);
    const before = next();
    correct(-3 * MS_PER_HOUR);
    planner.take(uptimeMs());
    expect(before.dueUtcMs).toBe(-1);
  });

  it("back, without anybody saying so, is noticed all the same", () => {
    start(timer(30), NOON);
    next();
    setNowMs(NOON - 3 * MS_PER_HOUR - 1000);
    expect(next().dueUtcMs).toBe(NOON - 3 * MS_PER_HOUR);
  });

  it("back begins at half an hour", () => {
    start(timer(30), NOON);
    next();
    correct(1 - 30 * MS_PER_MINUTE);
    expect(next().dueUtcMs).toBe(NOON + INTERVAL_MS);
    start(timer(30), NOON);
    next();
    correct(-30 * MS_PER_MINUTE);
    expect(next().dueUtcMs).toBe(NOON - 30 * MS_PER_MINUTE);
  });

  it("back behind the start of the window: it waits for the start", () => {
    const config = timer(30);
    config.start_wallMs = NOON;
    config.stop_wallMs = NOON + MS_PER_HOUR;
    start(config, NOON + MS_PER_HOUR);
    next();
    expect(planner.isOver()).toBe(true);
    correct(-3 * MS_PER_HOUR);
    planner.take(uptimeMs());
    expect(planner.isOver()).toBe(false);
    expect(next().dueUtcMs).toBe(NOON);
  });
});

describe("a series that begins before the time is known", () => {
  it("runs on the uptime, then goes over to UTC at the present", () => {
    start(timer(30), -1);
    clockAdvance(4000);
    expect(next().dueUtcMs).toBe(-1);
    expect(next().dueUptimeMs).toBe(INTERVAL_MS);
    clockAdvance(5000);
    setNowMs(NOON - 12000);
    planner.clockWasSet();
    const due = next();
    expect(due.dueUtcMs).toBe(NOON);
    expect(due.missed.count).toBe(0);
    expect(due.dueUptimeMs).toBe(INTERVAL_MS + 5000 + 12000);
  });
});
