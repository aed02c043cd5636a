/** From a saved source to the new application on a desktop board. */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { OwnBoard } from "../../dev/own_board.ts";
import { DevSession, type Steps } from "../../dev/session.ts";
import type { Camera } from "../../push/cameras.ts";
import { repository } from "../../repository.ts";
import type { BoardEvent, UnknownLine } from "../../run/board_events.ts";
import { checkBoardOptions } from "../../run/options.ts";

/** The first ones warm up asc, as they do for a person. */
const warmUp = 3;
const saves = 15;
/** What a person changes: a word of a sentence. */
const changed = "begins, start ";

export interface Reload {
  /** Of each save. */
  compile_ms: number[];
  /** From the first byte that is sent to the new application's own first line. */
  push_ms: number[];
  total_ms: number[];
  bytes: number;
}

/** Tells when the application has said a sentence. */
class Ear {
  #wanted = "";
  #heard: () => void = () => undefined;

  readonly listen = (line: BoardEvent | UnknownLine): void => {
    if (this.#wanted !== "" && line.kind === "log" && line.text.includes(this.#wanted)) {
      this.#wanted = "";
      this.#heard();
    }
  };

  hear(text: string): Promise<number> {
    return new Promise((resolve) => {
      this.#heard = () => {
        resolve(performance.now());
      };
      this.#wanted = text;
    });
  }
}

/** One save, from the file to the line that only the new version says. */
async function save(path: string, text: string, word: string, ear: Ear): Promise<number> {
  const heard = ear.hear(word);
  const start_ms = performance.now();
  writeFileSync(path, text.replace(changed, `${word}, start `));
  return (await heard) - start_ms;
}

async function measureSaves(copy: string, board: OwnBoard, ear: Ear): Promise<Reload> {
  const reload: Reload = { compile_ms: [], push_ms: [], total_ms: [], bytes: 0 };
  let camera: Camera | null = null;
  const taken: Steps[] = [];
  const locate = async (file: Uint8Array): Promise<{ camera: Camera; hasFile: boolean }> => {
    const hasFile = camera === null;
    camera ??= await board.start(file);
    return { camera, hasFile };
  };
  const session = new DevSession(
    copy,
    { token: board.token, locate },
    {
      taken: (steps) => taken.push(steps),
      refused: (sentence) => {
        throw new Error(sentence);
      },
    },
  );
  const unwatch = await session.watch();
  const path = join(copy, "assembly/timelapse.ts");
  const text = readFileSync(path, "utf8");
  for (let round = 0; round < warmUp + saves; round++) {
    const total_ms = await save(path, text, `is version ${round}`, ear);
    await session.settled();
    const steps = taken.at(-1);
    if (round < warmUp || steps === undefined) continue;
    const { compile_ms, bytes } = steps;
    reload.compile_ms.push(compile_ms);
    reload.push_ms.push(total_ms - compile_ms);
    reload.total_ms.push(total_ms);
    reload.bytes = bytes;
  }
  await unwatch();
  return reload;
}

/** Save the application's source again and again. `program`: the desktop board. */
export async function measureReload(program: string): Promise<Reload> {
  const folder = mkdtempSync(join(tmpdir(), "wamcam-bench-"));
  // Within the repository, as the real one: asc names files from there.
  const copy = join(repository, "build", `reload-${process.pid}`);
  const ear = new Ear();
  let board: OwnBoard | null = null;
  try {
    mkdirSync(copy, { recursive: true });
    cpSync(join(repository, "as-app/assembly"), join(copy, "assembly"), { recursive: true });
    cpSync(join(repository, "as-app/manifest.json"), join(copy, "manifest.json"));
    const typed = { out: join(folder, "out"), camera: "scene", speed: "1", cloud: "local" };
    board = await OwnBoard.prepare(program, checkBoardOptions(typed), ear.listen);
    return await measureSaves(copy, board, ear);
  } finally {
    await board?.close();
    rmSync(copy, { recursive: true, force: true });
    rmSync(folder, { recursive: true, force: true });
  }
}
