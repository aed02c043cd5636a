/** `wamcam test`, the command behind `npm test`. */
import { spawn } from "node:child_process";
import { delimiter, join } from "node:path";

import type { Command } from "commander";

import { build } from "../build/build.ts";
import { duration } from "../build/status_line.ts";
import { repository } from "../repository.ts";
import { add, type Counts, describe, none, plain } from "./counts.ts";
import { type Part, parts } from "./parts.ts";

/** How much of a failed part's output is shown. */
const shown_lines_max = 80;

const searchPath = [join(repository, "node_modules/.bin"), process.env["PATH"] ?? ""].join(
  delimiter,
);

function runPart(part: Part): Promise<{ output: string; code: number | null }> {
  return new Promise((resolve) => {
    const [program = "", ...args] = part.words;
    const child = spawn(program, args, {
      cwd: repository,
      env: { ...process.env, PATH: searchPath },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const chunks: Buffer[] = [];
    const keep = (chunk: Buffer): void => {
      chunks.push(chunk);
    };
    child.stdout.on("data", keep);
    child.stderr.on("data", keep);
    child.on("error", (error) => {
      resolve({ output: `${program} could not be started: ${error.message}`, code: null });
    });
    child.on("close", (code) => {
      resolve({ output: Buffer.concat(chunks).toString("utf8"), code });
    });
  });
}

/** Lines that say what was skipped and why. */
function skipLines(output: string): string[] {
  return plain(output)
    .split("\n")
    .filter((line) => /\bskipp(ed|ing)\b.*[:(]/i.test(line) && !/^\s*Tests?\b/.test(line));
}

async function testPart(part: Part): Promise<Counts> {
  const start_ms = performance.now();
  const { output, code } = await runPart(part);
  const counts = part.count(output, code);
  const word = counts.failed > 0 ? "FAILED" : "ok";
  console.log(
    `${word.padEnd(7)}${part.title}: ${describe(counts)} (${duration(performance.now() - start_ms)})`,
  );
  if (counts.skipped > 0) {
    console.log(skipLines(output).join("\n"));
  }
  if (counts.failed > 0) {
    console.log(output.trimEnd().split("\n").slice(-shown_lines_max).join("\n"));
  }
  return counts;
}

async function test(quick: boolean, only: string | undefined): Promise<Counts> {
  const chosen = parts.filter(
    (part) => (only === undefined || part.title.includes(only)) && !(quick && part.slow === true),
  );
  await build(process.stdout);
  let counts = none;
  for (const part of chosen) {
    counts = add(counts, await testPart(part));
  }
  return counts;
}

export function addTestCommand(program: Command): void {
  program
    .command("test")
    .description("check formats and run all tests")
    .option("--quick", "leave out what takes long")
    .option("--only <word>", "only the parts whose title contains this")
    .action(async ({ quick, only }: { quick?: boolean; only?: string }) => {
      const counts = await test(quick === true, only);
      console.log(`\n${describe(counts)}`);
      process.exitCode = counts.failed > 0 || counts.passed === 0 ? 1 : 0;
    });
}
