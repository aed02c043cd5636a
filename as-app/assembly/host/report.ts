/** Capability report: machine-readable events. */
import { reportEvent } from "./imports";

/** Publish one JSON object, given as UTF-8. */
export function event(json: Uint8Array): void {
  reportEvent(json.dataStart, json.length);
}
