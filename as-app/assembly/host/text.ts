/** Text across the wall: AssemblyScript's UTF-16 strings to and from UTF-8 with a length. */

/** Copy the first `count` units to bytes as long as they are ASCII; false if one is not. */
export function copyAscii(text: string, to: usize, count: i32): bool {
  let from = changetype<usize>(text);
  const end = to + <usize>count;
  // Two units at a time: nearly all text is ASCII, and each byte of it passes here several times.
  for (; to + 1 < end; to += 2) {
    const units = load<u32>(from);
    if (units & 0xff80ff80) return false;
    store<u16>(to, <u16>(units | (units >>> 8)));
    from += 4;
  }
  if (to == end) return true;
  const unit = load<u16>(from);
  store<u8>(to, <u8>unit);
  return unit < 0x80;
}

/** UTF-8 bytes of a string, without an ending NUL; lone surrogates become U+FFFD. */
export function utf8(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  if (copyAscii(text, bytes.dataStart, text.length)) return bytes;
  return Uint8Array.wrap(String.UTF8.encode(text, false, String.UTF8.ErrorMode.REPLACE));
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
  return String.UTF8.decodeUnsafe(bytes.dataStart + <usize>start, <usize>length, false);
}
