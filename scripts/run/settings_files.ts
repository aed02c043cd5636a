/** The settings files that the board reads in a run, and the credentials the local cloud accepts. */
import { copyFileSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { parse, stringify } from "smol-toml";

import type { CloudCredentials } from "../cloud/cloud.ts";
import { credentialsInSettings } from "../cloud/credentials.ts";
import { repository } from "../repository.ts";
import type { RunOptions } from "./options.ts";
import { type OutputFolder, writePrivateFile } from "./output_folder.ts";

const sampleSettings = join(repository, "as-app/samples/settings.toml");
const sampleCamconfig = join(repository, "as-app/samples/camconfig.toml");

/** A file's table, or an empty one: what is wrong with it is for the application to say. */
function parseLeniently(path: string): Record<string, unknown> {
  try {
    return parse(readFileSync(path, "utf8"));
  } catch {
    return {};
  }
}

/** TIMEZONE of the settings in use, null if they have none. */
export function timeZoneOf(options: RunOptions): string | null {
  const zone = parseLeniently(options.settings ?? sampleSettings)["TIMEZONE"];
  return typeof zone === "string" ? zone : null;
}

/** Credentials in the person's settings for the local cloud to accept; null: it makes its own. */
export function ownCredentials(options: RunOptions): CloudCredentials | null {
  return options.settings === null ? null : credentialsInSettings(parseLeniently(options.settings));
}

/** The sample's values with credentials made for this run. */
function settingsFor(credentials: CloudCredentials): string {
  return stringify({
    ...parseLeniently(sampleSettings),
    DBX_APP_KEY: credentials.dropbox?.app_key,
    DBX_REFRESH_TOKEN: credentials.dropbox?.refresh_token,
    ADAFRUIT_AIO_USERNAME: credentials.adafruit?.user,
    ADAFRUIT_AIO_KEY: credentials.adafruit?.key,
  });
}

/** What the command line says goes before camconfig.toml. */
function overrides({ every_s, shots }: RunOptions): string {
  return stringify({
    timer: { interval_sec: [every_s, every_s] },
    local: { list_size: shots },
  });
}

/** Write settings.toml, camconfig.toml and override.toml for the board. */
export function writeSettingsFiles(
  folder: OutputFolder,
  options: RunOptions,
  credentials: CloudCredentials | null,
): void {
  const settings = join(folder.settings, "settings.toml");
  if (options.settings !== null || credentials === null) {
    writePrivateFile(settings, readFileSync(options.settings ?? sampleSettings));
  } else {
    writePrivateFile(settings, settingsFor(credentials));
  }
  copyFileSync(options.camconfig ?? sampleCamconfig, join(folder.settings, "camconfig.toml"));
  writePrivateFile(join(folder.settings, "override.toml"), overrides(options));
}
