/**
 * A strict recogniser of JSON (RFC 8259) over bytes. It keeps nothing and allocates nothing; the
 * reader in value.ts walks with it over text that it has recognised before.
 */

/** Deepest nesting that is accepted; no answer that the application reads needs more than 5. */
export const JSON_DEPTH_MAX: i32 = 16;

/** Letters of true, (f)alse and null as little-endian words. */
const TRUE: u32 = 0x65757274;
const ALSE: u32 = 0x65736c61;
const NULL: u32 = 0x6c6c756e;

// @ts-ignore: a decorator on a function is AssemblyScript
@inline
function isDigit(byte: i32): bool {
  return byte >= 0x30 && byte <= 0x39;
}

function isHexadecimal(byte: i32): bool {
  const letter = byte | 0x20;
  return isDigit(byte) || (letter >= 0x61 && letter <= 0x66);
}

/** Walks over JSON text from `at`; every method that returns false leaves `at` at the fault. */
export class JsonScanner {
  at: i32 = 0;
  /** Whether the name or string that was stepped over last has an escape. */
  hasEscape: bool = false;

  constructor(
    private readonly bytes: Uint8Array,
    private readonly end: i32,
  ) {}

  /** The byte at hand, -1 past the end. */
  peek(): i32 {
    return this.at < this.end ? <i32>unchecked(this.bytes[this.at]) : -1;
  }

  /** Step over one expected byte. */
  take(expected: i32): bool {
    if (this.peek() != expected) return false;
    this.at++;
    return true;
  }

  skipSpace(): void {
    for (;;) {
      const byte = this.peek();
      if (byte != 0x20 && byte != 0x0a && byte != 0x0d && byte != 0x09) return;
      this.at++;
    }
  }

  /** Step over a value and the space after it; `depth` arrays and objects are open already. */
  value(depth: i32): bool {
    if (!this.valueWithoutSpace(depth)) return false;
    this.skipSpace();
    return true;
  }

  private valueWithoutSpace(depth: i32): bool {
    switch (this.peek()) {
      case 0x7b:
        return this.container(depth, 0x7d, true);
      case 0x5b:
        return this.container(depth, 0x5d, false);
      case 0x22:
        return this.string();
      case 0x74:
        return this.word(TRUE);
      case 0x66:
        return this.take(0x66) && this.word(ALSE);
      case 0x6e:
        return this.word(NULL);
      default:
        return this.number();
    }
  }

  /** Step over four letters. */
  private word(letters: u32): bool {
    if (this.end - this.at < 4) return false;
    if (load<u32>(this.bytes.dataStart + <usize>this.at) != letters) return false;
    this.at += 4;
    return true;
  }

  /** An object or an array up to its closing byte. */
  private container(depth: i32, closing: i32, named: bool): bool {
    if (depth >= JSON_DEPTH_MAX) return false;
    this.at++;
    this.skipSpace();
    if (this.take(closing)) return true;
    do {
      this.skipSpace();
      if (named && !this.name()) return false;
      if (!this.value(depth + 1)) return false;
    } while (this.take(0x2c));
    return this.take(closing);
  }

  /** The name of a member, the colon and the space around it. */
  name(): bool {
    if (!this.string()) return false;
    this.skipSpace();
    if (!this.take(0x3a)) return false;
    this.skipSpace();
    return true;
  }

  /** A string in quotes. */
  string(): bool {
    if (!this.take(0x22)) return false;
    this.hasEscape = false;
    this.skipPlain();
    while (this.peek() != 0x22) {
      if (!this.character()) return false;
      this.skipPlain();
    }
    this.at++;
    return true;
  }

  /** Step over characters of a string that are ASCII and stand for themselves, four at a time. */
  private skipPlain(): void {
    const start = this.bytes.dataStart;
    const end = start + <usize>this.end;
    let at = start + <usize>this.at;
    for (; at + 4 <= end; at += 4) {
      const four = load<u32>(at);
      // The highest bit of a byte: not ASCII, a control character, a quote, a backslash.
      const quotes = (four ^ 0x22222222) - 0x01010101;
      const backslashes = (four ^ 0x5c5c5c5c) - 0x01010101;
      if ((four | (four - 0x20202020) | quotes | backslashes) & 0x80808080) break;
    }
    for (; at < end; at++) {
      const byte = <u32>load<u8>(at);
      if (byte - 0x20 > 0x5f || byte == 0x22 || byte == 0x5c) break;
    }
    this.at = <i32>(at - start);
  }

  /** One character of a string as it stands, or an escape. */
  private character(): bool {
    const byte = this.peek();
    if (byte < 0x20) return false;
    if (byte >= 0x80) return this.multibyte(byte);
    this.at++;
    return byte != 0x5c || this.escape();
  }

  /** What follows a backslash. */
  private escape(): bool {
    const byte = this.peek();
    this.hasEscape = true;
    this.at++;
    switch (byte) {
      case 0x22:
      case 0x5c:
      case 0x2f:
      case 0x62:
      case 0x66:
      case 0x6e:
      case 0x72:
      case 0x74:
        return true;
      case 0x75:
        for (let digit = 0; digit < 4; digit++) {
          if (!isHexadecimal(this.peek())) return false;
          this.at++;
        }
        return true;
      default:
        return false;
    }
  }

  /** One UTF-8 sequence of 2 to 4 bytes: neither overlong nor a surrogate (RFC 3629). */
  private multibyte(first: i32): bool {
    let more = 1;
    let lowest = 0x80;
    let highest = 0xbf;
    if (first < 0xc2 || first > 0xf4) return false;
    if (first >= 0xe0) {
      more = first >= 0xf0 ? 3 : 2;
      if (first == 0xe0) lowest = 0xa0;
      else if (first == 0xed) highest = 0x9f;
      else if (first == 0xf0) lowest = 0x90;
      else if (first == 0xf4) highest = 0x8f;
    }
    this.at++;
    for (; more > 0; more--) {
      const byte = this.peek();
      if (byte < lowest || byte > highest) return false;
      lowest = 0x80;
      highest = 0xbf;
      this.at++;
    }
    return true;
  }

  private number(): bool {
    this.take(0x2d);
    if (!this.take(0x30) && !this.digits()) return false;
    if (this.take(0x2e) && !this.digits()) return false;
    if (this.take(0x65) || this.take(0x45)) {
      if (!this.take(0x2b)) this.take(0x2d);
      return this.digits();
    }
    return true;
  }

  private digits(): bool {
    const start = this.at;
    while (isDigit(this.peek())) this.at++;
    return this.at > start;
  }
}
