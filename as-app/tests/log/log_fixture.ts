/** A log with its targets, on doubles, and time that passes only from step to step. */
import { Zone, parsePosixTz } from "../../assembly/clock/posix_tz";
import { LogConfig } from "../../assembly/config/camconfig";
import { Settings } from "../../assembly/config/settings";
import { entry } from "../../assembly/host/card";
import { setNowMs, uptimeMs } from "../../assembly/host/clock";
import { Level } from "../../assembly/log/level";
import * as log from "../../assembly/log/log";
import { protectSettings } from "../../assembly/log/secrets";
import { cardText, clockAdvance, logCount, logText, resetDoubles } from "../double";

export const NO_SHOT: i64 = i64.MAX_VALUE;
/** 2025-06-15T01:10:00Z */
export const SUMMER_MS: i64 = 1749949800000;
export const FOLDER = "wamcam/log";

export function amsterdam(): Zone {
  return parsePosixTz("CET-1CEST,M3.5.0,M10.5.0/3").zone!;
}

export function account(): Settings {
  const settings = new Settings();
  settings.adafruitUsername = "franz";
  settings.adafruitKey = "aio_0123456789";
  return settings;
}

/** A log of which only the card takes lines. */
export function cardConfig(): LogConfig {
  const config = new LogConfig();
  config.consoleLevel = Level.OFF;
  config.cardLevel = Level.DEBUG;
  return config;
}

/** A log of which only the feed takes lines; the console shows what is wrong with it. */
export function feedConfig(): LogConfig {
  const config = new LogConfig();
  config.consoleLevel = Level.WARNING;
  config.cardLevel = Level.OFF;
  config.feedLevel = Level.INFORMATION;
  config.feed = "cam1-logging";
  return config;
}

/** Put all doubles back and begin, with the time known. */
export function begin(config: LogConfig): void {
  resetDoubles();
  setNowMs(SUMMER_MS);
  start(config);
}

/** Begin on what is there. */
export function start(config: LogConfig): void {
  protectSettings(account());
  log.configure(config, account(), amsterdam());
}

/** Let time pass with a step whenever the log wants one; true if it did so in an orderly way. */
export function pass(ms: i64, quietUntilMs: i64 = NO_SHOT): bool {
  const until = uptimeMs() + ms;
  for (let steps = 0; steps < 100000; steps++) {
    const now = uptimeMs();
    log.step(now, max(now, quietUntilMs));
    const next = log.nextStepAtMs(now, max(now, quietUntilMs));
    if (now >= until) return true;
    clockAdvance(max(0 as i64, min(next, until) - now));
  }
  return false;
}

/** What the files of the log hold, in the order of their names. */
export function cardLog(): string {
  let all = "";
  let index = 0;
  for (let name = entry(FOLDER, 0); name != null; name = entry(FOLDER, ++index)) {
    all += cardText(FOLDER + "/" + name);
  }
  return all;
}

/** How many lines of the log on the card end with a text. */
export function timesOnCard(text: string): i32 {
  const lines = cardLog().split("\n");
  let times = 0;
  for (let index = 0; index < lines.length; index++) if (lines[index].endsWith(" " + text)) times++;
  return times;
}

/** All that the console has shown, a line each. */
export function consoleText(): string {
  let all = "";
  for (let index = 0; index < logCount(); index++) all += logText(index) + "\n";
  return all;
}
