/** The latest line of a level, for who looks at the camera from afar. */
import { fromUtf8 } from "../host/text";
import { Level } from "./level";

export class LatestLine {
  text: string = "";
  uptimeMs: i64 = -1;
  /** Lines of this level since the start. */
  count: i64 = 0;
}

export const latestError = new LatestLine();
export const latestWarning = new LatestLine();

/** Keep a line, in UTF-8 without secrets, if it is an error or a warning. */
export function keepLatest(level: Level, uptimeMs: i64, line: Uint8Array): void {
  if (level > Level.WARNING) return;
  const latest = level == Level.ERROR ? latestError : latestWarning;
  latest.text = fromUtf8(line, 0, line.length);
  latest.uptimeMs = uptimeMs;
  latest.count++;
}
