/** Percent-encoding (RFC 3986), also right for application/x-www-form-urlencoded. */
import { utf8 } from "../../host/text";

const DIGITS = "0123456789ABCDEF";

function isUnreserved(byte: i32): bool {
  const letter = byte | 0x20;
  if (letter >= 0x61 && letter <= 0x7a) return true;
  if (byte >= 0x30 && byte <= 0x39) return true;
  return byte == 0x2d || byte == 0x2e || byte == 0x5f || byte == 0x7e;
}

/** Everything but letters, digits and -._~ as %XX of its UTF-8 bytes. */
export function percentEncode(text: string): string {
  const bytes = utf8(text);
  let encoded = "";
  for (let index = 0; index < bytes.length; index++) {
    const byte = <i32>unchecked(bytes[index]);
    if (isUnreserved(byte)) encoded += String.fromCharCode(byte);
    else encoded += "%" + DIGITS.charAt(byte >> 4) + DIGITS.charAt(byte & 15);
  }
  return encoded;
}
