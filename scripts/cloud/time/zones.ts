/** Time zones by IANA name, from the tables that come with Node.js. */

/** Wall-clock fields at a moment in a zone. */
export interface LocalTime {
  year: number;
  /** 1 to 12. */
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  millisecond: number;
  /** 0 = Sunday. */
  weekday: number;
  /** 1 = 1 January. */
  yearDay: number;
  /** East of Greenwich. */
  offset_s: number;
}

const day_ms = 24 * 60 * 60 * 1000;

/** Whether `name` is a zone. Intl takes names in any case and offsets too; the services do not. */
export function isZone(name: string): boolean {
  if (!/^[A-Z][A-Za-z0-9_+-]*(\/[A-Z][A-Za-z0-9_+-]*)*$/.test(name)) return false;
  try {
    new Intl.DateTimeFormat("en-US", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

function zoneName(moment: Date, zone: string, style: "short" | "longOffset", locale: string) {
  const format = new Intl.DateTimeFormat(locale, { timeZone: zone, timeZoneName: style });
  return format.formatToParts(moment).find(({ type }) => type === "timeZoneName")?.value ?? "";
}

/** Seconds east of Greenwich. */
export function offsetAt(moment: Date, zone: string): number {
  const text = zoneName(moment, zone, "longOffset", "en-US");
  const [, sign, hours, minutes, seconds] = /^GMT([+-])(\d+):(\d+)(?::(\d+))?$/.exec(text) ?? [];
  const offset_s = Number(hours ?? 0) * 3600 + Number(minutes ?? 0) * 60 + Number(seconds ?? 0);
  return sign === "-" ? -offset_s : offset_s;
}

export function localTime(moment: Date, zone: string): LocalTime {
  const offset_s = offsetAt(moment, zone);
  const shifted = new Date(moment.getTime() + offset_s * 1000);
  const newYear_ms = Date.UTC(shifted.getUTCFullYear(), 0, 1);
  return {
    year: shifted.getUTCFullYear(),
    month: shifted.getUTCMonth() + 1,
    day: shifted.getUTCDate(),
    hour: shifted.getUTCHours(),
    minute: shifted.getUTCMinutes(),
    second: shifted.getUTCSeconds(),
    millisecond: shifted.getUTCMilliseconds(),
    weekday: shifted.getUTCDay(),
    yearDay: Math.floor((shifted.getTime() - newYear_ms) / day_ms) + 1,
    offset_s,
  };
}

/** `+0530`, or with a colon `+05:30`. */
export function offsetText(offset_s: number, colon: "" | ":" = ""): string {
  const minutes = Math.floor(Math.abs(offset_s) / 60);
  const [hour, minute] = [Math.floor(minutes / 60), minutes % 60];
  const two = (value: number) => String(value).padStart(2, "0");
  return `${offset_s < 0 ? "-" : "+"}${two(hour)}${colon}${two(minute)}`;
}

/** English locales, each of which knows the abbreviations of its own part of the world. */
const locales = ["en-US", "en-GB", "en-AU", "en-NZ", "en-IN", "en-ZA", "en-CA"];

/**
 * `CET`, `EST`; the plain offset (`+0545`, `-03`) where no locale has an abbreviation. That is so
 * for some zones that the IANA tables do abbreviate, Asia/Tokyo among them.
 */
export function abbreviation(moment: Date, zone: string): string {
  if (zone === "GMT" || zone === "Etc/GMT") return "GMT";
  for (const locale of locales) {
    const name = zoneName(moment, zone, "short", locale);
    if (/^[A-Z]{3,5}$/.test(name) && (name !== "GMT" || offsetAt(moment, zone) === 0)) return name;
  }
  return offsetText(offsetAt(moment, zone)).replace(/00$/, "");
}

/** The first moment after `from` at which the offset is another one, to the second. */
function nextTransition(from: Date, zone: string): Date | null {
  const before_s = offsetAt(from, zone);
  for (let day = 1; day <= 366; day += 1) {
    const end = new Date(from.getTime() + day * day_ms);
    if (offsetAt(end, zone) === before_s) continue;
    return bisect(new Date(end.getTime() - day_ms), end, zone);
  }
  return null;
}

function bisect(start: Date, end: Date, zone: string): Date {
  const before_s = offsetAt(start, zone);
  let [low_s, high_s] = [Math.floor(start.getTime() / 1000), Math.floor(end.getTime() / 1000)];
  while (high_s - low_s > 1) {
    const middle_s = Math.floor((low_s + high_s) / 2);
    if (offsetAt(new Date(middle_s * 1000), zone) === before_s) low_s = middle_s;
    else high_s = middle_s;
  }
  return new Date(high_s * 1000);
}

/** Standard and summer time of a zone in the year of a moment. */
export interface SummerTime {
  standard_s: number;
  summer_s: number;
  /** Begin and end of the summer time that begins in this year. */
  from: Date;
  until: Date;
}

/** Null for a zone that keeps one offset throughout the year. */
export function summerTime(moment: Date, zone: string): SummerTime | null {
  const yearStart = new Date(Date.UTC(localTime(moment, zone).year, 0, 1));
  const first = nextTransition(yearStart, zone);
  const second = first === null ? null : nextTransition(first, zone);
  if (first === null || second === null) return null;
  const [before_s, between_s] = [offsetAt(yearStart, zone), offsetAt(first, zone)];
  const standard_s = Math.min(before_s, between_s);
  const summer_s = Math.max(before_s, between_s);
  // North of the equator summer lies between the two changes of a year.
  if (between_s > before_s) return { standard_s, summer_s, from: first, until: second };
  const third = nextTransition(second, zone) ?? second;
  return { standard_s, summer_s, from: second, until: third };
}
