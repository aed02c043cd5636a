/** A recording of the flight recorder, read entry by entry. docs/recorder.md describes the format. */

/** The file is no recording, or is damaged; the message is one sentence for a person. */
export class BadRecording extends Error {
  override name = "BadRecording";
}

/** An import as the recording names it. */
export interface RecordedImport {
  /** capability.function */
  name: string;
  /** A letter for each parameter: n number, r bytes that are read, w bytes that are written. */
  form: string;
  /** The result has 64 bits. */
  isLong: boolean;
}

export interface RecordingHead {
  abi: number;
  board: string;
  wasm_bytes: number;
  /** content_hash of the application, in hexadecimal. */
  wasmHash: string;
  imports: readonly RecordedImport[];
}

/** Bytes that an import read: how many, and their FNV-1a. */
export interface Reading {
  length: number;
  hash: number;
}

export interface CallEntry {
  kind: "call";
  import: RecordedImport;
  numbers: readonly bigint[];
  readings: readonly Reading[];
  lent_bytes: number;
  result: bigint;
  /** What the import wrote into the lent bytes, from `first` on. */
  first: number;
  written: Uint8Array;
}

export type Entry =
  | { kind: "enter"; export: "_initialize" | "start" | "tick"; argument: bigint }
  | { kind: "leave"; result: bigint }
  | { kind: "trap"; cause: "own" | "host" | "limit"; reason: string }
  /** The recording had reached its limit: nothing is known of what came after. */
  | { kind: "full" }
  | CallEntry;

const exportNames = ["_initialize", "start", "tick"] as const;
const causes = ["own", "host", "limit"] as const;
const tag = { leave: 4, trap: 5, full: 6, firstCall: 8 } as const;

/** The bytes end in the middle of something, as after a cut of power. */
class Torn extends BadRecording {}

/**
 * The two words of a number of 64 bits. With BigInt.asUintN() in place of them the optimiser of
 * Node 20 ends the process now and then ("RepresentationChangerError … UnsignedBigInt64").
 */
interface Halves {
  low: number;
  high: number;
}

/** Whole numbers, steps and texts from bytes. */
class Bytes {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get isOver(): boolean {
    return this.#at >= this.#bytes.length;
  }

  take(count: number): Uint8Array {
    if (this.#at + count > this.#bytes.length) {
      throw new Torn("The recording ends within its head: nothing was recorded.");
    }
    this.#at += count;
    return this.#bytes.subarray(this.#at - count, this.#at);
  }

  /** A whole number of 64 bits. */
  whole(): Halves {
    let [low, high] = [0, 0];
    for (let shift = 0; shift < 70; shift += 7) {
      const byte = this.take(1)[0] ?? 0;
      const bits = byte & 0x7f;
      if (shift < 32) low |= bits << shift;
      if (shift >= 32) high |= bits << (shift - 32);
      else if (shift > 25) high |= bits >>> (32 - shift);
      if (byte < 0x80) {
        return { low: low >>> 0, high: high >>> 0 };
      }
    }
    throw new BadRecording(`The recording has a number that is too long, at byte ${this.#at}.`);
  }

  count(): number {
    const { low, high } = this.whole();
    return high * 2 ** 32 + low;
  }

  /** A number by its distance from the one before: twice that, or for what is below 0 one less. */
  step(before: bigint): bigint {
    const { low, high } = this.whole();
    const sign = -(low & 1);
    const stepLow = ((low >>> 1) | (high << 31)) ^ sign;
    const stepHigh = (high >>> 1) ^ sign;
    return BigInt.asIntN(64, before + (BigInt(stepHigh) << 32n) + BigInt(stepLow >>> 0));
  }

  text(): string {
    return new TextDecoder().decode(this.take(this.count()));
  }

  word(): number {
    const bytes = this.take(4);
    return new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0, true);
  }
}

export class Recording {
  readonly head: RecordingHead;
  /** The last entry is not whole: it does not count. */
  isTorn = false;
  readonly #bytes: Bytes;
  readonly #last: CallEntry[];
  readonly #enteredWith = new Map<string, bigint>();
  readonly #leftWith = new Map<string, bigint>();
  #inside = "";
  #ahead: Entry | null = null;

  constructor(bytes: Uint8Array) {
    this.#bytes = new Bytes(bytes);
    const magic = bytes.length < 4 ? "" : new TextDecoder().decode(this.#bytes.take(4));
    if (magic !== "WMR1") {
      throw new BadRecording("The file is no recording of a wamcam board (it begins differently).");
    }
    this.head = this.#readHead();
    this.#last = this.head.imports.map((entry) => ({
      ...{ kind: "call", import: entry, readings: [], lent_bytes: 0, result: 0n, first: 0 },
      ...{ numbers: Array.from(entry.form.replaceAll(/[^n]/g, ""), () => 0n) },
      written: new Uint8Array(),
    }));
  }

  #readHead(): RecordingHead {
    const bytes = this.#bytes;
    const abi = bytes.count();
    const board = bytes.text();
    const wasm_bytes = bytes.count();
    const wasmHash = Buffer.from(bytes.take(32)).toString("hex");
    const imports = Array.from({ length: bytes.count() }, () => {
      const name = bytes.text();
      const form = bytes.text();
      return { name, form: form.slice(0, -1), isLong: form.endsWith("I") };
    });
    return { abi, board, wasm_bytes, wasmHash, imports };
  }

  /** The next entry without taking it; null at the end, and where the recording is torn. */
  peek(): Entry | null {
    if (this.#ahead === null && !this.#bytes.isOver && !this.isTorn) {
      this.#ahead = this.#readWhole();
    }
    return this.#ahead;
  }

  #readWhole(): Entry | null {
    try {
      return this.#read();
    } catch (error) {
      if (!(error instanceof Torn)) {
        throw error;
      }
      this.isTorn = true;
      return null;
    }
  }

  /** Take the next entry; null at the end. */
  next(): Entry | null {
    const entry = this.peek();
    this.#ahead = null;
    return entry;
  }

  #read(): Entry {
    const kind = this.#bytes.count();
    const name = exportNames[kind - 1];
    if (name !== undefined) {
      const argument = this.#bytes.step(this.#enteredWith.get(name) ?? 0n);
      this.#enteredWith.set(name, argument);
      this.#inside = name;
      return { kind: "enter", export: name, argument };
    }
    if (kind === tag.leave) {
      const result = this.#bytes.step(this.#leftWith.get(this.#inside) ?? 0n);
      this.#leftWith.set(this.#inside, result);
      return { kind: "leave", result };
    }
    if (kind === tag.trap) {
      const cause = causes[this.#bytes.count()] ?? "own";
      return { kind: "trap", cause, reason: this.#bytes.text() };
    }
    return kind === tag.full ? { kind: "full" } : this.#readCall(kind - tag.firstCall);
  }

  /** A call; an odd code says that it is the one before, which had changed nothing. */
  #readCall(code: number): CallEntry {
    const last = this.#last[code >> 1];
    if (last === undefined || code < 0) {
      throw new BadRecording(`The recording has an entry of an unknown kind (${code}).`);
    }
    if (code % 2 === 1) {
      return { ...last, first: 0, written: new Uint8Array() };
    }
    const bytes = this.#bytes;
    const numbers = last.numbers.map((before) => bytes.step(before));
    const reads = last.import.form.replaceAll(/[^r]/g, "").length;
    const readings = Array.from({ length: reads }, () => ({
      length: bytes.count(),
      hash: bytes.word(),
    }));
    const lent_bytes = Number(bytes.step(BigInt(last.lent_bytes)));
    const result = bytes.step(last.result);
    const count = bytes.count();
    const first = count > 0 ? bytes.count() : 0;
    const call: CallEntry = {
      ...{ kind: "call", import: last.import, numbers, readings, lent_bytes, result, first },
      written: bytes.take(count),
    };
    this.#last[code >> 1] = call;
    return call;
  }
}
