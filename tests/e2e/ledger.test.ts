/** What one run leaves behind, the next takes up; and the ledger tells of every shot. */
import { existsSync, mkdirSync, readdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, it } from "vitest";

import { readLedger } from "../../scripts/gaps/ledger.ts";
import { layout } from "../../scripts/run/output_folder.ts";
import { folderWithMountedCard } from "./mounted_card.ts";
import { camconfig, Lines, run, temporaryFolder } from "./run_fixture.ts";

function photosOn(folder: string): string[] {
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return paths.filter((path) => path.endsWith(".jpg")).sort();
}

describe("the next run", () => {
  it("uploads what was pending, and its numbers go on", async () => {
    const out = join(temporaryFolder(), "out");
    const { card, dropbox } = layout(out);
    const first = await run({
      options: { out, shots: 3, every_s: 4, speed: 4, camconfig: camconfig() },
      faults: { down: true },
    });
    expect(first.summary, first.lines).toMatchObject({ exit_code: 3, saved: 3, pending: 3 });
    const before = readLedger(card);
    expect(before.totals).toMatchObject({ stored: 3, verified: 0, pending: 3 });
    const second = await run({ options: { out, shots: 2 } });
    expect(second.summary, second.lines).toMatchObject({ exit_code: 0, saved: 2, verified: 2 });
    expect(second.summary.photos.map(({ number }) => number)).toEqual([4, 5]);
    expect(photosOn(dropbox)).toHaveLength(5);
    expect(photosOn(dropbox)).toEqual(photosOn(join(card, "webcam")).map((p) => join("webcam", p)));
    const after = readLedger(card);
    expect(after).toMatchObject({ starts: 2, dropped: 0, damaged: [], missing: [] });
    expect(after.totals).toMatchObject({ planned: 5, verified: 5, pending: 0, lost: 0 });
  });

  it("does not send what is verified a second time", async () => {
    const out = join(temporaryFolder(), "out");
    await run({ options: { out, shots: 2 } });
    const { summary } = await run({ options: { out, shots: 1 } });
    expect(summary).toMatchObject({ exit_code: 0, verified: 1, earlier_verified: 0 });
  });
});

describe("a card that is full", () => {
  const photosMade = 30;

  it("loses its oldest uploaded photos, if that is allowed, and no others", async ({ skip }) => {
    const out = folderWithMountedCard("size=6m");
    if (out === null) {
      skip("a file system cannot be mounted here (root is needed)");
      return;
    }
    const config = camconfig({
      local: { free_min_mb: 1, card_full: "delete_oldest_uploaded" },
      dropbox: { finish_sec: 20 },
    });
    const { card, dropbox } = layout(out);
    const { summary, lines } = await run({
      options: { out, shots: photosMade, every_s: 2, speed: 4, camconfig: config },
    });
    const { totals } = readLedger(card);
    expect(totals, lines).toMatchObject({ stored: summary.saved, verified: summary.saved });
    expect(summary).toMatchObject({ removed: totals.deleted, missed: totals.missed });
    expect(totals.deleted).toBeGreaterThan(3);
    expect(summary.uploaded_identical, lines).toBe(summary.saved - totals.deleted);
    expect(photosOn(dropbox)).toHaveLength(summary.saved);
    const kept = photosOn(dropbox).slice(totals.deleted);
    expect(photosOn(join(card, "webcam")).map((path) => join("webcam", path))).toEqual(kept);
  });

  it("keeps all its photos while none is uploaded", async ({ skip }) => {
    const out = folderWithMountedCard("size=3m");
    if (out === null) {
      skip("a file system cannot be mounted here (root is needed)");
      return;
    }
    const config = camconfig({
      local: { free_min_mb: 2, card_full: "delete_oldest_uploaded" },
      dropbox: { finish_sec: 0 },
    });
    const { card } = layout(out);
    const { summary } = await run({
      options: { out, shots: photosMade, every_s: 2, speed: 4, camconfig: config },
      faults: { down: true },
    });
    expect(summary.missed).toBeGreaterThan(3);
    expect(photosOn(card)).toHaveLength(photosMade - summary.missed);
    const { totals, missing } = readLedger(card);
    expect(totals).toMatchObject({ deleted: 0, lost: 0, missed: summary.missed });
    expect(missing.at(-1)?.reason).toBe("card full");
  });
});

/** Calls back once when the lines say something for the n-th time. */
class Watching extends Lines {
  readonly #word: string;
  #times: number;
  readonly #then: () => void;

  constructor(word: string, times: number, then: () => void) {
    super();
    this.#word = word;
    this.#times = times;
    this.#then = then;
  }

  override write(text: string): void {
    super.write(text);
    if (text.includes(this.#word) && --this.#times === 0) this.#then();
  }
}

function both(...watching: Watching[]): Lines {
  const output = new Lines();
  output.write = (text) => {
    output.text += text;
    for (const one of watching) one.write(text);
  };
  return output;
}

describe("a card that is pulled out", () => {
  it("is waited for: capture goes on when it is back, and the gap is on record", async () => {
    const out = join(temporaryFolder(), "out");
    const { card } = layout(out);
    const away = `${card}-away`;
    const putBack = new Watching("no card", 2, () => {
      renameSync(away, card);
    });
    const pull = new Watching("verified", 2, () => {
      renameSync(card, away);
    });
    const { summary, lines } = await run({
      options: { out, shots: 10, every_s: 2, speed: 4, camconfig: camconfig() },
      output: both(pull, putBack),
    });
    expect(existsSync(away)).toBe(false);
    const { totals, missing, damaged } = readLedger(card);
    expect(summary.missed, lines).toBeGreaterThanOrEqual(2);
    expect(summary.saved + summary.missed).toBe(10);
    expect(totals).toMatchObject({ planned: 10, stored: summary.saved, verified: summary.saved });
    expect(missing.map(({ reason }) => reason)).toContain("no card");
    expect(damaged).toEqual([]);
    expect(photosOn(card)).toHaveLength(summary.saved);
  });

  it("and comes back as another one gets a ledger of its own", async () => {
    const out = join(temporaryFolder(), "out");
    const { card } = layout(out);
    const pull = new Watching("verified", 2, () => {
      renameSync(card, `${card}-first`);
    });
    const putOther = new Watching("no card", 1, () => {
      mkdirSync(card);
      writeFileSync(join(card, "a file of the other card"), "");
    });
    const { lines } = await run({
      options: { out, shots: 8, every_s: 2, speed: 4, camconfig: camconfig() },
      output: both(pull, putOther),
    });
    const first = readLedger(`${card}-first`);
    const second = readLedger(card);
    expect(first.totals.planned + second.totals.planned, lines).toBe(8);
    expect(second).toMatchObject({ damaged: [], starts: 1 });
    expect(second.missing.map(({ reason }) => reason)).toEqual(["no card"]);
    expect(second.totals.verified).toBe(second.totals.stored);
  });
});
