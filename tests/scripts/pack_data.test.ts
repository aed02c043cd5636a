/** The packed static data come out of as-app/assembly/unpack.ts as they went in. */
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { spawnSync } from "node:child_process";

import { beforeAll, describe, expect, it } from "vitest";

import { packData, packedBlock, planes } from "../../scripts/build/pack_data.ts";
import { repository } from "../../scripts/repository.ts";

const packed_at = 0x18000;
let unpacker: WebAssembly.Module;

beforeAll(() => {
  const out = join(repository, "build/tests/unpack.wasm");
  mkdirSync(join(repository, "build/tests"), { recursive: true });
  const asc = join(repository, "node_modules/assemblyscript/bin/asc.js");
  const entry = join(repository, "as-app/assembly/unpack.ts");
  const options = ["--runtime", "stub", "--initialMemory", "3", "-O", "--outFile", out];
  const run = spawnSync(process.execPath, [asc, entry, ...options], {
    encoding: "utf8",
    cwd: join(repository, "as-app"), // away from asconfig.json, which is about another entry
  });
  expect(run.stderr).not.toContain("ERROR");
  unpacker = new WebAssembly.Module(readFileSync(out));
});

/** What the application would find at `base` after it was started with the packed image. */
function unpacked(image: Uint8Array, base: number): Uint8Array {
  const { exports } = new WebAssembly.Instance(unpacker, { env: { abort: () => undefined } });
  const memory = new Uint8Array((exports["memory"] as WebAssembly.Memory).buffer);
  memory.set(packedBlock(image, base), packed_at);
  (exports["unpack"] as () => void)();
  return memory.slice(base, base + image.length);
}

/** Numbers from 0 to below 1, the same in every run (mulberry32). */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

describe("packed data", () => {
  it("come out as they went in, random and repetitive, odd and even lengths", () => {
    const random = randomNumbers(1);
    for (let round = 0; round < 60; round++) {
      const letters = 1 + Math.floor(random() * (round % 3 === 0 ? 256 : 6));
      const image = Uint8Array.from({ length: 1 + Math.floor(random() * 4000) }, () =>
        Math.floor(random() * letters),
      );
      expect(Buffer.from(unpacked(image, 1024)).equals(image)).toBe(true);
    }
  });

  it("come out as they went in at the limits of the format", () => {
    const images = [
      new Uint8Array(60_000),
      Uint8Array.of(7),
      Uint8Array.from({ length: 70_000 }, (_, index) => (index * index) >> 7),
    ];
    for (const image of images) {
      expect(Buffer.from(unpacked(image, 2048)).equals(image)).toBe(true);
    }
  });

  it("of text in UTF-16 are less than a third", () => {
    const sentence = "a camera that takes photos on schedule and keeps them on a card; ";
    const image = Buffer.from(sentence.repeat(3) + sentence.toUpperCase(), "utf16le");
    expect(packedBlock(image, 0).length).toBeLessThan(image.length / 3);
  });

  it("are split into even and odd bytes", () => {
    expect([...planes(Uint8Array.of(1, 2, 3, 4, 5))]).toEqual([1, 3, 5, 2, 4]);
  });

  it("of the application stand where the unpacked module has them", () => {
    const [type, memory, value] = [0, 5, 0x41];
    // (module (memory 6) (data (i32.const 16) "abc") (data (i32.const 21) "xy"))
    const data = [2, type, value, 16, 0x0b, 3, 97, 98, 99, type, value, 21, 0x0b, 2, 120, 121];
    const module = [0, 97, 115, 109, 1, 0, 0, 0, memory, 3, 1, 0, 6, 11, data.length, ...data];
    const packed = packData(Uint8Array.from(module));
    expect(WebAssembly.validate(Uint8Array.from(packed))).toBe(true);
  });
});
