/**
 * Zones as POSIX TZ strings ("CET-1CEST,M3.5.0,M10.5.0/3"; POSIX.1-2024, Base Definitions 8.3, with
 * the times of -167..167 hours that it and RFC 9636 allow): reading them, when summer time begins
 * and ends, UTC to local time and back.
 *
 * A string holds only the rule that is in force now; earlier times are as if it had always been.
 */
import {
  MS_PER_DAY,
  MS_PER_SECOND,
  civilFromDays,
  daysFromCivil,
  daysFromWall,
  daysInMonth,
  formatRfc3339,
  isLeapYear,
  weekday,
} from "./civil";

/** An instant before and one after everything. */
export const LONG_AGO: i64 = i64.MIN_VALUE;
export const NEVER: i64 = i64.MAX_VALUE;

/** How a rule names a day of the year. */
export enum RuleDay {
  /** Mm.w.d: the w-th weekday d of month m; week 5 is the last. */
  MONTH_WEEK,
  /** Jn: 1..365, 29 February is never counted. */
  JULIAN,
  /** n: 0..365, 29 February is counted. */
  DAY_OF_YEAR,
}

/** When, each year, summer time begins or ends. */
export class ZoneRule {
  kind: RuleDay = RuleDay.MONTH_WEEK;
  /** 1..12 */
  month: i32 = 1;
  /** 1..5 */
  week: i32 = 1;
  /** Weekday 0 = Sunday, or the number of JULIAN and DAY_OF_YEAR. */
  day: i32 = 0;
  /** Wall time in force before the change, in seconds after 00:00 of that day; may lie days off. */
  time_s: i32 = 7200;

  constructor(month: i32, week: i32, day: i32) {
    this.month = month;
    this.week = week;
    this.day = day;
  }

  /** Wall milliseconds of the change in a year, by the clock in force before it. */
  wallMs(year: i32): i64 {
    return <i64>this.days(year) * MS_PER_DAY + <i64>this.time_s * MS_PER_SECOND;
  }

  private days(year: i32): i32 {
    const newYear = daysFromCivil(year, 1, 1);
    if (this.kind == RuleDay.DAY_OF_YEAR) return newYear + this.day;
    if (this.kind == RuleDay.JULIAN) {
      return newYear + this.day - (isLeapYear(year) && this.day >= 60 ? 0 : 1);
    }
    const first = daysFromCivil(year, this.month, 1);
    const offset = (this.day - weekday(first) + 7) % 7;
    const days = offset + (this.week - 1) * 7;
    return first + (days < daysInMonth(year, this.month) ? days : days - 7);
  }
}

/** What a zone's clocks do. */
export class Zone {
  standardName: string = "UTC";
  /** Seconds east of UTC (POSIX counts west) in standard time. */
  standardOffset_s: i32 = 0;
  hasSummerTime: bool = false;
  summerName: string = "";
  /** Seconds east of UTC in summer time; less than standard time's in a zone like Dublin's. */
  summerOffset_s: i32 = 0;
  start: ZoneRule = new ZoneRule(3, 2, 0);
  end: ZoneRule = new ZoneRule(11, 1, 0);

  // The stretch of constant offset that was looked at last: [from, until).
  private from: i64 = NEVER;
  private until: i64 = LONG_AGO;
  private summer: bool = false;

  /** Whether "summer time", the second name of the string, is in force. */
  isSummerTime(utcMs: i64): bool {
    this.look(utcMs);
    return this.summer;
  }

  /** Seconds east of UTC at an instant. */
  offset_s(utcMs: i64): i32 {
    return this.isSummerTime(utcMs) ? this.summerOffset_s : this.standardOffset_s;
  }

  /** The name in force, like CEST or +0545. */
  abbreviation(utcMs: i64): string {
    return this.isSummerTime(utcMs) ? this.summerName : this.standardName;
  }

  /** What wall clocks show at an instant. */
  wallMs(utcMs: i64): i64 {
    return utcMs + <i64>this.offset_s(utcMs) * MS_PER_SECOND;
  }

  /** An instant as RFC 3339 writes it in this zone. */
  rfc3339(utcMs: i64): string {
    return formatRfc3339(utcMs, this.offset_s(utcMs));
  }

  /** First instant after `utcMs` at which the clocks are changed, or NEVER. */
  nextChange(utcMs: i64): i64 {
    this.look(utcMs);
    return this.until;
  }

  /**
   * The instant at which wall clocks show `wallMs`. Of a wall time that is skipped when the clocks
   * go forward it is the first instant after the gap; of one that comes twice, the first, or with
   * `second` the second instant.
   */
  utcMs(wallMs: i64, second: bool = false): i64 {
    const larger = <i64>max(this.standardOffset_s, this.summerOffset_s) * MS_PER_SECOND;
    const smaller = <i64>min(this.standardOffset_s, this.summerOffset_s) * MS_PER_SECOND;
    if (!this.hasSummerTime) return wallMs - <i64>this.standardOffset_s * MS_PER_SECOND;
    const early = wallMs - larger;
    const late = wallMs - smaller;
    const earlyFits = this.wallMs(early) == wallMs;
    const lateFits = this.wallMs(late) == wallMs;
    if (earlyFits && (!lateFits || !second)) return early;
    if (lateFits) return late;
    return this.nextChange(early);
  }

  /** Whether wall clocks show the time of `utcMs` for the second time. */
  isRepeated(utcMs: i64): bool {
    return this.utcMs(this.wallMs(utcMs)) != utcMs;
  }

  /** Find the stretch of constant offset around an instant. */
  private look(utcMs: i64): void {
    if (utcMs >= this.from && utcMs < this.until) return;
    this.from = LONG_AGO;
    this.until = NEVER;
    this.summer = false;
    if (!this.hasSummerTime) return;
    // Changes lie up to a week outside their year, and in the south summer time spans New Year.
    const year = civilFromDays(daysFromWall(utcMs)).year;
    for (let begun = year - 2; begun <= year + 1; begun++) this.narrow(utcMs, begun);
    if (this.summer) this.widen(year);
  }

  private startMs(year: i32): i64 {
    return this.start.wallMs(year) - <i64>this.standardOffset_s * MS_PER_SECOND;
  }

  /** End of the summer time that begins in a year. */
  private endMs(begun: i32): i64 {
    const offset = <i64>this.summerOffset_s * MS_PER_SECOND;
    const end = this.end.wallMs(begun) - offset;
    return end >= this.startMs(begun) ? end : this.end.wallMs(begun + 1) - offset;
  }

  /** Take the summer time that begins in a year into account. */
  private narrow(utcMs: i64, begun: i32): void {
    const start = this.startMs(begun);
    const end = this.endMs(begun);
    if (start == end) return;
    if (utcMs >= start && utcMs < end) {
      this.summer = true;
      this.from = start;
      this.until = end;
    } else if (!this.summer) {
      if (end <= utcMs) this.from = max(this.from, end);
      if (start > utcMs) this.until = min(this.until, start);
    }
  }

  /** Where one summer time begins as the last one ends, it is summer all year, unchanged. */
  private widen(year: i32): void {
    let joined = true;
    for (let begun = year - 1; begun <= year + 1; begun++) {
      if (this.endMs(begun - 1) < this.startMs(begun)) joined = false;
    }
    if (!joined) return;
    this.from = LONG_AGO;
    this.until = NEVER;
  }
}

/** What reading a POSIX TZ string gave: a zone, or a sentence why not. */
export class ZoneResult {
  constructor(
    public zone: Zone | null,
    public error: string,
  ) {}
}

/**
 * Read `std offset [dst [offset] [,start[/time],end[/time]]]`. A missing DST offset is one hour
 * ahead of standard time; missing rules are M3.2.0,M11.1.0, as in the IANA and GNU libraries. The
 * form that begins with a colon is not taken.
 */
export function parsePosixTz(text: string): ZoneResult {
  const reader = new Reader(text);
  const zone = reader.zone();
  if (reader.expected.length == 0) return new ZoneResult(zone, "");
  return new ZoneResult(null, reader.sentence());
}

/** Reads a string from left to right; after the first thing missed it reads no further. */
class Reader {
  private at: i32 = 0;
  /** What was expected at `at` and not found, or "". */
  expected: string = "";

  constructor(private text: string) {}

  sentence(): string {
    const found = this.at < this.text.length ? 'has "' + this.text.charAt(this.at) + '"' : "ends";
    const column = (this.at + 1).toString();
    return (
      'the POSIX time zone "' +
      this.text +
      '" ' +
      found +
      " at column " +
      column +
      ", where " +
      this.expected +
      " is expected; a right one is CET-1CEST,M3.5.0,M10.5.0/3"
    );
  }

  zone(): Zone {
    const zone = new Zone();
    zone.standardName = this.name();
    zone.standardOffset_s = -this.duration(24, true);
    if (this.failed || this.at == this.text.length) return zone;
    zone.hasSummerTime = true;
    zone.summerName = this.name();
    zone.summerOffset_s = zone.standardOffset_s + 3600;
    if (!this.failed && this.at < this.text.length && this.unit != 0x2c) {
      zone.summerOffset_s = -this.duration(24, true);
    }
    if (this.failed || this.at == this.text.length) return zone;
    this.rule(zone.start);
    this.rule(zone.end);
    if (!this.failed && this.at < this.text.length) this.miss("the end of the zone");
    return zone;
  }

  private get failed(): bool {
    return this.expected.length > 0;
  }

  /** The code unit at the reading place, 0 at the end. */
  private get unit(): i32 {
    return this.at < this.text.length ? this.text.charCodeAt(this.at) : 0;
  }

  private miss(expected: string): void {
    if (!this.failed) this.expected = expected;
  }

  private accept(unit: i32): bool {
    if (this.failed || this.unit != unit) return false;
    this.at++;
    return true;
  }

  /** Three or more letters, or three or more letters, digits, + and - within < and >. */
  private name(): string {
    const quoted = this.accept(0x3c);
    const start = this.at;
    while (isLetter(this.unit) || (quoted && isDigitOrSign(this.unit))) this.at++;
    const name = this.text.substring(start, this.at);
    if (name.length < 3) this.miss("a name of three or more letters, or one in < and >,");
    if (quoted && !this.accept(0x3e)) this.miss('the ">" of a name');
    return name;
  }

  /** A number of 1 to 3 digits between two limits. */
  private number(smallest: i32, largest: i32, expected: string): i32 {
    if (this.failed) return 0;
    const start = this.at;
    let value = 0;
    while (this.at - start < 3 && isDigit(this.unit)) {
      value = value * 10 + this.unit - 0x30;
      this.at++;
    }
    if (this.at > start && value >= smallest && value <= largest) return value;
    this.at = start;
    this.miss(expected);
    return 0;
  }

  /** [+-]h[hh][:mm[:ss]] in seconds. */
  private duration(hours: i32, offset: bool): i32 {
    const negative = this.accept(0x2d);
    if (!negative) this.accept(0x2b);
    const hourText = offset ? "an offset of 0 to 24 hours" : "a time of -167 to 167 hours";
    let seconds = this.number(0, hours, hourText) * 3600;
    if (this.accept(0x3a)) seconds += this.number(0, 59, "a minute of 0 to 59") * 60;
    if (this.accept(0x3a)) seconds += this.number(0, 59, "a second of 0 to 59");
    return negative ? -seconds : seconds;
  }

  /** ,Mm.w.d ,Jn or ,n with /time. */
  private rule(rule: ZoneRule): void {
    if (!this.accept(0x2c)) this.miss('a rule after a ","');
    if (this.accept(0x4d)) {
      rule.month = this.number(1, 12, "a month of 1 to 12");
      if (!this.accept(0x2e)) this.miss('a "." and a week');
      rule.week = this.number(1, 5, "a week of 1 to 5");
      if (!this.accept(0x2e)) this.miss('a "." and a weekday');
      rule.day = this.number(0, 6, "a weekday of 0 (Sunday) to 6");
    } else if (this.accept(0x4a)) {
      rule.kind = RuleDay.JULIAN;
      rule.day = this.number(1, 365, "a day of 1 to 365");
    } else {
      rule.kind = RuleDay.DAY_OF_YEAR;
      rule.day = this.number(0, 365, "M, J or a day of 0 to 365");
    }
    if (this.accept(0x2f)) rule.time_s = this.duration(167, false);
  }
}

function isDigit(unit: i32): bool {
  return unit >= 0x30 && unit <= 0x39;
}

function isLetter(unit: i32): bool {
  const small = unit | 0x20;
  return small >= 0x61 && small <= 0x7a;
}

function isDigitOrSign(unit: i32): bool {
  return isDigit(unit) || unit == 0x2b || unit == 0x2d;
}
