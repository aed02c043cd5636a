/** Walks over the bytes of a TOML document and keeps the first error. */

const BLANK: i32 = 0x20;
const TAB: i32 = 0x09;
const LINE_FEED: i32 = 0x0a;
const CARRIAGE_RETURN: i32 = 0x0d;
const DELETE: i32 = 0x7f;

/** True for what TOML allows nowhere but at the end of a line: control characters but TAB. */
export function isControl(byte: i32): bool {
  return byte == DELETE || (byte >= 0 && byte < BLANK && byte != TAB);
}

export function isDigit(byte: i32): bool {
  return byte >= 0x30 && byte <= 0x39;
}

export class Scanner {
  /** Offset of the byte to be read next. */
  at: i32 = 0;
  /** What is wrong, as a sentence without its place; empty if nothing is. */
  error: string = "";
  errorAt: i32 = 0;
  /** What CircuitPython's reader of settings.toml does with the same bytes, if it differs. */
  circuitPython: string = "";

  constructor(public bytes: Uint8Array) {
    if (this.byteAt(0) == 0xef && this.byteAt(1) == 0xbb && this.byteAt(2) == 0xbf) this.at = 3;
  }

  /** The byte at an offset, -1 after the end. */
  byteAt(offset: i32): i32 {
    if (offset >= this.bytes.length) return -1;
    return <i32>load<u8>(this.bytes.dataStart + <usize>offset);
  }

  /** The next byte, -1 at the end. */
  peek(): i32 {
    return this.byteAt(this.at);
  }

  /** Keep the first error. Always false, to be returned. */
  fail(at: i32, error: string): bool {
    if (this.error.length == 0) {
      this.error = error;
      this.errorAt = at;
    }
    return false;
  }

  /** Step over the next byte if it is this one. */
  take(byte: i32): bool {
    if (this.peek() != byte) return false;
    this.at++;
    return true;
  }

  skipBlanks(): void {
    while (this.peek() == BLANK || this.peek() == TAB) this.at++;
  }

  /** Step over LF or CR LF. */
  takeNewline(): bool {
    if (this.peek() == CARRIAGE_RETURN && this.byteAt(this.at + 1) == LINE_FEED) this.at++;
    return this.take(LINE_FEED);
  }

  /** Step over a comment, if there is one, up to the end of its line. */
  skipComment(): bool {
    if (this.peek() != 0x23) return true;
    while (true) {
      const byte = this.peek();
      if (byte < 0 || byte == LINE_FEED) return true;
      if (byte == CARRIAGE_RETURN && this.byteAt(this.at + 1) == LINE_FEED) return true;
      if (isControl(byte)) {
        return this.fail(this.at, "a comment holds a control character; remove it");
      }
      this.at++;
    }
  }

  /** Step over blanks, a comment and the end of the line; anything else is an error. */
  endLine(): bool {
    this.skipBlanks();
    if (!this.skipComment()) return false;
    if (this.takeNewline() || this.peek() < 0) return true;
    return this.fail(
      this.at,
      'expected the end of the line; only a comment may follow here (write " in a string as \\")',
    );
  }

  /** Step over blanks, comments and line ends, as allowed inside an array. */
  skipGap(): bool {
    do {
      this.skipBlanks();
      if (!this.skipComment()) return false;
    } while (this.takeNewline());
    return true;
  }

  /** Line of an offset, from 1. */
  lineOf(offset: i32): i32 {
    let line = 1;
    for (let i = 0; i < offset; i++) {
      if (this.byteAt(i) == LINE_FEED) line++;
    }
    return line;
  }

  /** Column of an offset in characters, from 1; a byte order mark does not count. */
  columnOf(offset: i32): i32 {
    let column = 1;
    for (let i = offset - 1; i >= 0 && this.byteAt(i) != LINE_FEED; i--) {
      if ((this.byteAt(i) & 0xc0) != 0x80) column++;
    }
    if (this.byteAt(0) == 0xef && this.byteAt(1) == 0xbb && this.lineOf(offset) == 1) {
      return max(column - 1, 1);
    }
    return column;
  }
}
