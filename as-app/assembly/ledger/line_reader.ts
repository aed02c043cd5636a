/**
 * Reads lines of the ledger from a file, a buffer at a time. Lines whose checksum fails are left
 * out.
 */
import { isCivil, wallFromCivil } from "../clock/civil";
import { read } from "../host/card";
import { fromUtf8, spells } from "../host/text";
import { crc32 } from "./crc32";
import { RecordKind, kindOf } from "./record_kind";

const BUFFER_BYTES: i32 = 4096;
/** Reading ends here: no file of the ledger grows so long. */
const FILE_BYTES_MAX: i64 = 262144;
/** A blank and eight hexadecimal digits. */
const CHECKSUM_BYTES: i32 = 9;
const DIGITS_MAX: i32 = 15;

/** One buffer serves all readers: none is used while another is at work. */
const buffer = new Uint8Array(BUFFER_BYTES);

/** Value of a hexadecimal digit, lower case; -1 for anything else. */
function hexDigit(byte: i32): i32 {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  return byte >= 0x61 && byte <= 0x66 ? byte - 0x57 : -1;
}

/** Offset of the first such byte in a part of the buffer, -1 if there is none. */
function indexOf(byte: u32, start: i32, end: i32): i32 {
  const first = buffer.dataStart;
  const last = first + <usize>end;
  for (let at = first + <usize>start; at < last; at++) {
    if (<u32>load<u8>(at) == byte) return <i32>(at - first);
  }
  return -1;
}

export class LineReader {
  /** 0 or the HostError that ended reading; NOT_FOUND for a file that is not there. */
  status: i32 = 0;
  /** Lines left out, a torn last one included. */
  damagedCount: i32 = 0;
  /** True if the file goes on beyond what is read of any file. */
  tooLong: bool = false;
  /** Offset of the present line in the file. */
  offset: i32 = 0;
  kind: RecordKind = RecordKind.OTHER;
  /** False once a field of the present line was not what was asked for. */
  ok: bool = false;

  /** Offset in the file of the buffer's first byte. */
  private base: i64;
  private filled: i32 = 0;
  private cursor: i32 = 0;
  private field: i32 = 0;
  private lineEnd: i32 = 0;
  private isSkipping: bool = false;

  /** `start` is the offset of a line. */
  constructor(
    private path: string,
    start: i64 = 0,
  ) {
    this.base = start;
  }

  /** Go to the next whole line; false at the end and after an error. */
  next(): bool {
    while (this.status == 0) {
      const newline = this.findNewline();
      if (newline < 0) {
        if (!this.fill()) return false;
        continue;
      }
      const start = this.cursor;
      this.cursor = newline + 1;
      if (this.isSkipping) {
        this.isSkipping = false;
      } else if (this.accept(start, newline)) {
        return true;
      } else if (newline > start) {
        this.damagedCount++;
      }
    }
    return false;
  }

  /** A number of 0 or more. */
  number(): i64 {
    const start = this.field;
    const end = this.fieldEnd();
    if (end - start > DIGITS_MAX || start == end) return this.wrong();
    return this.digits(start, end);
  }

  /** A number of 0 or more that fits 31 bits. */
  count(): i32 {
    const value = this.number();
    if (value > i32.MAX_VALUE) return <i32>this.wrong();
    return <i32>value;
  }

  /** UTC in milliseconds, -1 for a dash. */
  time(): i64 {
    const start = this.field;
    const end = this.fieldEnd();
    if (end - start == 1 && this.at(start) == 0x2d) return -1;
    if (end - start != 20 || this.at(start + 8) != 0x54 || this.at(start + 19) != 0x5a) {
      return this.wrong();
    }
    const date = <i32>this.digits(start, start + 8);
    const time = <i32>this.digits(start + 9, start + 15);
    const ms = this.digits(start + 16, start + 19);
    const year = date / 10000;
    const month = (date / 100) % 100;
    const day = date % 100;
    const hour = time / 10000;
    const minute = (time / 100) % 100;
    const second = time % 100;
    if (!this.ok || !isCivil(year, month, day, hour, minute, second)) return this.wrong();
    return wallFromCivil(year, month, day, hour, minute, second) + ms;
  }

  /** Eight hexadecimal digits. */
  hex(): u32 {
    const start = this.field;
    if (this.fieldEnd() - start != 8) return <u32>this.wrong();
    return this.hexAt(start);
  }

  /** Whether the next field is this word; it is left behind in any case. */
  isWord(word: string): bool {
    const start = this.field;
    return spells(word, buffer.dataStart + <usize>start, this.fieldEnd() - start);
  }

  /** A field without blanks. */
  word(): string {
    const start = this.field;
    return fromUtf8(buffer, start, this.fieldEnd() - start);
  }

  /** All that is left of the line. */
  text(): string {
    const start = min(this.field, this.lineEnd);
    this.field = this.lineEnd;
    return fromUtf8(buffer, start, this.lineEnd - start);
  }

  private wrong(): i64 {
    this.ok = false;
    return -1;
  }

  private at(index: i32): i32 {
    return unchecked(buffer[index]);
  }

  /** Offset of the next newline in the buffer, -1 if there is none. */
  private findNewline(): i32 {
    return indexOf(0x0a, this.cursor, this.filled);
  }

  /** Read on; false at the end of the file or after an error. */
  private fill(): bool {
    const rest = this.filled - this.cursor;
    if (rest == BUFFER_BYTES || this.isSkipping) {
      this.dropLongLine();
    } else {
      memory.copy(buffer.dataStart, buffer.dataStart + <usize>this.cursor, rest);
      this.base += this.cursor;
      this.filled = rest;
      this.cursor = 0;
    }
    if (this.base > FILE_BYTES_MAX) {
      this.tooLong = true;
      return false;
    }
    const count = read(this.path, this.base + this.filled, buffer.subarray(this.filled));
    if (count <= 0) return this.finish(count);
    this.filled += min(count, BUFFER_BYTES - this.filled);
    return true;
  }

  /** A line that is longer than the buffer is left out up to its end. */
  private dropLongLine(): void {
    if (!this.isSkipping) this.damagedCount++;
    this.isSkipping = true;
    this.base += this.filled;
    this.filled = 0;
    this.cursor = 0;
  }

  private finish(status: i32): bool {
    if (status == 0 && this.filled > 0 && !this.isSkipping) this.damagedCount++;
    this.status = status;
    this.filled = 0;
    this.cursor = 0;
    return false;
  }

  /** Check a line and go to its first field. */
  private accept(start: i32, newline: i32): bool {
    const end = newline - CHECKSUM_BYTES;
    this.ok = true;
    if (end <= start || this.at(end) != 0x20) return false;
    const told = this.hexAt(end + 1);
    const bytes = buffer.dataStart + <usize>start;
    if (!this.ok || told != crc32(bytes, end - start)) return false;
    this.offset = <i32>(this.base + start);
    this.lineEnd = end;
    this.field = start;
    this.kind = kindOf(bytes, this.fieldEnd() - start);
    return true;
  }

  /** End of the present field; goes on to the one after it. */
  private fieldEnd(): i32 {
    let end = indexOf(0x20, this.field, this.lineEnd);
    if (end < 0) end = this.lineEnd;
    this.field = min(end + 1, this.lineEnd);
    return end;
  }

  private hexAt(start: i32): u32 {
    let value: u32 = 0;
    for (let index = start; index < start + 8; index++) {
      const digit = hexDigit(this.at(index));
      if (digit < 0) this.ok = false;
      value = (value << 4) | (<u32>(digit & 15));
    }
    return value;
  }

  private digits(start: i32, end: i32): i64 {
    let value: i64 = 0;
    for (let index = start; index < end; index++) {
      const digit = this.at(index) - 0x30;
      if (<u32>digit > 9) return this.wrong();
      value = value * 10 + digit;
    }
    return value;
  }
}
