/** One line of an HTTP head: ASCII questions about bytes that nobody vouches for. */
import { isAlphanumeric } from "../../host/text";

export class FieldLine {
  private nameLength: i32 = 0;
  private valueStart: i32 = 0;
  private valueEnd: i32 = 0;

  /** `length` counts neither the carriage return nor the line feed after it; -1 if one lacks. */
  constructor(
    private readonly bytes: Uint8Array,
    readonly length: i32,
  ) {}

  /** The byte at `index`, -1 beyond the line. */
  at(index: i32): i32 {
    return index < this.length ? <i32>unchecked(this.bytes[index]) : -1;
  }

  private lower(index: i32): i32 {
    const byte = this.at(index);
    return byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte;
  }

  /** True if the line ended with CR LF and has no control character but tabs. */
  isPlain(): bool {
    if (this.length < 0 || unchecked(this.bytes[this.length]) != 0x0d) return false;
    let at = this.bytes.dataStart;
    for (const end = at + <usize>this.length; at < end; at++) {
      const byte = load<u8>(at);
      if ((byte < 0x20 && byte != 0x09) || byte == 0x7f) return false;
    }
    return true;
  }

  private matches(start: i32, lowerCase: string): bool {
    for (let index = 0; index < lowerCase.length; index++) {
      if (this.lower(start + index) != lowerCase.charCodeAt(index)) return false;
    }
    return true;
  }

  startsWith(lowerCase: string): bool {
    return this.matches(0, lowerCase);
  }

  /** The number that exactly the bytes from start to end spell, at most `digitsMax`; or -1. */
  decimal(start: i32, end: i32, digitsMax: i32): i64 {
    if (end <= start || end - start > digitsMax) return -1;
    let number: i64 = 0;
    for (let index = start; index < end; index++) {
      const digit = this.at(index) - 0x30;
      if (digit < 0 || digit > 9) return -1;
      number = number * 10 + digit;
    }
    return number;
  }

  private hexadecimalDigit(index: i32): i32 {
    const byte = this.lower(index);
    if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
    return byte >= 0x61 && byte <= 0x66 ? byte - 0x61 + 10 : -1;
  }

  /** How many hexadecimal digits the line begins with. */
  hexadecimalDigits(): i32 {
    let digits = 0;
    while (this.hexadecimalDigit(digits) >= 0) digits++;
    return digits;
  }

  /** The number that the first `digits` (at most 7) digits spell. */
  hexadecimal(digits: i32): i32 {
    let number = 0;
    for (let index = 0; index < digits; index++)
      number = (number << 4) | this.hexadecimalDigit(index);
    return number;
  }

  /** Find `name: value`; false for a line that is no field, so also for a folded one. */
  split(): bool {
    let end = 0;
    while (isTokenByte(this.at(end))) end++;
    if (end == 0 || this.at(end) != 0x3a) return false;
    this.nameLength = end;
    this.valueStart = end + 1;
    this.valueEnd = this.length;
    while (this.isBlank(this.valueStart)) this.valueStart++;
    while (this.valueEnd > this.valueStart && this.isBlank(this.valueEnd - 1)) this.valueEnd--;
    return true;
  }

  private isBlank(index: i32): bool {
    const byte = this.at(index);
    return byte == 0x20 || byte == 0x09;
  }

  isNamed(lowerCase: string): bool {
    return this.nameLength == lowerCase.length && this.matches(0, lowerCase);
  }

  isValue(lowerCase: string): bool {
    const length = this.valueEnd - this.valueStart;
    return length == lowerCase.length && this.matches(this.valueStart, lowerCase);
  }

  /** True if the value contains the text. */
  valueHas(lowerCase: string): bool {
    for (let start = this.valueStart; start <= this.valueEnd - lowerCase.length; start++) {
      if (this.matches(start, lowerCase)) return true;
    }
    return false;
  }

  /** The whole number that the value is, of at most 15 digits; or -1. */
  valueDecimal(): i64 {
    return this.decimal(this.valueStart, this.valueEnd, 15);
  }
}

/** A byte that may stand in the name of a field (RFC 9110, section 5.6.2). */
function isTokenByte(byte: i32): bool {
  // By far the most frequent, and without making a string.
  if (isAlphanumeric(byte) || byte == 0x2d) return true;
  return byte > 0 && "!#$%&'*+-.^_`|~".includes(String.fromCharCode(byte));
}
