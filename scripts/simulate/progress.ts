/** What a campaign of lives and one of updates have in common. */

const barWidth = 30;

/** `[=====     ]`: the part of `total` that is done, 30 characters wide. */
export function progressBar(done: number, total: number): string {
  return `[${"=".repeat(Math.round((done / total) * barWidth)).padEnd(barWidth)}]`;
}

/** What did not hold, of a line's end that is `ok` or `broken REASON`; null if everything did. */
export function readVerdict(words: string): string | null {
  return words === "ok" ? null : words.replace(/^broken /, "");
}

/** The sum of one figure over all lives. */
export function sum<Life>(lives: readonly Life[], of: (life: Life) => number): number {
  return lives.reduce((total, life) => total + of(life), 0);
}
