/** Capability log. */
import { clockUptimeMs, logWrite } from "./imports";
import { utf8 } from "./text";

/** The latest line of one level, for who looks at the camera from afar. */
export class LatestLine {
  text: string = "";
  uptimeMs: i64 = -1;
  /** Lines of this level since the start. */
  count: i64 = 0;
}

export const latestError = new LatestLine();
export const latestWarning = new LatestLine();

function write(level: i32, text: string): void {
  const bytes = utf8(text);
  logWrite(level, bytes.dataStart, bytes.length);
}

function remember(line: LatestLine, text: string): void {
  line.text = text;
  line.uptimeMs = clockUptimeMs();
  line.count++;
}

export function logError(text: string): void {
  write(0, text);
  remember(latestError, text);
}

export function logWarning(text: string): void {
  write(1, text);
  remember(latestWarning, text);
}

export function logInformation(text: string): void {
  write(2, text);
}

export function logDebug(text: string): void {
  write(3, text);
}
