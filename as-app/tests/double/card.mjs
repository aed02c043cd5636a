/** A card that is a map from path to bytes, with errors on demand. */
import { createHash } from "node:crypto";

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

export class CardDouble {
  files = new Map();
  /** Answer of every call that writes; 0 = work normally. */
  writeError = 0;
  /** Bytes of the next frame that is stored, in place of a real frame. */
  frameBytes = new Uint8Array([0xff, 0xd8, 0xff, 0xd9]);

  constructor(memory) {
    this.memory = memory;
  }

  reset() {
    this.files.clear();
    this.writeError = 0;
  }

  state() {
    return this.writeError;
  }

  free_bytes() {
    return this.writeError === errors.NO_SPACE ? 0n : 1n << 30n;
  }

  store(_frame, pathPointer, pathLength, pointer, length) {
    if (this.writeError !== 0) return this.writeError;
    const path = this.memory.text(pathPointer, pathLength);
    if (this.files.has(path)) return errors.EXISTS;
    this.files.set(path, this.frameBytes);
    this.memory.put(pointer, length, contentHash(this.frameBytes));
    this.memory.view(pointer, length).setBigInt64(32, 1500n, true);
    return 0;
  }

  size(pathPointer, pathLength) {
    const bytes = this.files.get(this.memory.text(pathPointer, pathLength));
    return bytes === undefined ? BigInt(errors.NOT_FOUND) : BigInt(bytes.length);
  }

  read(pathPointer, pathLength, offset, pointer, length) {
    const bytes = this.files.get(this.memory.text(pathPointer, pathLength));
    if (bytes === undefined) return errors.NOT_FOUND;
    return this.memory.put(pointer, length, bytes.subarray(Number(offset)));
  }

  write(pathPointer, pathLength, pointer, length) {
    if (this.writeError !== 0) return this.writeError;
    this.files.set(this.memory.text(pathPointer, pathLength), this.memory.bytes(pointer, length));
    return 0;
  }

  append(pathPointer, pathLength, pointer, length) {
    if (this.writeError !== 0) return this.writeError;
    const path = this.memory.text(pathPointer, pathLength);
    const before = this.files.get(path) ?? new Uint8Array();
    const after = new Uint8Array(before.length + length);
    after.set(before);
    after.set(this.memory.bytes(pointer, length), before.length);
    this.files.set(path, after);
    return 0;
  }

  truncate(pathPointer, pathLength, size) {
    if (this.writeError !== 0) return this.writeError;
    const path = this.memory.text(pathPointer, pathLength);
    const bytes = this.files.get(path);
    if (bytes === undefined) return errors.NOT_FOUND;
    if (Number(size) > bytes.length) return errors.INVALID;
    this.files.set(path, bytes.slice(0, Number(size)));
    return 0;
  }

  rename(fromPointer, fromLength, toPointer, toLength) {
    if (this.writeError !== 0) return this.writeError;
    const from = this.memory.text(fromPointer, fromLength);
    const to = this.memory.text(toPointer, toLength);
    if (!this.files.has(from)) return errors.NOT_FOUND;
    if (this.files.has(to)) return errors.EXISTS;
    this.files.set(to, this.files.get(from));
    this.files.delete(from);
    return 0;
  }

  remove(pathPointer, pathLength) {
    if (this.writeError !== 0) return this.writeError;
    const path = this.memory.text(pathPointer, pathLength);
    return this.files.delete(path) ? 0 : errors.NOT_FOUND;
  }

  list(folderPointer, folderLength, index, pointer, length) {
    const folder = this.memory.text(folderPointer, folderLength);
    const prefix = folder === "" ? "" : `${folder}/`;
    const names = new Set();
    for (const path of this.files.keys()) {
      if (!path.startsWith(prefix)) continue;
      const [first, ...rest] = path.slice(prefix.length).split("/");
      names.add(rest.length > 0 ? `${first}/` : first);
    }
    const name = [...names].sort()[index];
    return name === undefined ? errors.NOT_FOUND : this.memory.putText(pointer, length, name);
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
  };
}
