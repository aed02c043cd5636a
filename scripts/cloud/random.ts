/** Seeded randomness, so that one number reproduces every choice the cloud makes. */

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/** The mulberry32 generator. Good enough for variety and identifiers, not for secrets at large. */
export class SeededRandom {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** A number in 0 (included) to 1 (excluded). */
  fraction(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number in 0 (included) to `below` (excluded). */
  integer(below: number): number {
    return Math.floor(this.fraction() * below);
  }

  /** `length` characters that are safe in URLs, as Dropbox uses them in identifiers. */
  text(length: number): string {
    return Array.from({ length }, () => alphabet.charAt(this.integer(alphabet.length))).join("");
  }

  /** `length` lower-case hexadecimal digits. */
  hex(length: number): string {
    return Array.from({ length }, () => this.integer(16).toString(16)).join("");
  }
}
