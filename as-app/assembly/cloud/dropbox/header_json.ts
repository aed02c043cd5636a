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
  for (let at = addPlain(json, text, 0); at < text.length; at = addPlain(json, text, at + 1)) {
    addEscape(json, text.charCodeAt(at));
  }
  json.put(0x22);
}

/** Add the units from `start` on that stand for themselves; the index of the first that does not. */
function addPlain(json: GrowingBytes, text: string, start: i32): i32 {
  const count = min(text.length - start, json.left());
  let to = json.reserve(count);
  const end = to + <usize>count;
  let from = changetype<usize>(text) + ((<usize>start) << 1);
  for (; to < end; to++) {
    const unit = <u32>load<u16>(from);
    if (unit - 0x20 > 0x5e || unit == 0x22 || unit == 0x5c) break;
    store<u8>(to, unit);
    from += 2;
  }
  const added = count - <i32>(end - to);
  json.length += added;
  return start + added;
}

function addEscape(json: GrowingBytes, unit: i32): void {
  json.put(0x5c);
  if (unit == 0x22 || unit == 0x5c) {
    json.put(unit);
    return;
  }
  json.put(0x75);
  for (let shift = 12; shift >= 0; shift -= 4) {
    const digit = (unit >> shift) & 15;
    json.put(digit < 10 ? 0x30 + digit : 0x57 + digit);
  }
}
