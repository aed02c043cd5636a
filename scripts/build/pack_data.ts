/**
 * Packs the static data of a module into one segment that as-app/assembly/unpack.ts puts back at
 * the start; both must agree on every constant here. docs/decisions/003-packed-data.md has figures.
 */
import { type Limits, roundsOfSteps, type Step } from "./cheapest_steps.ts";
import { RangeEncoder } from "./range_coder.ts";

const packed_at = 0x18000;
const magic = 0x5c0a7d01;

const is_match = 0;
const is_repeated = 2;
const length_of_match = 3;
const distance_bits = length_of_match + 256;
const literal = distance_bits + 16;
const probabilities = literal + 8 * 256;

const limits: Limits = { length_min: 2, length_max: 257, distance_max: 0xffff };

/** Even bytes first, then odd ones: text in UTF-16 becomes text and zeros. */
export function planes(image: Uint8Array): Uint8Array {
  const even = image.filter((_, index) => index % 2 === 0);
  const odd = image.filter((_, index) => index % 2 === 1);
  return Uint8Array.from([...even, ...odd]);
}

function encode(bytes: Uint8Array, steps: readonly Step[]): Uint8Array {
  const encoder = new RangeEncoder(probabilities);
  let at = 0;
  let repeated = 1;
  let wasMatch = 0;
  for (const { length, distance } of steps) {
    const isMatch = distance > 0 ? 1 : 0;
    encoder.bit(is_match + wasMatch, isMatch);
    if (isMatch === 0) {
      const context = at === 0 ? 0 : (bytes[at - 1] ?? 0) >> 5;
      encoder.tree(literal + context * 256, 8, bytes[at] ?? 0);
    } else {
      encoder.bit(is_repeated, distance === repeated ? 1 : 0);
      if (distance !== repeated) {
        const bits = Math.floor(Math.log2(distance));
        encoder.tree(distance_bits, 4, bits);
        encoder.direct(bits, distance - (1 << bits));
      }
      encoder.tree(length_of_match, 8, length - limits.length_min);
      repeated = distance;
    }
    wasMatch = isMatch;
    at += length;
  }
  return encoder.finish();
}

/** The shortest packed stream of some bytes that is found. */
export function compress(bytes: Uint8Array): Uint8Array {
  const streams = roundsOfSteps(bytes, limits).map((steps) => encode(bytes, steps));
  return streams.reduce((best, stream) => (stream.length < best.length ? stream : best));
}

/** The block that unpack.ts expects: magic, base, count of bytes, bytes of the stream, stream. */
export function packedBlock(image: Uint8Array, base: number): Uint8Array {
  const stream = compress(planes(image));
  const block = Buffer.alloc(16 + stream.length);
  block.writeUInt32LE(magic, 0);
  block.writeUInt32LE(base, 4);
  block.writeUInt32LE(image.length, 8);
  block.writeUInt32LE(stream.length, 12);
  block.set(stream, 16);
  return block;
}

class Reader {
  at = 8;

  constructor(readonly bytes: Uint8Array) {}

  byte(): number {
    return this.bytes[this.at++] ?? 0;
  }

  /** Unsigned LEB128. */
  number(): number {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.byte();
      value += (byte & 0x7f) * 2 ** shift;
      if ((byte & 0x80) === 0) {
        return value;
      }
    }
  }

  take(count: number): Uint8Array {
    this.at += count;
    return this.bytes.subarray(this.at - count, this.at);
  }
}

function leb128(value: number): number[] {
  const bytes: number[] = [];
  do {
    const more = value >= 0x80;
    bytes.push((value & 0x7f) | (more ? 0x80 : 0));
    value = Math.floor(value / 128);
  } while (value > 0);
  return bytes;
}

/** Signed LEB128 of a number that is not negative, as i32.const has it. */
function signedLeb128(value: number): number[] {
  const bytes = leb128(value);
  const last = bytes.length - 1;
  if (((bytes[last] ?? 0) & 0x40) !== 0) {
    bytes[last] = (bytes[last] ?? 0) | 0x80;
    bytes.push(0);
  }
  return bytes;
}

const section_data = 11;
const section_data_count = 12;
const opcode_i32_const = 0x41;
const opcode_end = 0x0b;

/** The memory that the active segments of a data section make, from an even address on. */
function imageOf(section: Uint8Array): { image: Uint8Array; base: number } {
  const reader = new Reader(section);
  reader.at = 0;
  const parts: { at: number; bytes: Uint8Array }[] = [];
  for (let count = reader.number(); count > 0; count--) {
    if (reader.number() !== 0 || reader.byte() !== opcode_i32_const) {
      throw new Error("a data segment is not an active one at a constant address");
    }
    const at = reader.number();
    reader.byte(); // end of the expression
    parts.push({ at, bytes: reader.take(reader.number()) });
  }
  const base = Math.min(...parts.map(({ at }) => at)) & ~1;
  const end = Math.max(...parts.map(({ at, bytes }) => at + bytes.length));
  const image = new Uint8Array(end - base);
  parts.forEach(({ at, bytes }) => {
    image.set(bytes, at - base);
  });
  return { image, base };
}

function dataSection(image: Uint8Array, base: number): number[] {
  const block = packedBlock(image, base);
  const head = [1, 0, opcode_i32_const, ...signedLeb128(packed_at), opcode_end];
  const content = [...head, ...leb128(block.length), ...block];
  return [section_data, ...leb128(content.length), ...content];
}

/** A module with its static data packed. */
export function packData(wasm: Uint8Array): Uint8Array {
  const reader = new Reader(wasm);
  const out: number[] = [...wasm.subarray(0, 8)];
  while (reader.at < wasm.length) {
    const id = reader.byte();
    const content = reader.take(reader.number());
    if (id === section_data) {
      const { image, base } = imageOf(content);
      out.push(...dataSection(image, base));
    } else if (id !== section_data_count) {
      // No instruction refers to a segment, so nobody misses their count.
      out.push(id, ...leb128(content.length), ...content);
    }
  }
  return Uint8Array.from(out);
}
