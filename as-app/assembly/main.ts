/** The time-lapse application: start() and tick(), called by the host. */
import { logInformation } from "./host/log";

export function start(): i32 {
  logInformation("started");
  return 0;
}

export function tick(now: i64): i64 {
  return now + 1000;
}
