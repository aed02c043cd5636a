/** `wamcam dev` (npm run dev): what is saved in an application's sources soon runs on a camera. */
import { statSync } from "node:fs";
import { join, relative } from "node:path";
import { setTimeout } from "node:timers/promises";

import type { Command } from "commander";

import { buildBoardWithStatus } from "../build/build.ts";
import { applicationFolder, entryFile } from "../build/folder.ts";
import { chooseCamera, tokenOf } from "../push/command.ts";
import { repository } from "../repository.ts";
import type { BoardEvent, UnknownLine } from "../run/board_events.ts";
import { addBoardOptions, explain } from "../run/command.ts";
import { listenForInterrupts } from "../run/interrupts.ts";
import { printable } from "../run/live_lines.ts";
import { checkBoardOptions, type RawBoardOptions } from "../run/options.ts";
import { ExitCode } from "../run/summary.ts";
import { followLog } from "./follow_log.ts";
import { OwnBoard } from "./own_board.ts";
import { DevSession, type Receiver, type Voice } from "./session.ts";

/** From one look at a camera's log to the next. */
const log_pause_ms = 1_000;

interface RawDevOptions extends RawBoardOptions {
  to?: string;
  interface?: string;
}

/** The camera's settings.toml, of which --settings may name the folder. */
function settingsFile(typed: string | undefined): { settings?: string } {
  if (typed === undefined) return {};
  const isFolder = statSync(typed, { throwIfNoEntry: false })?.isDirectory() === true;
  return { settings: isFolder ? join(typed, "settings.toml") : typed };
}

/** A camera of the network, which is on already; its log is shown until `stop`. */
async function camera(typed: RawDevOptions, stop: AbortSignal): Promise<Receiver> {
  const token = tokenOf(settingsFile(typed.settings));
  const found = await chooseCamera(typed);
  console.log(`${found.name} gets what you save.`);
  void followLog({
    camera: found,
    token,
    show: (line) => {
      console.log(line);
    },
    pause: () => setTimeout(log_pause_ms, undefined, { signal: stop }),
    stop,
  });
  return { token, locate: () => Promise.resolve({ camera: found, hasFile: false }) };
}

function showLine(line: BoardEvent | UnknownLine): void {
  if (line.kind === "log") {
    const level = line.level === "information" ? "" : `${line.level}: `;
    console.log(`  ${level}${printable(line.text)}`);
  } else if (line.kind === "unknown" && line.malformed) {
    console.log(`  the board said: ${printable(line.line.slice(0, 300))}`);
  }
}

/** A board of one's own, started with the first version that compiles, and after each end. */
async function ownBoard(typed: RawDevOptions): Promise<{ board: OwnBoard; receiver: Receiver }> {
  const options = checkBoardOptions(typed);
  const { path } = await buildBoardWithStatus(process.stdout, false);
  const board = await OwnBoard.prepare(path, options, showLine);
  let at: Awaited<ReturnType<OwnBoard["start"]>> | null = null;
  const locate: Receiver["locate"] = async (file) => {
    if (at !== null && board.isRunning) return { camera: at, hasFile: false };
    at = await board.start(file);
    return { camera: at, hasFile: true };
  };
  return { board, receiver: { token: board.token, locate } };
}

const voice: Voice = {
  taken: ({ compile_ms, push_ms, bytes }) => {
    const took = `compiled in ${Math.round(compile_ms)} ms, taken in ${Math.round(push_ms)} ms`;
    console.log(`New version: ${bytes.toLocaleString("en")} bytes, ${took}`);
  },
  refused: (sentence) => {
    console.error(`${sentence}\nWhat ran goes on. Correct it and save.`);
  },
};

async function dev(typedFolder: string, typed: RawDevOptions): Promise<number> {
  const interrupts = listenForInterrupts();
  let board: OwnBoard | null = null;
  try {
    const folder = applicationFolder(typedFolder);
    let receiver: Receiver;
    if (typed.to === undefined) ({ board, receiver } = await ownBoard(typed));
    else receiver = await camera(typed, interrupts.stop);
    const unwatch = await new DevSession(folder, receiver, voice).watch();
    console.log(`Watching ${relative(process.cwd(), folder)}. Ctrl-C ends.`);
    if (!interrupts.stop.aborted) {
      await new Promise((ended) => {
        interrupts.stop.addEventListener("abort", ended);
      });
    }
    await unwatch();
    return ExitCode.DONE;
  } catch (error) {
    return explain(error, interrupts.stop.aborted);
  } finally {
    await board?.close();
    interrupts.close();
  }
}

export function addDevCommand(program: Command): void {
  const command = program
    .command("dev")
    .description(
      "run what is saved in an application's sources on a camera, within a second or two",
    )
    .argument("[folder]", `where the application is: ${entryFile} and manifest.json`)
    .option(
      "--to <camera>",
      "a camera of the network: its name, or HOST:PORT (default: a desktop board)",
    )
    .option("--interface <address>", "look for the camera on this interface only");
  addBoardOptions(command, "out-dev")
    .addHelpText(
      "after",
      "\nWithout a folder: as-app. With --to only --settings and --interface count, and the token is\n" +
        "taken from --settings or from WAMCAM_TOKEN in the environment.\n" +
        "Exit codes: 0 ended by Ctrl-C, 1 nobody answered, 2 bad option or token.",
    )
    .action(async (folder: string | undefined, typed: RawDevOptions) => {
      process.exitCode = await dev(folder ?? join(repository, "as-app"), typed);
    });
}
