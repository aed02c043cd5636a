/** From events to counts and an exit code. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { afterEach, describe, expect, it } from "vitest";

import type { BoardEvent } from "../../scripts/run/board_events.ts";
import { contentHash } from "../../scripts/cloud/content-hash.ts";
import { compareUploads } from "../../scripts/run/compare_uploads.ts";
import { locatePhotos } from "../../scripts/run/locate_photos.ts";
import { RunRecord } from "../../scripts/run/run_record.ts";
import { type RunOutcome, summarise } from "../../scripts/run/summary.ts";
import { end, hashOf, stored, verified } from "./events.ts";

function recordOf(events: BoardEvent[]): RunRecord {
  const record = new RunRecord();
  events.forEach((event) => {
    record.apply(event);
  });
  return record;
}

function summaryOf(events: BoardEvent[], changes: Partial<RunOutcome> = {}) {
  const record = recordOf(events);
  return summarise({
    options: { shots: 2, cloud: "local", camera: "scene" },
    record,
    ending: { code: record.end?.exit_code ?? null, signal: null, complaint: "" },
    interrupted: false,
    comparison: { identical: 2, different: [] },
    ...changes,
  });
}

const refused = (number: number): BoardEvent => ({
  kind: "upload_failed",
  number,
  reason: "the account is full",
  permanent: true,
  retry_in_ms: 0,
});
const postponed = (number: number): BoardEvent => ({
  ...{ kind: "upload_failed", number, reason: "no route to the cloud" },
  ...{ permanent: false, retry_in_ms: 4000 },
});
const both = [stored(1), stored(2), verified(1), verified(2)];

describe("the exit code", () => {
  it.each<[string, number, BoardEvent[], Partial<RunOutcome>]>([
    ["everything was verified", 0, [...both, end(0)], {}],
    ["a photo was tried twice", 0, [stored(1), postponed(1), ...both, end(0)], {}],
    ["a photo is pending", 3, [stored(1), stored(2), verified(1), end(3)], {}],
    ["a photo is pending, whatever the board says", 3, [stored(1), stored(2), end(0)], {}],
    ["a shot is missing", 1, [stored(1), verified(1), end(0)], {}],
    ["no shot was taken", 1, [end(0)], {}],
    ["an upload was refused", 1, [stored(1), stored(2), verified(1), refused(2), end(3)], {}],
    ["the configuration is bad", 2, [end(2, "camconfig.toml:1:1: no")], {}],
    ["the application was refused", 1, [end(1, "unknown import")], {}],
    ["the board crashed", 1, both, { ending: { code: null, signal: "SIGSEGV", complaint: "" } }],
    ["the board lost its last line", 1, both, { ending: { code: 0, signal: null, complaint: "" } }],
    [
      "the board refuses its options",
      2,
      [],
      { ending: { code: 2, signal: null, complaint: "no such folder" } },
    ],
    ["it was interrupted", 130, [stored(1), verified(1), end(0)], { interrupted: true }],
    ["it was interrupted, photos pending", 130, [stored(1), end(3)], { interrupted: true }],
    ["it was interrupted and failed", 1, [end(1, "trap")], { interrupted: true }],
    [
      "an upload is not what was saved",
      1,
      [...both, end(0)],
      { comparison: { identical: 1, different: ["webcam/a.jpg"] } },
    ],
    ["there is nothing to compare", 0, [...both, end(0)], { comparison: null }],
  ])("when %s is %i", (_what, code, events, changes) => {
    const summary = summaryOf(events, changes);
    expect(summary.exit_code, summary.reason).toBe(code);
    expect(summary.reason).not.toBe("");
  });
});

describe("the summary", () => {
  it("counts each photo once", () => {
    const summary = summaryOf([
      ...[stored(1), stored(2), stored(3), stored(4)],
      { kind: "uploaded", number: 1 },
      verified(1),
      verified(1),
      refused(2),
      { kind: "uploaded", number: 3 },
      { kind: "missed", number: 5, count: 1, reason: "the camera was busy" },
      end(3),
    ]);
    expect(summary).toMatchObject({
      ...{ saved: 4, removed: 0, uploaded: 2, verified: 1, pending: 2, failed: 1, missed: 1 },
      ...{ wasm_bytes: 90_000, linear_memory_peak: 393_216, host_heap_peak: 500_000 },
    });
    expect(summary.photos.map(({ number }) => number)).toEqual([1, 2, 3, 4]);
    expect(summary.photos[0]).toMatchObject({ verified: true, upload_ms: 35.2, failure: null });
    expect(summary.photos[1]).toMatchObject({ verified: false, failure: "the account is full" });
  });

  it("tells the application's own work, in all and of a saved photo", () => {
    const { control } = summaryOf([stored(1), stored(2), verified(1), verified(2), end(0)]);
    expect(control).toEqual({
      ...{ start_us: 30_000, ticks: 40 },
      ...{ total_us: 9_001, per_photo_us: 4_501, longest_tick_us: 700 },
      ...{ imports_us: 20_000, instructions: null, instructions_per_photo: null },
    });
    const counted = { ...end(0), executed_instructions: 1_000_000 };
    expect(summaryOf([...both, counted]).control).toMatchObject({
      ...{ instructions: 1_000_000, instructions_per_photo: 500_000 },
    });
    expect(summaryOf([counted]).control).toMatchObject({
      ...{ per_photo_us: null, instructions_per_photo: null },
    });
    expect(summaryOf([{ ...end(0), control_us: null }]).control).toBeNull();
    expect(summaryOf([]).control).toBeNull();
  });

  it("does not believe a confirmation of other bytes", () => {
    const summary = summaryOf([stored(1), { ...verified(1), content_hash: hashOf(9) }, end(0)]);
    expect(summary).toMatchObject({ verified: 0, pending: 1 });
    expect(summary.photos[0]?.failure).toContain("content hash");
  });

  it("keeps photos of earlier runs apart", () => {
    const summary = summaryOf([verified(7), ...both, end(0)]);
    expect(summary).toMatchObject({ exit_code: 0, saved: 2, verified: 2, earlier_verified: 1 });
  });

  it("gives the log's error as the reason for bad configuration", () => {
    const text = "camconfig.toml:3:1: [camera] jpg_qual is 64; expected 0 to 63";
    const summary = summaryOf([{ kind: "log", level: "error", text }, end(2, "start() said 2")]);
    expect(summary.reason).toBe(text);
  });
});

describe("files of a run", () => {
  let folder = "";
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  function put(files: Record<string, string>): void {
    folder = mkdtempSync(join(tmpdir(), "wamcam-files-"));
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), content);
    }
    mkdirSync(join(folder, "cloud"), { recursive: true });
  }

  it("are compared by day and name, whatever the top folders are called", () => {
    put({
      "card/webcam/20260621/a.jpg": "one",
      "card/webcam/20260621/b.jpg": "two",
      "card/webcam/20260621/c.jpg": "three",
      "card/webcam/20260622/a.jpg": "four",
      "cloud/garden/20260621/a.jpg": "one",
      "cloud/garden/20260621/b.jpg": "tvo",
      "cloud/garden/20260622/a.jpg": "four",
    });
    const paths = ["20260621/a.jpg", "20260621/b.jpg", "20260621/c.jpg", "20260622/a.jpg"];
    const comparison = compareUploads(
      join(folder, "card"),
      join(folder, "cloud"),
      [...paths, "20260622/gone.jpg"].map((path) => `webcam/${path}`),
    );
    expect(comparison).toEqual({
      identical: 2,
      different: ["webcam/20260621/b.jpg", "webcam/20260621/c.jpg", "webcam/20260622/gone.jpg"],
    });
  });

  it("are found again after they were renamed", () => {
    put({ "card/webcam/20260621/new.jpg": "picture", "card/webcam/20260621/other.jpg": "picturf" });
    const bytes = Buffer.from("picture");
    const photo = { ...stored(1), path: "webcam/boot-1/old.jpg", bytes: bytes.length };
    const record = recordOf([{ ...photo, content_hash: contentHash(bytes) }]);
    locatePhotos(join(folder, "card"), record.photos);
    expect(record.photos[0]?.path).toBe("webcam/20260621/new.jpg");
  });
});
