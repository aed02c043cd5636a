/** Bytes that are collected up to a limit. */
import { copyAscii } from "../../host/text";

const FIRST_BYTES: i32 = 256;

export class GrowingBytes {
  bytes: Uint8Array = new Uint8Array(0);
  length: i32 = 0;

  constructor(readonly bytesMax: i32) {}

  /** Add `count` bytes of `source` from `start`; false, and nothing added, above the limit. */
  add(source: Uint8Array, start: i32, count: i32): bool {
    if (count > this.left()) return false;
    memory.copy(this.reserve(count), source.dataStart + <usize>start, <usize>count);
    this.length += count;
    return true;
  }

  /** Add one byte; false, and nothing added, above the limit. */
  put(byte: i32): bool {
    if (this.left() == 0) return false;
    store<u8>(this.reserve(1), byte);
    this.length++;
    return true;
  }

  /**
   * Add text; false, and nothing added, above the limit or unless it is ASCII from `lowest` to "~".
   */
  ascii(text: string, lowest: u32 = 0): bool {
    const count = text.length;
    if (count > this.left() || !copyAscii(text, this.reserve(count), count, lowest)) return false;
    this.length += count;
    return true;
  }

  /** How many bytes may still be added. */
  left(): i32 {
    return this.bytesMax - this.length;
  }

  /** Address of room for `count` more bytes, which must be within the limit. */
  reserve(count: i32): usize {
    const length = this.length + count;
    if (length > this.bytes.length) {
      const room = min(max(max(length, this.bytes.length * 2), FIRST_BYTES), this.bytesMax);
      const larger = new Uint8Array(room);
      memory.copy(larger.dataStart, this.bytes.dataStart, <usize>this.length);
      this.bytes = larger;
    }
    return this.bytes.dataStart + <usize>this.length;
  }

  clear(): void {
    this.length = 0;
  }
}
