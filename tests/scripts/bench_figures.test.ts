/** How the figures of a bench are put together and shown. */
import { describe, expect, it } from "vitest";

import { benchRecord, benchTable, kibibytes, quantile } from "../../scripts/bench/figures.ts";

describe("figures of a bench", () => {
  it("have quantiles that so many values do not exceed", () => {
    const values = Array.from({ length: 200 }, (_, index) => ((index * 37) % 200) + 1);
    for (const part of [0, 0.5, 0.9, 0.99]) {
      const value = quantile(values, part) ?? NaN;
      expect(values.filter((other) => other < value).length).toBe(200 * part);
    }
    expect(quantile([7], 0.99)).toBe(7);
    expect(quantile([], 0.5)).toBeNull();
  });

  it("are shown with their unit, and say so when they could not be measured", () => {
    const record = benchRecord("1.2.3", [
      { what: "memory", value: kibibytes(393_216), unit: "KiB", goal: "at most 512" },
      { what: "work", value: 1.4567, unit: "ms", goal: "" },
      { what: "instructions", value: 690_247, unit: "instructions", goal: "" },
      { what: "size", value: kibibytes(null), unit: "KiB", goal: "" },
    ]);
    const lines = benchTable(record).split("\n");
    expect(lines[0]).toMatch(/^memory +384 KiB {3}at most 512$/);
    expect(lines[1]).toMatch(/ 1\.46 ms$/);
    expect(lines[2]).toMatch(/ 690,247 instructions$/);
    expect(lines[3]).toMatch(/not measured$/);
    expect(lines.at(-1)).toContain("wamcam 1.2.3, Node.js v");
  });
});
