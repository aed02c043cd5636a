/** Capability log: the board's console. */
import { logWrite } from "./imports";
import { utf8 } from "./text";

/** Show one line of UTF-8. `level`: 0 error, 1 warning, 2 information, 3 debug. */
export function write(level: i32, line: Uint8Array): void {
  logWrite(level, line.dataStart, line.length);
}

/** Show one line of information. */
export function say(line: string): void {
  write(2, utf8(line));
}
