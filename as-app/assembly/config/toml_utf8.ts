/** Well-formed UTF-8 (The Unicode Standard, table 3-7). */
import { Scanner } from "./toml_scanner";

/** Bytes of the well-formed character at an offset, 0 if there is none. */
function characterLength(scanner: Scanner, at: i32): i32 {
  const lead = scanner.byteAt(at);
  if (lead < 0x80) return 1;
  if (lead < 0xc2 || lead > 0xf4) return 0;
  let low = 0x80;
  let high = 0xbf;
  if (lead == 0xe0) low = 0xa0;
  if (lead == 0xed) high = 0x9f;
  if (lead == 0xf0) low = 0x90;
  if (lead == 0xf4) high = 0x8f;
  const length = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  for (let i = 1; i < length; i++) {
    const byte = scanner.byteAt(at + i);
    if (byte < low || byte > high) return 0;
    low = 0x80;
    high = 0xbf;
  }
  return length;
}

/** False, with the scanner's error set, if the bytes are not UTF-8. */
export function checkUtf8(scanner: Scanner): bool {
  for (let at = 0; at < scanner.bytes.length;) {
    const length = characterLength(scanner, at);
    if (length == 0) return scanner.fail(at, "this is not UTF-8; save the file as UTF-8");
    at += length;
  }
  return true;
}
