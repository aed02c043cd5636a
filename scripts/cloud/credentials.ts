/** Who may use the cloud. */
import type { AdafruitCredentials } from "./adafruit/accounts.ts";
import type { DropboxCredentials } from "./dropbox/tokens.ts";
import type { SeededRandom } from "./random.ts";

/** Credentials as a camera's settings hold them; either part may be missing. */
export interface CloudCredentials {
  dropbox?: DropboxCredentials;
  adafruit?: AdafruitCredentials;
}

/** Fresh credentials of the usual lengths. */
export function makeCredentials(random: SeededRandom): Required<CloudCredentials> {
  return {
    dropbox: {
      app_key: random
        .text(15)
        .toLowerCase()
        .replace(/[^a-z0-9]/g, "0"),
      refresh_token: random.text(64),
    },
    adafruit: { user: "wamcam", key: `aio_${random.hex(28)}` },
  };
}

function text(settings: Record<string, unknown>, name: string): string | undefined {
  const value = settings[name];
  return typeof value === "string" && value !== "" ? value : undefined;
}

function dropboxOf(settings: Record<string, unknown>): DropboxCredentials | undefined {
  const app_key = text(settings, "DBX_APP_KEY");
  const app_secret = text(settings, "DBX_APP_SECRET");
  const refresh_token = text(settings, "DBX_REFRESH_TOKEN");
  const access_token = text(settings, "DBX_ACCESS_TOKEN");
  if (app_key === undefined && access_token === undefined) return undefined;
  const expires_at_s = settings["DBX_EXPIRES_AT"];
  return {
    app_key: app_key ?? "no-app-key",
    ...(app_secret === undefined ? {} : { app_secret }),
    ...(refresh_token === undefined ? {} : { refresh_token }),
    ...(access_token === undefined ? {} : { access_token }),
    ...(typeof expires_at_s === "number"
      ? { access_token_expires_at: new Date(expires_at_s * 1000) }
      : {}),
  };
}

/** The credentials in a camera's settings, a table with the names used in settings.toml. */
export function credentialsInSettings(settings: Record<string, unknown>): CloudCredentials {
  const dropbox = dropboxOf(settings);
  const user = text(settings, "ADAFRUIT_AIO_USERNAME");
  const key = text(settings, "ADAFRUIT_AIO_KEY");
  return {
    ...(dropbox === undefined ? {} : { dropbox }),
    ...(user === undefined || key === undefined ? {} : { adafruit: { user, key } }),
  };
}
