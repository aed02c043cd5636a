/** A board with a console, and somebody who types commands to it. */
import { type ChildProcess, spawn } from "node:child_process";
import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";

import { stringify } from "smol-toml";
import { onTestFinished } from "vitest";

import { buildProgram } from "../../scripts/build/application.ts";
import { boardArguments } from "../../scripts/run/board_process.ts";
import { builtPrograms, temporaryFolder } from "./run_fixture.ts";

type Event = Record<string, unknown>;

/** A board that somebody types commands to. */
export class Session {
  readonly events: Event[] = [];
  readonly ended: Promise<number | null>;
  readonly #child: ChildProcess;
  #heard: () => void = () => undefined;
  #read = 0;
  #hasEnded = false;

  constructor(program: string, args: string[]) {
    this.#child = spawn(program, args, { stdio: ["pipe", "pipe", "inherit"] });
    onTestFinished(() => {
      this.#child.kill("SIGKILL");
    });
    if (this.#child.stdout !== null) {
      createInterface({ input: this.#child.stdout }).on("line", (line) => {
        this.events.push(JSON.parse(line) as Event);
        this.#heard();
      });
    }
    this.ended = new Promise((resolve) => {
      this.#child.on("close", (code) => {
        this.#hasEnded = true;
        this.#heard();
        resolve(code);
      });
    });
  }

  type(text: string): void {
    this.#child.stdin?.write(text);
  }

  stop(): void {
    this.#child.kill("SIGINT");
  }

  /** Wait for an event that has not been waited for yet, and return all up to it. */
  async until(wanted: (event: Event) => boolean): Promise<Event[]> {
    for (let index = this.#read; ; index++) {
      while (index >= this.events.length) {
        if (this.#hasEnded) throw new Error(`it ended after ${JSON.stringify(this.events)}`);
        await new Promise<void>((resolve) => (this.#heard = resolve));
      }
      const event = this.events[index];
      if (event !== undefined && wanted(event)) {
        const passed = this.events.slice(this.#read, index + 1);
        this.#read = index + 1;
        return passed;
      }
    }
  }

  /** The answer to a line. */
  async ask(line: string): Promise<string> {
    this.type(`${line}\n`);
    const passed = await this.until(({ kind }) => kind === "console_done");
    const pieces = passed.filter(({ kind }) => kind === "console");
    return pieces.map(({ text }) => String(text)).join("");
  }

  untilLog(part: string): Promise<Event[]> {
    return this.until(({ kind, text }) => kind === "log" && String(text).includes(part));
  }
}

export const password = "a password of Wi-Fi";

interface Camera {
  session: Session;
  card: string;
  /** Folder of the settings files. */
  settings: string;
}

/** How to start a camera with a console whose series leaves an hour between two photos. */
interface CameraCommand {
  program: string;
  args: string[];
  card: string;
  settings: string;
}

export async function cameraCommand(options: { checks?: boolean } = {}): Promise<CameraCommand> {
  const { application, board } = await builtPrograms();
  const folder = temporaryFolder();
  const [card, settings, state] = ["card", "settings", "state"].map((name) => join(folder, name));
  if (card === undefined || settings === undefined || state === undefined) throw new Error();
  [card, settings, state].forEach((name) => {
    mkdirSync(name);
  });
  const camconfig = {
    camera: { cam_id: "CAM1", image_res: "VGA" },
    timer: { interval_sec: 3600, time_sources: ["sntp"] },
    dropbox: { enabled: false },
    local: { image_dir: "webcam", free_min_mb: 0 },
  };
  const account = { CIRCUITPY_WIFI_SSID: "network", CIRCUITPY_WIFI_PASSWORD: password };
  writeFileSync(join(settings, "settings.toml"), stringify(account));
  writeFileSync(join(settings, "camconfig.toml"), stringify(camconfig));
  let app = application;
  if (options.checks === true) {
    // Checks lie beside the application.
    app = join(folder, "timelapse.wasm");
    copyFileSync(application, app);
    copyFileSync((await buildProgram("check-camera")).path, join(folder, "check-camera.wasm"));
  }
  const args = boardArguments({
    application: app,
    card,
    settings,
    state,
    camera: "scene",
    speed: 1,
    start_utc_ms: Date.UTC(2026, 5, 15, 10, 20),
    // Nobody listens there: no network tells the time.
    cloud: { port: 9, ntpPort: 9 },
    ca: null,
  });
  return { program: board, args: [...args, "--console"], card, settings };
}

/** Such a camera, and somebody who types. */
export async function camera(options: { checks?: boolean } = {}): Promise<Camera> {
  const { program, args, card, settings } = await cameraCommand(options);
  return { session: new Session(program, args), card, settings };
}
