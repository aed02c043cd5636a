/** `wamcam gaps`: which shots are missing, and why, as the ledger on a card tells. */
import type { Command } from "commander";

import { type LedgerContent, readLedger } from "./ledger.ts";
import { localTimes, reportLines } from "./report.ts";
import { timeZoneOf } from "./time_zone.ts";

interface GapsOptions {
  card: string;
  json?: boolean;
  timeZone?: string;
}

const EXIT_MISSING = 1;
const EXIT_WRONG_USAGE = 2;

/** Why the options cannot be used; undefined if they can. */
function usageFault(timeZone: string): string | undefined {
  try {
    localTimes(timeZone);
  } catch {
    return `--time-zone: there is no zone "${timeZone}"; write one such as Europe/Amsterdam or UTC`;
  }
  return undefined;
}

function unreadable(card: string, error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return code === "ENOENT"
    ? `${card}: there is no folder wamcam/ledger; name the folder that the card is mounted at`
    : `${card}: the ledger cannot be read: ${message}`;
}

function print(content: LedgerContent, timeZone: string, asJson: boolean): void {
  if (!asJson) {
    for (const line of reportLines(content, timeZone)) console.log(line);
    return;
  }
  const iso = (utcMs: number | undefined) =>
    utcMs === undefined ? null : new Date(utcMs).toISOString();
  const missing = content.missing.map(({ first, count, firstDueMs, lastDueMs, reason }) => ({
    ...{ first, count, from: iso(firstDueMs), to: iso(lastDueMs), reason },
  }));
  console.log(JSON.stringify({ ...content, missing }, undefined, 2));
}

/** Print the report; the exit code of the process. */
export function runGaps(options: GapsOptions): number {
  const timeZone = options.timeZone ?? timeZoneOf(options.card);
  const fault = usageFault(timeZone);
  if (fault !== undefined) {
    console.error(`wamcam gaps: ${fault}`);
    return EXIT_WRONG_USAGE;
  }
  let content: LedgerContent;
  try {
    content = readLedger(options.card);
  } catch (error) {
    console.error(`wamcam gaps: ${unreadable(options.card, error)}`);
    return EXIT_WRONG_USAGE;
  }
  print(content, timeZone, options.json === true);
  return content.missing.length > 0 ? EXIT_MISSING : 0;
}

export function addGapsCommand(program: Command): void {
  program
    .command("gaps")
    .description("tell which shots are missing on a memory card, and why")
    .option("--card <folder>", "folder that the memory card is mounted at", "out/board/card")
    .option("--json", "print JSON, with times in UTC")
    .option(
      "--time-zone <zone>",
      "IANA zone of the times in the report; without it that of the camera, or UTC",
    )
    .addHelpText("after", "\nExit code: 0 nothing is missing, 1 shots are missing, 2 wrong usage.")
    .action((options: GapsOptions) => {
      process.exitCode = runGaps(options);
    });
}
