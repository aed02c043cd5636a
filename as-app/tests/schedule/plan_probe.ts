/** For benchmarks: how long planning takes. */
import { wallFromCivil } from "../../assembly/clock/civil";
import { LONG_AGO } from "../../assembly/clock/posix_tz";
import { SUN_OFFICIAL_DEG, Sun } from "../../assembly/clock/sun";
import { DarkBySun } from "../../assembly/schedule/dark";
import { NO_SHOT, Schedule, Window } from "../../assembly/schedule/schedule";

function yearBySun(dayInterval_s: i32, darkInterval_s: i32): Schedule {
  const limits = new Window();
  limits.startMs = wallFromCivil(2026, 1, 1);
  limits.stopMs = wallFromCivil(2027, 1, 1) - 1;
  const rule = new DarkBySun(new Sun(52.3676, 4.9041, SUN_OFFICIAL_DEG), 0);
  return new Schedule(limits.startMs, dayInterval_s, darkInterval_s, limits, rule);
}

/** Plan every shot of a year in Amsterdam, dark being by the sun; returns how many there are. */
export function planYear(dayInterval_s: i32, darkInterval_s: i32): i64 {
  const schedule = yearBySun(dayInterval_s, darkInterval_s);
  let count: i64 = 0;
  let shot = schedule.nextShot(LONG_AGO);
  while (shot != NO_SHOT) {
    count++;
    shot = schedule.nextShot(shot);
  }
  return count;
}

/** The same number without planning each. */
export function countYear(dayInterval_s: i32, darkInterval_s: i32): i64 {
  return yearBySun(dayInterval_s, darkInterval_s).countShots(LONG_AGO, NO_SHOT);
}
