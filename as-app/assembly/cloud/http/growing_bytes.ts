/** Bytes that are collected up to a limit. */
const FIRST_BYTES: i32 = 256;

export class GrowingBytes {
  bytes: Uint8Array = new Uint8Array(0);
  length: i32 = 0;

  constructor(readonly bytesMax: i32) {}

  /** Add `count` bytes of `source` from `start`; false, and nothing added, above the limit. */
  add(source: Uint8Array, start: i32, count: i32): bool {
    const length = this.length + count;
    if (length > this.bytesMax) return false;
    if (length > this.bytes.length) this.grow(length);
    memory.copy(
      this.bytes.dataStart + <usize>this.length,
      source.dataStart + <usize>start,
      <usize>count,
    );
    this.length = length;
    return true;
  }

  /** Add one byte; false, and nothing added, above the limit. */
  put(byte: i32): bool {
    if (this.length >= this.bytesMax) return false;
    if (this.length == this.bytes.length) this.grow(this.length + 1);
    unchecked((this.bytes[this.length++] = <u8>byte));
    return true;
  }

  /** Add text that is ASCII; what is above the limit is left out. */
  ascii(text: string): void {
    for (let index = 0; index < text.length; index++) this.put(text.charCodeAt(index));
  }

  /** Make room for `length` bytes, doubling within the limit. */
  private grow(length: i32): void {
    const room = min(max(max(length, this.bytes.length * 2), FIRST_BYTES), this.bytesMax);
    const larger = new Uint8Array(room);
    memory.copy(larger.dataStart, this.bytes.dataStart, <usize>this.length);
    this.bytes = larger;
  }

  clear(): void {
    this.length = 0;
  }
}
