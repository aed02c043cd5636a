/** The settings files of a run: the person's own or the samples, and what the options override. */
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { parse, stringify } from "smol-toml";

import { BadOption } from "../bad_option.ts";
import type { CloudCredentials } from "../cloud/cloud.ts";
import { credentialsInSettings } from "../cloud/credentials.ts";
import { repository } from "../repository.ts";
import type { BoardOptions, RunOptions } from "./options.ts";
import { writePrivateFile } from "./output_folder.ts";

const samples = join(repository, "as-app", "samples");

/** The zone that the application uses when the settings name none. */
const defaultTimeZone = "Europe/Amsterdam";

type Table = Record<string, unknown>;

/** What the run itself needs to know of settings.toml. */
export interface CameraSettings {
  /** IANA name, as written; it may not exist. */
  timeZone: string;
  /** Whom the local cloud is to let in; null: whomever it likes. */
  credentials: CloudCredentials | null;
}

/** Read leniently: a file that does not parse is the application's to complain about. */
function parseLeniently(path: string): Table | null {
  try {
    return parse(readFileSync(path, "utf8"));
  } catch {
    return null;
  }
}

/** Look into the settings file of a run. Throws BadOption when real services lack an account. */
export function readCameraSettings(
  options: Pick<BoardOptions, "settings" | "cloud">,
): CameraSettings {
  if (options.cloud === "dropbox" && options.settings === null) {
    throw new BadOption(
      "--cloud dropbox needs --settings FILE, a settings.toml with the keys of a Dropbox account.",
    );
  }
  const table = parseLeniently(options.settings ?? join(samples, "settings.toml"));
  const timeZone = table?.TIMEZONE;
  return {
    timeZone: typeof timeZone === "string" ? timeZone : defaultTimeZone,
    credentials: options.settings === null || table === null ? null : credentialsInSettings(table),
  };
}

/** The sample settings with the account that the local cloud has made up. */
function settingsForLocalCloud({ dropbox, adafruit }: CloudCredentials): string {
  const settings = {
    ...parse(readFileSync(join(samples, "settings.toml"), "utf8")),
    ...(dropbox === undefined
      ? {}
      : { DBX_APP_KEY: dropbox.app_key, DBX_REFRESH_TOKEN: dropbox.refresh_token ?? "" }),
    ...(adafruit === undefined
      ? {}
      : { ADAFRUIT_AIO_USERNAME: adafruit.user, ADAFRUIT_AIO_KEY: adafruit.key }),
  };
  return `# Made for the local cloud of one run; these accounts exist nowhere else.\n${stringify(settings)}`;
}

/** What the options say, in the table that the application lets win over camconfig.toml. */
export function overrides({ shots, every_s }: Pick<RunOptions, "shots" | "every_s">): string {
  const tables = {
    ...(every_s === null ? {} : { timer: { interval_sec: [every_s, every_s] } }),
    ...(shots === null ? {} : { local: { list_size: shots } }),
  };
  return `# From the options of the run; these values win over camconfig.toml.\n${stringify(tables)}`;
}

/**
 * Fill the folder that the board reads. `account` is the local cloud's; it is used only when the
 * person gave no settings. `override` is the text of override.toml, null for none.
 */
export function writeCameraSettings(
  folder: string,
  options: Pick<BoardOptions, "settings" | "camconfig">,
  account: CloudCredentials | null,
  override: string | null,
): void {
  const settings = join(folder, "settings.toml");
  if (options.settings !== null) {
    writePrivateFile(settings, readFileSync(options.settings));
  } else if (account !== null) {
    writePrivateFile(settings, settingsForLocalCloud(account));
  } else {
    rmSync(settings, { force: true });
  }
  const camconfig = options.camconfig ?? join(samples, "camconfig.toml");
  writeFileSync(join(folder, "camconfig.toml"), readFileSync(camconfig));
  const overridePath = join(folder, "override.toml");
  if (override === null) {
    rmSync(overridePath, { force: true });
  } else {
    writeFileSync(overridePath, override);
  }
}
