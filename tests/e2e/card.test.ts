/** A card that is full or cannot be written, also by a real file system. */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { afterEach, describe, expect, it } from "vitest";

import { layout, markerName } from "../../scripts/run/output_folder.ts";
import { camconfig, run, temporaryFolder } from "./run_fixture.ts";

const mounted: string[] = [];
afterEach(() => {
  mounted.splice(0).forEach((folder) => spawnSync("umount", [folder]));
});

/** An output folder whose card is a small file system of its own; null when that is not allowed. */
function folderWithMountedCard(options: string): string | null {
  const out = join(temporaryFolder(), "out");
  const { card } = layout(out);
  mkdirSync(card, { recursive: true });
  writeFileSync(join(out, markerName), "");
  const mount = spawnSync("mount", ["-t", "tmpfs", "-o", options, "tmpfs", card]);
  if (mount.status !== 0) {
    return null;
  }
  mounted.push(card);
  return out;
}

function leftOnCard(card: string): string[] {
  return readdirSync(card, { recursive: true, encoding: "utf8" }).filter((path) =>
    /\.(jpg|tmp)$/.test(path),
  );
}

describe("a card", () => {
  it("with less free space than is to be kept counts as full", async () => {
    const config = camconfig({ local: { free_min_mb: 1_000_000 }, dropbox: { finish_sec: 1 } });
    const { summary, lines, out } = await run({ options: { shots: 2, camconfig: config } });
    expect(summary).toMatchObject({ exit_code: 1, saved: 0, missed: 2 });
    expect(lines).toContain("the card is full");
    expect(leftOnCard(out.card)).toEqual([]);
  });

  it("that is really full keeps what it has and gets no half photo", async ({ skip }) => {
    // Room for two photos of the scene, not for five.
    const out = folderWithMountedCard("size=220k");
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
    expect(lines).toContain("the card is full");
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
