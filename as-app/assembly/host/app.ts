/** Capability app: the life of the application itself. */
import { appAsked, appFinish, appStopping } from "./imports";

/** How the application asks to be ended; the desktop board exits with these numbers. */
export enum ExitCode {
  DONE = 0,
  FAILED = 1,
  BAD_CONFIGURATION = 2,
  PENDING = 3,
}

/** End the application after the current call. */
export function finish(code: ExitCode): void {
  appFinish(code);
}

/** True when the host wants the application to bring things to an end. */
export function stopping(): bool {
  return appStopping() == 1;
}

/** True once for each time that a person has asked for a photo. */
export function photoAsked(): bool {
  return (appAsked() & 1) != 0;
}
