/** Capability board: what it is, and how it is. */
import { boardFirmware, boardHealth, boardName } from "./imports";
import { textFromHost } from "./text";

const NAME_BYTES_MAX: i32 = 48;

/** One heap in bytes, each -1 if the board does not know. */
export class Heap {
  freeBytes: i64;
  /** Least free since the board started. */
  freeBytesMin: i64;
  /** Largest block that could be had now. */
  blockBytesMax: i64;

  constructor(at: usize) {
    this.freeBytes = load<i64>(at);
    this.freeBytesMin = load<i64>(at, 8);
    this.blockBytesMax = load<i64>(at, 16);
  }
}

export class Health {
  /** Why the board started, as the number that the import gives; 0 if the board does not know. */
  resetReason: i32;
  /** Of Wi-Fi, below 0; 0 if the board does not know. */
  signal_dbm: i32;
  internal: Heap;
  psram: Heap;
  /** Kept in flash of the last crash; 0: none; -1 if the board does not know. */
  coreDumpBytes: i64;

  constructor(at: usize) {
    this.resetReason = load<i32>(at);
    this.signal_dbm = load<i32>(at, 4);
    this.internal = new Heap(at + 8);
    this.psram = new Heap(at + 32);
    this.coreDumpBytes = load<i64>(at, 56);
  }
}

const healthBytes = new Uint8Array(64);

/** How the board is now. */
export function health(): Health {
  boardHealth(healthBytes.dataStart, healthBytes.length);
  return new Health(healthBytes.dataStart);
}

/** Name of the kind of board, for example desktop. */
export function name(): string {
  const text = new Uint8Array(NAME_BYTES_MAX);
  return textFromHost(text, boardName(text.dataStart, text.length));
}

/** Version of the firmware. */
export function firmware(): string {
  const text = new Uint8Array(NAME_BYTES_MAX);
  return textFromHost(text, boardFirmware(text.dataStart, text.length));
}
