/** Simulated lives as docs/bench/simulation.md tells of them. */
import { describe, expect, it } from "vitest";

import type { SimulationEntry } from "../../scripts/bench/simulation/measure.ts";
import { simulationPage } from "../../scripts/bench/simulation/page.ts";

const entry: SimulationEntry = {
  ...{ command: "npm run simulate -- --seed 11", lives: 1, simulated_days: 0.56, starts: 4 },
  ...{ photos: 1387, in_cloud: 1387, linear_memory_bytes: 393_216, core_heap_bytes: 662_577 },
  ...{ speed: 50_000, broken: null },
};

describe("the page of simulated lives", () => {
  it("has a row for each command", () => {
    const page = simulationPage([entry], "a machine");
    expect(page).toContain(
      "| `npm run simulate -- --seed 11` | 1 | 0.6 | 4 | 1,387 | 0 | 384 | 647 | 50,000 |",
    );
    expect(page).toContain("no photo was lost");
  });

  it("says what did not hold", () => {
    const page = simulationPage([entry, { ...entry, broken: "a photo is gone" }], "a machine");
    expect(page).toContain("`npm run simulate -- --seed 11`: a photo is gone");
    expect(page).not.toContain("no photo was lost");
  });
});
