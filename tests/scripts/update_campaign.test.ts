/** What `wamcam simulate --updates` reads and says. */
import { expect, test } from "vitest";

import { readCamera, shareOut, updateFigures } from "../../scripts/simulate/updates.ts";

const line =
  "camera 7 updates 50 starts 170 cuts 66 crashes 8 confirmed 15 refused 14 returned 21 photos 5900 seconds 60000 ";

test("a camera's line is read", () => {
  expect(readCamera(`${line}ok`)).toMatchObject({ seed: 7, updates: 50, broken: null });
  expect(readCamera(`${line}broken update 3 (good): x`)?.broken).toBe("update 3 (good): x");
  expect(readCamera("seed 7 digest 0")).toBeNull();
});

test("updates are shared out among cameras", () => {
  expect(shareOut(120, 4)).toEqual([
    { seed: 4, updates: 50 },
    { seed: 5, updates: 50 },
    { seed: 6, updates: 20 },
  ]);
});

test("the figures count cameras that do not run", () => {
  const cameras = ["ok", "broken x"].flatMap((end) => readCamera(line + end) ?? []);
  const text = updateFigures(cameras, 1000).join("\n");
  expect(text).toContain("100 updates of 2 cameras");
  expect(text).toContain("30 stayed, 28 refused, 42 tried and sent back");
  expect(text).toContain("without a running application: 1.");
});
