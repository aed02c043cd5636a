import { describe, expect, it } from "vitest";

import { headerSafeJson } from "../../scripts/cloud/json.ts";
import { SeededRandom } from "../../scripts/cloud/random.ts";

/** Any string of UTF-16 units, lone surrogates included. */
function anyText(random: SeededRandom): string {
  return Array.from({ length: random.integer(12) }, () =>
    String.fromCharCode(random.integer(random.integer(2) === 0 ? 0x100 : 0x10000)),
  ).join("");
}

function anyValue(random: SeededRandom, depth: number): unknown {
  const kind = random.integer(depth === 0 ? 4 : 6);
  if (kind === 0) return null;
  if (kind === 1) return random.integer(2) === 0;
  if (kind === 2) return random.integer(2 ** 32) - 2 ** 31;
  if (kind === 3) return anyText(random);
  const items = Array.from({ length: random.integer(4) }, () => anyValue(random, depth - 1));
  return kind === 4 ? items : Object.fromEntries(items.map((item) => [anyText(random), item]));
}

describe("header-safe JSON", () => {
  it("is Dropbox's own example", () => {
    expect(headerSafeJson({ field: "some_üñîcødé_and_\u007f" })).toBe(
      String.raw`{"field": "some_\u00fc\u00f1\u00eec\u00f8d\u00e9_and_\u007f"}`,
    );
  });

  it("writes characters beyond the BMP as two escapes", () => {
    expect(headerSafeJson("📷")).toBe(String.raw`"\ud83d\udcf7"`);
  });

  it("leaves out what is undefined", () => {
    expect(headerSafeJson({ a: undefined, b: [1, 2] })).toBe('{"b": [1, 2]}');
  });

  it("keeps any value and holds nothing but printable ASCII", () => {
    const random = new SeededRandom(20260501);
    for (let round = 0; round < 2000; round += 1) {
      const value = anyValue(random, 3);
      const text = headerSafeJson(value);
      expect(text).toMatch(/^[ -~]*$/);
      expect(JSON.parse(text)).toEqual(value);
    }
  });
});
