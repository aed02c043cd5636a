/** The clock of a run: where it starts, how fast it goes, and what a local time means in a zone. */
import { BadOption } from "../bad_option.ts";
import type { CivilTime, StartDate } from "./options.ts";

/** A clock that starts at `start_utc_ms` now and runs `speed` times as fast as real time. */
export function shiftedClock(start_utc_ms: number, speed: number): () => Date {
  const begin_ms = performance.now();
  return () => new Date(start_utc_ms + (performance.now() - begin_ms) * speed);
}

function offsetAt(format: Intl.DateTimeFormat, utc_ms: number): number {
  const parts = new Map(
    format.formatToParts(utc_ms).map(({ type, value }) => [type, Number(value)]),
  );
  const part = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0;
  const shown_ms = Date.UTC(
    part("year"),
    part("month") - 1,
    part("day"),
    part("hour"),
    part("minute"),
    part("second"),
  );
  return shown_ms - utc_ms;
}

/**
 * The moment at which clocks in an IANA zone show `local`. Of an hour that happens twice the first
 * is meant; a time that is skipped in spring becomes the same distance after the jump.
 */
export function momentOfLocalTime(local: CivilTime, timeZone: string): number {
  const format = new Intl.DateTimeFormat("en-u-ca-gregory-nu-latn", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  const [year, month, day, hour, minute, second] = local;
  const asUtc_ms = Date.UTC(year, month - 1, day, hour, minute, second);
  const day_ms = 24 * 60 * 60 * 1000;
  const before = offsetAt(format, asUtc_ms - day_ms);
  const after = offsetAt(format, asUtc_ms + day_ms);
  const candidates = [asUtc_ms - before, asUtc_ms - after];
  const fits = candidates.filter((utc_ms) => utc_ms + offsetAt(format, utc_ms) === asUtc_ms);
  return Math.min(...(fits.length > 0 ? fits : [asUtc_ms - before]));
}

/** The moment at which the camera's clock starts, as milliseconds since 1970 in UTC. */
export function startMoment(date: StartDate | null, timeZone: string | null): number {
  if (date === null) {
    return Date.now();
  }
  if (date.kind === "moment") {
    return date.utc_ms;
  }
  try {
    const machineZone = new Intl.DateTimeFormat().resolvedOptions().timeZone;
    return momentOfLocalTime(date.year_to_second, timeZone ?? machineZone);
  } catch {
    throw new BadOption(
      `--date: the settings name the time zone "${timeZone ?? ""}", which does not exist; give the date ` +
        "with an offset, for example 2026-06-21T22:30:00+02:00.",
    );
  }
}
