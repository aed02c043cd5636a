/** JSON that may stand in an HTTP header, for Dropbox-API-Arg. */
import { fromUtf8 } from "../../host/text";
import { GrowingBytes } from "../http/growing_bytes";

/** Bytes of a unit that is escaped. */
const ESCAPED_BYTES: i32 = 6;

/** A JSON string in quotes; every unit outside U+0020..U+007E is escaped as Dropbox asks for. */
export function headerJsonString(text: string): string {
  const json = new GrowingBytes(text.length * ESCAPED_BYTES + 2);
  addJsonString(json, text);
  return fromUtf8(json.bytes, 0, json.length);
}

/** Add such a string; what is above the limit is left out. */
export function addJsonString(json: GrowingBytes, text: string): void {
  json.put(0x22);
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (unit >= 0x20 && unit < 0x7f) {
      if (unit == 0x22 || unit == 0x5c) json.put(0x5c);
      json.put(unit);
    } else addEscape(json, unit);
  }
  json.put(0x22);
}

function addEscape(json: GrowingBytes, unit: i32): void {
  json.ascii("\\u");
  for (let shift = 12; shift >= 0; shift -= 4) {
    const digit = (unit >> shift) & 15;
    json.put(digit < 10 ? 0x30 + digit : 0x57 + digit);
  }
}
