/** The application's configuration, in a module with the memory that the application has. */
import { abort, compile } from "./compile.ts";

/** Texts of settings files by their names; a missing one is missing on the card. */
export type SettingsFiles = Record<string, string | Uint8Array>;

export interface Findings {
  problems: string[];
  warnings: string[];
}

interface ProbeExports {
  memory: WebAssembly.Memory;
  _initialize(): void;
  load(): number;
  logKnownKeys(): void;
  collect(): void;
}

const NOT_FOUND = -2;

export class Configuration {
  /** Lines logged as errors, warnings and information. */
  #lines: [string[], string[], string[]] = [[], [], []];
  #files = new Map<string, Uint8Array>();
  #exports: ProbeExports | undefined;
  readonly #module: WebAssembly.Module;

  private constructor(module: WebAssembly.Module) {
    this.#module = module;
  }

  static async build(): Promise<Configuration> {
    const bytes = await compile("tests/toml/configuration.asconfig.json");
    return new Configuration(await WebAssembly.compile(bytes));
  }

  /** Load these files in a new instance; throws if it traps. */
  async load(files: SettingsFiles): Promise<Findings> {
    await this.#start(files);
    this.#exports?.load();
    this.#exports?.collect();
    const [problems, warnings] = this.#lines;
    return { problems, warnings };
  }

  /** Every key that is read, as `file table.key`. */
  async knownKeys(): Promise<string[]> {
    await this.#start({});
    this.#exports?.logKnownKeys();
    return this.#lines[2];
  }

  async #start(files: SettingsFiles): Promise<void> {
    const entries = Object.entries(files).map(([name, content]): [string, Uint8Array] => [
      name,
      typeof content === "string" ? new TextEncoder().encode(content) : content,
    ]);
    this.#files = new Map(entries);
    this.#lines = [[], [], []];
    const instance = await WebAssembly.instantiate(this.#module, {
      env: { abort },
      clock: { uptime_ms: () => 0n },
      log: { write: this.#log.bind(this) },
      settings: { read: this.#read.bind(this) },
    });
    this.#exports = instance.exports as unknown as ProbeExports;
    this.#exports._initialize();
  }

  #bytes(address: number, length: number): Uint8Array {
    if (this.#exports === undefined) throw new Error("the module has not started");
    return new Uint8Array(this.#exports.memory.buffer, address >>> 0, length);
  }

  #text(address: number, length: number): string {
    return new TextDecoder().decode(this.#bytes(address, length));
  }

  #log(level: 0 | 1 | 2, address: number, length: number): number {
    this.#lines[level].push(this.#text(address, length));
    return 0;
  }

  #read(name: number, nameLength: number, offset: number, out: number, outLength: number): number {
    const content = this.#files.get(this.#text(name, nameLength));
    if (content === undefined) return NOT_FOUND;
    const part = content.subarray(offset, offset + outLength);
    this.#bytes(out, outLength).set(part);
    return part.length;
  }
}
