/** Lines that wait for a slow target. Their bytes are bounded: the oldest give way, counted. */
import { fromUtf8 } from "../host/text";

/** Longest text of a line, so that with its time and level it stays within 1,000 bytes. */
export const TEXT_BYTES_MAX: i32 = 960;
/** An uptime of 8 bytes, a level of 1, a length of 2. */
const HEAD_BYTES: i32 = 11;

export class LineBuffer {
  /** Lines that gave way, until they are told of. */
  dropped: i32 = 0;
  /** Bytes of the lines with their heads: the offset behind the last; 0 if there is none. */
  bytes: i32 = 0;
  private room: Uint8Array;

  constructor(bytesMax: i32) {
    this.room = new Uint8Array(bytesMax);
  }

  /** Add a line of at most TEXT_BYTES_MAX bytes. */
  add(level: i32, uptimeMs: i64, text: Uint8Array): void {
    const needed = HEAD_BYTES + text.length;
    while (this.bytes + needed > this.room.length) {
      this.remove(this.next(0));
      this.dropped++;
    }
    const at = this.room.dataStart + <usize>this.bytes;
    store<i64>(at, uptimeMs);
    store<u8>(at, <u8>level, 8);
    store<u16>(at, <u16>text.length, 9);
    memory.copy(at + HEAD_BYTES, text.dataStart, <usize>text.length);
    this.bytes += needed;
  }

  // A line is asked for by its offset: 0 is the first, `next` leads on up to `bytes`.

  uptimeMs(at: i32): i64 {
    return load<i64>(this.room.dataStart + <usize>at);
  }

  level(at: i32): i32 {
    return <i32>load<u8>(this.room.dataStart + <usize>at, 8);
  }

  text(at: i32): string {
    return fromUtf8(this.room, at + HEAD_BYTES, this.textBytes(at));
  }

  next(at: i32): i32 {
    return at + HEAD_BYTES + this.textBytes(at);
  }

  private textBytes(at: i32): i32 {
    return <i32>load<u16>(this.room.dataStart + <usize>at, 9);
  }

  /** Take away the lines before an offset. */
  remove(end: i32): void {
    const start = this.room.dataStart;
    this.bytes -= end;
    memory.copy(start, start + <usize>end, <usize>this.bytes);
  }
}
