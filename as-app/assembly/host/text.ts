/** Text across the wall: AssemblyScript's UTF-16 strings to and from UTF-8 with a length. */

/** UTF-8 bytes of a string, without an ending NUL; lone surrogates become U+FFFD. */
export function utf8(text: string): Uint8Array {
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
