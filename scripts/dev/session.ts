/** Watches an application's sources, and hands each new version to a camera. */
import { join } from "node:path";

import { watch } from "chokidar";

import { StepFailed } from "../build/tool.ts";
import { BadPackage } from "../package/sections.ts";
import type { Camera } from "../push/cameras.ts";
import { push } from "../push/push.ts";
import { repository } from "../repository.ts";
import { BadSource, compileQuickly, packQuickly } from "./compile.ts";
import { BoardEnded } from "./own_board.ts";

/** An editor that saves all files writes several in a row. */
const settle_ms = 20;

/** How long the steps of one version took. */
export interface Steps {
  compile_ms: number;
  push_ms: number;
  bytes: number;
}

/** Whom a new version goes to. */
export interface Receiver {
  token: string;
  /** Where it is, after it was started with this file if it has to be. */
  locate: (file: Uint8Array) => Promise<{ camera: Camera; hasFile: boolean }>;
}

export interface Voice {
  /** A version runs, or is about to. */
  taken: (steps: Steps) => void;
  /** Why there is no new version, as a person reads it. */
  refused: (sentence: string) => void;
}

/** A trial of a second: what is saved next is to be taken without a wait. */
const wishes = { downgrade: true, again: true, replace: true, trial_s: 1 };

export class DevSession {
  readonly #folder: string;
  readonly #receiver: Receiver;
  readonly #voice: Voice;
  #latest: Uint8Array | null = null;
  #turn: Promise<void> = Promise.resolve();
  #waits = false;

  constructor(folder: string, receiver: Receiver, voice: Voice) {
    this.#folder = folder;
    this.#receiver = receiver;
    this.#voice = voice;
  }

  /** Hand over what is there now, and then each version that is saved; ends watching. */
  async watch(): Promise<() => Promise<void>> {
    const sources = [join(this.#folder, "assembly"), join(this.#folder, "manifest.json")];
    const host = join(repository, "as-app/assembly/host");
    const watcher = watch([...sources, host], { ignoreInitial: true });
    await new Promise<void>((resolve) => watcher.once("ready", resolve));
    watcher.on("all", () => {
      this.#saved();
    });
    await this.handOver();
    return async () => {
      await watcher.close();
      await this.#turn;
    };
  }

  /** Compile, sign and hand over what is there now, unless it is what was handed over last. */
  async handOver(): Promise<void> {
    try {
      const start_ms = performance.now();
      const wasm = await compileQuickly(this.#folder);
      const file = packQuickly(wasm, this.#folder);
      const pushed_ms = performance.now();
      if (this.#latest !== null && Buffer.compare(this.#latest, wasm) === 0) return;
      const { camera, hasFile } = await this.#receiver.locate(file);
      if (!hasFile) await push(camera, file, { token: this.#receiver.token, ...wishes });
      this.#latest = wasm;
      this.#voice.taken({
        compile_ms: pushed_ms - start_ms,
        push_ms: performance.now() - pushed_ms,
        bytes: file.length,
      });
    } catch (error) {
      this.#voice.refused(sentenceOf(error));
    }
  }

  /** Resolves when nothing that was saved waits any more. */
  async settled(): Promise<void> {
    await this.#turn;
  }

  /** One version after the other; what is saved meanwhile makes one more. */
  #saved(): void {
    if (this.#waits) return;
    this.#waits = true;
    this.#turn = this.#turn
      .then(() => new Promise((resolve) => setTimeout(resolve, settle_ms)))
      .then(() => {
        this.#waits = false;
        return this.handOver();
      });
  }
}

function sentenceOf(error: unknown): string {
  const isKnown =
    error instanceof BadSource ||
    error instanceof BadPackage ||
    error instanceof BoardEnded ||
    error instanceof StepFailed;
  if (!isKnown) throw error;
  return error.message;
}
