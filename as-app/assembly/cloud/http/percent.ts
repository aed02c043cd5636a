/** Percent-encoding (RFC 3986), also right for application/x-www-form-urlencoded. */
import { fromUtf8, isAlphanumeric, utf8 } from "../../host/text";
import { GrowingBytes } from "./growing_bytes";

function isUnreserved(byte: i32): bool {
  return isAlphanumeric(byte) || byte == 0x2d || byte == 0x2e || byte == 0x5f || byte == 0x7e;
}

/** As an upper-case hexadecimal digit. */
function digit(value: i32): i32 {
  return value < 10 ? 0x30 + value : 0x37 + value;
}

/** Everything but letters, digits and -._~ as %XX of its UTF-8 bytes. */
export function percentEncode(text: string): string {
  const bytes = utf8(text);
  const encoded = new GrowingBytes(bytes.length * 3);
  for (let index = 0; index < bytes.length; index++) {
    const byte = <i32>unchecked(bytes[index]);
    const isPlain = isUnreserved(byte);
    encoded.put(isPlain ? byte : 0x25);
    if (isPlain) continue;
    encoded.put(digit(byte >> 4));
    encoded.put(digit(byte & 15));
  }
  return fromUtf8(encoded.bytes, 0, encoded.length);
}
