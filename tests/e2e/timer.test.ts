/** start_datetime, stop_datetime and list_size: when a run begins and ends. */
import { describe, expect, it } from "vitest";

import { camconfig, run } from "./run_fixture.ts";

/** Noon of a summer day in Amsterdam. */
const noon = { kind: "local", year_to_second: [2026, 6, 21, 12, 0, 0] } as const;

describe("a run with a window", () => {
  it("waits for its start, keeps to it, and ends with its last second", async () => {
    const timer = {
      start_datetime: "2026-06-21T12:00:20",
      stop_datetime: "2026-06-21T12:00:36",
    };
    const { summary, lines } = await run({
      options: { shots: 50, every_s: 8, speed: 4, date: noon, camconfig: camconfig({ timer }) },
    });
    const times = summary.photos.map((photo) => photo.local_time.slice(11, 19));
    expect(times, lines).toEqual(["12:00:20", "12:00:28", "12:00:36"]);
    expect(summary).toMatchObject({ saved: 3, verified: 3, missed: 0 });
    expect(lines).toContain("no photo is taken before start_datetime 2026-06-21 12:00:20");
  });

  it("that is over says so and ends, with nothing taken", async () => {
    const timer = { stop_datetime: "2025-12-31T23:59:59" };
    const { summary, lines } = await run({
      options: { shots: 2, date: noon, camconfig: camconfig({ timer }) },
    });
    expect(summary, lines).toMatchObject({ exit_code: 1, saved: 0, missed: 0 });
    expect(lines).toContain(
      "stop_datetime 2025-12-31 23:59:59 has passed: no photo is taken; write a later one",
    );
  });
});

describe("the last photo of a run", () => {
  it("is no error", async () => {
    const { summary, lines } = await run({ options: { shots: 2 } });
    expect(summary, lines).toMatchObject({ exit_code: 0, shots: 2, saved: 2, verified: 2 });
    expect(lines).not.toMatch(/error|warning/);
  });
});
