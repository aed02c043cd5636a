/** Deep sleep between two photos: the board is powered down and starts anew, and nobody notices. */
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, it } from "vitest";

import { camconfig, run } from "./run_fixture.ts";

const options = { shots: 3, every_s: 180, speed: 60 };

function logOf(card: string): string {
  return readFileSync(join(card, "wamcam/log/000001.log"), "utf8");
}

describe("a camera that sleeps between its photos", () => {
  it.each(["auto", "always"])("takes one at each point of the grid: %s", async (deep_sleep) => {
    const changes = { power: { deep_sleep } };
    const { summary, lines, out } = await run({
      options: { ...options, camconfig: camconfig(changes) },
    });
    expect(summary, lines).toMatchObject({ exit_code: 0, shots: 3, saved: 3, missed: 0 });
    expect(summary, lines).toMatchObject({ verified: 3, uploaded_identical: 3 });
    const seconds = summary.photos.map(({ local_time }) => Date.parse(local_time) / 1000);
    const points = seconds.map((second) => Math.floor(second / 180));
    expect(points.map((point) => point - (points[0] ?? 0))).toEqual([0, 1, 2]);
    const log = logOf(out.card);
    // Before the first photo, if it was far enough, and between all of them.
    expect(log.match(/sleeps until/g)?.length, log).toBeGreaterThanOrEqual(2);
    const starts = log.match(/camera CAM1 begins/g)?.length;
    expect(starts).toBe((log.match(/sleeps until/g)?.length ?? 0) + 1);
    expect(log).not.toMatch(/error|warning/);
  });

  it("stays awake where it is not told to, or the next photo is near", async () => {
    for (const power of [{}, { deep_sleep: "always", deep_sleep_min_sec: 200 }]) {
      const { summary, out } = await run({
        options: { ...options, shots: 1, camconfig: camconfig({ power }) },
      });
      expect(summary).toMatchObject({ exit_code: 0, saved: 1 });
      expect(logOf(out.card)).not.toContain("sleeps");
    }
  });
});
