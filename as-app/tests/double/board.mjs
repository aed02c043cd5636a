import { errors } from "./errors.mjs";

/** A board that knows nothing of itself until a test tells it. */
export class BoardDouble {
  constructor(memory) {
    this.memory = memory;
    this.reset();
  }

  reset() {
    this.resetReason = 0;
    this.signal = 0;
    this.heaps = [-1n, -1n, -1n, -1n, -1n, -1n];
  }

  name(pointer, length) {
    return this.memory.putText(pointer, length, "double");
  }

  firmware(pointer, length) {
    return this.memory.putText(pointer, length, "1.2.3");
  }

  health(pointer, length) {
    if (length < 56) return errors.INVALID;
    const view = this.memory.view(pointer, length);
    view.setInt32(0, this.resetReason, true);
    view.setInt32(4, this.signal, true);
    this.heaps.forEach((bytes, index) => view.setBigInt64(8 + index * 8, bytes, true));
    return 56;
  }

  control = {
    boardHealth: (resetReason, signal) => {
      this.resetReason = resetReason;
      this.signal = signal;
    },
    /** One of the six numbers about heaps, in their order. */
    boardHeap: (index, bytes) => {
      this.heaps[index] = bytes;
    },
  };
}
