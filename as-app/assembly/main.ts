/** The time-lapse application, as the host sees it: start() once, then tick() again and again. */
import "./unpack";
import { Zone } from "./clock/posix_tz";
import { loadConfiguration } from "./config/load";
import { joinNetwork, listenForApplications } from "./config/network";
import { tellConfiguration } from "./config/tell";
import { ExitCode } from "./host/app";
import * as log from "./log/log";
import { TimeLapse } from "./timelapse";

let timeLapse: TimeLapse | null = null;

/** Read the configuration; 0, or the exit code for a bad one. */
export function start(): i32 {
  const configuration = loadConfiguration();
  const zone = configuration.zone;
  const camconfig = configuration.camconfig;
  log.configure(camconfig.log, configuration.settings, zone == null ? new Zone() : zone);
  joinNetwork(configuration.settings);
  if (!tellConfiguration(configuration)) {
    log.end();
    return ExitCode.BAD_CONFIGURATION;
  }
  listenForApplications(configuration.settings, camconfig.camera.camId);
  timeLapse = new TimeLapse(camconfig, configuration.settings, zone!);
  return 0;
}

/** Do what is due at this uptime; returns the uptime of the next call. */
export function tick(now: i64): i64 {
  const next = timeLapse!.step(now);
  __collect();
  return next;
}
