/** Writes lines of the ledger, one after another, into one buffer that is appended as a whole. */
import { civilFromDays, daysFromWall, timeOfDayMs } from "../clock/civil";
import { copyAscii, utf8, wholeCharacters } from "../host/text";
import { crc32 } from "./crc32";
import { RecordKind, kindWord } from "./record_kind";

/** Longest text at the end of a line, in bytes: the longest path of a card. */
export const TEXT_BYTES_MAX: i32 = 200;
/** Longest lines that one entry makes, with their ends: a stored and a doubtful one. */
export const ENTRY_BYTES_MAX: i32 = 640;
const BATCH_BYTES_MAX: i32 = 2048;
/** 9999-12-31T23:59:59.999Z */
const UTC_MS_MAX: i64 = 253402300799999;

export class LineWriter {
  private bytes: Uint8Array = new Uint8Array(BATCH_BYTES_MAX);
  private length: i32 = 0;
  private lineStart: i32 = 0;

  clear(): void {
    this.length = 0;
  }

  isEmpty(): bool {
    return this.length == 0;
  }

  /** Whether the lines of one more entry fit, however long they are. */
  hasRoom(): bool {
    return this.length + ENTRY_BYTES_MAX <= BATCH_BYTES_MAX;
  }

  /** The lines written since clear. */
  batch(): Uint8Array {
    return this.bytes.subarray(0, this.length);
  }

  /** Begin a line with the word of its kind. */
  begin(kind: RecordKind): void {
    this.lineStart = this.length;
    this.ascii(kindWord(kind));
  }

  emptyLine(): void {
    this.put(0x0a);
  }

  /** End a line with its checksum. */
  end(): void {
    const start = this.bytes.dataStart + <usize>this.lineStart;
    this.hex(crc32(start, this.length - this.lineStart));
    this.put(0x0a);
  }

  /** A number of 0 or more; anything below is written as 0. */
  number(value: i64): void {
    this.put(0x20);
    this.digits(max<i64>(value, 0), 1);
  }

  /** UTC as 20250101T000000.000Z, or - if it is not known. */
  time(utcMs: i64): void {
    this.put(0x20);
    if (utcMs < 0 || utcMs > UTC_MS_MAX) {
      this.put(0x2d);
      return;
    }
    const date = civilFromDays(daysFromWall(utcMs));
    this.digits(date.year, 4);
    this.digits(date.month, 2);
    this.digits(date.day, 2);
    this.put(0x54);
    const ms = timeOfDayMs(utcMs);
    this.digits(ms / 3600000, 2);
    this.digits((ms / 60000) % 60, 2);
    this.digits((ms / 1000) % 60, 2);
    this.put(0x2e);
    this.digits(ms % 1000, 3);
    this.put(0x5a);
  }

  /** Eight hexadecimal digits. */
  hex(value: u32): void {
    this.put(0x20);
    for (let shift = 28; shift >= 0; shift -= 4) {
      const digit = <i32>((value >> shift) & 15);
      this.put(digit < 10 ? 0x30 + digit : 0x57 + digit);
    }
  }

  /** A word without blanks, ASCII, at most 64 characters. */
  word(text: string): void {
    this.put(0x20);
    this.ascii(text);
  }

  /** The last field; control characters become blanks, what is too long is cut off. */
  text(text: string): void {
    this.put(0x20);
    if (text.length <= TEXT_BYTES_MAX && this.copy(text, 0x20)) return;
    const bytes = utf8(text);
    const length = wholeCharacters(bytes, bytes.length, TEXT_BYTES_MAX);
    for (let index = 0; index < length; index++) {
      const byte = unchecked(bytes[index]);
      this.put(byte < 0x20 || byte == 0x7f ? 0x20 : byte);
    }
  }

  private ascii(text: string): void {
    this.copy(text, 0);
  }

  /** Add text; false, and nothing added, unless it is ASCII from `lowest` to "~" and has room. */
  private copy(text: string, lowest: u32): bool {
    const count = text.length;
    if (this.length + count > BATCH_BYTES_MAX) return false;
    if (!copyAscii(text, this.bytes.dataStart + <usize>this.length, count, lowest)) return false;
    this.length += count;
    return true;
  }

  private digits(value: i64, least: i32): void {
    if (value >= 10 || least > 1) this.digits(value / 10, least - 1);
    this.put(0x30 + <i32>(value % 10));
  }

  private put(byte: i32): void {
    if (this.length < BATCH_BYTES_MAX) {
      unchecked((this.bytes[this.length] = <u8>byte));
      this.length++;
    }
  }
}
