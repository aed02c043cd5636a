/** JSON that may stand in an HTTP header, for Dropbox-API-Arg. */

const DIGITS = "0123456789abcdef";

/** A JSON string in quotes; every unit outside U+0020..U+007E is escaped as Dropbox asks for. */
export function headerJsonString(text: string): string {
  let json = '"';
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (unit == 0x22 || unit == 0x5c) json += "\\" + String.fromCharCode(unit);
    else if (unit >= 0x20 && unit < 0x7f) json += String.fromCharCode(unit);
    else json += "\\u" + hexadecimal4(unit);
  }
  return json + '"';
}

function hexadecimal4(unit: i32): string {
  let digits = "";
  for (let shift = 12; shift >= 0; shift -= 4) digits += DIGITS.charAt((unit >> shift) & 15);
  return digits;
}
