/** settings.toml: accounts and the time zone, with the keys of the CircuitPython original. */
import { TableReader } from "./table_reader";

const TEXT_UNITS_MAX: i32 = 2048;

/** All strings are empty where the file has nothing; most are secrets: never to be shown. */
export class Settings {
  wifiSsid: string = "";
  wifiPassword: string = "";
  adafruitUsername: string = "";
  adafruitKey: string = "";
  /** Who knows it may send applications over the local network; empty: nobody may. */
  token: string = "";
  /** IANA name. */
  timeZone: string = "Europe/Amsterdam";
  dropboxAppKey: string = "";
  /** Not needed by an app that was authorised with PKCE. */
  dropboxAppSecret: string = "";
  dropboxRefreshToken: string = "";
  dropboxAccessToken: string = "";
  /** When the access token ends, in seconds since 1970-01-01T00:00:00Z; 0 if not known. */
  dropboxExpiresAt_s: i64 = 0;

  get hasAdafruit(): bool {
    return this.adafruitUsername.length > 0 && this.adafruitKey.length > 0;
  }

  /** An access token, or what is needed to get one. */
  get hasDropbox(): bool {
    if (this.dropboxAccessToken.length > 0) return true;
    return this.dropboxRefreshToken.length > 0 && this.dropboxAppKey.length > 0;
  }
}

function read(table: TableReader, key: string): string {
  return table.text(key, "", TEXT_UNITS_MAX);
}

/** Warn if one of two is there without the other; the second was asked for last. */
function warnOfHalf(table: TableReader, first: string, second: string, what: string): void {
  if (first.length > 0 == second.length > 0) return;
  table.warn(what);
}

/** The settings of the root of settings.toml. */
export function readSettingsTable(table: TableReader): Settings {
  const settings = new Settings();
  table.isSecret = true;
  table.foreignPrefix = "CIRCUITPY_";
  settings.wifiSsid = read(table, "CIRCUITPY_WIFI_SSID");
  settings.wifiPassword = read(table, "CIRCUITPY_WIFI_PASSWORD");
  const wifi = " and CIRCUITPY_WIFI_SSID go together; add the missing one";
  warnOfHalf(table, settings.wifiSsid, settings.wifiPassword, wifi);
  settings.adafruitUsername = read(table, "ADAFRUIT_AIO_USERNAME");
  settings.adafruitKey = read(table, "ADAFRUIT_AIO_KEY");
  const adafruit = " and ADAFRUIT_AIO_USERNAME go together; add the missing one";
  warnOfHalf(table, settings.adafruitUsername, settings.adafruitKey, adafruit);
  settings.dropboxAppKey = read(table, "DBX_APP_KEY");
  settings.dropboxAppSecret = read(table, "DBX_APP_SECRET");
  settings.dropboxRefreshToken = read(table, "DBX_REFRESH_TOKEN");
  settings.dropboxAccessToken = read(table, "DBX_ACCESS_TOKEN");
  settings.dropboxExpiresAt_s = table.long("DBX_EXPIRES_AT", 0);
  settings.token = read(table, "WAMCAM_TOKEN");
  settings.timeZone = table.text("TIMEZONE", settings.timeZone, 64);
  return settings;
}
