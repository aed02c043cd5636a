/** Access to the linear memory of the module under test. */
export class GuestMemory {
  #memory = undefined;
  #encoder = new TextEncoder();
  #decoder = new TextDecoder();

  attach(memory) {
    this.#memory = memory;
  }

  /** A copy of guest bytes. */
  bytes(pointer, length) {
    return new Uint8Array(this.#memory.buffer, pointer >>> 0, length).slice();
  }

  text(pointer, length) {
    return this.#decoder.decode(this.bytes(pointer, length));
  }

  /** Copy as much of `source` as fits; returns how much that was. */
  put(pointer, length, source) {
    const count = Math.min(length, source.length);
    new Uint8Array(this.#memory.buffer, pointer >>> 0, count).set(source.subarray(0, count));
    return count;
  }

  /** Write text; returns its full length in bytes, as the imports do. */
  putText(pointer, length, text) {
    const bytes = this.#encoder.encode(text);
    this.put(pointer, length, bytes);
    return bytes.length;
  }

  view(pointer, length) {
    return new DataView(this.#memory.buffer, pointer >>> 0, length);
  }
}
