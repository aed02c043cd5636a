/** A long step on one line: a spinner with the time it has taken, then how it ended. */
import { LiveRows, type Output } from "./live_rows.ts";

const frames = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏";
const redraw_ms = 100;

/** How a step speaks while it runs. */
export interface Progress {
  /** What it is at right now; shown on a terminal only. */
  detail(text: string): void;
}

/** Seconds with one decimal below ten, else minutes and seconds. */
export function duration(time_ms: number): string {
  const time_s = time_ms / 1000;
  if (time_s < 60) {
    return `${time_s.toFixed(time_s < 10 ? 1 : 0)} s`;
  }
  return `${Math.floor(time_s / 60)} min ${Math.floor(time_s % 60)} s`;
}

/**
 * Run a step. On a terminal a line shows that it is alive; elsewhere a line says that it begins.
 * `work` returns what to say at its end, or null to leave no line behind.
 */
export async function withStatusLine(
  output: Output,
  title: string,
  work: (progress: Progress) => Promise<string | null>,
): Promise<void> {
  const rows = new LiveRows(output);
  const start_ms = performance.now();
  const elapsed = (): string => duration(performance.now() - start_ms);
  let frame = 0;
  let detail = "";
  const draw = (): void => {
    rows.show([`${frames.charAt(frame++ % frames.length)} ${title} (${elapsed()}) ${detail}`]);
  };
  draw();
  const timer = setInterval(draw, redraw_ms);
  try {
    const ending = await work({
      detail(text) {
        detail = text;
      },
    });
    rows.show([]);
    if (ending !== null) {
      rows.print(`${title}: ${ending} (${elapsed()})`);
    }
  } finally {
    rows.show([]);
    clearInterval(timer);
  }
}
