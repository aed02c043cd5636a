/** Reproducible "random" bytes: a linear congruential generator (Numerical Recipes' constants). */
export class RandomDouble {
  state = 1;

  constructor(memory) {
    this.memory = memory;
  }

  reset() {
    this.state = 1;
  }

  fill(pointer, length) {
    const bytes = new Uint8Array(length);
    for (let index = 0; index < length; index++) {
      this.state = (Math.imul(this.state, 1664525) + 1013904223) >>> 0;
      bytes[index] = this.state >>> 24;
    }
    this.memory.put(pointer, length, bytes);
    return 0;
  }
}
