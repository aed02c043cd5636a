/**
 * Names of files and folders that both the FAT of a memory card and Dropbox take: characters from
 * the blank up, none of / \ : * ? " < > | and no control character; not beginning or ending with
 * a blank, not ending with a dot (FAT drops it); none of the names that Dropbox keeps for itself.
 */

/** What a safe name is, as part of a sentence. */
export const SAFE_NAME: string =
  ' that begins and ends with no blank, ends with no dot and has none of / \\ : * ? " < > |';

const RESERVED: string[] = [
  "desktop.ini",
  "thumbs.db",
  ".ds_store",
  ".dropbox",
  ".dropbox.attr",
  ".dropbox.cache",
];

export function isSafeName(name: string): bool {
  if (name.length == 0 || name.trim().length != name.length || name.endsWith(".")) return false;
  for (let i = 0; i < name.length; i++) {
    const unit = name.charCodeAt(i);
    if (unit < 0x20 || (unit >= 0x7f && unit < 0xa0)) return false;
    if ('/\\:*?"<>|'.includes(name.charAt(i))) return false;
  }
  return !RESERVED.includes(lowerAscii(name));
}

/** String.toLowerCase brings all of Unicode's case tables along. */
function lowerAscii(text: string): string {
  let lower = "";
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    lower += unit >= 0x41 && unit <= 0x5a ? String.fromCharCode(unit | 0x20) : text.charAt(i);
  }
  return lower;
}
