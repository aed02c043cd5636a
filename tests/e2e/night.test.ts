/** What the night profile does to photos, measured on the files that were stored. */
import { join } from "node:path";

import sharp from "sharp";
import { describe, expect, it } from "vitest";

import type { RunOptions } from "../../scripts/run/options.ts";
import { camconfig, run } from "./run_fixture.ts";

/** Two real seconds a photo, so that no shot is late on a busy machine. */
const short = { shots: 2, every_s: 2 };
const night = { kind: "local", year_to_second: [2026, 6, 21, 23, 45, 0] } as const;
const noon = { kind: "local", year_to_second: [2026, 6, 21, 13, 0, 0] } as const;

/** Mean luminance, 0..255, of each photo of a run that went well, and the periods it names. */
async function luminances(options: Partial<RunOptions>) {
  const { summary, lines, out } = await run({ options: { ...short, ...options } });
  expect(summary, lines).toMatchObject({ exit_code: 0, saved: short.shots });
  const means: number[] = [];
  for (const photo of summary.photos) {
    const decoder = sharp(join(out.card, photo.path), { failOn: "warning" });
    const { channels } = await decoder.greyscale().stats();
    means.push(channels[0]?.mean ?? NaN);
  }
  return { means, periods: summary.photos.map((photo) => photo.period) };
}

describe("a photo at night", () => {
  it("is clearly brighter with the night profile than without", async () => {
    const without = await luminances({
      date: night,
      camconfig: camconfig({ timer: { dark: "never" } }),
    });
    const profiled = await luminances({ date: night, camconfig: camconfig({}) });
    expect(without.periods).toEqual(["day", "day"]);
    expect(profiled.periods).toEqual(["night", "night"]);
    for (const mean of without.means) expect(mean).toBeLessThan(45);
    for (const mean of profiled.means)
      expect(mean).toBeGreaterThan(Math.max(...without.means) + 20);
  });
});

describe("a photo by day", () => {
  it("is well exposed, and white with the night profile", async () => {
    const day = await luminances({ date: noon, camconfig: camconfig({}) });
    expect(day.periods).toEqual(["day", "day"]);
    for (const mean of day.means) {
      expect(mean).toBeGreaterThan(90);
      expect(mean).toBeLessThan(170);
    }
    const hours = { timer: { dark: "hours", dark_hours: [12, 14] } };
    const white = await luminances({ date: noon, camconfig: camconfig(hours) });
    expect(white.periods).toEqual(["night", "night"]);
    for (const mean of white.means) expect(mean).toBeGreaterThan(240);
  });

  it("after the night has nothing of the night left", async () => {
    // Dark up to and including the minute 12:00: the first photos are of the night, the last of the day.
    const hours = { timer: { dark: "hours", dark_hours: [0, 12] } };
    const date = { kind: "local", year_to_second: [2026, 6, 21, 12, 0, 48] } as const;
    const options = { shots: 4, every_s: 6, speed: 2, date, camconfig: camconfig(hours) };
    const { summary, lines, out } = await run({ options });
    expect(summary.exit_code, lines).toBe(0);
    for (const photo of summary.photos) {
      const { channels } = await sharp(join(out.card, photo.path)).greyscale().stats();
      const mean = channels[0]?.mean ?? NaN;
      const isNight = photo.local_time.slice(11, 16) === "12:00";
      expect(photo.period).toBe(isNight ? "night" : "day");
      if (isNight) expect(mean).toBeGreaterThan(240);
      else expect(mean).toBeLessThan(170);
    }
    expect(new Set(summary.photos.map((photo) => photo.period)).size, lines).toBe(2);
  });
});
