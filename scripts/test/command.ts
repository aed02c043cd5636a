/** `wamcam test`, the command behind `npm test`, and `wamcam format`. */
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

import type { Command } from "commander";

import { build, buildBoardWithStatus } from "../build/build.ts";
import { runTool, StepFailed, toolEnvironment, type ToolResult } from "../build/tool.ts";
import { repository } from "../repository.ts";
import { add, type Counts, describe, none, plain, skippedTests } from "./counts.ts";
import { formatters } from "./formatters.ts";
import { type Lane, type Part, parts } from "./parts.ts";
import { Report } from "./report.ts";

const searchPath = [join(repository, "node_modules/.bin"), toolEnvironment().PATH ?? ""].join(
  delimiter,
);

function isInstalled(program: string): boolean {
  return searchPath.split(delimiter).some((folder) => existsSync(join(folder, program)));
}

async function runWords(words: readonly string[], signal?: AbortSignal): Promise<ToolResult> {
  const [program = "", ...args] = words;
  try {
    const environment = { PATH: searchPath };
    const result = await runTool(program, args, { environment, signal });
    return { ...result, output: plain(result.output) };
  } catch (error) {
    if (error instanceof StepFailed) {
      return { code: null, stdout: "", output: error.message };
    }
    throw error;
  }
}

async function testPart(part: Part, report: Report, signal: AbortSignal): Promise<Counts> {
  report.begin(part.title);
  if (part.needs !== undefined && !isInstalled(part.needs)) {
    const counts = { ...none, skipped: 1 };
    report.finish(part.title, counts, [`${part.needs} is not installed`], "");
    return counts;
  }
  const { output, code } = await runWords(part.words, signal);
  const counts = part.count(output, code);
  report.finish(part.title, counts, skippedTests(output), output);
  return counts;
}

async function testLane(
  lane: Lane,
  chosen: readonly Part[],
  report: Report,
  signal: AbortSignal,
): Promise<Counts> {
  let counts = none;
  for (const part of chosen.filter((candidate) => candidate.lane === lane)) {
    counts = add(counts, await testPart(part, report, signal));
  }
  return counts;
}

interface TestOptions {
  quick?: boolean;
  long?: boolean;
  only?: string;
}

/** Build what the tests run on; a build that fails is a failed test. */
async function testBuild(signal: AbortSignal): Promise<Counts> {
  try {
    await build(process.stdout, signal);
    await buildBoardWithStatus(process.stdout, false, signal, "wamcam-sim");
    return { ...none, passed: 1 };
  } catch (error) {
    if (!(error instanceof StepFailed)) {
      throw error;
    }
    console.log(`FAILED  build: ${error.message}`);
    return { ...none, failed: 1 };
  }
}

function isChosen(part: Part, { quick, long, only }: TestOptions): boolean {
  const isNamed = only === undefined || part.title.includes(only);
  const isLeftOut = (quick === true && part.slow === true) || (part.long === true && long !== true);
  return isNamed && !isLeftOut;
}

/** What is to run, in the form that takes less time if that is asked for. */
function chosenParts(options: TestOptions): Part[] {
  const chosen = parts.filter((part) => isChosen(part, options));
  if (options.quick !== true) return chosen;
  return chosen.map((part) => ({ ...part, words: [...part.words, ...(part.quickWords ?? [])] }));
}

async function test(chosen: readonly Part[], signal: AbortSignal): Promise<Counts> {
  const built = await testBuild(signal);
  const report = new Report(process.stdout);
  try {
    const lanes = await Promise.all([
      testLane(1, chosen, report, signal),
      testLane(2, chosen, report, signal),
    ]);
    const alone = await testLane("alone", chosen, report, signal);
    return [built, ...lanes, alone].reduce(add, none);
  } finally {
    report.close();
  }
}

async function testUntilInterrupted(options: TestOptions): Promise<number> {
  const chosen = chosenParts(options);
  if (chosen.length === 0) {
    const titles = parts.map(({ title }) => title).join(", ");
    console.error(
      `--only: no part that is to run is called "${options.only ?? ""}"; there are ${titles}.`,
    );
    return 2;
  }
  const interrupt = new AbortController();
  const onSignal = (): void => {
    interrupt.abort();
  };
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  signals.forEach((signal) => process.on(signal, onSignal));
  try {
    const counts = await test(chosen, interrupt.signal);
    console.log(`\n${describe(counts)}`);
    return counts.failed > 0 ? 1 : 0;
  } catch (error) {
    if (!interrupt.signal.aborted) {
      throw error;
    }
    console.log("\nInterrupted.");
    return 130;
  } finally {
    signals.forEach((signal) => process.off(signal, onSignal));
  }
}

export function addTestCommand(program: Command): void {
  program
    .command("test")
    .description("check formats, lint, and run all tests")
    .option("--quick", "leave out what takes long, among it the tests from end to end")
    .option("--long", "also what takes minutes: every power cut, huge backlogs")
    .option("--only <word>", "only the parts whose title contains this")
    .action(async (options: TestOptions) => {
      process.exitCode = await testUntilInterrupted(options);
    });
}

export function addFormatCommand(program: Command): void {
  program
    .command("format")
    .description("bring every file into the form that the tests ask for")
    .action(async () => {
      for (const words of formatters) {
        const { output, code } = await runWords(words);
        if (code !== 0) {
          console.error(output.trimEnd());
          process.exitCode = 1;
        }
      }
    });
}
