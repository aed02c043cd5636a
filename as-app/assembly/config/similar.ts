/** Finds the name that was probably meant. */

const NAME_UNITS_MAX: i32 = 32;

/** Levenshtein's distance of two names; `right` is at most NAME_UNITS_MAX long. */
function editDistance(left: string, right: string): i32 {
  const row = new StaticArray<i32>(NAME_UNITS_MAX + 1);
  for (let i = 0; i <= right.length; i++) unchecked((row[i] = i));
  for (let j = 0; j < left.length; j++) {
    let diagonal = unchecked(row[0]);
    unchecked((row[0] = j + 1));
    for (let i = 1; i <= right.length; i++) {
      const above = unchecked(row[i]);
      const change = left.charCodeAt(j) == right.charCodeAt(i - 1) ? 0 : 1;
      unchecked((row[i] = min(diagonal + change, min(above, unchecked(row[i - 1])) + 1)));
      diagonal = above;
    }
  }
  return unchecked(row[right.length]);
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
