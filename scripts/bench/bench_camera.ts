/** The desktop board with settings made for one measurement. */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { stringify } from "smol-toml";

import type { BoardEvent } from "../run/board_events.ts";
import { boardArguments, BoardProcess } from "../run/board_process.ts";

export interface BenchCamera {
  /** Absolute paths. */
  programs: { application: string; board: string };
  /** A folder of its own, which is emptied. */
  folder: string;
  /** The folder whose photos it takes. */
  photos: string;
  /** The local cloud and the file with its authority. */
  cloud: { port: number; ntpPort: number };
  ca: string;
  /** Rules HOST:PORT:TARGET:PORT that come before the way to the local cloud. */
  connectTo: readonly string[];
  accessToken: string;
  /** Tables of camconfig.toml beside the least that it needs. */
  tables: { timer: object; local: object; dropbox: object; network?: object };
  speed?: number;
  /** Put before the board's command line. */
  wrapper?: readonly string[];
}

function writeSettings(camera: BenchCamera): void {
  const settings = join(camera.folder, "settings");
  for (const name of ["settings", "state", "card"]) {
    mkdirSync(join(camera.folder, name), { recursive: true });
  }
  const { timer, local, dropbox, network = {} } = camera.tables;
  const account = { DBX_ACCESS_TOKEN: camera.accessToken, TIMEZONE: "Etc/UTC" };
  writeFileSync(join(settings, "settings.toml"), stringify(account));
  const camconfig = {
    camera: { cam_id: "BENCH" },
    timer: { dark: "never", time_sources: ["timeapi"], ...timer },
    local: { image_dir: "bench", ...local },
    dropbox: { image_dir: "bench", ...dropbox },
    network,
  };
  writeFileSync(join(settings, "camconfig.toml"), stringify(camconfig));
}

/** How a camera ends that has taken its photos: exit codes of the application. */
const ends: readonly (number | null)[] = [0, 1, 3];

/** Run the camera to its end. Throws if it ended in another way than a camera does. */
export async function runBenchCamera(
  camera: BenchCamera,
  onEvent: (event: BoardEvent) => void,
): Promise<void> {
  rmSync(camera.folder, { recursive: true, force: true });
  writeSettings(camera);
  const { application, board } = camera.programs;
  const inFolder = (name: string): string => join(camera.folder, name);
  const words = [
    ...(camera.wrapper ?? []),
    board,
    ...camera.connectTo.flatMap((rule) => ["--connect-to", rule]),
    ...boardArguments({
      ...{ application, card: inFolder("card"), settings: inFolder("settings") },
      ...{ state: inFolder("state"), camera: `folder:${camera.photos}` },
      ...{ speed: camera.speed ?? 1, start_utc_ms: null },
      ...{ cloud: camera.cloud, ca: camera.ca },
    }),
  ];
  const process = new BoardProcess(words[0] ?? board, words.slice(1), (event) => {
    if (event.kind !== "unknown") onEvent(event);
  });
  const { code, complaint } = await process.ended;
  if (!ends.includes(code)) {
    throw new Error(`The camera of the benchmark ended with code ${code ?? "none"}: ${complaint}`);
  }
}
