/** The application's own ledger, compiled, on a card that is a folder in the end. */
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { abort, compile } from "../toml/compile.ts";

interface CameraExports {
  memory: WebAssembly.Memory;
  _initialize(): void;
  start(segmentBytes: number): number;
  finish(): void;
  plan(dueUtcMs: bigint): number;
  storeFile(): number;
  stored(doubtful: number): number;
  missPlanned(dueUtcMs: bigint): number;
  missNew(missing: number, firstUtcMs: bigint, lastUtcMs: bigint): number;
  verify(): number;
  refuse(): number;
  deleteOldest(): number;
}

interface HostDouble {
  imports: Record<string, Record<string, WebAssembly.ImportValue>> & {
    double: { cardFiles(): Map<string, Uint8Array> };
  };
  attach(memory: WebAssembly.Memory): void;
}

/** The doubles are JavaScript without types: this says what is used of them. */
async function createDouble(): Promise<HostDouble> {
  const path = new URL("../../as-app/tests/double/host.mjs", import.meta.url).href;
  const module = (await import(path)) as { createHostDouble(): HostDouble };
  return module.createHostDouble();
}

export class LedgerCamera {
  readonly camera: CameraExports;
  readonly #double: HostDouble;

  private constructor(camera: CameraExports, double: HostDouble) {
    this.camera = camera;
    this.#double = double;
  }

  static async build(): Promise<LedgerCamera> {
    const module = await compile("tests/ledger/ledger_camera.asconfig.json");
    const double = await createDouble();
    const imports = { env: { abort }, ...double.imports };
    const { instance } = await WebAssembly.instantiate(module, imports);
    const camera = instance.exports as unknown as CameraExports;
    double.attach(camera.memory);
    camera._initialize();
    return new LedgerCamera(camera, double);
  }

  /** Plan, store and record one photo. */
  shoot(dueUtcMs: number, isDoubtful = false): void {
    const { camera } = this;
    const status = camera.plan(BigInt(dueUtcMs)) || camera.storeFile();
    if (status !== 0 || camera.stored(isDoubtful ? 1 : 0) !== 0) throw new Error("not taken");
  }

  /** Put what is on the card into a new folder. */
  writeCard(): string {
    const folder = mkdtempSync(join(tmpdir(), "wamcam-card-"));
    for (const [path, bytes] of this.#double.imports.double.cardFiles()) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), bytes);
    }
    return folder;
  }
}
