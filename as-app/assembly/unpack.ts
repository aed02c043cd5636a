/**
 * Static data, unpacked before anything else runs.
 *
 * asc stores text as UTF-16 and each string as a segment of its own: a third of the file would be
 * zeros and segment heads. The build therefore packs all of it (scripts/build/pack_data.ts) into
 * one block near the end of the first pages; here it is put back. docs/decisions/003-packed-data.md.
 *
 * This must be the first import of every program, and must itself use no static data.
 *
 * Format: an LZ77 stream under an adaptive binary range coder, as in LZMA. Bytes at even addresses
 * come first, then those at odd ones.
 */

/** Where the build puts the block; the heap has not grown this far when it is read. */
const PACKED_AT: usize = 0x18000;
const MAGIC: u32 = 0x5c0a7d01;
const HEAD_BYTES: usize = 16;

const PROBABILITY_BITS: u32 = 11;
const PROBABILITY_HALF: u16 = 1024;
const ADAPTATION: u32 = 4;

// Probabilities, as indices of u16 behind the block.
const IS_MATCH: u32 = 0;
const IS_REPEATED: u32 = 2;
const LENGTH: u32 = 3;
const DISTANCE_BITS: u32 = LENGTH + 256;
const LITERAL: u32 = DISTANCE_BITS + 16;
const PROBABILITIES: u32 = LITERAL + 8 * 256;

let next: usize = 0;
let range: u32 = 0;
let code: u32 = 0;
let probabilities: usize = 0;

/**
 * A number of `bits` bits, most significant first, each with a probability of its own. Nearly all of
 * the time goes by here, so what is global lies in locals meanwhile.
 */
function tree(base: u32, bits: u32): u32 {
  const first = probabilities + ((<usize>base) << 1);
  let present = range;
  let ahead = code;
  let at = next;
  let node: u32 = 1;
  for (let left = bits; left > 0; left--) {
    const place = first + ((<usize>node) << 1);
    const probability = <u32>load<u16>(place);
    const bound = (present >>> PROBABILITY_BITS) * probability;
    node <<= 1;
    if (ahead >= bound) {
      present -= bound;
      ahead -= bound;
      store<u16>(place, <u16>(probability - (probability >>> ADAPTATION)));
      node |= 1;
    } else {
      present = bound;
      store<u16>(place, <u16>(probability + ((2048 - probability) >>> ADAPTATION)));
    }
    if (present < 0x1000000) {
      present <<= 8;
      ahead = (ahead << 8) | (<u32>load<u8>(at++));
    }
  }
  range = present;
  code = ahead;
  next = at;
  return node - (1 << bits);
}

/** One bit: a tree of which only the root is there, and that is at index 1 of a tree. */
function bit(index: u32): u32 {
  return tree(index - 1, 1);
}

/** Bits of which nothing is expected. */
function direct(bits: u32): u32 {
  let value: u32 = 0;
  for (let left = bits; left > 0; left--) {
    range >>>= 1;
    const one: u32 = code >= range ? 1 : 0;
    if (one) code -= range;
    value = (value << 1) | one;
    if (range < 0x1000000) {
      range <<= 8;
      code = (code << 8) | (<u32>load<u8>(next++));
    }
  }
  return value;
}

/** Put back what the build has packed; nothing to do in a module that was not packed. */
export function unpack(): void {
  if (load<u32>(PACKED_AT) != MAGIC) return;
  const base = load<u32>(PACKED_AT, 4);
  const count = load<u32>(PACKED_AT, 8);
  const half = (count + 1) >>> 1;
  next = PACKED_AT + HEAD_BYTES;
  probabilities = (next + load<u32>(PACKED_AT, 12) + 1) & ~1;
  for (let index: u32 = 0; index < PROBABILITIES; index++) {
    store<u16>(probabilities + ((<usize>index) << 1), PROBABILITY_HALF);
  }
  range = 0xffffffff;
  code = bswap(load<u32>(next));
  next += 4;
  const odd = base + 1;
  const evenEnd = base + (half << 1);
  let to = base;
  let previous: u32 = 0;
  let distance: u32 = 1;
  let wasMatch: u32 = 0;
  for (let done: u32 = 0; done < count;) {
    const isMatch = bit(IS_MATCH + wasMatch);
    let length: u32 = 1;
    let from = to;
    if (isMatch) {
      if (!bit(IS_REPEATED)) {
        const bits = tree(DISTANCE_BITS, 4);
        distance = (1 << bits) | direct(bits);
      }
      length = tree(LENGTH, 8) + 2;
      const source = done - distance;
      from = source < half ? base + (source << 1) : odd + ((source - half) << 1);
    } else store<u8>(to, <u8>tree(LITERAL + ((previous >>> 5) << 8), 8));
    done += length;
    for (; length > 0; length--) {
      previous = <u32>load<u8>(from);
      store<u8>(to, <u8>previous);
      from += 2;
      if (from == evenEnd) from = odd;
      to += 2;
      if (to == evenEnd) to = odd;
    }
    wasMatch = isMatch;
  }
  store<u32>(PACKED_AT, 0);
}

unpack();
