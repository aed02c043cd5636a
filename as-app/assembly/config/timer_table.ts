/** Table [timer]: when pictures are taken. */
import { isCivil, wallFromCivil } from "../clock/civil";
import { Dark, TimerConfig, TimeSource, Twilight } from "./camconfig";
import { TableReader } from "./table_reader";
import { Node, NodeKind } from "./toml_node";

const INTERVAL_S_MAX: i32 = 86400;
/** The original's rule: with one interval given, the dark one is longer by this. */
const DARK_LONGER_S: i32 = 15;
const DATE_TIME_UNITS: i32 = 19;

function twoDigits(text: string, at: i32): i32 {
  const high = text.charCodeAt(at) - 0x30;
  const low = text.charCodeAt(at + 1) - 0x30;
  return high < 0 || high > 9 || low < 0 || low > 9 ? -1 : high * 10 + low;
}

/** Wall milliseconds of YYYY-MM-DDTHH:MM:SS, or `none` for any other text. */
function wallTime(text: string, none: i64): i64 {
  const marks = "--T::";
  if (text.length != DATE_TIME_UNITS) return none;
  for (let index = 0; index < marks.length; index++) {
    if (text.charCodeAt(4 + index * 3) != marks.charCodeAt(index)) return none;
  }
  const century = twoDigits(text, 0);
  const yearOfCentury = twoDigits(text, 2);
  const month = twoDigits(text, 5);
  const day = twoDigits(text, 8);
  const hour = twoDigits(text, 11);
  const minute = twoDigits(text, 14);
  const second = twoDigits(text, 17);
  if (century < 0 || yearOfCentury < 0) return none;
  const year = century * 100 + yearOfCentury;
  if (!isCivil(year, month, day, hour, minute, second)) return none;
  return wallFromCivil(year, month, day, hour, minute, second);
}

function readWallTime(table: TableReader, key: string, none: i64): i64 {
  const node = table.find(key);
  if (node === null) return none;
  const isText = node.kind == NodeKind.STRING || node.kind == NodeKind.LOCAL_DATE_TIME;
  const wallMs = isText ? wallTime(node.text, none) : none;
  if (wallMs == none) table.refuse("a local time like 2026-06-21T12:00:00");
  return wallMs;
}

/** One interval or [day, dark], as in the original. */
function readIntervals(table: TableReader, config: TimerConfig): void {
  const key = "interval_sec";
  const node = table.find(key);
  if (node === null) return;
  if (node.kind != NodeKind.ARRAY) {
    config.dayInterval_s = table.whole(key, "seconds", 1, INTERVAL_S_MAX, config.dayInterval_s);
    config.darkInterval_s = config.dayInterval_s + DARK_LONGER_S;
    return;
  }
  const values = table.wholes(key, "seconds", 1, INTERVAL_S_MAX, 1, 2);
  if (values === null) return;
  config.dayInterval_s = values[0];
  config.darkInterval_s = values.length > 1 ? values[1] : values[0] + DARK_LONGER_S;
}

/** dark_hours and dark_mins as two minutes of the day; true if they are given. */
function readDarkHours(table: TableReader, config: TimerConfig): bool {
  const minutes = table.wholes("dark_mins", "minutes", 0, 59, 2, 2);
  const hours = table.wholes("dark_hours", "hours", 0, 23, 2, 2);
  if (hours === null) return false;
  config.darkFrom_min = hours[0] * 60 + (minutes === null ? 0 : minutes[0]);
  config.darkTo_min = hours[1] * 60 + (minutes === null ? 0 : minutes[1]);
  if (config.darkFrom_min == config.darkTo_min) {
    table.complain(
      " begins and ends at the same minute; expected two different times, or dark = " + '"never"',
    );
  }
  return true;
}

function readPlace(table: TableReader, config: TimerConfig): bool {
  config.latitude_deg = table.degrees("latitude", 90);
  const hasLatitude = !isNaN(config.latitude_deg);
  config.longitude_deg = table.degrees("longitude", 180);
  return hasLatitude && !isNaN(config.longitude_deg);
}

function readDark(table: TableReader, config: TimerConfig): void {
  const hasHours = readDarkHours(table, config);
  const hasPlace = readPlace(table, config);
  const otherwise = hasHours ? Dark.HOURS : hasPlace ? Dark.SUN : Dark.NEVER;
  config.dark = table.word("dark", ["hours", "sun", "never"], otherwise);
  if (config.dark == Dark.SUN && !hasPlace) {
    table.complain(' is "sun", which needs latitude and longitude; add both in degrees');
  }
  if (config.dark == Dark.HOURS && !hasHours) {
    table.complain(' is "hours", which needs dark_hours; add dark_hours = [20, 7]');
  }
  const words = ["official", "civil", "nautical"];
  config.twilight = table.word("twilight", words, Twilight.CIVIL);
  config.sunOffset_min = table.whole("sun_offset_min", "minutes", -180, 180, 0);
}

export function readTimerTable(table: TableReader): TimerConfig {
  const config = new TimerConfig();
  config.start_wallMs = readWallTime(table, "start_datetime", config.start_wallMs);
  config.stop_wallMs = readWallTime(table, "stop_datetime", config.stop_wallMs);
  if (config.stop_wallMs <= config.start_wallMs) {
    table.complain(" is not after start_datetime; expected a later local time");
  }
  readIntervals(table, config);
  readDark(table, config);
  const names = ["sntp", "adafruit", "timeapi"];
  config.timeSources = table.words("time_sources", names, config.timeSources);
  if (config.timeSources.includes(TimeSource.SNTP)) {
    table.complain(' has "sntp", which no board offers yet; expected "adafruit" and "timeapi"');
  }
  config.resync_hours = table.whole("resync_hours", "hours", 1, 168, config.resync_hours);
  config.posixTz = table.text("posix_tz", "", 80);
  table.warnOfUnknown();
  return config;
}
