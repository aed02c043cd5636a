/** A card that is full or cannot be written, also by a real file system. */
import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";

import { describe, expect, it } from "vitest";

import { layout } from "../../scripts/run/output_folder.ts";
import { folderWithMountedCard } from "./mounted_card.ts";
import { camconfig, run } from "./run_fixture.ts";

function leftOnCard(card: string): string[] {
  return readdirSync(card, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(jpg|tmp)$/.test(entry.name))
    .map(({ name }) => name);
}

describe("a card", () => {
  it("with less free space than is to be kept counts as full", async () => {
    const config = camconfig({ local: { free_min_mb: 1_000_000 }, dropbox: { finish_sec: 1 } });
    const { summary, lines, out } = await run({ options: { shots: 2, camconfig: config } });
    expect(summary).toMatchObject({ exit_code: 1, saved: 0, missed: 2 });
    expect(lines).toContain("card full");
    expect(leftOnCard(out.card)).toEqual([]);
  });

  it("that is really full keeps what it has and gets no half photo", async ({ skip }) => {
    // Room for two photos of the scene, not for five.
    const out = folderWithMountedCard("size=1200k");
    if (out === null) {
      skip("a file system cannot be mounted here (root is needed)");
      return;
    }
    const config = camconfig({ local: { free_min_mb: 0 }, dropbox: { finish_sec: 1 } });
    const { summary, lines } = await run({ options: { out, shots: 5, camconfig: config } });
    expect(summary.exit_code, lines).toBe(1);
    expect(summary.saved).toBeGreaterThan(0);
    expect(summary).toMatchObject({
      missed: 5 - summary.saved,
      verified: summary.saved,
      uploaded_identical: summary.saved,
    });
    expect(lines).toContain("card full");
    expect(leftOnCard(layout(out).card)).toHaveLength(summary.saved);
  });

  it("that is write-protected is told of", async ({ skip }) => {
    const out = folderWithMountedCard("size=32m");
    if (out === null) {
      skip("a file system cannot be mounted here (root is needed)");
      return;
    }
    execFileSync("mount", ["-o", "remount,ro", layout(out).card]);
    const { summary, lines } = await run({
      options: { out, shots: 1, camconfig: camconfig() },
    });
    expect(summary).toMatchObject({ exit_code: 1, saved: 0 });
    expect(lines).toMatch(/write-protected|cannot be written|read-only/i);
  });
});
