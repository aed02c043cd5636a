/**
 * Where the sun stands, and when it rises and sets.
 *
 * The sun's place is that of Meeus, Astronomical Algorithms (2nd ed.), chapter 25, low accuracy, as
 * in NOAA's solar calculator: within 0.01 degree from 1950 to 2050, which is at most 15 seconds of
 * sunrise between 65 degrees south and north. Refraction is the usual fixed 34', so nature itself
 * differs by more. The sea horizon is meant: no hills, no height above the sea.
 *
 * Only a sine is needed: the altitude's sine is compared instead of the altitude, and a crossing is
 * found by halving the stretch between the sun's lowest and highest place, where it goes one way.
 */
import { floorDivide } from "./civil";

/** Altitudes of the sun's centre, in degrees, at which day ends by the common definitions. */
export const SUN_OFFICIAL_DEG: f64 = -0.833;
export const SUN_CIVIL_DEG: f64 = -6;
export const SUN_NAUTICAL_DEG: f64 = -12;

/** Instead of an instant where there is none. */
export const NO_INSTANT: i64 = i64.MIN_VALUE;

const HALF_DAY_MS: i64 = 43200000;
const MS_PER_DEGREE: f64 = 240000;
const MS_PER_DAY_F: f64 = 86400000;
/** 2000-01-01 12:00 */
const J2000_MS: i64 = 946728000000;
const RADIANS: f64 = 0.017453292519943295;

/** How far nextCrossing and previousCrossing look, in half days. */
const SEARCH_HALF_DAYS: i32 = 4;

/** Sine of an angle in degrees, to 1e-9: brought into -90..90, then Taylor's series. */
export function sine(degrees: f64): f64 {
  let x = degrees - 360 * floor<f64>(degrees / 360 + 0.5);
  if (x > 90) x = 180 - x;
  if (x < -90) x = -180 - x;
  x *= RADIANS;
  const square = x * x;
  let sum: f64 = 1;
  for (let n: f64 = 14; n > 0; n -= 2) sum = 1 - (square / (n * (n + 1))) * sum;
  return x * sum;
}

function cosine(degrees: f64): f64 {
  return sine(degrees + 90);
}

/** What kind of day it is at a place. */
export enum DayKind {
  /** The sun passes the threshold at least once. */
  CHANGING,
  /** It stays above. */
  POLAR_DAY,
  /** It stays below. */
  POLAR_NIGHT,
}

/** The day, from one solar midnight to the next, around a solar noon. */
export class SunDay {
  kind: DayKind = DayKind.CHANGING;
  noonMs: i64 = 0;
  /** NO_INSTANT when the sun does not rise that day, though it may set. */
  riseMs: i64 = NO_INSTANT;
  /** NO_INSTANT when the sun does not set that day. */
  setMs: i64 = NO_INSTANT;
}

/** The sun as seen from a place, against a threshold of its altitude. */
export class Sun {
  private sineLatitude: f64;
  private cosineLatitude: f64;
  private sineThreshold: f64;
  // Place on the ecliptic and orbit, set by orbit().
  private days: f64 = 0;
  private meanLongitude: f64 = 0;
  private sineAnomaly: f64 = 0;
  private sineTwoAnomaly: f64 = 0;
  private longitude: f64 = 0;
  private obliquity: f64 = 0;
  private sineNode: f64 = 0;

  /**
   * Degrees, north and east positive, -90..90 and -180..180; threshold_deg is the altitude of the
   * sun's centre, like SUN_OFFICIAL_DEG, below which it counts as down.
   */
  constructor(
    latitude_deg: f64,
    private longitude_deg: f64,
    threshold_deg: f64,
  ) {
    this.sineLatitude = sine(latitude_deg);
    this.cosineLatitude = cosine(latitude_deg);
    this.sineThreshold = sine(threshold_deg);
  }

  /** Sine of the altitude of the sun's centre, without refraction. */
  sineOfAltitude(utcMs: i64): f64 {
    this.orbit(utcMs);
    const sineLongitude = sine(this.longitude);
    const cosineObliquity = cosine(this.obliquity);
    const sidereal =
      280.46061837 +
      360.98564736629 * this.days +
      this.longitude_deg -
      0.00478 * this.sineNode * cosineObliquity;
    // The sun's direction: equatorial, with x towards the equinox; the sum is along the zenith.
    const x = cosine(this.longitude);
    const y = cosineObliquity * sineLongitude;
    const z = sine(this.obliquity) * sineLongitude;
    return (
      this.sineLatitude * z + this.cosineLatitude * (x * cosine(sidereal) + y * sine(sidereal))
    );
  }

  /** Whether the sun is down: below the threshold. */
  isDown(utcMs: i64): bool {
    const half = this.halfDay(utcMs);
    const begin = this.extreme(half);
    const crossing = this.crossing(half);
    const downAtBegin = this.isBelow(begin);
    return crossing != NO_INSTANT && utcMs >= crossing ? !downAtBegin : downAtBegin;
  }

  /** First crossing of the threshold after an instant, or without one an instant 2 days on. */
  nextCrossing(utcMs: i64): i64 {
    const half = this.halfDay(utcMs);
    for (let i = 0; i <= SEARCH_HALF_DAYS; i++) {
      const crossing = this.crossing(half + i);
      if (crossing > utcMs) return crossing;
    }
    return this.extreme(half + SEARCH_HALF_DAYS + 1);
  }

  /** Last crossing at or before an instant, or without one an instant 2 days back. */
  previousCrossing(utcMs: i64): i64 {
    const half = this.halfDay(utcMs);
    for (let i = 0; i <= SEARCH_HALF_DAYS; i++) {
      const crossing = this.crossing(half - i);
      if (crossing != NO_INSTANT && crossing <= utcMs) return crossing;
    }
    return this.extreme(half - SEARCH_HALF_DAYS);
  }

  /** The day whose solar noon is nearest to an instant, such as a date's 12 o'clock. */
  day(utcMs: i64): SunDay {
    const half = this.halfDay(utcMs);
    const noon = half % 2 == 0 ? half + 1 : half;
    const day = new SunDay();
    day.noonMs = this.extreme(noon);
    day.riseMs = this.crossing(noon - 1);
    day.setMs = this.crossing(noon);
    if (day.riseMs == NO_INSTANT && day.setMs == NO_INSTANT) {
      day.kind = this.isBelow(day.noonMs) ? DayKind.POLAR_NIGHT : DayKind.POLAR_DAY;
    }
    return day;
  }

  private isBelow(utcMs: i64): bool {
    return this.sineOfAltitude(utcMs) < this.sineThreshold;
  }

  private orbit(utcMs: i64): void {
    this.days = <f64>(utcMs - J2000_MS) / MS_PER_DAY_F;
    const t = this.days / 36525;
    const anomaly = 357.52911 + t * (35999.05029 - 0.0001537 * t);
    this.meanLongitude = 280.46646 + t * (36000.76983 + 0.0003032 * t);
    this.sineAnomaly = sine(anomaly);
    this.sineTwoAnomaly = sine(2 * anomaly);
    const centre =
      (1.914602 - 0.004817 * t) * this.sineAnomaly +
      (0.019993 - 0.000101 * t) * this.sineTwoAnomaly +
      0.000289 * sine(3 * anomaly);
    const node = 125.04 - 1934.136 * t;
    this.sineNode = sine(node);
    this.longitude = this.meanLongitude + centre - 0.00569 - 0.00478 * this.sineNode;
    this.obliquity = 23.439291 - 0.0130042 * t + 0.00256 * cosine(node);
  }

  /** Equation of time: milliseconds that a sundial is ahead of an even clock (Smart 1956). */
  private equationOfTime(utcMs: i64): f64 {
    this.orbit(utcMs);
    const e = 0.016708634 - 0.000042037 * (this.days / 36525);
    const cosineObliquity = cosine(this.obliquity);
    const y = (1 - cosineObliquity) / (1 + cosineObliquity);
    const double = 2 * this.meanLongitude;
    const angle =
      y * sine(double) -
      2 * e * this.sineAnomaly +
      4 * e * y * this.sineAnomaly * cosine(double) -
      0.5 * y * y * sine(2 * double) -
      1.25 * e * e * this.sineTwoAnomaly;
    return (angle / RADIANS) * MS_PER_DEGREE;
  }

  /**
   * Number of the half day, by the sundial, that an instant lies in: an even number is a morning,
   * from the sun's lowest place at midnight to its highest at noon, an odd one an afternoon.
   */
  private halfDay(utcMs: i64): i64 {
    const ahead = this.longitude_deg * MS_PER_DEGREE + this.equationOfTime(utcMs);
    let half = floorDivide(utcMs + <i64>ahead, HALF_DAY_MS);
    if (utcMs < this.extreme(half)) half--;
    if (utcMs >= this.extreme(half + 1)) half++;
    return half;
  }

  /** The instant at which a half day begins. */
  private extreme(half: i64): i64 {
    const mean = half * HALF_DAY_MS - <i64>(this.longitude_deg * MS_PER_DEGREE);
    const first = mean - <i64>this.equationOfTime(mean);
    return mean - <i64>this.equationOfTime(first);
  }

  /** When the threshold is crossed in a half day, to half a second, or NO_INSTANT. */
  private crossing(half: i64): i64 {
    let before = this.extreme(half);
    let after = this.extreme(half + 1);
    const down = this.isBelow(before);
    if (this.isBelow(after) == down) return NO_INSTANT;
    while (after - before > 500) {
      const middle = before + (after - before) / 2;
      if (this.isBelow(middle) == down) before = middle;
      else after = middle;
    }
    return after;
  }
}
