import { errors } from "./errors.mjs";

/** A board that cannot power down until a test says otherwise. */
export class PowerDouble {
  constructor(memory) {
    this.memory = memory;
    this.reset();
  }

  reset() {
    this.answer = errors.NOT_SUPPORTED;
    this.until = -1n;
    this.bytes = new Uint8Array(0);
    this.isWoken = false;
  }

  sleep(until, pointer, length) {
    if (this.answer !== 0) return this.answer;
    this.until = until;
    this.bytes = this.memory.bytes(pointer, length);
    return 0;
  }

  kept(pointer, length) {
    if (!this.isWoken) return 0;
    this.isWoken = false;
    this.memory.put(pointer, length, this.bytes);
    return this.bytes.length;
  }

  control = {
    powerAnswer: (answer) => {
      this.answer = answer;
    },
    /** Until when the application asked to sleep, in uptime; -1 if it did not. */
    powerUntil: () => this.until,
    /** The board has woken: what was kept can be asked for. */
    powerWake: () => {
      this.isWoken = true;
      this.until = -1n;
    },
  };
}
