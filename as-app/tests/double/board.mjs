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
    this.sizes = [-1n, -1n, -1n, -1n, -1n, -1n, -1n];
  }

  name(pointer, length) {
    return this.memory.putText(pointer, length, "double");
  }

  firmware(pointer, length) {
    return this.memory.putText(pointer, length, "1.2.3");
  }

  health(pointer, length) {
    if (length < 64) return errors.INVALID;
    const view = this.memory.view(pointer, length);
    view.setInt32(0, this.resetReason, true);
    view.setInt32(4, this.signal, true);
    this.sizes.forEach((bytes, index) => view.setBigInt64(8 + index * 8, bytes, true));
    return 64;
  }

  control = {
    boardHealth: (resetReason, signal) => {
      this.resetReason = resetReason;
      this.signal = signal;
    },
    /** One of the six numbers about heaps, in their order, or the seventh: of the core dump. */
    boardHeap: (index, bytes) => {
      this.sizes[index] = bytes;
    },
  };
}
