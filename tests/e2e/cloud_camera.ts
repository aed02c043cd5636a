/** A camera and a cloud that outlives its runs, for tests that look at both. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { onTestFinished } from "vitest";

import type { Cloud, CloudOptions } from "../../scripts/cloud/cloud.ts";
import { startCloud } from "../../scripts/cloud/cloud.ts";
import type { BoardEvent } from "../../scripts/run/board_events.ts";
import { BoardProcess } from "../../scripts/run/board_process.ts";
import { overrides, writeCameraSettings } from "../../scripts/run/camera_settings.ts";
import { shiftedClock } from "../../scripts/run/clock.ts";
import type { RunOptions } from "../../scripts/run/options.ts";
import { openOutputFolder, type OutputFolder } from "../../scripts/run/output_folder.ts";
import { boardCommand } from "../../scripts/run/run.ts";
import { builtPrograms, camconfig, temporaryFolder } from "./run_fixture.ts";

export interface CameraRun {
  code: number | null;
  events: BoardEvent[];
  /** All that a person or a log file would have got. */
  output: string;
}

export interface CloudCamera {
  cloud: Cloud;
  folder: OutputFolder;
  /** Take photos; card and state stay from run to run. */
  run(changes?: Partial<RunOptions>): Promise<CameraRun>;
}

/** Both clocks run this much faster than real time. */
const speed = 10;

/** Start a cloud; every run uses it. Shots are 5 s apart, half a second of real time. */
export async function cloudCamera(options: CloudOptions = {}): Promise<CloudCamera> {
  const folder = openOutputFolder(join(temporaryFolder(), "out"));
  const start_ms = Date.now();
  const cloud = await startCloud({ clock: shiftedClock(start_ms, speed), ...options });
  onTestFinished(() => cloud.close());
  writeFileSync(folder.caFile, cloud.caPem);
  return { cloud, folder, run: (changes = {}) => runBoard(cloud, folder, changes) };
}

async function runBoard(
  cloud: Cloud,
  folder: OutputFolder,
  changes: Partial<RunOptions>,
): Promise<CameraRun> {
  const options: RunOptions = {
    ...{ shots: 1, every_s: 5, out: folder.path, camera: "scene", speed, cloud: "local" },
    ...{ date: null, settings: null, camconfig: camconfig({ dropbox: { finish_sec: 20 } }) },
    ca: folder.caFile,
    ...changes,
  };
  writeCameraSettings(folder.settings, options, cloud.credentials, overrides(options));
  const programs = await builtPrograms();
  const args = boardCommand(programs.application, options, folder, Date.now(), cloud);
  const events: BoardEvent[] = [];
  const board = new BoardProcess(programs.board, args, (event) => {
    if (event.kind !== "unknown") events.push(event);
  });
  const { code, complaint } = await board.ended;
  return {
    code,
    events,
    output: events.map((event) => JSON.stringify(event)).join("\n") + complaint,
  };
}

/** A folder with one "photo" of that many bytes: noise between a JPEG's markers. */
export function folderWithPhoto(bytes: number): { folder: string; photo: Buffer } {
  const folder = join(temporaryFolder(), "photos");
  const photo = Buffer.alloc(bytes);
  for (let index = 0; index + 4 <= bytes; index += 4) {
    photo.writeUInt32LE(Math.imul(index + 1, 2654435761) >>> 0, index);
  }
  photo.set([0xff, 0xd8], 0);
  photo.set([0xff, 0xd9], bytes - 2);
  mkdirSync(folder);
  writeFileSync(join(folder, "large.jpg"), photo);
  return { folder, photo };
}

/** Events of one kind. */
export function ofKind<Kind extends BoardEvent["kind"]>(
  { events }: CameraRun,
  kind: Kind,
): Extract<BoardEvent, { kind: Kind }>[] {
  return events.filter(
    (event): event is Extract<BoardEvent, { kind: Kind }> => event.kind === kind,
  );
}
