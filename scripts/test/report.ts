/** What a person reads while the parts of `npm test` run. */
import { LiveRows, type Output } from "../build/live_rows.ts";
import { duration } from "../build/status_line.ts";
import { type Counts, describe } from "./counts.ts";

/** How much of a failed part's output is shown. */
const shown_lines_max = 120;

const redraw_ms = 200;

export class Report {
  readonly #rows: LiveRows;
  readonly #running = new Map<string, number>();
  readonly #timer: NodeJS.Timeout;

  constructor(output: Output) {
    this.#rows = new LiveRows(output);
    this.#timer = setInterval(() => {
      this.#draw();
    }, redraw_ms);
  }

  begin(title: string): void {
    this.#running.set(title, performance.now());
    this.#draw();
  }

  /** A part's line, what it skipped, and if it failed the end of what its tool said. */
  finish(title: string, counts: Counts, skipped: readonly string[], output: string): void {
    const time = duration(performance.now() - (this.#running.get(title) ?? 0));
    this.#running.delete(title);
    this.#draw();
    const isSkipped = counts.passed + counts.failed === 0;
    const word = counts.failed > 0 ? "FAILED" : isSkipped ? "skipped" : "ok";
    this.#rows.print(`${word.padEnd(8)}${title}: ${describe(counts)} (${time})`);
    skipped.forEach((line) => {
      this.#rows.print(`        skipped: ${line}`);
    });
    if (counts.failed > 0) {
      this.#rows.print(output.trimEnd().split("\n").slice(-shown_lines_max).join("\n"));
    }
  }

  close(): void {
    clearInterval(this.#timer);
    this.#rows.show([]);
  }

  #draw(): void {
    const now = performance.now();
    this.#rows.show(
      [...this.#running].map(([title, start_ms]) => `… ${title} (${duration(now - start_ms)})`),
    );
  }
}
