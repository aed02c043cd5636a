import { wallFromCivil } from "../../assembly/clock/civil";
import { parsePosixTz, Zone } from "../../assembly/clock/posix_tz";
import { Dark, TimerConfig } from "../../assembly/config/camconfig";
import { setNowMs, uptimeMs } from "../../assembly/host/clock";
import { Planner } from "../../assembly/schedule/planner";
import { clockAdvance, resetDoubles } from "../double";

function amsterdam(): Zone {
  const zone = parsePosixTz("CET-1CEST,M3.5.0,M10.5.0/3").zone;
  return zone ? zone : new Zone();
}

/** Shots that are taken in the next 24 h by who looks every second. */
function taken(planner: Planner): i64 {
  let count: i64 = 0;
  for (let second = 0; second < 86400; second++) {
    clockAdvance(1000);
    const due = planner.take(uptimeMs());
    if (due == null) continue;
    expect(due.missed.count).toBe(0);
    count++;
  }
  return count;
}

/** Whether the number of shots foretold at a UTC moment is the number then taken. */
function expectForetold(config: TimerConfig, utcMs: i64): void {
  resetDoubles();
  const planner = new Planner(config, amsterdam());
  if (utcMs >= 0) setNowMs(utcMs);
  planner.start(uptimeMs());
  planner.take(uptimeMs());
  const foretold = planner.shotsNextDay(uptimeMs());
  expect(foretold).toBe(taken(planner));
}

describe("the shots of the next 24 h", () => {
  it("are those that are then taken, day and night, also when the clocks change", () => {
    const config = new TimerConfig();
    config.dayInterval_s = 37;
    config.darkInterval_s = 610;
    config.dark = Dark.HOURS;
    config.darkFrom_min = 21 * 60;
    config.darkTo_min = 6 * 60 + 30;
    expectForetold(config, wallFromCivil(2026, 6, 21, 9, 12, 40));
    expectForetold(config, wallFromCivil(2026, 3, 28, 20, 0, 1));
    expectForetold(config, wallFromCivil(2026, 10, 24, 20, 0, 1));
    config.dark = Dark.SUN;
    config.latitude_deg = 52.37;
    config.longitude_deg = 4.9;
    expectForetold(config, wallFromCivil(2026, 1, 15, 3, 0, 0));
  });

  it("end with the run", () => {
    const config = new TimerConfig();
    config.stop_wallMs = wallFromCivil(2026, 6, 21, 18, 0, 0);
    expectForetold(config, wallFromCivil(2026, 6, 21, 9, 0, 0));
    expectForetold(config, wallFromCivil(2026, 6, 21, 17, 0, 0));
  });

  it("are those of the day's interval while the time is not known", () => {
    const config = new TimerConfig();
    config.dayInterval_s = 60;
    expectForetold(config, -1);
  });
});
