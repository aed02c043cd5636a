/** Feeds a recording to an application and watches that it does the same again. */
import { type CallEntry, type Entry, Recording } from "./recording.ts";

/** How a replay ended. */
export interface Replay {
  /** Calls into the application and calls that it made, up to the end or the first difference. */
  entries: number;
  ticks: number;
  /** Uptime of the last tick, in milliseconds. */
  uptime_ms: number;
  /** Why the application trapped in the recording, or null. */
  trap: string | null;
  /** The recording had reached its limit. */
  isFull: boolean;
  /** The first difference, or null if there was none. */
  difference: Difference | null;
}

export interface Difference {
  /** Number of the entry at which it showed, from 1 on. */
  entry: number;
  uptime_ms: number;
  expected: string;
  got: string;
}

/** Called with each call that the application makes, before its arguments are compared. */
export type Watcher = (name: string, args: readonly (bigint | Uint8Array)[]) => void;

class Differs extends Error {
  readonly difference: Pick<Difference, "expected" | "got">;

  constructor(expected: string, got: string) {
    super("the replay differs from the recording");
    this.difference = { expected, got };
  }
}

/** The call that was under way is given up where it ended in the recording. */
class Ended extends Error {}

/** FNV-1a, as the recorder has it. */
export function hashOf(bytes: Uint8Array): number {
  let hash = 2166136261;
  for (const byte of bytes) {
    hash = Math.imul(hash ^ byte, 16777619);
  }
  return hash >>> 0;
}

function shownBytes(bytes: Uint8Array): string {
  const text = Buffer.from(bytes.subarray(0, 120)).toString("utf8");
  return `${bytes.length} bytes ${JSON.stringify(text)}`;
}

function shownArguments(args: readonly (bigint | Uint8Array)[]): string {
  return args.map((arg) => (typeof arg === "bigint" ? String(arg) : shownBytes(arg))).join(", ");
}

function shownEntry(entry: Entry | null): string {
  switch (entry?.kind) {
    case undefined:
      return "the end of the recording";
    case "enter":
      return `a call of ${entry.export}(${entry.argument})`;
    case "leave":
      return `a return with ${entry.result}`;
    case "trap":
      return `a trap: ${entry.reason}`;
    case "full":
      return "nothing: the recording is full";
    case "call":
      return `a call of ${shownCall(entry)}`;
  }
}

function shownCall(call: CallEntry): string {
  const numbers = [...call.numbers];
  const readings = [...call.readings];
  const parameters = Array.from(call.import.form, (letter) => {
    if (letter === "n") {
      return String(numbers.shift());
    }
    return letter === "r" ? `${readings.shift()?.length ?? 0} bytes` : `${call.lent_bytes} bytes`;
  });
  return `${call.import.name}(${parameters.join(", ")})`;
}

/** The application with the recording in place of a board. */
class Player {
  readonly recording: Recording;
  readonly #watch: Watcher | null;
  memory: WebAssembly.Memory | null = null;
  entries = 0;

  constructor(recording: Recording, watch: Watcher | null) {
    this.recording = recording;
    this.#watch = watch;
  }

  take(): Entry | null {
    this.entries++;
    return this.recording.next();
  }

  #bytes(pointer: number, length: number): Uint8Array {
    return new Uint8Array(this.memory?.buffer ?? new ArrayBuffer(0), pointer, length);
  }

  /** One call of an import: as in the recording, or a difference. */
  call(name: string, form: string, words: readonly (number | bigint)[]): number | bigint {
    const args: (bigint | Uint8Array)[] = [];
    let at = 0;
    for (const letter of form) {
      const word = words[at++] ?? 0;
      args.push(
        letter === "n" ? BigInt(word) : this.#bytes(Number(word) >>> 0, Number(words[at++]) >>> 0),
      );
    }
    this.#watch?.(name, args);
    const entry = this.take();
    if (entry === null || (entry.kind === "trap" && entry.cause === "limit")) {
      throw new Ended();
    }
    if (entry.kind !== "call" || !isSame(entry, name, form, args)) {
      throw new Differs(shownEntry(entry), `a call of ${name}(${shownArguments(args)})`);
    }
    const lent = args[form.indexOf("w")];
    if (lent instanceof Uint8Array) {
      lent.set(entry.written, entry.first);
    }
    const next = this.recording.peek();
    const isOver = next === null || next.kind === "full";
    if (isOver || (next.kind === "trap" && next.cause === "host")) {
      throw new Ended();
    }
    return entry.result;
  }
}

function isSame(
  entry: CallEntry,
  name: string,
  form: string,
  args: readonly (bigint | Uint8Array)[],
): boolean {
  if (entry.import.name !== name) {
    return false;
  }
  const numbers = [...entry.numbers];
  const readings = [...entry.readings];
  return Array.from(form).every((letter, index) => {
    const arg = args[index];
    if (letter === "n") {
      return arg === numbers.shift();
    }
    if (!(arg instanceof Uint8Array)) {
      return false;
    }
    if (letter === "w") {
      return arg.length === entry.lent_bytes;
    }
    const reading = readings.shift();
    return reading?.length === arg.length && reading.hash === hashOf(arg);
  });
}

/** All imports of the module, each answered from the recording. */
function importsOf(module: WebAssembly.Module, player: Player): WebAssembly.Imports {
  const imports: Record<string, Record<string, WebAssembly.ImportValue>> = {};
  const recorded = new Map(player.recording.head.imports.map((entry) => [entry.name, entry]));
  for (const { module: capability, name } of WebAssembly.Module.imports(module)) {
    const full = `${capability}.${name}`;
    const { form, isLong } = recorded.get(full) ?? { form: "", isLong: false };
    const inCapability = (imports[capability] ??= {});
    inCapability[name] = (...words: (number | bigint)[]): number | bigint => {
      if (full === "env.abort") {
        throw new WebAssembly.RuntimeError("abort");
      }
      const result = player.call(full, form, words);
      return isLong ? result : Number(result);
    };
  }
  return imports;
}

type Export = (...words: bigint[]) => number | bigint | undefined;

/** One call into the application, as the recording has it; how it ended there, null if it does not. */
function playCall(
  player: Player,
  exports: WebAssembly.Exports,
  enter: Extract<Entry, { kind: "enter" }>,
): Entry | null {
  const callee = exports[enter.export] as Export;
  const first = player.recording.peek();
  if (first?.kind === "trap" && first.cause === "host") {
    return player.take(); // it was stopped before it began
  }
  let returned: string;
  try {
    const result = enter.export === "tick" ? callee(enter.argument) : callee();
    returned = `a return with ${BigInt(result ?? 0)}`;
  } catch (error) {
    if (error instanceof Ended) {
      return null;
    }
    if (!(error instanceof WebAssembly.RuntimeError || error instanceof RangeError)) {
      throw error;
    }
    returned = `a trap: ${error.message}`;
  }
  const ended = player.recording.peek();
  if (ended === null || ended.kind === "full") {
    return null;
  }
  player.take();
  const isSameEnd =
    ended.kind === "leave" ? returned === shownEntry(ended) : returned.startsWith("a trap");
  if ((ended.kind !== "leave" && ended.kind !== "trap") || !isSameEnd) {
    throw new Differs(shownEntry(ended), returned);
  }
  return ended;
}

/** Feed the recording to the application, up to its end or the first difference. */
export function replay(recording: Recording, wasm: Uint8Array, watch: Watcher | null): Replay {
  const player = new Player(recording, watch);
  const module = new WebAssembly.Module(Uint8Array.from(wasm));
  const { exports } = new WebAssembly.Instance(module, importsOf(module, player));
  player.memory = exports.memory as WebAssembly.Memory;
  const result: Replay = {
    ...{ entries: 0, ticks: 0, uptime_ms: 0, trap: null, isFull: false, difference: null },
  };
  try {
    let goesOn = true;
    while (goesOn && recording.peek()?.kind === "enter") {
      const enter = player.take();
      if (enter?.kind !== "enter") {
        break;
      }
      if (enter.export === "tick") {
        result.ticks++;
        result.uptime_ms = Number(enter.argument);
      }
      const ended = playCall(player, exports, enter);
      goesOn = ended?.kind === "leave";
      result.trap = ended?.kind === "trap" ? ended.reason : null;
    }
  } catch (error) {
    if (!(error instanceof Differs)) {
      throw error;
    }
    result.difference = {
      ...{ entry: player.entries, uptime_ms: result.uptime_ms },
      ...error.difference,
    };
  }
  result.entries = player.entries;
  finish(recording, result);
  return result;
}

/** What the recording says behind the last call that was played. */
function finish(recording: Recording, result: Replay): void {
  for (let entry = recording.peek(); entry !== null && result.difference === null;) {
    if (entry.kind === "trap") {
      result.trap = entry.reason;
    } else if (entry.kind === "full") {
      result.isFull = true;
    }
    recording.next();
    entry = recording.peek();
  }
}
