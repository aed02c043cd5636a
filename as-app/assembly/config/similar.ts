/** Finds the name that was probably meant. */

const NAME_UNITS_MAX: i32 = 32;

/** A row of Levenshtein's table. */
const row: usize = memory.data(NAME_UNITS_MAX + 1);

/** Levenshtein's distance of two names of at most NAME_UNITS_MAX units. */
function editDistance(left: string, right: string): i32 {
  for (let i = 0; i <= right.length; i++) store<u8>(row + <usize>i, <u8>i);
  for (let j = 0; j < left.length; j++) {
    let diagonal = <i32>load<u8>(row);
    store<u8>(row, <u8>(j + 1));
    for (let i = 1; i <= right.length; i++) {
      const at = row + <usize>i;
      const above = <i32>load<u8>(at);
      const change = left.charCodeAt(j) == right.charCodeAt(i - 1) ? 0 : 1;
      store<u8>(at, <u8>min(diagonal + change, min(above, <i32>load<u8>(at - 1)) + 1));
      diagonal = above;
    }
  }
  return load<u8>(row + <usize>right.length);
}

/** The name that differs least from a text, by at most a third of its letters; "" if none does. */
export function similarName(text: string, names: string[]): string {
  let best = "";
  if (text.length > NAME_UNITS_MAX) return best;
  let bestEdits = max(2, text.length / 3) + 1;
  for (let i = 0; i < names.length; i++) {
    const name = unchecked(names[i]);
    const edits = editDistance(text, name);
    if (edits >= bestEdits || edits >= name.length) continue;
    bestEdits = edits;
    best = name;
  }
  return best;
}
