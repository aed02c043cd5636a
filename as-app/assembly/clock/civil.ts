/**
 * The proleptic Gregorian calendar, without zones.
 *
 * "Wall" milliseconds count what a wall clock shows: the milliseconds from 1970-01-01 00:00:00 to
 * the shown date and time, each shown day being 86,400 s long. In UTC they are the UTC
 * milliseconds; in a zone, clock/posix_tz.ts converts. A real local day may have 23 or 25 hours:
 * never step from one local day to the next in UTC; step in wall time and convert.
 */

export const MS_PER_SECOND: i64 = 1000;
export const MS_PER_MINUTE: i64 = 60000;
export const MS_PER_HOUR: i64 = 3600000;
export const MS_PER_DAY: i64 = 86400000;

/** Quotient rounded down, also below zero; `divisor` > 0. */
export function floorDivide(value: i64, divisor: i64): i64 {
  const quotient = value / divisor;
  return value % divisor < 0 ? quotient - 1 : quotient;
}

/** A date as people write it. */
export class CivilDate {
  /** `month` 1..12, `day` 1..31. */
  constructor(
    public year: i32,
    public month: i32,
    public day: i32,
  ) {}
}

/** Whether February of `year` has 29 days. */
export function isLeapYear(year: i32): bool {
  return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

/** Days of a month, 28..31; `month` 1..12. */
export function daysInMonth(year: i32, month: i32): i32 {
  if (month == 2) return isLeapYear(year) ? 29 : 28;
  return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

/**
 * Days from 1970-01-01 to a date. The year is taken to begin in March, so that the leap day is its
 * last (Hinnant, "chrono-Compatible Low-Level Date Algorithms"). Right for years
 * -5,000,000..5,000,000.
 */
export function daysFromCivil(year: i32, month: i32, day: i32): i32 {
  const marchYear = month <= 2 ? year - 1 : year;
  const era = (marchYear >= 0 ? marchYear : marchYear - 399) / 400;
  const yearOfEra = marchYear - era * 400;
  const dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
  const dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
  return era * 146097 + dayOfEra - 719468;
}

/** The date `days` after 1970-01-01; the inverse of daysFromCivil. */
export function civilFromDays(days: i32): CivilDate {
  const shifted = days + 719468;
  const era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
  const dayOfEra = shifted - era * 146097;
  const yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146096) / 365;
  const dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
  const marchMonth = (5 * dayOfYear + 2) / 153;
  const day = dayOfYear - (153 * marchMonth + 2) / 5 + 1;
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  return new CivilDate(yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day);
}

/** Day of the week of a day counted from 1970-01-01: 0 = Sunday .. 6 = Saturday. */
export function weekday(days: i32): i32 {
  const remainder = (days + 4) % 7;
  return remainder < 0 ? remainder + 7 : remainder;
}

/** Days since 1970-01-01 that wall milliseconds lie in. */
export function daysFromWall(wallMs: i64): i32 {
  return <i32>floorDivide(wallMs, MS_PER_DAY);
}

/** Milliseconds since the midnight that wall milliseconds follow, 0..86,399,999. */
export function timeOfDayMs(wallMs: i64): i32 {
  return <i32>(wallMs - floorDivide(wallMs, MS_PER_DAY) * MS_PER_DAY);
}

/** Minute of the day, 0..1439. */
export function minuteOfDay(wallMs: i64): i32 {
  return timeOfDayMs(wallMs) / <i32>MS_PER_MINUTE;
}

/** Whether the fields are a date and time that a calendar shows (seconds 0..59: no leap second). */
export function isCivil(
  year: i32,
  month: i32,
  day: i32,
  hour: i32 = 0,
  minute: i32 = 0,
  second: i32 = 0,
): bool {
  return (
    year >= 1 &&
    year <= 9999 &&
    month >= 1 &&
    month <= 12 &&
    day >= 1 &&
    day <= daysInMonth(year, month) &&
    <u32>hour < 24 &&
    <u32>minute < 60 &&
    <u32>second < 60
  );
}

/** Wall milliseconds of a date and time; the fields are not checked, see isCivil. */
export function wallFromCivil(
  year: i32,
  month: i32,
  day: i32,
  hour: i32 = 0,
  minute: i32 = 0,
  second: i32 = 0,
): i64 {
  const days = <i64>daysFromCivil(year, month, day);
  return days * MS_PER_DAY + <i64>(hour * 3600 + minute * 60 + second) * MS_PER_SECOND;
}

/** Room for the longest text below, in UTF-16 code units. */
const TEXT_UNITS_MAX: i32 = 32;
const text: usize = memory.data(64);
let textUnits: i32 = 0;

function addUnit(unit: i32): void {
  if (textUnits >= TEXT_UNITS_MAX) return;
  store<u16>(text + ((<usize>textUnits) << 1), <u16>unit);
  textUnits++;
}

function addDigits(value: i32, digits: i32): void {
  if (digits > 1) addDigits(value / 10, digits - 1);
  addUnit(0x30 + (value % 10));
}

function addDate(wallMs: i64, separator: i32): void {
  const date = civilFromDays(daysFromWall(wallMs));
  addDigits(date.year, 4);
  if (separator != 0) addUnit(separator);
  addDigits(date.month, 2);
  if (separator != 0) addUnit(separator);
  addDigits(date.day, 2);
}

function addTime(wallMs: i64, separator: i32): void {
  const second = timeOfDayMs(wallMs) / <i32>MS_PER_SECOND;
  addDigits(second / 3600, 2);
  if (separator != 0) addUnit(separator);
  addDigits((second / 60) % 60, 2);
  if (separator != 0) addUnit(separator);
  addDigits(second % 60, 2);
}

function takeText(): string {
  const taken = String.UTF16.decodeUnsafe(text, (<usize>textUnits) << 1);
  textUnits = 0;
  return taken;
}

/** A number of 0 or more with at least `digits` (1..10) digits, filled up with zeros. */
export function padded(value: i32, digits: i32): string {
  let needed = digits;
  let rest = value;
  for (let count = 1; rest >= 10; count++) {
    rest /= 10;
    if (count >= needed) needed = count + 1;
  }
  addDigits(value, needed);
  return takeText();
}

/** YYYYMMDD; years 0..9999. */
export function formatDay(wallMs: i64): string {
  addDate(wallMs, 0);
  return takeText();
}

/** YYYYMMDD-HHMMSS; years 0..9999. Milliseconds are cut off. */
export function formatStamp(wallMs: i64): string {
  addDate(wallMs, 0);
  addUnit(0x2d);
  addTime(wallMs, 0);
  return takeText();
}

/** YYYY-MM-DD HH:MM:SS, as in a log; years 0..9999. */
export function formatWall(wallMs: i64): string {
  addDate(wallMs, 0x2d);
  addUnit(0x20);
  addTime(wallMs, 0x3a);
  return takeText();
}

/**
 * RFC 3339: YYYY-MM-DDTHH:MM:SS+HH:MM, or Z for an offset of 0; years 0..9999, milliseconds cut
 * off. RFC 3339 has no seconds in offsets: of one that has, they are cut off from date, time and
 * offset.
 */
export function formatRfc3339(utcMs: i64, offset_s: i32): string {
  const offsetMinutes = offset_s / 60;
  const wallMs = utcMs + <i64>offsetMinutes * MS_PER_MINUTE;
  addDate(wallMs, 0x2d);
  addUnit(0x54);
  addTime(wallMs, 0x3a);
  if (offsetMinutes == 0) {
    addUnit(0x5a);
    return takeText();
  }
  const size = abs<i32>(offsetMinutes);
  addUnit(offsetMinutes < 0 ? 0x2d : 0x2b);
  addDigits(size / 60, 2);
  addUnit(0x3a);
  addDigits(size % 60, 2);
  return takeText();
}
