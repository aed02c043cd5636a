/** Capability card: files on the memory card. Results are 0 or a count, or a HostError. */
import {
  cardAppend,
  cardFreeBytes,
  cardList,
  cardRead,
  cardRemove,
  cardRename,
  cardSize,
  cardState,
  cardStore,
  cardTruncate,
  cardWrite,
} from "./imports";
import { hexadecimal, textFromHost, utf8 } from "./text";

/** 0 = readable and writable, else READ_ONLY, NO_DEVICE or IO. */
export function state(): i32 {
  return cardState();
}

/** Bytes free, or an error. */
export function freeBytes(): i64 {
  return cardFreeBytes();
}

/** What came of storing a frame. */
export class Stored {
  /** 0 or a HostError; the other fields count only after 0. */
  status: i32 = 0;
  /** Dropbox content_hash as 64 lower-case hexadecimal digits. */
  contentHash: string = "";
  durationUs: i64 = 0;
}

const storedBytes = new Uint8Array(40);

/** Write a frame to a new file, whole or not at all. The frame stays held. */
export function store(frame: i32, path: string): Stored {
  const name = utf8(path);
  const stored = new Stored();
  stored.status = cardStore(
    frame,
    name.dataStart,
    name.length,
    storedBytes.dataStart,
    storedBytes.length,
  );
  if (stored.status == 0) {
    stored.contentHash = hexadecimal(storedBytes, 32);
    stored.durationUs = load<i64>(storedBytes.dataStart, 32);
  }
  return stored;
}

/** Size of a file in bytes, or an error. */
export function size(path: string): i64 {
  const name = utf8(path);
  return cardSize(name.dataStart, name.length);
}

/** Read into `out` from `offset`; the bytes read, 0 at the end, or an error. */
export function read(path: string, offset: i64, out: Uint8Array): i32 {
  const name = utf8(path);
  return cardRead(name.dataStart, name.length, offset, out.dataStart, out.length);
}

/** Replace a small file as a whole, safely against a cut of power. */
export function write(path: string, bytes: Uint8Array): i32 {
  const name = utf8(path);
  return cardWrite(name.dataStart, name.length, bytes.dataStart, bytes.length);
}

/** Add bytes to the end of a file and sync. */
export function append(path: string, bytes: Uint8Array): i32 {
  const name = utf8(path);
  return cardAppend(name.dataStart, name.length, bytes.dataStart, bytes.length);
}

/** Cut a file to a size that it has at least. */
export function truncate(path: string, sizeBytes: i64): i32 {
  const name = utf8(path);
  return cardTruncate(name.dataStart, name.length, sizeBytes);
}

/** Give a file a new name; EXISTS if that is taken. */
export function rename(from: string, to: string): i32 {
  const source = utf8(from);
  const target = utf8(to);
  return cardRename(source.dataStart, source.length, target.dataStart, target.length);
}

/** Remove a file or an empty folder. */
export function remove(path: string): i32 {
  const name = utf8(path);
  return cardRemove(name.dataStart, name.length);
}

/**
 * Write the name of the index-th entry of a folder in byte order, folders with a / at the end, to
 * `out`. Its length, which may be more than there is room for; NOT_FOUND past the last; or an error.
 */
export function list(folder: string, index: i32, out: Uint8Array): i32 {
  const name = utf8(folder);
  return cardList(name.dataStart, name.length, index, out.dataStart, out.length);
}

const entryBytes = new Uint8Array(256);

/** The same as text; null past the last or on an error. */
export function entry(folder: string, index: i32): string | null {
  const length = list(folder, index, entryBytes);
  return length < 0 ? null : textFromHost(entryBytes, length);
}
