/** Shows the log of a camera of the network as it is written. */
import { BadOption } from "../bad_option.ts";
import { StepFailed } from "../build/tool.ts";
import type { Camera } from "../push/cameras.ts";
import { type LogPiece, NoLog, readLog } from "../push/log.ts";
import { printable } from "../run/live_lines.ts";

/** What was written shortly before belongs to the picture. */
const lines_before = 10;

export interface LogReader {
  camera: Camera;
  token: string;
  /** A line for a person. */
  show: (line: string) => void;
  /** Resolves when it is time to look again; rejects, or `stop` is aborted, at the end. */
  pause: () => Promise<void>;
  stop: AbortSignal;
}

/** `W 12.345 text` as `warning: text`. */
function forPerson(line: string): string {
  const levels: Partial<Record<string, string>> = { E: "error: ", W: "warning: " };
  const [, letter = "", text = line] = /^([EWI]) [\d.]+ (.*)$/.exec(line) ?? [];
  return `  ${levels[letter] ?? ""}${printable(text)}`;
}

/** All that has been written since, piece by piece; where it goes on. */
async function showNew({ camera, token, show }: LogReader, from: number): Promise<number> {
  let piece: LogPiece;
  do {
    piece = await readLog(camera, token, from);
    for (const line of piece.lines) show(forPerson(line));
    from = piece.next;
  } while (piece.lines.length > 0);
  return from;
}

/**
 * Follow the log until `stop`. A camera that does not answer for a while is told of once each time;
 * one that cannot tell its log, or knows another token, is told of once, and that is the end.
 */
export async function followLog(reader: LogReader): Promise<void> {
  let from = -lines_before;
  let isSilent = false;
  while (!reader.stop.aborted) {
    try {
      from = await showNew(reader, from);
      isSilent = false;
    } catch (error) {
      if (error instanceof NoLog || error instanceof BadOption) {
        reader.show(error.message);
        return;
      }
      if (!(error instanceof StepFailed)) throw error;
      if (!isSilent) reader.show(`${error.message} Its log goes on when it does.`);
      isSilent = true;
    }
    await reader.pause().catch(() => undefined);
  }
}
