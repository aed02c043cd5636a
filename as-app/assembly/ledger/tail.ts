/** The end of a file that lines are appended to: torn lines are cut off before anything follows. */
import { append, read, size, truncate } from "../host/card";
import { HostError } from "../host/errors";

const block = new Uint8Array(512);

/** Offset behind the last newline in the first `end` bytes of a file, or a HostError. */
function lastLineEnd(path: string, end: i64): i64 {
  let last = end;
  while (last > 0) {
    const start = max<i64>(last - block.length, 0);
    const count = read(path, start, block);
    if (count < 0) return count;
    for (let index = min(count, <i32>(last - start)) - 1; index >= 0; index--) {
      if (unchecked(block[index]) == 0x0a) return start + index + 1;
    }
    last = start;
  }
  return 0;
}

export class Tail {
  path: string = "";
  /** Bytes up to the end of the last whole line, -1 while not known. */
  private known: i64 = -1;
  /** False once what follows the known bytes may be something else than nothing. */
  private isClean: bool = false;

  /** Forget what is known: the card may be another one. */
  forget(): void {
    this.path = "";
    this.known = -1;
  }

  /** Turn to a file; what it holds is looked up when needed. */
  turnTo(path: string): void {
    if (this.path == path) return;
    this.path = path;
    this.known = -1;
  }

  /**
   * Bytes in whole lines, 0 for a file that is not there, or a HostError. A torn line is cut off.
   */
  settle(): i64 {
    if (this.known >= 0 && this.isClean) return this.known;
    this.isClean = false;
    let length = size(this.path);
    if (length == HostError.NOT_FOUND) length = 0;
    if (length < 0) return length;
    // After a failed append it is known exactly what was there before.
    let end = this.known;
    if (end < 0 || end > length) end = lastLineEnd(this.path, length);
    if (end < 0) return end;
    this.known = end;
    if (length > end) {
      const status = truncate(this.path, end);
      if (status < 0) return status;
    }
    this.isClean = true;
    return end;
  }

  /** Whether an append to this file failed, and may have left something behind. */
  isTorn(path: string): bool {
    return this.path == path && this.known >= 0 && !this.isClean;
  }

  /** Append whole lines: all of them, or none after an error. */
  append(lines: Uint8Array): i32 {
    const end = this.settle();
    if (end < 0) return <i32>end;
    this.isClean = false;
    const status = append(this.path, lines);
    if (status < 0) return status;
    this.known = end + lines.length;
    this.isClean = true;
    return 0;
  }
}
