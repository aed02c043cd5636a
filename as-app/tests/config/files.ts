/** Puts settings files into the double, loads them and shows what was found. */
import { ConfigurationResult, loadConfiguration } from "../../assembly/config/load";
import { Problem } from "../../assembly/config/problem";
import { resetDoubles, settingsPut } from "../double";

/** The least that a camera needs; tests add tables and keys to it. */
export const LEAST_CAMERA = '[camera]\ncam_id = "CAM1"\n';
export const LEAST_FOLDERS = '[local]\nimage_dir = "webcam"\n[dropbox]\nimage_dir = "photos"\n';
export const LEAST = LEAST_CAMERA + LEAST_FOLDERS;
export const ACCOUNT = 'DBX_ACCESS_TOKEN = "sl.hunter2"\n';

/** Load these files; an empty one is missing. */
export function loadFiles(
  camconfig: string,
  settings: string = ACCOUNT,
  uppermost: string = "",
): ConfigurationResult {
  resetDoubles();
  if (camconfig.length > 0) settingsPut("camconfig.toml", camconfig);
  if (settings.length > 0) settingsPut("settings.toml", settings);
  if (uppermost.length > 0) settingsPut("override.toml", uppermost);
  return loadConfiguration();
}

function sentences(problems: Problem[]): string {
  let text = "";
  for (let i = 0; i < problems.length; i++) {
    if (i > 0) text += "\n";
    text += problems[i].describe();
  }
  return text;
}

/** All problems of camconfig.toml alone, a line each. */
export function problemsOf(camconfig: string): string {
  return sentences(loadFiles(camconfig).problems);
}

export function warningsOf(camconfig: string): string {
  return sentences(loadFiles(camconfig).warnings);
}

export function problemsOfSettings(settings: string): string {
  return sentences(loadFiles(LEAST, settings).problems);
}

export function warningsOfSettings(settings: string): string {
  return sentences(loadFiles(LEAST, settings).warnings);
}

export function problemsOfOverride(uppermost: string): string {
  return sentences(loadFiles(LEAST, ACCOUNT, uppermost).problems);
}

/** as-pect's toInclude looks for elements and not for parts of a text. */
export function expectHas(text: string, part: string): void {
  expect(text.includes(part) ? part : text).toBe(part);
}

export function expectLacks(text: string, part: string): void {
  expect(text.includes(part)).toBe(false);
}
