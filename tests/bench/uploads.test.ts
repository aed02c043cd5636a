/** From single uploads to the tables, the goals and the picture of docs/bench. */
import { describe, expect, it } from "vitest";

import { entriesOf, type Measured, median } from "../../scripts/bench/uploads/entries.ts";
import { goalsOf } from "../../scripts/bench/uploads/goals.ts";
import { uploadPage } from "../../scripts/bench/uploads/page.ts";
import { uploadPlot } from "../../scripts/bench/uploads/plot.ts";
import { limit_ms, photoSizes, profiles } from "../../scripts/bench/uploads/profiles.ts";
import { type Way, ways } from "../../scripts/bench/uploads/ways.ts";

/** Made-up times: on each profile the same for all sizes. */
const warm_ms: Record<Way, number[]> = {
  wamcam: [200, 190, 600],
  curl: [160, 170],
  original: [500],
};

function madeUp(): Measured[] {
  return profiles.flatMap((profile) =>
    photoSizes.flatMap((bytes) =>
      ways.map((way) => ({
        ...{ profile, bytes, way },
        outcome: {
          transfers: [
            { connection: "cold" as const, milliseconds: 1000 },
            ...warm_ms[way].map((milliseconds) => ({ connection: "warm" as const, milliseconds })),
          ],
          failures: way === "original" ? ["broke off"] : [],
        },
      })),
    ),
  );
}

const entries = entriesOf(profiles, photoSizes, madeUp());

describe("the limit", () => {
  it("is the photo over the rate, and the round trips that cannot be avoided", () => {
    const near = { delay_ms: 40, bits_per_second: 4_000_000 };
    expect(limit_ms(near, 50_000, "warm")).toBe(100 + 80);
    expect(limit_ms(near, 50_000, "cold")).toBe(100 + 3 * 80);
    const far = { delay_ms: 120, bits_per_second: 512_000 };
    expect(limit_ms(far, 200_000, "warm")).toBe(3125 + 240);
  });
});

describe("the median", () => {
  it("is the middle one or the mean of two", () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 2, 100])).toBe(3);
    expect(median([7])).toBe(7);
    expect(median([])).toBeNaN();
  });
});

describe("entries", () => {
  it("cover each profile, size, connection and way, the limit included", () => {
    expect(entries).toHaveLength(4 * 2 * 2 * 4);
    expect(new Set(entries.map(({ profile }) => profile)).size).toBe(4);
  });

  it("have the median and its ratios to the limit and to curl", () => {
    const ours = entries.find(
      ({ profile, bytes, connection, way }) =>
        profile === "40ms-4mbit" && bytes === 50_000 && connection === "warm" && way === "wamcam",
    );
    expect(ours).toEqual({
      ...{ profile: "40ms-4mbit", bytes: 50_000, connection: "warm", way: "wamcam" },
      ...{ milliseconds: 200, ratio_to_limit: 1.111, ratio_to_curl: 1.212 },
      ...{ least_milliseconds: 190, most_milliseconds: 600, uploads: 3, failures: 0 },
    });
  });
});

describe("goals", () => {
  it("tell the figures of the warm upload and the failures", () => {
    const values = goalsOf(entries).map(({ value }) => value);
    expect(values).toEqual(["1.11 x", "1.21 x", "0.20 x", "1.21 x", "2.50 x", "0 (0)"]);
  });
});

describe("the page", () => {
  it("has a table for each profile, the command and the picture", () => {
    const page = uploadPage(profiles, entries, "a machine");
    expect(page).toContain("npm run bench -- --only uploads");
    expect(page).toContain("(uploads.svg)");
    for (const { title } of profiles) expect(page).toContain(`## ${title}\n`);
    expect(page.match(/^ ?\| 50 KB, warm \| wamcam \| 200 \| 1\.11 \| 1\.21 \|/gm)).toHaveLength(2);
  });
});

describe("the picture", () => {
  it("is an SVG that is the same for the same figures, with a bar for each", async () => {
    const svg = await uploadPlot(profiles, entries);
    expect(svg.startsWith("<svg ")).toBe(true);
    expect(svg.match(/>200 ms</g)).toHaveLength(8);
    expect(await uploadPlot(profiles, entries)).toBe(svg);
  });
});
