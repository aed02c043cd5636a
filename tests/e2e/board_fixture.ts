/** The desktop board alone, against a cloud that the test holds in its hands. */
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { stringify } from "smol-toml";
import { onTestFinished } from "vitest";

import { type Cloud, type CloudFaults, startCloud } from "../../scripts/cloud/cloud.ts";
import { boardArguments } from "../../scripts/run/board_process.ts";
import { shiftedClock } from "../../scripts/run/clock.ts";
import { builtPrograms, temporaryFolder } from "./run_fixture.ts";

/** A summer's day: local time in Amsterdam is two hours ahead. */
const start_utc_ms = Date.UTC(2026, 5, 15, 10);

export const secrets = {
  wifiPassword: "wifi pass/word",
  adafruitKey: "aio_E2E0123456789abcdefghij",
  appSecret: "app+secret/of=the-app",
  refreshToken: "refresh-token_0123456789-0123456789",
} as const;

export interface BoardRun {
  code: number | null;
  /** All that the board has written, unread. */
  output: string;
  events: Record<string, unknown>[];
  /** Files of the log, the oldest first. */
  logs: { name: string; text: string }[];
  card: string;
  cloud: Cloud;
}

export interface BoardChanges {
  shots: number;
  every_s: number;
  speed: number;
  /** Table [log] of camconfig.toml. */
  log: object;
  faults?: Partial<CloudFaults>;
  /** Lay files on the card first. */
  prepare?: (card: string) => void;
  /** Further text of camconfig.toml. */
  more?: string;
  /** Ask the board to stop, as Ctrl-C does, once its output has this. */
  stopAfter?: string;
}

function newFolder(folder: string, name: string): string {
  mkdirSync(join(folder, name));
  return join(folder, name);
}

function write(folder: string, name: string, content: string): void {
  writeFileSync(join(folder, name), content);
}

function writeSettings(folder: string, changes: BoardChanges): void {
  const settings = {
    CIRCUITPY_WIFI_SSID: "network",
    CIRCUITPY_WIFI_PASSWORD: secrets.wifiPassword,
    ADAFRUIT_AIO_USERNAME: "franz",
    ADAFRUIT_AIO_KEY: secrets.adafruitKey,
    DBX_APP_KEY: "e2eappkey",
    DBX_APP_SECRET: secrets.appSecret,
    DBX_REFRESH_TOKEN: secrets.refreshToken,
  };
  const camconfig = {
    camera: { cam_id: "CAM1", image_res: "VGA" },
    timer: { interval_sec: changes.every_s },
    local: { image_dir: "webcam", list_size: changes.shots },
    dropbox: { image_dir: "webcam", finish_sec: 5 },
    log: changes.log,
  };
  write(folder, "settings.toml", stringify(settings));
  write(folder, "camconfig.toml", stringify(camconfig) + (changes.more ?? ""));
}

function openCloud(changes: BoardChanges): Promise<Cloud> {
  return startCloud({
    clock: shiftedClock(start_utc_ms, changes.speed),
    faults: changes.faults ?? {},
    credentials: [
      {
        dropbox: {
          app_key: "e2eappkey",
          app_secret: secrets.appSecret,
          refresh_token: secrets.refreshToken,
        },
        adafruit: { user: "franz", key: secrets.adafruitKey },
      },
    ],
  });
}

/** The program's output and exit code. */
function runProgram(
  program: string,
  args: string[],
  stopAfter?: string,
): Promise<{ code: number | null; output: string }> {
  const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"] });
  onTestFinished(() => {
    child.kill("SIGKILL");
  });
  let output = "";
  child.stdout.on("data", (piece: Buffer) => {
    const hadText = stopAfter === undefined || output.includes(stopAfter);
    output += piece.toString();
    // Once: a second time would end it by force.
    if (!hadText && output.includes(stopAfter)) child.kill("SIGINT");
  });
  child.stderr.on("data", (piece: Buffer) => (output += piece.toString()));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => {
      resolve({ code, output });
    });
  });
}

function logsOn(card: string): BoardRun["logs"] {
  const folder = join(card, "wamcam/log");
  if (!existsSync(folder) || !statSync(folder).isDirectory()) return [];
  const names = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile());
  return names
    .map(({ name }) => ({ name, text: readFileSync(join(folder, name), "utf8") }))
    .sort((one, other) => (one.name < other.name ? -1 : 1));
}

/** Run the board from a summer's noon to the end of its photos. */
export async function runBoard(changes: BoardChanges): Promise<BoardRun> {
  // First of all: the clocks of cloud and board are to start together.
  const { application, board } = await builtPrograms();
  const folder = temporaryFolder();
  const card = newFolder(folder, "card");
  const settings = newFolder(folder, "settings");
  const state = newFolder(folder, "state");
  changes.prepare?.(card);
  writeSettings(settings, changes);
  const cloud = await openCloud(changes);
  onTestFinished(() => cloud.close());
  write(folder, "ca.pem", cloud.caPem);
  const args = boardArguments({
    application,
    card,
    settings,
    state,
    camera: "scene",
    speed: changes.speed,
    start_utc_ms,
    cloud,
    ca: join(folder, "ca.pem"),
  });
  const { code, output } = await runProgram(board, args, changes.stopAfter);
  const lines = output.split("\n").filter((line) => line.startsWith("{"));
  const events = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  return { code, output, events, logs: logsOn(card), card, cloud };
}

/** Texts of the console's lines of a level. */
export function consoleLines({ events }: BoardRun, level: string): string[] {
  const lines = events.filter((event) => event.kind === "log" && event.level === level);
  return lines.map((event) => String(event.text));
}
