/** The application's TOML parser, compiled into a module of its own. */
import { abort, compile } from "./compile.ts";

/** Either the tagged JSON of a document or the sentence that says why it is none. */
export type Decoded = { valid: true; json: unknown } | { valid: false; reason: string };

interface DecoderExports {
  memory: WebAssembly.Memory;
  _initialize(): void;
  allocate(length: number): number;
  decode(): number;
  floatBits(): bigint;
  outputAddress(): number;
  collect(): void;
}

export class TomlDecoder {
  readonly #exports: DecoderExports;

  private constructor(exports: DecoderExports) {
    this.#exports = exports;
  }

  static async build(): Promise<TomlDecoder> {
    const module = await compile("tests/toml/toml_decoder.asconfig.json");
    const { instance } = await WebAssembly.instantiate(module, { env: { abort } });
    const exports = instance.exports as unknown as DecoderExports;
    exports._initialize();
    return new TomlDecoder(exports);
  }

  /** Decode a document; throws only if the module traps. */
  decode(document: Uint8Array): Decoded {
    this.#put(document);
    const length = this.#exports.decode();
    const text = this.#output(Math.abs(length));
    this.#exports.collect();
    if (length < 0) return { valid: false, reason: text };
    return { valid: true, json: JSON.parse(text) as unknown };
  }

  /** The double that the parser makes of a number. */
  float(number: string): number {
    this.#put(new TextEncoder().encode(`f = ${number}`));
    const bits = this.#exports.floatBits();
    this.#exports.collect();
    return new Float64Array(BigInt64Array.of(bits).buffer)[0] ?? Number.NaN;
  }

  #put(document: Uint8Array): void {
    const address = this.#exports.allocate(document.length);
    new Uint8Array(this.#exports.memory.buffer, address >>> 0, document.length).set(document);
  }

  #output(length: number): string {
    const address = this.#exports.outputAddress() >>> 0;
    const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
    return decoder.decode(new Uint8Array(this.#exports.memory.buffer, address, length));
  }
}
