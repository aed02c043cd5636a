/** timeapi.io: the legacy routes in camelCase and the v1 routes in snake_case. */
import type { CloudRequest, Reply, Service } from "../exchange.ts";
import { textReply } from "../exchange.ts";
import type { SeededRandom } from "../random.ts";
import type { LocalTime } from "./zones.ts";
import { isZone, localTime, offsetText, summerTime } from "./zones.ts";

const weekdays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

function two(value: number): string {
  return String(value).padStart(2, "0");
}

function json(value: unknown, status = 200): Reply {
  const headers = { "Content-Type": "application/json; charset=utf-8" };
  return { status, headers, body: Buffer.from(JSON.stringify(value)) };
}

function weekday({ weekday: day }: LocalTime): string {
  return weekdays[day] ?? "";
}

/** A wall time without offset. .NET trims trailing zeros, down to no fraction at all. */
function wallTime(at: LocalTime, random: SeededRandom): string {
  const ticks = at.millisecond === 0 ? 0 : at.millisecond * 10_000 + random.integer(10_000);
  const fraction = String(ticks).padStart(7, "0").replace(/0+$/, "");
  const date = `${at.year}-${two(at.month)}-${two(at.day)}`;
  const whole = `${date}T${two(at.hour)}:${two(at.minute)}:${two(at.second)}`;
  return fraction === "" ? whole : `${whole}.${fraction}`;
}

/** Offset in the form of the legacy zone answer. */
function legacyOffset(offset_s: number) {
  return { seconds: offset_s, milliseconds: offset_s * 1000, ticks: offset_s * 1e7 };
}

interface Question {
  moment: Date;
  zone: string;
  random: SeededRandom;
}

function legacyCurrent({ moment, zone, random }: Question): unknown {
  const at = localTime(moment, zone);
  const summer = summerTime(moment, zone);
  return {
    year: at.year,
    month: at.month,
    day: at.day,
    hour: at.hour,
    minute: at.minute,
    seconds: at.second,
    milliSeconds: at.millisecond,
    dateTime: wallTime(at, random),
    date: `${two(at.month)}/${two(at.day)}/${at.year}`,
    time: `${two(at.hour)}:${two(at.minute)}`,
    timeZone: zone,
    dayOfWeek: weekday(at),
    dstActive: summer !== null && at.offset_s === summer.summer_s,
  };
}

function legacyZone({ moment, zone, random }: Question): unknown {
  const at = localTime(moment, zone);
  const summer = summerTime(moment, zone);
  const saved_s = summer === null ? 0 : summer.summer_s - summer.standard_s;
  const interval =
    summer === null
      ? null
      : {
          dstName: `${zone} (summer)`,
          dstOffsetToUtc: legacyOffset(summer.summer_s),
          dstOffsetToStandardTime: legacyOffset(saved_s),
          dstStart: summer.from.toISOString(),
          dstEnd: summer.until.toISOString(),
        };
  return {
    timeZone: zone,
    currentLocalTime: wallTime(at, random),
    currentUtcOffset: legacyOffset(at.offset_s),
    standardUtcOffset: legacyOffset(summer?.standard_s ?? at.offset_s),
    hasDayLightSaving: summer !== null,
    isDayLightSavingActive: summer !== null && at.offset_s === summer.summer_s,
    dstInterval: interval,
  };
}

function v1Current({ moment, zone, random }: Question): unknown {
  const at = localTime(moment, zone);
  const summer = summerTime(moment, zone);
  return {
    date: `${at.year}-${two(at.month)}-${two(at.day)}`,
    time: `${two(at.hour)}:${two(at.minute)}:${two(at.second)}`,
    date_time: `${wallTime(at, random)}${offsetText(at.offset_s, ":")}`,
    day_of_week: weekday(at),
    timezone: zone,
    utc_offset_seconds: at.offset_s,
    dst_active: summer !== null && at.offset_s === summer.summer_s,
  };
}

function v1Zone({ moment, zone, random }: Question): unknown {
  const at = localTime(moment, zone);
  const summer = summerTime(moment, zone);
  return {
    timezone: zone,
    local_time: `${wallTime(at, random)}${offsetText(at.offset_s, ":")}`,
    utc_time: moment.toISOString(),
    unix_timestamp: Math.floor(moment.getTime() / 1000),
    day_of_week: weekday(at),
    current_utc_offset_seconds: at.offset_s,
    standard_utc_offset_seconds: summer?.standard_s ?? at.offset_s,
    dst_utc_offset_seconds: summer?.summer_s ?? null,
    dst_offset_seconds: summer === null ? null : summer.summer_s - summer.standard_s,
    has_dst: summer !== null,
    dst_active: summer !== null && at.offset_s === summer.summer_s,
    dst_from: summer?.from.toISOString() ?? null,
    dst_until: summer?.until.toISOString() ?? null,
  };
}

/** Both spellings of the parameter are in use. */
function zoneAsked(query: URLSearchParams): string | null {
  return query.get("timeZone") ?? query.get("timezone");
}

function zoned(request: CloudRequest, random: SeededRandom, show: (asked: Question) => unknown) {
  const zone = zoneAsked(request.query);
  if (zone === null || !isZone(zone)) return json("Invalid Timezone", 400);
  return json(show({ moment: request.now, zone, random }));
}

/** Nautical zone of a place: the real service knows borders, this one only the longitude. */
function coordinateZone(query: URLSearchParams): string | null {
  const [latitude, longitude] = [query.get("latitude"), query.get("longitude")].map((text) =>
    text === null || text === "" ? NaN : Number(text),
  );
  if (latitude === undefined || longitude === undefined) return null;
  if (!(Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180)) return null;
  const hours = Math.round(longitude / 15);
  // The sign in these names is that of POSIX: west is positive.
  return hours === 0 ? "Etc/GMT" : `Etc/GMT${hours < 0 ? "+" : "-"}${Math.abs(hours)}`;
}

function atCoordinate(request: CloudRequest, random: SeededRandom): Reply {
  const zone = coordinateZone(request.query);
  if (zone === null) return json("Invalid coordinates", 400);
  return json(v1Current({ moment: request.now, zone, random }));
}

function answer(request: CloudRequest, random: SeededRandom): Reply {
  if (request.method !== "GET") return textReply(405, "Method not allowed");
  switch (request.path.toLowerCase()) {
    case "/api/time/current/zone":
      return zoned(request, random, legacyCurrent);
    case "/api/timezone/zone":
      return zoned(request, random, legacyZone);
    case "/api/v1/time/current/unix":
      return json({ unix_timestamp: Math.floor(request.now.getTime() / 1000) });
    case "/api/v1/time/current/zone":
      return zoned(request, random, v1Current);
    case "/api/v1/time/current/coordinate":
      return atCoordinate(request, random);
    case "/api/v1/timezone/zone":
      return zoned(request, random, v1Zone);
    default:
      return textReply(404, "Not found");
  }
}

export function timeApi(random: SeededRandom): Service {
  return {
    route: (_method, path) => path.slice(1),
    bodyBytesMax: () => 64 * 1024,
    standingHeaders: () => ({ Server: "nginx" }),
    answer: (request) => answer(request, random),
  };
}
