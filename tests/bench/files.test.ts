/** The files that the benchmark makes and keeps. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, describe, expect, it } from "vitest";

import { writeBenchPart } from "../../scripts/bench/bench_file.ts";
import { photoOf } from "../../scripts/bench/photo_file.ts";

const folder = mkdtempSync(join(tmpdir(), "wamcam-bench-test-"));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Walks from marker to marker (ITU-T T.81, annex B); the offset after the end of the image. */
function endOfImage(photo: Buffer): number {
  expect(photo.readUInt16BE(0)).toBe(0xffd8);
  let at = 2;
  while (photo.readUInt16BE(at) === 0xfffe) at += 2 + photo.readUInt16BE(at + 2);
  expect(photo.readUInt16BE(at)).toBe(0xffd9);
  return at + 2;
}

describe("a photo of the benchmark", () => {
  it.each([8, 512, 50_000, 59_999, 60_004, 60_006, 60_010, 120_007, 200_000])(
    "of %i bytes is a JPEG file to its last byte",
    (bytes) => {
      expect(endOfImage(photoOf(bytes, 1))).toBe(bytes);
    },
  );

  it("is the same for the same seed", () => {
    expect(photoOf(1000, 5)).toEqual(photoOf(1000, 5));
    expect(photoOf(1000, 5)).not.toEqual(photoOf(1000, 6));
  });
});

describe("bench.json", () => {
  it("keeps the parts that were not measured again", () => {
    const path = join(folder, "build", "bench.json");
    writeBenchPart("one", [1], path);
    writeBenchPart("two", { value: 2 }, path);
    writeBenchPart("one", [3], path);
    expect(JSON.parse(readFileSync(path, "utf8"))).toEqual({ one: [3], two: { value: 2 } });
  });
});
