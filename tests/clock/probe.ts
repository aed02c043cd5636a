/** The zones as compiled to wasm, callable from here. */
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { createMemoryStream, main as compile } from "assemblyscript/asc";

import { repository } from "../../scripts/repository.ts";

interface ProbeExports {
  memory: WebAssembly.Memory;
  _initialize(): void;
  buffer(): number;
  zoneCount(): number;
  nameOf(index: number): number;
  posixTz(length: number): number;
  similar(length: number): number;
  openName(length: number): number;
  openPosixTz(length: number): number;
  offset_s(utcMs: bigint): number;
  abbreviation(utcMs: bigint): number;
  nextChange(utcMs: bigint): bigint;
  utcMs(wallMs: bigint, second: number): bigint;
  isRepeated(utcMs: bigint): number;
  rfc3339(utcMs: bigint): number;
}

/** Compile an entry of as-app/tests to build/<name>.wasm and start it. */
export async function startWasm(entry: string, name: string): Promise<WebAssembly.Exports> {
  const out = join("build", "tests", `${name}.wasm`);
  mkdirSync(join(repository, "build", "tests"), { recursive: true });
  const configuration = join("as-app", "tests", "clock", "probe.asconfig.json");
  const stderr = createMemoryStream();
  const { error } = await compile(
    [entry, "--config", configuration, "--baseDir", repository, "--outFile", out],
    { stderr },
  );
  if (error !== null) {
    throw new Error(`${entry} does not compile: ${stderr.toString()}`);
  }
  const wasm = await WebAssembly.instantiate(readFileSync(join(repository, out)), {
    env: {
      abort: () => {
        throw new Error(`${entry} trapped`);
      },
    },
  });
  const { exports } = wasm.instance;
  (exports as unknown as ProbeExports)._initialize();
  return exports;
}

/** One zone at a time is open; the methods tell of that one. */
export class ZoneProbe {
  private constructor(private readonly exports: ProbeExports) {}

  static async start(): Promise<ZoneProbe> {
    const exports = await startWasm("as-app/tests/clock/zone_probe.ts", "zone_probe");
    return new ZoneProbe(exports as unknown as ProbeExports);
  }

  private put(text: string): number {
    const bytes = new TextEncoder().encode(text);
    new Uint8Array(this.exports.memory.buffer).set(bytes, this.exports.buffer());
    return bytes.length;
  }

  private get(length: number): string {
    return Buffer.from(this.exports.memory.buffer, this.exports.buffer(), length).toString("utf8");
  }

  names(): string[] {
    const indices = Array.from({ length: this.exports.zoneCount() }, (_, index) => index);
    return indices.map((index) => this.get(this.exports.nameOf(index)));
  }

  posixTz(name: string): string {
    return this.get(this.exports.posixTz(this.put(name)));
  }

  similar(name: string): string {
    return this.get(this.exports.similar(this.put(name)));
  }

  /** "" or the error. */
  openName(name: string): string {
    return this.get(this.exports.openName(this.put(name)));
  }

  /** "" or the error. */
  openPosixTz(text: string): string {
    return this.get(this.exports.openPosixTz(this.put(text)));
  }

  offset_s(utcMs: number): number {
    return this.exports.offset_s(BigInt(utcMs));
  }

  abbreviation(utcMs: number): string {
    return this.get(this.exports.abbreviation(BigInt(utcMs)));
  }

  nextChange(utcMs: number): number {
    return Number(this.exports.nextChange(BigInt(utcMs)));
  }

  utcMs(wallMs: number, second = false): number {
    return Number(this.exports.utcMs(BigInt(wallMs), second ? 1 : 0));
  }

  isRepeated(utcMs: number): boolean {
    return this.exports.isRepeated(BigInt(utcMs)) !== 0;
  }

  rfc3339(utcMs: number): string {
    return this.get(this.exports.rfc3339(BigInt(utcMs)));
  }
}
