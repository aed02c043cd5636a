/** The time-lapse application, as the host sees it: start() once, then tick() again and again. */
import { parsePosixTz, Zone, ZoneResult } from "./clock/posix_tz";
import { zoneOf } from "./clock/zone";
import { ConfigurationResult, loadConfiguration } from "./config/load";
import { ExitCode } from "./host/app";
import { uptimeMs } from "./host/clock";
import { logError, logWarning } from "./host/log";
import { TimeLapse } from "./timelapse";

let timeLapse: TimeLapse | null = null;

/** Read the configuration; 0, or the exit code for a bad one. */
export function start(): i32 {
  const configuration = loadConfiguration();
  for (let index = 0; index < configuration.warnings.length; index++) {
    logWarning(configuration.warnings[index].describe());
  }
  for (let index = 0; index < configuration.problems.length; index++) {
    logError(configuration.problems[index].describe());
  }
  const zone = zoneIn(configuration);
  if (zone == null || configuration.problems.length > 0) return ExitCode.BAD_CONFIGURATION;
  timeLapse = new TimeLapse(configuration.camconfig, configuration.settings, zone, uptimeMs());
  return 0;
}

/** The zone of posix_tz or TIMEZONE; null with a sentence in the log. */
function zoneIn(configuration: ConfigurationResult): Zone | null {
  const rule = configuration.camconfig.timer.posixTz;
  const name = configuration.settings.timeZone;
  const result: ZoneResult = rule.length > 0 ? parsePosixTz(rule) : zoneOf(name);
  if (result.zone == null) {
    const key =
      rule.length > 0 ? "camconfig.toml: [timer] posix_tz: " : "settings.toml: TIMEZONE: ";
    logError(key + result.error);
  }
  return result.zone;
}

/** Do what is due at this uptime; returns the uptime of the next call. */
export function tick(now: i64): i64 {
  const next = timeLapse!.step(now);
  __collect();
  return next;
}
