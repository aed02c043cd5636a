/** Lists of words kept as one string, `a, b, c`: a third of the size of an array of strings. */

/** The index-th word, empty after the last. */
export function wordAt(words: string, index: i32): string {
  let start = 0;
  for (let at = 0; at <= words.length; at++) {
    if (at < words.length && words.charCodeAt(at) != 0x2c) continue;
    if (index-- == 0) return words.substring(start, at);
    start = at + 2;
  }
  return "";
}

/** Index of a word, -1 if it is not in the list. */
export function wordIndex(words: string, word: string): i32 {
  for (let index = 0; ; index++) {
    const candidate = wordAt(words, index);
    if (candidate.length == 0) break;
    if (candidate == word) return index;
  }
  return -1;
}
