/** The desktop board: built by cargo, which itself knows what has changed. */
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

/** The program's path as cargo reports it: right also with a target folder of one's own. */
export function findExecutable(cargoOutput: string): BuiltBoard | null {
  for (const line of cargoOutput.split("\n")) {
    if (!line.startsWith("{")) {
      continue;
    }
    const message = JSON.parse(line) as CargoMessage;
    const executable = message.executable ?? null;
    if (executable !== null && message.target?.name === "wamcam-desktop") {
      return { path: executable, rebuilt: message.fresh !== true };
    }
  }
  return null;
}

/** Build the desktop board in release mode. Throws StepFailed with the compiler's messages. */
export async function buildBoard(progress: Progress, signal?: AbortSignal): Promise<BuiltBoard> {
  const args = ["build", "--release", "--locked", "-p", "wamcam-desktop"];
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
  const board = code === 0 ? findExecutable(stdout) : null;
  if (board === null) {
    const compiled = /^\s+(Compiling|Downloading|Downloaded|Updating|Locking|Fresh|Checking) /;
    const useful = messages.filter((line) => !compiled.test(line)).join("\n");
    throw new StepFailed(
      `The desktop board does not build: "cargo ${args.join(" ")}" ended with code ${code ?? "none"}.\n` +
        lastLines(useful, 60),
    );
  }
  return board;
}
