/** `wamcam replay FILE` (npm run replay): a recorded run once more, and whether it is the same. */
import { readFileSync } from "node:fs";
import { join, relative } from "node:path";

import type { Command } from "commander";

import { contentHash } from "../cloud/content-hash.ts";
import { signatureSection } from "../package/package.ts";
import { BadPackage, withoutSections } from "../package/sections.ts";
import { repository } from "../repository.ts";
import { ExitCode } from "../run/summary.ts";
import { BadRecording, Recording } from "./recording.ts";
import { type Replay, replay, type Watcher } from "./replay.ts";

interface RawReplayOptions {
  app?: string;
  log?: boolean;
}

function readWhole(what: string, path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    const reason = (error as Error).message;
    throw new BadRecording(`The ${what} ${path} cannot be read (${reason}). Check its name.`);
  }
}

/** What a recording is bound to: each signature is another one, and says nothing of the code. */
function withoutSignature(wasm: Uint8Array, path: string): Uint8Array {
  try {
    return withoutSections(wasm, [signatureSection]);
  } catch (error) {
    throw error instanceof BadPackage ? new BadRecording(`${path}: ${error.message}`) : error;
  }
}

/** A difference means nothing if it is another application. */
function readApplication(recording: Recording, path: string): Uint8Array {
  const wasm = withoutSignature(readWhole("application", path), path);
  if (contentHash(wasm) !== recording.head.wasmHash) {
    throw new BadRecording(
      `${relative(process.cwd(), path)} (${wasm.length} bytes) is not the application that was ` +
        `recorded (${recording.head.wasm_bytes} bytes, content_hash ${recording.head.wasmHash}). ` +
        "Build the commit that was recorded, or name the file with --app.",
    );
  }
  return wasm;
}

function seconds(time_ms: number): string {
  return (time_ms / 1000).toFixed(3);
}

/** What the application said in the recorded run, once more. */
function logTo(print: (line: string) => void): Watcher {
  const levels = ["error", "warn", "info", "debug"];
  return (name, args) => {
    const text = args.at(-1);
    if (!(text instanceof Uint8Array)) {
      return;
    }
    const line = new TextDecoder().decode(text);
    if (name === "log.write") {
      print(`${(levels[Number(args[0])] ?? "").padEnd(6)} ${line}`);
    } else if (name === "report.event") {
      print(`event  ${line}`);
    }
  };
}

export function replayLines(result: Replay): string[] {
  const { entries, ticks, uptime_ms, trap, isFull, difference } = result;
  const played = `${entries.toLocaleString("en")} calls, ${ticks.toLocaleString("en")} ticks, ${seconds(uptime_ms)} s of uptime`;
  if (difference !== null) {
    return [
      `Differs at call ${difference.entry}, in the tick at ${seconds(difference.uptime_ms)} s:`,
      `  expected ${difference.expected}`,
      `  got      ${difference.got}`,
    ];
  }
  return [
    `The same: ${played}.`,
    ...(trap === null ? [] : [`The recorded run ended so: ${trap}`]),
    ...(isFull ? ["The recording had reached its limit; the run went on."] : []),
  ];
}

function replayFile(path: string, options: RawReplayOptions): number {
  try {
    const recording = new Recording(readWhole("recording", path));
    const wasm = readApplication(
      recording,
      options.app ?? join(repository, "build/timelapse.wasm"),
    );
    const watch = options.log === true ? logTo(console.log) : null;
    const result = replay(recording, wasm, watch);
    replayLines(result).forEach((line) => {
      console.log(line);
    });
    return result.difference === null ? ExitCode.DONE : ExitCode.FAILED;
  } catch (error) {
    if (error instanceof BadRecording) {
      console.error(error.message);
      return ExitCode.BAD_CONFIGURATION;
    }
    throw error;
  }
}

export function addReplayCommand(program: Command): void {
  program
    .command("replay")
    .description("feed a recording of a run to the same application, and compare every call")
    .argument("<file>", "what npm start -- --record or a failing simulation left behind")
    .option("--app <file>", "the application (default: the one that is built)")
    .option("--log", "show log and events of the recorded run")
    .addHelpText(
      "after",
      "\nExit codes: 0 the same, 1 a difference, 2 no recording, or of another application.\n" +
        "node --cpu-prof and a debugger work: it runs in Node.js.",
    )
    .action((path: string, options: RawReplayOptions) => {
      process.exitCode = replayFile(path, options);
    });
}
