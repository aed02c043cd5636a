/** Reading values out of a JSON object, without ever trapping on what a server sent. */
import { fromUtf8, spells } from "../../host/text";
import { JsonScanner } from "./scanner";

/** A value inside recognised JSON text, or the absence of one. */
export class JsonValue {
  /** `start` and `end` bound the value in `bytes`; equal when it is absent. */
  constructor(
    private readonly bytes: Uint8Array,
    private readonly start: i32,
    private readonly end: i32,
  ) {}

  private first(): i32 {
    return this.start < this.end ? <i32>unchecked(this.bytes[this.start]) : 0;
  }

  isPresent(): bool {
    return this.start < this.end;
  }

  isObject(): bool {
    return this.first() == 0x7b;
  }

  isString(): bool {
    return this.first() == 0x22;
  }

  /**
   * The member of that name; absent if there is none or this is no object. Of members with equal
   * names the first counts.
   */
  member(name: string): JsonValue {
    if (!this.isObject()) return this.absent();
    const scanner = new JsonScanner(this.bytes, this.end);
    scanner.at = this.start + 1;
    do {
      scanner.skipSpace();
      const nameStart = scanner.at;
      if (!scanner.name()) break;
      const start = scanner.at;
      const isIt = scanner.hasEscape
        ? new JsonValue(this.bytes, nameStart, start).text() == name
        : this.isName(nameStart, name);
      if (!scanner.value(0)) break;
      if (isIt) return new JsonValue(this.bytes, start, scanner.at);
    } while (scanner.take(0x2c));
    return this.absent();
  }

  /** The element at `index` of an array; absent if there is none or this is no array. */
  element(index: i32): JsonValue {
    if (this.first() != 0x5b) return this.absent();
    const scanner = new JsonScanner(this.bytes, this.end);
    scanner.at = this.start + 1;
    do {
      scanner.skipSpace();
      const start = scanner.at;
      if (!scanner.value(0)) break;
      if (index-- == 0) return new JsonValue(this.bytes, start, scanner.at);
    } while (scanner.take(0x2c));
    return this.absent();
  }

  isTrue(): bool {
    return this.first() == 0x74;
  }

  private absent(): JsonValue {
    return new JsonValue(this.bytes, 0, 0);
  }

  /** Whether the name in quotes at `start`, which has no escapes, is this one. */
  private isName(start: i32, name: string): bool {
    const length = name.length;
    const at = this.bytes.dataStart + <usize>start + 1;
    const isLonger = start + 1 + length >= this.end;
    return !isLonger && load<u8>(at + <usize>length) == 0x22 && spells(name, at, length);
  }

  /** The value of `.tag` of an object, or a string as it is: Dropbox writes unions both ways. */
  tag(): string {
    return this.isObject() ? this.member(".tag").text() : this.text();
  }

  /** The text of a string; empty for anything else. */
  text(): string {
    if (!this.isString()) return "";
    const scanner = new JsonScanner(this.bytes, this.end);
    scanner.at = this.start;
    scanner.string();
    const raw = fromUtf8(this.bytes, this.start + 1, scanner.at - this.start - 2);
    return scanner.hasEscape ? unescape(raw) : raw;
  }

  /**
   * A whole number of at most 15 digits, a fraction cut off; `otherwise` for anything else, so
   * also for a string or for a number with an exponent.
   */
  integer(otherwise: i64): i64 {
    const negative = this.first() == 0x2d;
    const start = negative ? this.start + 1 : this.start;
    let at = start;
    let number: i64 = 0;
    for (; at < this.end; at++) {
      const digit = <i32>unchecked(this.bytes[at]) - 0x30;
      if (digit < 0 || digit > 9) break;
      if (at - start == 15) return otherwise;
      number = number * 10 + digit;
    }
    if (at == start) return otherwise;
    for (; at < this.end; at++) if ((unchecked(this.bytes[at]) | 0x20) == 0x65) return otherwise;
    return negative ? -number : number;
  }
}

function hexadecimalDigit(unit: i32): i32 {
  return unit <= 0x39 ? unit - 0x30 : (unit | 0x20) - 0x61 + 10;
}

/** Resolve the escapes of recognised text. Lone surrogates stay as they are. */
function unescape(raw: string): string {
  const units = new Uint16Array(raw.length);
  let length = 0;
  for (let index = 0; index < raw.length; index++) {
    let unit = raw.charCodeAt(index);
    if (unit == 0x5c) {
      unit = raw.charCodeAt(++index);
      if (unit == 0x75) {
        unit = 0;
        for (let digit = 0; digit < 4; digit++) {
          unit = (unit << 4) | hexadecimalDigit(raw.charCodeAt(++index));
        }
      } else unit = escaped(unit);
    }
    unchecked((units[length++] = <u16>unit));
  }
  return String.UTF16.decodeUnsafe(units.dataStart, (<usize>length) << 1);
}

/** The character that a one-letter escape stands for. */
function escaped(letter: i32): i32 {
  switch (letter) {
    case 0x62:
      return 0x08;
    case 0x66:
      return 0x0c;
    case 0x6e:
      return 0x0a;
    case 0x72:
      return 0x0d;
    case 0x74:
      return 0x09;
    default:
      return letter;
  }
}

/** The object that the first `length` bytes spell; absent unless they are one JSON object. */
export function readJsonObject(bytes: Uint8Array, length: i32): JsonValue {
  const scanner = new JsonScanner(bytes, length);
  scanner.skipSpace();
  const start = scanner.at;
  const good = scanner.peek() == 0x7b && scanner.value(0) && scanner.at == length;
  return new JsonValue(bytes, start, good ? length : start);
}
