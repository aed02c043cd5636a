/** The four kinds of TOML strings. */
import { fromUtf8 } from "../host/text";
import { isControl, Scanner } from "./toml_scanner";

export const QUOTE: i32 = 0x22;
export const APOSTROPHE: i32 = 0x27;
const BACKSLASH: i32 = 0x5c;

/** Value of a hexadecimal digit, -1 for any other byte. */
export function hexadecimalDigit(byte: i32): i32 {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const letter = byte | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x61 + 10 : -1;
}

/** Reads strings; the buffer is reused, since no string is longer than the way it is written. */
export class StringReader {
  private buffer: Uint8Array;
  private length: i32 = 0;

  constructor(private scanner: Scanner) {
    this.buffer = new Uint8Array(scanner.bytes.length);
  }

  /** Read the string at the scanner; null after an error. */
  read(multilineAllowed: bool): string | null {
    const scanner = this.scanner;
    const start = scanner.at;
    const quote = scanner.peek();
    scanner.at++;
    this.length = 0;
    let multiline = false;
    if (scanner.peek() == quote && scanner.byteAt(scanner.at + 1) == quote) {
      if (!multilineAllowed) {
        scanner.fail(start, "a key is written on one line; use a single pair of quotes");
        return null;
      }
      multiline = true;
      scanner.at += 2;
      scanner.takeNewline();
    }
    while (!this.takeEnd(quote, multiline)) {
      if (!this.readCharacter(start, quote, multiline)) return null;
    }
    return fromUtf8(this.buffer, 0, this.length);
  }

  private put(byte: i32): void {
    store<u8>(this.buffer.dataStart + <usize>this.length, <u8>byte);
    this.length++;
  }

  /** Step over the closing quotes; up to two more before them belong to the string. */
  private takeEnd(quote: i32, multiline: bool): bool {
    const scanner = this.scanner;
    if (!multiline) return scanner.take(quote);
    let run = 0;
    while (run < 5 && scanner.byteAt(scanner.at + run) == quote) run++;
    if (run < 3) return false;
    scanner.at += run;
    for (; run > 3; run--) this.put(quote);
    return true;
  }

  private readCharacter(start: i32, quote: i32, multiline: bool): bool {
    const scanner = this.scanner;
    const at = scanner.at;
    const byte = scanner.peek();
    if (byte == BACKSLASH && quote == QUOTE) return this.readEscape(multiline);
    if (multiline && scanner.takeNewline()) {
      for (let i = at; i < scanner.at; i++) this.put(scanner.byteAt(i));
      return true;
    }
    if (byte < 0 && multiline) {
      return scanner.fail(start, "the string has no end; add the three closing quotes");
    }
    if (byte < 0 || scanner.takeNewline()) {
      return scanner.fail(
        start,
        "a string must end on the line it began on; add the closing quote",
      );
    }
    if (isControl(byte)) {
      return scanner.fail(at, "a string holds a control character; remove it or write \\u00XX");
    }
    this.put(byte);
    scanner.at++;
    return true;
  }

  private readEscape(multiline: bool): bool {
    const scanner = this.scanner;
    const at = scanner.at++;
    const letter = scanner.peek();
    if (multiline && this.skipLineEnd()) return true;
    scanner.at++;
    switch (letter) {
      case 0x62: // b
        this.put(0x08);
        return true;
      case 0x74: // t
        this.put(0x09);
        return true;
      case 0x6e: // n
        this.put(0x0a);
        return true;
      case 0x66: // f
        this.put(0x0c);
        return true;
      case 0x72: // r
        this.put(0x0d);
        return true;
      case QUOTE:
      case BACKSLASH:
        this.put(letter);
        return true;
      case 0x75: // u
        return this.readCodePoint(at, 4);
      case 0x55: // U
        return this.readCodePoint(at, 8);
    }
    scanner.circuitPython = "CircuitPython drops such a backslash";
    return scanner.fail(at, "unknown escape; write a backslash as \\\\, or use 'single quotes'");
  }

  /** A backslash as the last thing on a line: the line end and all blanks after it are left out. */
  private skipLineEnd(): bool {
    const scanner = this.scanner;
    const at = scanner.at;
    scanner.skipBlanks();
    if (!scanner.takeNewline()) {
      scanner.at = at;
      return false;
    }
    do {
      scanner.skipBlanks();
    } while (scanner.takeNewline());
    return true;
  }

  private readCodePoint(at: i32, digits: i32): bool {
    const scanner = this.scanner;
    let code: u32 = 0;
    for (let i = 0; i < digits; i++) {
      const digit = hexadecimalDigit(scanner.peek());
      if (digit < 0) code = 0x110000;
      code = code > 0x10ffff ? code : (code << 4) | (<u32>digit);
      scanner.at++;
    }
    if (code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) {
      return scanner.fail(at, "expected a Unicode character as \\uXXXX or \\UXXXXXXXX");
    }
    this.putCodePoint(code);
    return true;
  }

  private putCodePoint(code: u32): void {
    if (code < 0x80) {
      this.put(code);
      return;
    }
    if (code < 0x800) {
      this.put(0xc0 | (code >> 6));
    } else {
      if (code < 0x10000) {
        this.put(0xe0 | (code >> 12));
      } else {
        this.put(0xf0 | (code >> 18));
        this.put(0x80 | ((code >> 12) & 0x3f));
      }
      this.put(0x80 | ((code >> 6) & 0x3f));
    }
    this.put(0x80 | (code & 0x3f));
  }
}
