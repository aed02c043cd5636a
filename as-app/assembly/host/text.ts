/** Text across the wall: AssemblyScript's UTF-16 strings to and from UTF-8 with a length. */

/** UTF-8 bytes of a string, without an ending NUL; lone surrogates become U+FFFD. */
export function utf8(text: string): Uint8Array {
  return Uint8Array.wrap(String.UTF8.encode(text, false, String.UTF8.ErrorMode.REPLACE));
}

/** The string that `length` UTF-8 bytes from `start` of `bytes` spell; broken sequences become U+FFFD. */
export function fromUtf8(bytes: Uint8Array, start: i32, length: i32): string {
  return String.UTF8.decodeUnsafe(bytes.dataStart + <usize>start, <usize>length, false);
}
