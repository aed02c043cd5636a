/** Capability report: machine-readable events. */
import { reportEvent } from "./imports";
import { utf8 } from "./text";

/** Publish one JSON object. */
export function event(json: string): void {
  const bytes = utf8(json);
  reportEvent(bytes.dataStart, bytes.length);
}
