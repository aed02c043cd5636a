/** Finds the name that was probably meant. */

const NAME_UNITS_MAX: i32 = 32;

/** Levenshtein's distance of two names, at most NAME_UNITS_MAX long. */
function editDistance(left: string, right: string): i32 {
  const row = new StaticArray<i32>(NAME_UNITS_MAX + 1);
  for (let i = 0; i <= right.length; i++) row[i] = i;
  for (let j = 0; j < left.length; j++) {
    let diagonal = row[0];
    row[0] = j + 1;
    for (let i = 1; i <= right.length; i++) {
      const above = row[i];
      const change = left.charCodeAt(j) == right.charCodeAt(i - 1) ? 0 : 1;
      row[i] = min(diagonal + change, min(above, row[i - 1]) + 1);
      diagonal = above;
    }
  }
  return row[right.length];
}

/** The name that differs least from a text, by at most a third of its letters; "" if none does. */
export function similarName(text: string, names: string[]): string {
  let best = "";
  if (text.length > NAME_UNITS_MAX) return best;
  let bestEdits = max(2, text.length / 3) + 1;
  for (let i = 0; i < names.length; i++) {
    const edits = editDistance(text, names[i]);
    if (edits >= bestEdits || edits >= names[i].length) continue;
    bestEdits = edits;
    best = names[i];
  }
  return best;
}
