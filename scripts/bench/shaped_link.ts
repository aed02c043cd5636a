/** A link of fixed delay and rate: the program in scripts/bench/shaper as a child process. */
import { type ChildProcessByStdio, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";

import { buildBoardWithStatus } from "../build/build.ts";
import type { Output } from "../build/live_rows.ts";

/** What the link is like, the same in both directions. */
export interface LinkShape {
  /** How long a byte is under way, one way. */
  delay_ms: number;
  bits_per_second: number;
  /** Mean number of bytes after which the link stands still for two seconds; none when left out. */
  stall_after_bytes?: number;
  /** Which of all series of stalls. */
  seed?: number;
  /** Every so manieth connection is accepted and never answered; none when left out. */
  swallow_every?: number;
}

/** A request and its answer on one connection, as the link has seen them. */
export interface Turn {
  connection: number;
  up_bytes: number;
  /** When the first byte came from the client, and the last one reached the server. */
  up_first_us: number;
  up_last_us: number;
  down_bytes: number;
  /** When the last byte of the answer reached the client. */
  down_last_us: number;
  /** How often the link had stood still by the end. */
  stalls: number;
}

export interface ShapedLink {
  /** On 127.0.0.1. */
  port: number;
  /** All that have come to an end. */
  turns: readonly Turn[];
  close(): Promise<void>;
}

/** Build the program; its path. */
export async function buildShaper(output: Output): Promise<string> {
  return (await buildBoardWithStatus(output, false, undefined, "wamcam-shaper")).path;
}

function shaperArguments(toPort: number, shape: LinkShape): string[] {
  const optional = (name: string, value: number | undefined): string[] =>
    value === undefined ? [] : [name, String(value)];
  return [
    ...["--to", `127.0.0.1:${toPort}`],
    ...["--delay-ms", String(shape.delay_ms)],
    ...["--bits-per-second", String(shape.bits_per_second)],
    ...optional("--stall-after-bytes", shape.stall_after_bytes),
    ...optional("--seed", shape.seed),
    ...optional("--swallow-every", shape.swallow_every),
  ];
}

type Child = ChildProcessByStdio<Writable, Readable, null>;

/** Begin a link to a port of this machine. It ends with close(), or with this process. */
export async function openLink(
  program: string,
  toPort: number,
  shape: LinkShape,
): Promise<ShapedLink> {
  const child: Child = spawn(program, shaperArguments(toPort, shape), {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const ended = new Promise<void>((resolve) => {
    child.on("close", () => {
      resolve();
    });
  });
  const turns: Turn[] = [];
  const port = await new Promise<number>((resolve, reject) => {
    child.on("error", reject);
    void ended.then(() => {
      reject(new Error(`The shaped link ${program} ended before it told its port.`));
    });
    createInterface({ input: child.stdout }).on("line", (line) => {
      const told = JSON.parse(line) as { port: number } | Turn;
      if ("port" in told) resolve(told.port);
      else turns.push(told);
    });
  });
  const close = (): Promise<void> => {
    child.stdin.end();
    return ended;
  };
  return { port, turns, close };
}
