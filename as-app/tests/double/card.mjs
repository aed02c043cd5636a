/** A card that is a map from path to bytes, with errors and cuts of power on demand. */
import { createHash } from "node:crypto";

import { CardHistory } from "./card_history.mjs";
import { errors } from "./errors.mjs";

function contentHash(bytes) {
  const whole = createHash("sha256");
  for (let start = 0; start < bytes.length; start += 4 << 20) {
    whole.update(
      createHash("sha256")
        .update(bytes.subarray(start, start + (4 << 20)))
        .digest(),
    );
  }
  return whole.digest();
}

/** All calls, with what makes an error a result of theirs. */
const calls = {
  state: Number,
  free_bytes: BigInt,
  store: Number,
  size: BigInt,
  read: Number,
  write: Number,
  append: Number,
  truncate: Number,
  rename: Number,
  remove: Number,
  list: Number,
};

export class CardDouble {
  files = new Map();
  /** Answer of every call that writes; 0 = work normally. */
  writeError = 0;
  /** Answer of every call that reads; 0 = work normally. */
  readError = 0;
  /** Of the calls that write, every n-th fails; 0 = none. */
  failEvery = 0;
  failEveryError = 0;
  /** Part of the bytes, in 1/256, that an append leaves behind when it fails so. */
  failKeeps = 0;
  writeCount = 0;
  readBytes = 0;
  /** What was written since cardRecord. */
  history = new CardHistory();
  /** The folder that was listed last, as the host keeps it. */
  listing = { folder: undefined, names: [] };
  /** Bytes of the next frame that is stored, in place of a real frame. */
  frameBytes = new Uint8Array([0xff, 0xd8, 0xff, 0xd9]);
  /** Bytes that all files together may have; undefined = the card is never full. */
  capacity = undefined;

  /** Calls of any kind since reset, and which of them fail whatever they are. */
  callCount = 0;
  failFrom = 0;
  failTo = 0;
  failCallError = 0;
  freeBytes = 1n << 30n;

  constructor(memory) {
    this.memory = memory;
    for (const [name, result] of Object.entries(calls)) this.#count(name, result);
  }

  /** Let a call count, and fail when it is its turn; an append then leaves half of its bytes. */
  #count(name, result) {
    const method = this[name].bind(this);
    this[name] = (...values) => {
      this.callCount++;
      if (this.callCount < this.failFrom || this.callCount > this.failTo) return method(...values);
      if (name === "append") this.#appendPart(...values);
      return result(this.failCallError);
    };
  }

  #appendPart(pathPointer, pathLength, pointer, length) {
    const added = this.memory.bytes(pointer, length >> 1);
    this.#extend(this.memory.text(pathPointer, pathLength), added);
  }

  reset() {
    this.files.clear();
    this.callCount = 0;
    this.failFrom = 0;
    this.failTo = 0;
    this.freeBytes = 1n << 30n;
    this.writeError = 0;
    this.readError = 0;
    this.failEvery = 0;
    this.capacity = undefined;
    this.frameBytes = new Uint8Array([0xff, 0xd8, 0xff, 0xd9]);
    this.writeCount = 0;
    this.readBytes = 0;
    this.history = new CardHistory();
    this.listing = { folder: undefined, names: [] };
    this.otherFiles = new Map();
  }

  state() {
    return this.writeError;
  }

  /** Error of a call that writes; 0 if it is to work. */
  #failure() {
    if (this.writeError !== 0) return this.writeError;
    this.writeCount++;
    const isTurn = this.failEvery > 0 && this.writeCount % this.failEvery === 0;
    return isTurn ? this.failEveryError : 0;
  }

  /** Set what a file holds; `bytes` undefined removes it. */
  #set(path, bytes) {
    if (bytes === undefined) this.files.delete(path);
    else this.files.set(path, bytes);
    this.history.changed(path, bytes);
  }

  free_bytes() {
    if (this.writeError === errors.NO_SPACE) return 0n;
    return this.capacity === undefined ? this.freeBytes : BigInt(this.capacity - this.#used());
  }

  #used() {
    return [...this.files.values()].reduce((sum, bytes) => sum + bytes.length, 0);
  }

  #hasRoom(bytes) {
    return this.capacity === undefined || this.#used() + bytes.length <= this.capacity;
  }

  store(_frame, pathPointer, pathLength, pointer, length) {
    const error = this.#failure();
    if (error !== 0) return error;
    const path = this.memory.text(pathPointer, pathLength);
    if (this.files.has(path)) return errors.EXISTS;
    if (!this.#hasRoom(this.frameBytes)) return errors.NO_SPACE;
    this.#set(path, this.frameBytes);
    this.memory.put(pointer, length, contentHash(this.frameBytes));
    this.memory.view(pointer, length).setBigInt64(32, 1500n, true);
    return 0;
  }

  size(pathPointer, pathLength) {
    if (this.readError !== 0) return BigInt(this.readError);
    const bytes = this.files.get(this.memory.text(pathPointer, pathLength));
    return bytes === undefined ? BigInt(errors.NOT_FOUND) : BigInt(bytes.length);
  }

  read(pathPointer, pathLength, offset, pointer, length) {
    if (this.readError !== 0) return this.readError;
    const bytes = this.files.get(this.memory.text(pathPointer, pathLength));
    if (bytes === undefined) return errors.NOT_FOUND;
    const count = this.memory.put(pointer, length, bytes.subarray(Number(offset)));
    this.readBytes += count;
    return count;
  }

  write(pathPointer, pathLength, pointer, length) {
    const error = this.#failure();
    if (error !== 0) return error;
    this.#set(this.memory.text(pathPointer, pathLength), this.memory.bytes(pointer, length));
    return 0;
  }

  append(pathPointer, pathLength, pointer, length) {
    const error = this.#failure();
    const path = this.memory.text(pathPointer, pathLength);
    const added = this.memory.bytes(pointer, length);
    if (error === 0) {
      this.#extend(path, added);
    } else if (this.writeError === 0 && this.failKeeps > 0) {
      this.#extend(path, added.subarray(0, (added.length * this.failKeeps) >> 8));
    }
    return error;
  }

  /** Add bytes to a file, within the room behind its present ones if there is some. */
  #extend(path, added) {
    const before = this.files.get(path) ?? new Uint8Array();
    const length = before.length + added.length;
    const hasRoom = before.growing === true && before.buffer.byteLength >= length;
    const buffer = hasRoom ? before.buffer : new ArrayBuffer(length * 2);
    const after = new Uint8Array(buffer, 0, length);
    if (!hasRoom) after.set(before);
    after.set(added, before.length);
    after.growing = true;
    before.growing = false;
    this.files.set(path, after);
    this.history.appended(path, added);
  }

  truncate(pathPointer, pathLength, size) {
    const error = this.#failure();
    if (error !== 0) return error;
    const path = this.memory.text(pathPointer, pathLength);
    const bytes = this.files.get(path);
    if (bytes === undefined) return errors.NOT_FOUND;
    if (Number(size) > bytes.length) return errors.INVALID;
    this.#set(path, bytes.slice(0, Number(size)));
    return 0;
  }

  rename(fromPointer, fromLength, toPointer, toLength) {
    const error = this.#failure();
    if (error !== 0) return error;
    const from = this.memory.text(fromPointer, fromLength);
    const to = this.memory.text(toPointer, toLength);
    const bytes = this.files.get(from);
    if (bytes === undefined) return errors.NOT_FOUND;
    if (this.files.has(to)) return errors.EXISTS;
    this.files.set(to, bytes);
    this.files.delete(from);
    this.history.renamed(from, to, bytes);
    return 0;
  }

  remove(pathPointer, pathLength) {
    const error = this.#failure();
    if (error !== 0) return error;
    const path = this.memory.text(pathPointer, pathLength);
    if (!this.files.has(path)) return errors.NOT_FOUND;
    this.#set(path, undefined);
    return 0;
  }

  list(folderPointer, folderLength, index, pointer, length) {
    if (this.readError !== 0) return this.readError;
    const folder = this.memory.text(folderPointer, folderLength);
    if (index === 0 || this.listing.folder !== folder) {
      this.listing = { folder, names: this.#names(folder) };
    }
    const name = this.listing.names[index];
    return name === undefined ? errors.NOT_FOUND : this.memory.putText(pointer, length, name);
  }

  #names(folder) {
    const prefix = folder === "" ? "" : `${folder}/`;
    const names = new Set();
    for (const path of this.files.keys()) {
      if (!path.startsWith(prefix)) continue;
      const [first, ...rest] = path.slice(prefix.length).split("/");
      names.add(rest.length > 0 ? `${first}/` : first);
    }
    return [...names].sort();
  }

  control = {
    cardFail: (error) => {
      this.writeError = error;
    },
    cardPut: (pathPointer, pathLength, pointer, length) => {
      this.files.set(this.memory.text(pathPointer, pathLength), this.memory.bytes(pointer, length));
    },
    /** Content of a file; its length, or -2 if there is none. */
    cardGet: (pathPointer, pathLength, pointer, length) => {
      const bytes = this.files.get(this.memory.text(pathPointer, pathLength));
      if (bytes === undefined) return errors.NOT_FOUND;
      this.memory.put(pointer, length, bytes);
      return bytes.length;
    },
    cardCount: () => this.files.size,
    /** Bytes that all files together may have from now on. */
    cardCapacity: (bytes) => {
      this.capacity = Number(bytes);
    },
    /** Size of the frames that are stored from now on. */
    cardFrame: (bytes) => {
      this.frameBytes = new Uint8Array(bytes);
    },
    /** The files themselves, for tests outside of the module. */
    cardFiles: () => this.files,
    cardRemove: (pathPointer, pathLength) => {
      this.files.delete(this.memory.text(pathPointer, pathLength));
    },
    /** Calls that write since reset. */
    cardWrites: () => this.writeCount,
    cardFailReading: (error) => {
      this.readError = error;
    },
    /**
     * Of the calls that write, let every n-th fail; an append then leaves keeps/256 of its bytes.
     */
    cardFailEvery: (n, error, keeps) => {
      this.failEvery = n;
      this.failEveryError = error;
      this.failKeeps = keeps;
    },
    /** Calls of any kind since reset. */
    cardCalls: () => this.callCount,
    /** Of the calls that come, let those from number `first` to `last` fail whatever they are. */
    cardFailCalls: (first, last, error) => {
      this.failFrom = this.callCount + first;
      this.failTo = this.callCount + last;
      this.failCallError = error;
    },
    cardSetFree: (bytes) => {
      this.freeBytes = bytes;
    },
    /** Bytes read since reset. */
    cardReadBytes: () => BigInt(this.readBytes),
    /** From now on, remember what is written, for cardCut. */
    cardRecord: () => {
      this.history.begin(this.files);
    },
    /** Points at which power could have been cut since cardRecord: between all bytes written. */
    cardPoints: () => this.history.points,
    /**
     * Put the card back to what a cut of power at a point leaves. `garbage` 1: of an append that
     * was cut in the middle, the rest is there as other bytes, as FAT leaves it.
     */
    cardCut: (point, garbage) => {
      this.files = this.history.at(point, garbage === 1);
    },
    /** A second card in place of the first one, and back. */
    cardSwap: () => {
      const other = this.otherFiles;
      this.otherFiles = this.files;
      this.files = other;
    },
  };
}
