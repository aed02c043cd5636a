/** How many tests passed, failed and were skipped, read from what the tools print. */
export interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

export const none: Counts = { passed: 0, failed: 0, skipped: 0 };

export function add(left: Counts, right: Counts): Counts {
  return {
    passed: left.passed + right.passed,
    failed: left.failed + right.failed,
    skipped: left.skipped + right.skipped,
  };
}

/** `12 passed, 1 failed, 2 skipped`; no skipped when there are none. */
export function describe({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}

/** Colours and other escape sequences of a terminal are no part of the text. */
export function plain(output: string): string {
  // eslint-disable-next-line no-control-regex -- escape sequences are what is looked for
  return output.replace(/\u001b\[[0-9;]*[A-Za-z]/g, "");
}

/** A check that only passes or fails. */
export function oneCheck(_output: string, code: number | null): Counts {
  return code === 0 ? { passed: 1, failed: 0, skipped: 0 } : { passed: 0, failed: 1, skipped: 0 };
}

/** A tool that ended badly without a failed test, or told of no test at all, is a failure. */
function withExitCode(counts: Counts, code: number | null): Counts {
  const silent = counts.passed + counts.failed === 0;
  const failed = counts.failed === 0 && (code !== 0 || silent) ? 1 : counts.failed;
  return { ...counts, failed };
}

/** as-pect's summary: `[Tests]: 11 / 12`. */
export function asPectCounts(output: string, code: number | null): Counts {
  const match = /\[Tests\]:\s*(\d+) \/ (\d+)/.exec(plain(output));
  const passed = Number(match?.[1] ?? 0);
  const failed = Number(match?.[2] ?? 0) - passed;
  return withExitCode({ passed, failed, skipped: 0 }, code);
}

/** cargo test: `test result: ok. 5 passed; 0 failed; 1 ignored`, once a binary. */
export function cargoCounts(output: string, code: number | null): Counts {
  const results = plain(output).matchAll(/(\d+) passed; (\d+) failed; (\d+) ignored/g);
  const counts = [...results].reduce<Counts>(
    (sum, [, passed, failed, skipped]) =>
      add(sum, { passed: Number(passed), failed: Number(failed), skipped: Number(skipped) }),
    none,
  );
  return withExitCode(counts, code);
}

/** The core's tests: a line `ok`, `FAILED` or `skipped` each. */
export function coreCounts(output: string, code: number | null): Counts {
  const count = (word: RegExp): number => plain(output).match(word)?.length ?? 0;
  const counts = {
    passed: count(/^ok /gm),
    failed: count(/^FAILED /gm),
    skipped: count(/^skipped /gm),
  };
  return withExitCode(counts, code);
}

/** Vitest's summary: `Tests  2 failed | 40 passed | 1 skipped (43)`. */
export function vitestCounts(output: string, code: number | null): Counts {
  const line = /^\s*Tests\s+(.*)\(\d+\)\s*$/m.exec(plain(output))?.[1] ?? "";
  const count = (word: string): number => Number(new RegExp(`(\\d+) ${word}`).exec(line)?.[1] ?? 0);
  const counts = { passed: count("passed"), failed: count("failed"), skipped: count("skipped") };
  return withExitCode(counts, code);
}

/** What was skipped, as far as the tools say: `skipped name: reason`, `↓ name`. */
export function skippedTests(output: string): string[] {
  return plain(output)
    .split("\n")
    .map((line) => /^\s*(?:skipped |↓ |test (?=.*\.\.\. ignored))(.*)$/.exec(line)?.[1] ?? "")
    .filter((line) => line !== "");
}
