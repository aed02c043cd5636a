/**
 * For `npm run bench`: an application that plans every shot of a year, a local day in each tick. It
 * reports {"kind":"planned","shots":N,"repeated":M}; repeated are those in the hour that comes twice.
 */
import { MS_PER_DAY, wallFromCivil } from "../../assembly/clock/civil";
import { parsePosixTz, Zone } from "../../assembly/clock/posix_tz";
import { SUN_CIVIL_DEG, Sun } from "../../assembly/clock/sun";
import { finish } from "../../assembly/host/app";
import { Event } from "../../assembly/log/event";
import { DarkBySun } from "../../assembly/schedule/dark";
import { NO_SHOT, Schedule, windowFromWall } from "../../assembly/schedule/schedule";

/** As in the sample of camconfig.toml, by day and in the dark. */
const INTERVAL_S: i32 = 30;

function amsterdam(): Zone {
  const zone = parsePosixTz("CET-1CEST,M3.5.0,M10.5.0/3").zone;
  return zone ? zone : new Zone();
}

const zone = amsterdam();
const begin_wallMs = wallFromCivil(2026, 1, 1);
const end_wallMs = wallFromCivil(2027, 1, 1);
const limits = windowFromWall(zone, begin_wallMs, end_wallMs - 1000);
const rule = new DarkBySun(new Sun(52.37, 4.9, SUN_CIVIL_DEG), 0);
const schedule = new Schedule(limits.startMs, INTERVAL_S, INTERVAL_S, limits, rule);

let shot: i64 = schedule.nextShot(limits.startMs - 1);
let midnight_wallMs: i64 = begin_wallMs;
let shots: i64 = 0;
let repeated: i64 = 0;

export function start(): i32 {
  return 0;
}

export function tick(now: i64): i64 {
  midnight_wallMs += MS_PER_DAY;
  while (shot != NO_SHOT && zone.wallMs(shot) < midnight_wallMs) {
    shots++;
    if (zone.isRepeated(shot)) repeated++;
    shot = schedule.nextShot(shot);
  }
  if (shot == NO_SHOT) {
    new Event("planned").whole("shots", shots).whole("repeated", repeated).publish();
    finish(0);
  }
  __collect();
  return now;
}
