/** A year of shots, planned on the board by the program that `npm run bench` uses. */
import { expect, it } from "vitest";

import { planYear } from "../../scripts/bench/plan_year.ts";
import { builtPrograms } from "./run_fixture.ts";

it("has a shot every 30 s, also in the hour that is left out and the one that comes twice", async () => {
  const { board } = await builtPrograms();
  const year = await planYear(board);
  expect(year).toMatchObject({ shots: (365 * 86_400) / 30, repeated: 3_600 / 30 });
  expect(year.control_us).toBeGreaterThan(0);
});
