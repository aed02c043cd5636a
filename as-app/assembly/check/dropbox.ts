/** The check of the Dropbox account, as the host sees it. docs/checks.md tells what it does. */
import "../unpack";
import { loadConfiguration } from "../config/load";
import { joinNetwork } from "../config/network";
import { tellConfiguration } from "../config/tell";
import { ExitCode } from "../host/app";
import { DropboxCheck } from "./dropbox_check";

let check: DropboxCheck | null = null;

/** Read the configuration; 0, or the exit code for a bad one. */
export function start(): i32 {
  const configuration = loadConfiguration();
  joinNetwork(configuration.settings);
  if (!tellConfiguration(configuration)) return ExitCode.BAD_CONFIGURATION;
  check = new DropboxCheck(configuration.camconfig, configuration.settings);
  return 0;
}

/** Do what is due at this uptime; returns the uptime of the next call. */
export function tick(now: i64): i64 {
  const next = check!.step(now);
  __collect();
  return next;
}
