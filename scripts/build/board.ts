/** The boards that run here and the link of the bench: cargo builds them and knows what changed. */
import { lastLines } from "../prepare/decisions.mjs";
import type { Progress } from "./status_line.ts";
import { runTool, StepFailed } from "./tool.ts";

export interface BuiltBoard {
  /** Absolute path of the program. */
  path: string;
  /** False when nothing had changed since the last build. */
  rebuilt: boolean;
}

interface CargoMessage {
  reason: string;
  executable?: string | null;
  fresh?: boolean;
  target?: { name: string };
}

/** Programs by their cargo package, and how sentences name them. */
const boards = {
  "wamcam-desktop": "The desktop board",
  "wamcam-sim": "The simulated board",
  "wamcam-shaper": "The shaped link",
} as const;

export type BoardName = keyof typeof boards;

/** The program's path as cargo reports it: right also with a target folder of one's own. */
export function findExecutable(
  cargoOutput: string,
  name: BoardName = "wamcam-desktop",
): BuiltBoard | null {
  for (const line of cargoOutput.split("\n")) {
    if (!line.startsWith("{")) {
      continue;
    }
    const message = JSON.parse(line) as CargoMessage;
    const executable = message.executable ?? null;
    if (executable !== null && message.target?.name === name) {
      return { path: executable, rebuilt: message.fresh !== true };
    }
  }
  return null;
}

/** Build a board in release mode. Throws StepFailed with the compiler's messages. */
export async function buildBoard(
  progress: Progress,
  signal?: AbortSignal,
  name: BoardName = "wamcam-desktop",
): Promise<BuiltBoard> {
  const args = ["build", "--release", "--locked", "-p", name];
  const messages: string[] = [];
  const { code, stdout } = await runTool(
    "cargo",
    [...args, "--message-format=json-render-diagnostics"],
    {
      signal,
      onLine(line) {
        messages.push(line);
        progress.detail(line.trim());
      },
    },
  );
  const board = code === 0 ? findExecutable(stdout, name) : null;
  if (board === null) {
    const compiled = /^\s+(Compiling|Downloading|Downloaded|Updating|Locking|Fresh|Checking) /;
    const useful = messages.filter((line) => !compiled.test(line)).join("\n");
    throw new StepFailed(
      `${boards[name]} does not build: "cargo ${args.join(" ")}" ended with code ${code ?? "none"}.\n` +
        lastLines(useful, 60),
    );
  }
  return board;
}
