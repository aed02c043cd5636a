/** Capability log. */
import { logWrite } from "./imports";
import { utf8 } from "./text";

function write(level: i32, text: string): void {
  const bytes = utf8(text);
  logWrite(level, bytes.dataStart, bytes.length);
}

export function logError(text: string): void {
  write(0, text);
}

export function logWarning(text: string): void {
  write(1, text);
}

export function logInformation(text: string): void {
  write(2, text);
}

export function logDebug(text: string): void {
  write(3, text);
}
