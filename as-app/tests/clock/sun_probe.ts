/** What tests/clock asks of the sun. */
import { Sun, SunDay, sine } from "../../assembly/clock/sun";
import { DarkBySun } from "../../assembly/schedule/dark";

let sun = new Sun(0, 0, 0);
let day = new SunDay();
let rule = new DarkBySun(sun, 0);

export function open(
  latitude_deg: f64,
  longitude_deg: f64,
  threshold_deg: f64,
  offset_min: i32,
): void {
  sun = new Sun(latitude_deg, longitude_deg, threshold_deg);
  rule = new DarkBySun(sun, offset_min);
}

export function openDay(aroundMs: i64): i32 {
  day = sun.day(aroundMs);
  return day.kind;
}

export function noonMs(): i64 {
  return day.noonMs;
}

export function riseMs(): i64 {
  return day.riseMs;
}

export function setMs(): i64 {
  return day.setMs;
}

export function isDown(utcMs: i64): bool {
  return sun.isDown(utcMs);
}

export function sineOfAltitude(utcMs: i64): f64 {
  return sun.sineOfAltitude(utcMs);
}

export function isDark(utcMs: i64): bool {
  return rule.isDark(utcMs);
}

export function sineOf(degrees: f64): f64 {
  return sine(degrees);
}
