/** Lateness as docs/bench/lateness.md tells it. */
import { describe, expect, it } from "vitest";

import { latenessEntry } from "../../scripts/bench/lateness/measure.ts";
import { latenessPage } from "../../scripts/bench/lateness/page.ts";

describe("lateness", () => {
  it("has the least values that half, 99 % and all of the shots do not exceed", () => {
    const lateness_ms = Array.from({ length: 1000 }, (_, index) => 999 - index);
    const counts = { missed: 2, failed_uploads: 3, uploads: 4 };
    const entry = latenessEntry("fault", lateness_ms, counts);
    expect(entry).toEqual({
      ...{ fault: "fault", shots: 1000, ...counts },
      ...{ p50_ms: 499, p99_ms: 989, max_ms: 999 },
    });
    expect(latenessPage({ entries: [entry], has_priority: true }, "a machine")).toContain(
      "| fault | 1000 | 2 | 4 | 3 | 499 | 989 | 999 |",
    );
  });
});
