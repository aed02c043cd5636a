/** Adafruit IO's time routes. */
import type { CloudRequest, Reply } from "../exchange.ts";
import { textReply } from "../exchange.ts";
import { strftime } from "../time/strftime.ts";
import { isZone, localTime, summerTime } from "../time/zones.ts";
import { AdafruitFailure, json } from "./failure.ts";

/** `seconds`, `millis` and `ISO-8601`: UTC, without account. Undefined for any other name. */
export function plainTime(name: string, now: Date): Reply | undefined {
  if (name === "seconds") return textReply(200, String(Math.floor(now.getTime() / 1000)));
  if (name === "millis") return textReply(200, String(now.getTime()));
  if (name === "ISO-8601") return textReply(200, now.toISOString().replace(/\.\d{3}Z$/, "+00:00"));
  return undefined;
}

const badFormat = "request failed - failed to generate strftime with given format";

/** The answer to a misspelt zone is the same as to a bad format. */
function zone(query: URLSearchParams): string {
  const name = query.get("tz") ?? "UTC";
  if (!isZone(name)) throw new AdafruitFailure(400, badFormat);
  return name;
}

function formatted({ query, now }: CloudRequest): Reply {
  const text = strftime(query.get("fmt") ?? "%Y-%m-%d %H:%M:%S.%L %j %u %z %Z", now, zone(query));
  if (text === null) throw new AdafruitFailure(400, badFormat);
  return textReply(200, text);
}

function struct({ query, now }: CloudRequest): Reply {
  const name = zone(query);
  const at = localTime(now, name);
  const summer = summerTime(now, name);
  return json({
    year: at.year,
    mon: at.month,
    mday: at.day,
    hour: at.hour,
    min: at.minute,
    sec: at.second,
    wday: at.weekday,
    yday: at.yearDay,
    isdst: summer !== null && at.offset_s === summer.summer_s ? 1 : 0,
  });
}

/** `strftime` and `struct.json`, for accounts. Undefined for any other name. */
export function accountTime(name: string, request: CloudRequest): Reply | undefined {
  if (name === "strftime") return formatted(request);
  if (name === "struct.json") return struct(request);
  return undefined;
}
