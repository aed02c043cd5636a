/**
 * Rows at the bottom of a terminal that are rewritten in place while something is under way.
 * Where output is no terminal (a file, a pipe, continuous integration) only finished lines appear.
 */

/** The part of process.stdout that is used; tests hand in their own. */
export interface Output {
  write(text: string): unknown;
  isTTY?: boolean | undefined;
  columns?: number | undefined;
}

const escape = "\u001b[";

export class LiveRows {
  readonly #output: Output;
  #rows: readonly string[] = [];

  constructor(output: Output) {
    this.#output = output;
  }

  /** True when rows can be rewritten. */
  get isLive(): boolean {
    return this.#output.isTTY === true;
  }

  /** Replace the live rows. A row wider than the terminal is cut: wrapped, it could not be erased. */
  show(rows: readonly string[]): void {
    if (!this.isLive) {
      return;
    }
    const columns = this.#output.columns ?? 80;
    const cut = rows.map((row) =>
      Array.from(row)
        .slice(0, columns - 1)
        .join(""),
    );
    this.#output.write(this.#erase() + cut.map((row) => `${row}\n`).join(""));
    this.#rows = cut;
  }

  /** Print a line that stays, above the live rows. */
  print(line: string): void {
    const rows = this.#rows;
    this.#output.write(`${this.#erase()}${line}\n${rows.map((row) => `${row}\n`).join("")}`);
  }

  #erase(): string {
    return this.#rows.length === 0 ? "" : `${escape}${this.#rows.length}A${escape}0J`;
  }
}
