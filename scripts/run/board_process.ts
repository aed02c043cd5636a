/** The desktop board as a child process: started, read line by line, asked to stop, never left. */
import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";

import { type BoardEvent, readBoardEvent, type UnknownLine } from "./board_events.ts";

/** How long the board may take to end after SIGINT: its application has 5 s, then it cleans up. */
const stop_ms = 15_000;

/** Most characters of a line that is no event; more is cut. */
const line_characters_max = 4_096;

export interface BoardArguments {
  application: string;
  card: string;
  settings: string;
  state: string;
  camera: string;
  speed: number;
  /** Milliseconds since 1970 in UTC; null: the machine's clock. */
  start_utc_ms: number | null;
  /** The local cloud; null to reach the real services. */
  cloud: { port: number; ntpPort: number } | null;
  /** File of trusted certificates; null: the system's. */
  ca: string | null;
  /** File for a recording of the run; null: none. */
  record?: string | null;
  /** Public key whose owner's applications are taken; null: nobody's. */
  key?: string | null;
}

/** How the process ended. */
export interface BoardEnding {
  /** Exit code; null when a signal ended it. */
  code: number | null;
  signal: NodeJS.Signals | null;
  /** The last lines of standard error, or why the program could not be started. */
  complaint: string;
}

/** The board's command line. */
export function boardArguments(board: BoardArguments): string[] {
  const optional = (name: string, value: string | null): string[] =>
    value === null ? [] : [name, value];
  const start = board.start_utc_ms === null ? null : new Date(board.start_utc_ms).toISOString();
  const connectTo = ({ port, ntpPort }: { port: number; ntpPort: number }): string[] => [
    ...["--connect-to", `*:443:127.0.0.1:${port}`],
    ...["--connect-to", `*:123:127.0.0.1:${ntpPort}`],
  ];
  return [
    ...["--app", board.application],
    ...["--card", board.card],
    ...["--settings", board.settings],
    ...["--state", board.state],
    ...["--camera", board.camera],
    ...["--speed", String(board.speed)],
    ...optional("--start-time", start),
    ...(board.cloud === null ? [] : connectTo(board.cloud)),
    ...optional("--ca", board.ca),
    ...optional("--record", board.record ?? null),
    ...optional("--key", board.key ?? null),
  ];
}

const children = new Set<ChildProcess>();
process.on("exit", () => {
  children.forEach((child) => child.kill("SIGKILL"));
});

/** Let the board have the terminal until it ends; returns its exit code, 1 after a signal. */
export function runInForeground(program: string, args: readonly string[]): Promise<number> {
  const child = spawn(program, args, { stdio: "inherit" });
  children.add(child);
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => {
      children.delete(child);
      resolve(code ?? 1);
    });
  });
}

export class BoardProcess {
  readonly #child: ChildProcess;
  readonly #complaint: string[] = [];
  /** Resolves when the process has ended and all of its output has been read. */
  readonly ended: Promise<BoardEnding>;
  #stopTimer: NodeJS.Timeout | null = null;

  /**
   * Start the board. It gets a process group of its own, so that Ctrl-C in a terminal reaches it
   * once, through stop(), and not a second time from the terminal.
   */
  constructor(
    program: string,
    args: readonly string[],
    onEvent: (event: BoardEvent | UnknownLine) => void,
  ) {
    this.#child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"], detached: true });
    children.add(this.#child);
    const { stdout, stderr } = this.#child;
    const read =
      stdout === null
        ? Promise.resolve()
        : forEachLine(stdout, (line) => {
            onEvent(readBoardEvent(line));
          });
    const complained =
      stderr === null
        ? Promise.resolve()
        : forEachLine(stderr, (line) => {
            this.#complain(line);
          });
    this.ended = this.#ending(Promise.all([read, complained]));
  }

  /** Ask the board to bring things to an end; after stop_ms it is ended by force. */
  stop(): void {
    if (this.#stopTimer !== null) {
      return;
    }
    this.#child.kill("SIGINT");
    this.#stopTimer = setTimeout(() => {
      this.kill();
    }, stop_ms);
  }

  /** End the board by force. */
  kill(): void {
    this.#child.kill("SIGKILL");
  }

  #complain(line: string): void {
    this.#complaint.push(line.slice(0, line_characters_max));
    this.#complaint.splice(0, this.#complaint.length - 20);
  }

  #ending(allRead: Promise<unknown>): Promise<BoardEnding> {
    const child = this.#child;
    return new Promise((resolve) => {
      const end = (code: number | null, signal: NodeJS.Signals | null): void => {
        children.delete(child);
        clearTimeout(this.#stopTimer ?? undefined);
        void allRead.then(() => {
          resolve({ code, signal, complaint: this.#complaint.join("\n") });
        });
      };
      child.on("error", (error) => {
        this.#complain(`the board could not be started: ${error.message}`);
        end(null, null);
      });
      child.on("close", end);
    });
  }
}

function forEachLine(stream: NodeJS.ReadableStream, use: (line: string) => void): Promise<void> {
  return new Promise((resolve) => {
    const lines = createInterface({ input: stream });
    lines.on("line", use);
    lines.on("close", resolve);
  });
}
