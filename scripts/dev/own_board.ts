/** A desktop board that only listens to `wamcam dev`. */
import { randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { parse } from "smol-toml";

import type { Cloud } from "../cloud/cloud.ts";
import { signingKey } from "../package/keys.ts";
import { writeTrustedFiles } from "../package/trusted_files.ts";
import type { Camera } from "../push/cameras.ts";
import type { BoardEvent, UnknownLine } from "../run/board_events.ts";
import { type BoardEnding, BoardProcess } from "../run/board_process.ts";
import { overrides, readCameraSettings, writeCameraSettings } from "../run/camera_settings.ts";
import { shiftedClock } from "../run/clock.ts";
import type { BoardOptions } from "../run/options.ts";
import { openOutputFolder, type OutputFolder, writePrivateFile } from "../run/output_folder.ts";
import { boardCommand, chooseStart, openCloud } from "../run/run.ts";

type Line = BoardEvent | UnknownLine;

/** Seconds between two photos: what is new is soon seen. */
const every_s = 2;

/** The token in the settings of the board; one is added where there is none. */
function tokenIn(settings: string): string {
  const text = readFileSync(settings, "utf8");
  let present: unknown;
  try {
    present = parse(text).WAMCAM_TOKEN;
  } catch {
    // The application says what is wrong with the file.
  }
  if (typeof present === "string") return present;
  const token = randomBytes(24).toString("hex");
  writePrivateFile(settings, `${text.trimEnd()}\nWAMCAM_TOKEN = "${token}"\n`);
  return token;
}

export class OwnBoard {
  readonly token: string;
  readonly #program: string;
  readonly #options: BoardOptions;
  readonly #folder: OutputFolder;
  readonly #cloud: Cloud | null;
  readonly #start_utc_ms: number | null;
  readonly #onLine: (line: Line) => void;
  #process: BoardProcess | null = null;

  private constructor(
    program: string,
    options: BoardOptions,
    folder: OutputFolder,
    cloud: Cloud | null,
    start_utc_ms: number | null,
    onLine: (line: Line) => void,
  ) {
    this.#program = program;
    this.#options = options;
    this.#folder = folder;
    this.#cloud = cloud;
    this.#start_utc_ms = start_utc_ms;
    this.#onLine = onLine;
    this.token = tokenIn(join(folder.settings, "settings.toml"));
  }

  /** Make the folder and the cloud ready. Throws BadOption. */
  static async prepare(
    program: string,
    options: BoardOptions,
    onLine: (line: Line) => void,
  ): Promise<OwnBoard> {
    const settings = readCameraSettings(options);
    const start = chooseStart(options, settings);
    const folder = openOutputFolder(options.out);
    const clock = start.utc_ms === null ? start.clock : shiftedClock(start.utc_ms, options.speed);
    const cloud = await openCloud(options, folder, settings, clock, {});
    const account = cloud?.credentials ?? null;
    writeCameraSettings(folder.settings, options, account, overrides({ shots: null, every_s }));
    return new OwnBoard(program, options, folder, cloud, start.utc_ms, onLine);
  }

  /** Start the board with a first application; the address where it takes others. */
  async start(file: Uint8Array): Promise<Camera> {
    const inFolder = (name: string): string => join(this.#folder.path, "board", name);
    // What an earlier session has installed would run in its place.
    rmSync(inFolder("slots"), { recursive: true, force: true });
    mkdirSync(inFolder("slots"));
    writeFileSync(inFolder("application.wasm"), file);
    writeTrustedFiles(signingKey());
    const args = [
      ...boardCommand(
        inFolder("application.wasm"),
        this.#options,
        this.#folder,
        this.#start_utc_ms,
        this.#cloud,
      ),
      ...["--slots", inFolder("slots"), "--listen", "127.0.0.1:0"],
    ];
    return this.#startProcess(args);
  }

  #startProcess(args: readonly string[]): Promise<Camera> {
    return new Promise((resolve, reject) => {
      const process = new BoardProcess(this.#program, args, (line) => {
        this.#onLine(line);
        const text = line.kind === "log" ? line.text : "";
        const at = /^applications are taken at http:\/\/([\d.:]+)\//.exec(text)?.[1];
        if (at !== undefined) resolve({ name: "The desktop board", at });
      });
      this.#process = process;
      void process.ended.then((ending) => {
        this.#process = null;
        reject(new BoardEnded(ending));
      });
    });
  }

  get isRunning(): boolean {
    return this.#process !== null;
  }

  /** End board and cloud. */
  async close(): Promise<void> {
    this.#process?.stop();
    await this.#process?.ended;
    await this.#cloud?.close();
  }
}

/** The application has ended before it told where others are taken, or the board has. */
export class BoardEnded extends Error {
  constructor({ code, complaint }: BoardEnding) {
    const how = complaint === "" ? `with code ${code ?? "none"}` : complaint;
    super(`The desktop board has ended: ${how}`);
  }
}
