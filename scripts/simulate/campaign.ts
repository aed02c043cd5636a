/** Many lives of the simulated camera, on all processors, up to the first that goes wrong. */
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

import { StepFailed } from "../build/tool.ts";
import { type Life, readLife } from "./life.ts";
import type { SimulateOptions } from "./options.ts";

/** Seeds of one process: few enough that all processors end at about the same time. */
const seedsOfProcess = 5;

export interface Programs {
  application: string;
  board: string;
}

/** What a campaign found out. */
export interface Campaign {
  lives: Life[];
  /** Of all lives that went wrong the one with the lowest seed, or null. */
  firstBroken: Life | null;
  /** Real time of all processes together. */
  busy_ms: number;
}

/** Command line of the simulated board for some seeds; `record` is a file for the latest start. */
export function boardWords(
  options: SimulateOptions,
  application: string,
  first: number,
  last: number,
  record: string | null = null,
): string[] {
  return [
    ...["--app", application, "--seeds", `${first}..${last}`],
    ...["--seconds", String(options.seconds), "--photos", String(options.photos)],
    ...(options.cardBytes > 0 ? ["--card-bytes", String(options.cardBytes)] : []),
    ...options.without.flatMap((kind) => ["--without", kind]),
    ...(options.bug === null ? [] : ["--bug", options.bug]),
    ...(options.log === "none" ? [] : ["--log", options.log]),
    ...(record === null ? [] : ["--record", record]),
  ];
}

/** Run one process; every line of its output is handed on. */
export async function runBoard(
  program: string,
  words: readonly string[],
  onLine: (line: string) => void,
  signal?: AbortSignal,
): Promise<void> {
  const child = spawn(program, words, {
    stdio: ["ignore", "pipe", "inherit"],
    ...(signal === undefined ? {} : { signal }),
  });
  const lines = createInterface({ input: child.stdout });
  lines.on("line", onLine);
  const [code, name] = await new Promise<[number | null, NodeJS.Signals | null]>(
    (resolve, reject) => {
      child.on("error", reject);
      child.on("close", (exitCode, signalName) => {
        resolve([exitCode, signalName]);
      });
    },
  );
  if (code !== 0 && code !== 1) {
    throw new StepFailed(
      `The simulated board crashed (${name ?? `code ${code ?? "none"}`}): ${words.join(" ")}`,
    );
  }
}

/** Run all seeds; after a life that went wrong no further processes are begun. */
export async function runCampaign(
  options: SimulateOptions,
  programs: Programs,
  onLife: (life: Life) => void,
  signal?: AbortSignal,
): Promise<Campaign> {
  const lives: Life[] = [];
  let next = options.first;
  let busy_ms = 0;
  let isBroken = false;
  const work = async (): Promise<void> => {
    while (next <= options.last && !isBroken) {
      const first = next;
      const last = Math.min(first + seedsOfProcess - 1, options.last);
      next = last + 1;
      const start_ms = performance.now();
      const words = boardWords(options, programs.application, first, last);
      const onLine = (line: string): void => {
        const life = readLife(line);
        if (life !== null) {
          lives.push(life);
          isBroken ||= life.broken !== null;
          onLife(life);
        }
      };
      await runBoard(programs.board, words, onLine, signal);
      busy_ms += performance.now() - start_ms;
    }
  };
  await Promise.all(Array.from({ length: options.jobs }, work));
  lives.sort((left, right) => left.seed - right.seed);
  const firstBroken = lives.find(({ broken }) => broken !== null) ?? null;
  return { lives, firstBroken, busy_ms };
}
