/** The encoder's half of an adaptive binary range coder, as in LZMA (7-Zip's lzma specification). */

const probability_bits = 11;
const one = 1 << probability_bits;
const adaptation = 4;

export class RangeEncoder {
  readonly #bytes: number[] = [];
  readonly #probabilities: Uint16Array;
  #low = 0n;
  #range = 0xffffffff;
  /** Bytes that a carry may still change: one, and so many of 0xff after it. */
  #cache = 0;
  #pending = 1;

  constructor(probabilities: number) {
    this.#probabilities = new Uint16Array(probabilities).fill(one / 2);
  }

  bit(index: number, value: number): void {
    const probability = this.#probabilities[index] ?? 0;
    const bound = (this.#range >>> probability_bits) * probability;
    if (value === 0) {
      this.#range = bound;
      this.#probabilities[index] = probability + ((one - probability) >> adaptation);
    } else {
      this.#low += BigInt(bound);
      this.#range -= bound;
      this.#probabilities[index] = probability - (probability >> adaptation);
    }
    this.#normalise();
  }

  /** A number of `bits` bits, most significant first, each with a probability of its own. */
  tree(base: number, bits: number, value: number): void {
    let node = 1;
    for (let left = bits - 1; left >= 0; left--) {
      const next = (value >> left) & 1;
      this.bit(base + node, next);
      node = (node << 1) | next;
    }
  }

  /** Bits of which nothing is expected. */
  direct(bits: number, value: number): void {
    for (let left = bits - 1; left >= 0; left--) {
      this.#range >>>= 1;
      if (((value >> left) & 1) === 1) {
        this.#low += BigInt(this.#range);
      }
      this.#normalise();
    }
  }

  /** The finished stream. */
  finish(): Uint8Array {
    for (let count = 0; count < 5; count++) {
      this.#shift();
    }
    return Uint8Array.from(this.#bytes.slice(1)); // the first byte is always 0
  }

  #normalise(): void {
    if (this.#range < 0x1000000) {
      this.#range = (this.#range << 8) >>> 0;
      this.#shift();
    }
  }

  #shift(): void {
    if (this.#low < 0xff000000n || this.#low > 0xffffffffn) {
      const carry = Number(this.#low >> 32n);
      for (; this.#pending > 0; this.#pending--) {
        this.#bytes.push((this.#cache + carry) & 0xff);
        this.#cache = 0xff;
      }
      this.#cache = Number((this.#low >> 24n) & 0xffn);
    }
    this.#pending++;
    this.#low = (this.#low & 0xffffffn) << 8n;
  }
}
