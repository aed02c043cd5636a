/** Runs a tool of the toolchain: collects its output, never lets it outlive this process. */
import { type ChildProcess, spawn } from "node:child_process";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { createInterface } from "node:readline";

import { repository } from "../repository.ts";

/** Output beyond this is dropped at its beginning. */
const outputBytesMax = 8 * 1024 * 1024;

export interface ToolResult {
  /** Exit code; null when the tool was ended by a signal. */
  code: number | null;
  stdout: string;
  /** Both streams, in the order of arrival. */
  output: string;
}

export interface ToolOptions {
  environment?: Record<string, string>;
  /** Called with each line of standard error. */
  onLine?: (line: string) => void;
  signal?: AbortSignal | undefined;
}

/** A step failed for a reason that is already a sentence for a person. */
export class StepFailed extends Error {
  override name = "StepFailed";
}

const children = new Set<ChildProcess>();
process.on("exit", () => {
  children.forEach((child) => child.kill("SIGKILL"));
});

/** The environment with rustup's folder on the search path, for shells that were not told of it. */
export function toolEnvironment(): NodeJS.ProcessEnv {
  const cargo = join(process.env.CARGO_HOME ?? join(homedir(), ".cargo"), "bin");
  return { ...process.env, PATH: [process.env.PATH, cargo].join(delimiter) };
}

/** Keeps the end of a stream of text. */
class Tail {
  #text = "";

  add(text: string): void {
    this.#text = (this.#text + text).slice(-outputBytesMax);
  }

  toString(): string {
    return this.#text;
  }
}

/** Run a tool in the repository's top folder, without a terminal and without input. */
export async function runTool(
  command: string,
  args: readonly string[],
  options: ToolOptions = {},
): Promise<ToolResult> {
  options.signal?.throwIfAborted();
  const child = spawn(command, args, {
    cwd: repository,
    env: { ...toolEnvironment(), ...options.environment },
    stdio: ["ignore", "pipe", "pipe"],
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  });
  children.add(child);
  const stdout = new Tail();
  const output = new Tail();
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout.add(text);
    output.add(text);
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    output.add(text);
  });
  createInterface({ input: child.stderr }).on("line", (line) => options.onLine?.(line));
  const code = await ending(child, command).finally(() => children.delete(child));
  return { code, stdout: stdout.toString(), output: output.toString() };
}

function ending(child: ChildProcess, command: string): Promise<number | null> {
  return new Promise((resolve, reject) => {
    child.on("error", (error: NodeJS.ErrnoException) => {
      const missing = error.code === "ENOENT";
      reject(missing ? new StepFailed(`The command "${command}" was not found.`) : error);
    });
    child.on("close", (code) => {
      resolve(code);
    });
  });
}
