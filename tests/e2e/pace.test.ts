/** The pace of uploads, from camconfig.toml to the bytes on a link of a certain rate. */
import { spawnSync } from "node:child_process";

import { describe, expect, it } from "vitest";

import { buildShaper } from "../../scripts/bench/shaped_link.ts";
import { measureUploads } from "../../scripts/bench/uploads/measure.ts";
import type { Profile } from "../../scripts/bench/uploads/profiles.ts";
import { builtPrograms, camconfig, run } from "./run_fixture.ts";

describe('pace = "fixed"', () => {
  it("pauses before each chunk, and loses nothing", async () => {
    const network = { pace: "fixed", pause_ms: 15, chunk_bytes: 1024 };
    const { summary } = await run({
      options: { shots: 2, camconfig: camconfig({ network, dropbox: { finish_sec: 60 } }) },
    });
    expect(summary).toMatchObject({ exit_code: 0, verified: 2, uploaded_identical: 2 });
    for (const { bytes, upload_ms } of summary.photos) {
      expect(upload_ms).toBeGreaterThanOrEqual(Math.floor(bytes / 1024) * 15);
    }
  });
});

const hasCurl = spawnSync("curl", ["--version"]).status === 0;

describe.skipIf(!hasCurl)("over a shaped link (skipped where curl is not installed)", () => {
  it("no upload beats the limit, none fails, and the original's pauses add up", async () => {
    const shaper = await buildShaper({ write: () => true });
    const link = { delay_ms: 10, bits_per_second: 20_000_000, stalls: false };
    const profile: Profile = { name: "test", title: "test", rounds: 1, uploads: 2, ...link };
    const entries = await measureUploads({ ...(await builtPrograms()), shaper }, [profile]);
    expect(entries).toHaveLength(16);
    for (const entry of entries.filter(({ way }) => way !== "limit")) {
      expect(entry, JSON.stringify(entry)).toMatchObject({ uploads: 1, failures: 0 });
      expect(entry.ratio_to_limit, JSON.stringify(entry)).toBeGreaterThan(1);
    }
    for (const { milliseconds, bytes } of entries.filter(({ way }) => way === "original")) {
      expect(milliseconds).toBeGreaterThanOrEqual(Math.floor(bytes / 2880) * 20);
    }
  });
});
