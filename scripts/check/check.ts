/** Runs one of the check programs on the desktop board and shows what it says. */
import type { Output } from "../build/live_rows.ts";
import type { BoardEvent, EndEvent, UnknownLine } from "../run/board_events.ts";
import { type BoardEnding, BoardProcess } from "../run/board_process.ts";
import { readCameraSettings, writeCameraSettings } from "../run/camera_settings.ts";
import { printable } from "../run/live_lines.ts";
import type { BoardOptions } from "../run/options.ts";
import { openOutputFolder } from "../run/output_folder.ts";
import { boardCommand, chooseStart, endOf, openCloud, type Surroundings } from "../run/run.ts";
import { ExitCode } from "../run/summary.ts";

/** Shows the log as it is: the check has written it for a person. */
class Listener {
  end: EndEvent | null = null;
  readonly #output: Output;

  constructor(output: Output) {
    this.#output = output;
  }

  hear(event: BoardEvent | UnknownLine): void {
    if (event.kind === "log" && event.level !== "debug") {
      this.say(`${event.level === "warning" ? "warning: " : ""}${printable(event.text)}`);
    } else if (event.kind === "end") {
      this.end = event;
    } else if (event.kind === "unknown" && event.malformed) {
      this.say(`warning: the board said: ${printable(event.line.slice(0, 300))}`);
    }
  }

  say(line: string): void {
    this.#output.write(`${line}\n`);
  }
}

/** The exit code, after a line for an end that the check itself could not tell of. */
function conclude(listener: Listener, ending: BoardEnding, interrupted: boolean): number {
  const code = ending.code ?? ExitCode.FAILED;
  if (interrupted) {
    return ExitCode.INTERRUPTED;
  }
  const reason = listener.end?.reason ?? "";
  if (listener.end === null && code !== ExitCode.BAD_CONFIGURATION) {
    const how = ending.signal ?? `code ${ending.code ?? "none"}`;
    listener.say(`The board ended unexpectedly with ${how}. ${ending.complaint}`.trim());
  } else if (reason !== "") {
    listener.say(`The check ended early: ${printable(reason)}`);
  } else if (ending.complaint !== "") {
    listener.say(printable(ending.complaint));
  }
  return code;
}

/**
 * Run the check that `surroundings.programs.application` is; 0 pass, 1 fail, 2 bad configuration,
 * 130 interrupted. Throws BadOption for options that cannot work.
 */
export async function runCheck(options: BoardOptions, surroundings: Surroundings): Promise<number> {
  const settings = readCameraSettings(options);
  const start = chooseStart(options, settings);
  const folder = openOutputFolder(options.out);
  const cloud = await openCloud(options, folder, settings, start.clock, surroundings.faults ?? {});
  const { programs, output, stop } = surroundings;
  const listener = new Listener(output);
  try {
    writeCameraSettings(folder.settings, options, cloud?.credentials ?? null, null);
    const args = boardCommand(programs.application, options, folder, start.utc_ms, cloud);
    const board = new BoardProcess(programs.board, args, (event) => {
      listener.hear(event);
    });
    const ending = await endOf(board, surroundings, () => {
      listener.say("Stopping: the check cleans up …");
    });
    return conclude(listener, ending, stop.aborted);
  } finally {
    await cloud?.close();
  }
}
