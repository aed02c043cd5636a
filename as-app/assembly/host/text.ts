/** Text across the wall: AssemblyScript's UTF-16 strings to and from UTF-8 with a length. */

/** Both halves of a word: a unit that is not 7 bits wide has one of these bits. */
const NOT_ASCII: u32 = 0xff80ff80;
/** Added to a unit above "~", this makes it wider than 7 bits. */
const ABOVE_TILDE: u32 = 0x10001;

/**
 * Copy the first `count` units to bytes; false as soon as one is not ASCII from `lowest` to "~". Four
 * at a time: nearly all text is such, and each letter of it passes here several times.
 */
export function copyAscii(text: string, to: usize, count: i32, lowest: u32): bool {
  const lowestTwo = lowest * 0x10001;
  let from = changetype<usize>(text);
  const end = to + <usize>count;
  for (; to + 3 < end; to += 4) {
    const two = load<u32>(from);
    const next = load<u32>(from, 4);
    const wide = two | (two + ABOVE_TILDE) | (two - lowestTwo);
    if ((wide | next | (next + ABOVE_TILDE) | (next - lowestTwo)) & NOT_ASCII) return false;
    store<u32>(to, ((two | (two >>> 8)) & 0xffff) | ((next | (next >>> 8)) << 16));
    from += 8;
  }
  for (; to < end; to++) {
    const unit = <u32>load<u16>(from);
    if (unit - lowest > 0x7e - lowest) return false;
    store<u8>(to, unit);
    from += 2;
  }
  return true;
}

/** UTF-8 bytes of a string, without an ending NUL; lone surrogates become U+FFFD. */
export function utf8(text: string): Uint8Array {
  const count = text.length;
  let bytes = new Uint8Array(count);
  if (copyAscii(text, bytes.dataStart, count, 0)) return bytes;
  bytes = new Uint8Array(count * 3);
  let to = bytes.dataStart;
  for (let index = 0; index < count; index++) {
    const code = text.codePointAt(index);
    if (code > 0xffff) index++;
    to = putCodePoint(to, (code & ~0x7ff) == 0xd800 ? 0xfffd : code);
  }
  return bytes.subarray(0, <i32>(to - bytes.dataStart));
}

/** Write a code point in UTF-8; the address behind it. */
function putCodePoint(to: usize, code: i32): usize {
  if (code < 0x80) {
    store<u8>(to, code);
    return to + 1;
  }
  // The first byte has as many ones in front as there are bytes.
  const more = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
  store<u8>(to, (0xff00 >> (more + 1)) | (code >> (6 * more)));
  for (let left = more - 1; left >= 0; left--) {
    store<u8>(++to, 0x80 | ((code >> (6 * left)) & 0x3f));
  }
  return to + 1;
}

/**
 * Text that an import wrote to `bytes`; `length` is its answer: the whole length, which may be more
 * than there is room for, or a HostError. Empty for an error.
 */
export function textFromHost(bytes: Uint8Array, length: i32): string {
  return length > 0 ? fromUtf8(bytes, 0, min(length, bytes.length)) : "";
}

/** Of `length` bytes of UTF-8 at most `most`, without cutting a character in two. */
export function wholeCharacters(bytes: Uint8Array, length: i32, most: i32): i32 {
  if (length <= most) return length;
  length = most;
  while (length > 0 && (unchecked(bytes[length]) & 0xc0) == 0x80) length--;
  return length;
}

/** The string that `length` UTF-8 bytes from `start` of `bytes` spell; broken sequences become U+FFFD. */
export function fromUtf8(bytes: Uint8Array, start: i32, length: i32): string {
  const from = bytes.dataStart + <usize>start;
  const text = changetype<string>(__new((<usize>length) << 1, idof<string>()));
  if (widenAscii(from, changetype<usize>(text), length)) return text;
  return String.UTF8.decodeUnsafe(from, <usize>length, false);
}

/** Copy bytes to units, two at a time; false as soon as one is not ASCII. */
function widenAscii(from: usize, to: usize, count: i32): bool {
  const end = from + <usize>count;
  for (; from + 1 < end; from += 2) {
    const two = <u32>load<u16>(from);
    if (two & 0x8080) return false;
    store<u32>(to, (two | (two << 8)) & 0xff00ff);
    to += 4;
  }
  if (from == end) return true;
  const byte = load<u8>(from);
  store<u16>(to, byte);
  return byte < 0x80;
}

/** True for the letters and digits of ASCII. */
export function isAlphanumeric(unit: i32): bool {
  return <u32>((unit | 0x20) - 0x61) < 26 || <u32>(unit - 0x30) < 10;
}

/** Whether ASCII text is what `length` bytes at `start` spell. */
export function spells(text: string, start: usize, length: i32): bool {
  if (text.length != length) return false;
  const end = start + <usize>length;
  for (let unit = changetype<usize>(text); start < end; unit += 2) {
    if (load<u16>(unit) != <u16>load<u8>(start++)) return false;
  }
  return true;
}

/** The first `length` bytes in lower-case hexadecimal. */
export function hexadecimal(bytes: Uint8Array, length: i32): string {
  const text = changetype<string>(__new((<usize>length) << 2, idof<string>()));
  for (let index: usize = 0; index < <usize>length; index++) {
    const byte = <u32>load<u8>(bytes.dataStart + index);
    const units = hexadecimalDigit(byte >> 4) | (hexadecimalDigit(byte & 15) << 16);
    store<u32>(changetype<usize>(text) + (index << 2), units);
  }
  return text;
}

// @ts-ignore: a decorator is AssemblyScript
@inline
function hexadecimalDigit(value: u32): u32 {
  return value + (value < 10 ? 0x30 : 0x57);
}
