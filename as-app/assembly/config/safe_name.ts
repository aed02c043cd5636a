/**
 * Names of files and folders that both the FAT of a memory card and Dropbox take: none of
 * / \ : * ? " < > | and no control character; not beginning or ending with a blank; not ending
 * with a dot, which FAT drops; none of the names that Dropbox keeps for itself.
 */

/** What a safe name is, as the end of a sentence. */
export const SAFE_NAME: string =
  ' characters, with none of / \\ : * ? " < > | and no blank or dot at its end';

const FORBIDDEN: string = '/\\:*?"<>|';

/** In lower case; each between two slashes, since no name has one. */
const RESERVED: string = "/desktop.ini/thumbs.db/.ds_store/.dropbox/.dropbox.attr/.dropbox.cache/";

function isAllowed(unit: i32): bool {
  if (unit < 0x20 || (unit >= 0x7f && unit < 0xa0)) return false;
  for (let i = 0; i < FORBIDDEN.length; i++) {
    if (FORBIDDEN.charCodeAt(i) == unit) return false;
  }
  return true;
}

/** String.toLowerCase would bring all of Unicode's case tables along. */
export function lowerAscii(unit: i32): i32 {
  return unit >= 0x41 && unit <= 0x5a ? unit | 0x20 : unit;
}

/** True if the name stands at an offset of RESERVED, whatever its case. */
function isReservedAt(name: string, offset: i32): bool {
  if (RESERVED.charCodeAt(offset + name.length + 1) != 0x2f) return false;
  for (let i = 0; i < name.length; i++) {
    if (RESERVED.charCodeAt(offset + 1 + i) != lowerAscii(name.charCodeAt(i))) return false;
  }
  return RESERVED.charCodeAt(offset) == 0x2f;
}

export function isSafeName(name: string): bool {
  const last = name.length - 1;
  if (last < 0 || name.charCodeAt(0) == 0x20) return false;
  if (name.charCodeAt(last) == 0x20 || name.charCodeAt(last) == 0x2e) return false;
  for (let i = 0; i <= last; i++) {
    if (!isAllowed(name.charCodeAt(i))) return false;
  }
  for (let offset = 0; offset < RESERVED.length - name.length - 1; offset++) {
    if (isReservedAt(name, offset)) return false;
  }
  return true;
}
