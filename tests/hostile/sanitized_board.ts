/** The desktop board with its core under sanitizers, and what becomes of an application on it. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect } from "vitest";

import { findExecutable } from "../../scripts/build/board.ts";
import { runTool } from "../../scripts/build/tool.ts";
import { resultsPath } from "./script.ts";

let built: Promise<string> | null = null;

async function build(): Promise<string> {
  const words = ["build", "--locked", "-p", "wamcam-desktop", "--features", "sanitizers"];
  const format = "--message-format=json-render-diagnostics";
  const { code, stdout, output } = await runTool("cargo", [...words, format]);
  expect(code, output.slice(-2000)).toBe(0);
  return findExecutable(stdout)?.path ?? "";
}

/** The path of the board. */
export function sanitizedBoard(): Promise<string> {
  built ??= build();
  return built;
}

/** Leaks are looked for by the core's own tests; at the end of a process they do no harm. */
const environment = { ASAN_OPTIONS: "detect_leaks=0", UBSAN_OPTIONS: "print_stacktrace=1" };

export interface Fate {
  /** What the board says at the end. */
  exit_code: number;
  reason: string;
  /** What the calls of a script returned; empty if it did not come to its end. */
  results: number[];
  /** Lines of standard output. */
  lines: Record<string, unknown>[];
  linear_memory_peak: number;
}

function readResults(card: string): number[] {
  const path = join(card, resultsPath);
  if (!existsSync(path)) return [];
  const bytes = readFileSync(path);
  return Array.from({ length: bytes.length / 8 }, (_, index) =>
    Number(bytes.readBigInt64LE(8 * index)),
  );
}

/** Run an application to its end; the board must come to its own end in any case. */
export async function fateOf(application: Uint8Array, ...more: string[]): Promise<Fate> {
  const folder = mkdtempSync(join(tmpdir(), "wamcam-hostile-"));
  try {
    const [card, state, app] = ["card", "state", "app.wasm"].map((name) => join(folder, name));
    if (card === undefined || state === undefined || app === undefined) throw new Error();
    [card, state].forEach((path) => {
      mkdirSync(path);
    });
    writeFileSync(app, application);
    const words = ["--app", app, "--card", card, "--state", state, "--settings", state];
    const { stdout, output } = await runTool(
      await sanitizedBoard(),
      [...words, "--connect-to", "*:443:127.0.0.1:9", "--connect-to", "*:123:127.0.0.1:9", ...more],
      // The application may be endless, the test is not: no board outlives it.
      { environment, signal: AbortSignal.timeout(60_000) },
    );
    expect(output).not.toMatch(/Sanitizer|runtime error:/);
    const lines = stdout
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    const end = lines.at(-1) ?? {};
    expect(end.kind, output.slice(-2000)).toBe("end");
    return {
      exit_code: Number(end.exit_code),
      reason: typeof end.reason === "string" ? end.reason : "",
      results: readResults(card),
      lines,
      linear_memory_peak: Number(end.linear_memory_peak),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
