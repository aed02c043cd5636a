/** The still-alive beacon of a whole camera: each field against what else is known of the run. */
import { existsSync, readFileSync, statfsSync, statSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, it } from "vitest";

import { repository } from "../../scripts/repository.ts";
import { statusProblems, statusSchema } from "../status/status_schema.ts";
import { camconfig, Lines, type Run, run, temporaryFolder } from "./run_fixture.ts";

type Status = Record<string, unknown>;

/** The status on a card, after the validator has found nothing wrong with it. */
function statusOf({ out }: Run): Status {
  const status = JSON.parse(readFileSync(join(out.card, "wamcam/status.json"), "utf8")) as Status;
  expect(statusProblems(status)).toEqual([]);
  expect(Object.keys(status)).toEqual(Object.keys(statusSchema.properties));
  return status;
}

function seconds(time: unknown): number {
  return Date.parse(String(time)) / 1000;
}

describe("status.json after a run", () => {
  it("tells what the summary tells, field by field", async () => {
    const ended = await run();
    const { summary, out } = ended;
    const status = statusOf(ended);
    const last = summary.photos.at(-1);
    expect(status).toMatchObject({
      cam_id: "CAM1",
      state: "finished",
      boot_number: 1,
      reset_reason: "power on",
      board: "desktop",
      photos_stored: summary.saved,
      photos_missed: summary.missed,
      photos_verified: summary.verified,
      photos_pending: summary.pending,
      photos_pending_exact: true,
      last_photo_number: last?.number,
      last_photo_path: last?.path,
      last_photo_time: last?.local_time,
      last_photo_bytes: last?.bytes,
      dropbox_enabled: true,
      dropbox_action: null,
    });
    // What is written last may need another page.
    const memory_bytes = Number(status.wasm_memory_bytes);
    expect(memory_bytes % 65_536).toBe(0);
    expect(memory_bytes).toBeGreaterThan(0);
    expect(memory_bytes).toBeLessThanOrEqual(summary.linear_memory_peak ?? 0);
    const package_json = JSON.parse(readFileSync(join(repository, "package.json"), "utf8")) as {
      version: string;
    };
    expect(status).toMatchObject({ application: package_json.version });
    expect(status).toMatchObject({ firmware: package_json.version });
    const sizes = summary.photos.map(({ path }) => statSync(join(out.card, path)).size);
    const mean = sizes.reduce((sum, bytes) => sum + bytes, 0) / sizes.length;
    expect(Math.abs(Number(status.photo_bytes_mean) - mean)).toBeLessThan(1);
    expect(summary.control?.ticks).toBeGreaterThan(3);
    expect(summary.control?.per_photo_us).toBe(Math.round((summary.control?.total_us ?? 0) / 3));
    expect(status.upload_kilobytes_per_second).toBe(last?.kilobytes_per_second);
    expect(seconds(status.time)).toBeGreaterThanOrEqual(seconds(last?.local_time));
    expect(seconds(status.time) - seconds(last?.local_time)).toBeLessThanOrEqual(60);
  });

  it("tells how long the card lasts, from the free space of the file system and the interval", async () => {
    const config = camconfig({ timer: { dark: "never" }, local: { free_min_mb: 20 } });
    const ended = await run({ options: { shots: 2, every_s: 2, camconfig: config } });
    const status = statusOf(ended);
    const { bavail, bsize } = statfsSync(ended.out.card);
    expect(status).toMatchObject({ card_reserve_bytes: 20_000_000, card_when_full: "stop" });
    expect(status.shots_next_day).toBe(86_400 / 2);
    // Others use the same file system: to a tenth of it.
    const free = Number(status.card_free_bytes);
    expect(Math.abs(free - bavail * bsize)).toBeLessThan(free / 10);
    expect(status.card_full).toBe(free < 20_000_000);
    const photos = (free - 20_000_000) / Number(status.photo_bytes_mean);
    expect(Math.abs(Number(status.card_days) - photos / (86_400 / 2))).toBeLessThanOrEqual(0.11);
  });

  it("tells the clock's source, and counts the starts of a card", async () => {
    const out = join(temporaryFolder(), "out");
    await run({ options: { out, shots: 1 } });
    const again = await run({ options: { out, shots: 1 } });
    const status = statusOf(again);
    expect(status).toMatchObject({ boot_number: 2, photos_stored: 1, clock_step_ms: null });
    expect(status).toMatchObject({ last_error: null, last_error_time: null, errors: 0 });
    expect(again.lines).toContain(`Clock: ${String(status.clock_source)}`);
    expect(seconds(status.clock_set_time)).toBeLessThanOrEqual(seconds(status.time));
  });

  it("tells the backlog and the last warning when nothing can be reached", async () => {
    const ended = await run({
      faults: { down: true },
      options: { camconfig: camconfig(), shots: 2, every_s: 8, speed: 4 },
    });
    const status = statusOf(ended);
    expect(status).toMatchObject({ photos_stored: 2, photos_pending: 2, photos_verified: 0 });
    expect(status).toMatchObject({ time: null, last_photo_time: null, clock_source: null });
    expect(status).toMatchObject({ upload_kilobytes_per_second: null, upload_stall_ms: null });
    expect(status).toMatchObject({ upload_retries: null });
    expect(status.last_warning).toMatch(/nobody listens/i);
    expect(Number(status.warnings)).toBeGreaterThan(0);
  });

  it("tells what a person has to do when Dropbox is full", async () => {
    const ended = await run({
      faults: { requests: [{ route: "files/upload", action: { kind: "insufficient_space" } }] },
      options: { shots: 2, camconfig: camconfig() },
    });
    const status = statusOf(ended);
    expect(status).toMatchObject({ photos_pending: 2, errors: 1 });
    expect(status.dropbox_action).toBe("Dropbox is full; free some space in it");
    expect(status.last_error).toBe(status.dropbox_action);
  });

  it("tells that a person has ended the run", async () => {
    const stop = new AbortController();
    class Watched extends Lines {
      override write(text: string): void {
        super.write(text);
        if (this.text.includes("verified")) stop.abort();
      }
    }
    const ended = await run({ options: { shots: 1000 }, stop: stop.signal, output: new Watched() });
    const { summary } = ended;
    expect(summary).toMatchObject({ interrupted: true });
    expect(statusOf(ended)).toMatchObject({ state: "stopped", photos_stored: summary.saved });
  });

  it("stays away from a card that is full to its last megabyte", async () => {
    const config = camconfig({ local: { free_min_mb: 1_000_000 }, dropbox: { finish_sec: 1 } });
    const ended = await run({ options: { shots: 2, camconfig: config } });
    // Full for photos, but there is room for the records and for this.
    const status = statusOf(ended);
    expect(status).toMatchObject({ card_full: true, card_days: null, photos_missed: 2 });
    expect(status.last_error).toMatch(/photo 2 missed: card full/);
    expect(status).toMatchObject({ last_photo_path: null, photo_bytes_mean: null, errors: 2 });
  });
});

describe("status.json in Dropbox", () => {
  const uploaded = "webcam/status-CAM1.json";

  it("is there when set, and is the one on the card", async () => {
    const ended = await run({ options: { camconfig: camconfig({ status: { dropbox: true } }) } });
    expect(ended.summary).toMatchObject({ exit_code: 0, verified: 3, uploaded_identical: 3 });
    const onCard = readFileSync(join(ended.out.card, "wamcam/status.json"));
    expect(readFileSync(join(ended.out.dropbox, uploaded)).equals(onCard)).toBe(true);
    expect(statusOf(ended)).toMatchObject({ state: "finished", photos_verified: 3 });
  });

  it("is not there otherwise", async () => {
    const ended = await run({ options: { shots: 1 } });
    expect(existsSync(join(ended.out.dropbox, uploaded))).toBe(false);
  });

  it("costs no photo when Dropbox refuses it", async () => {
    const config = camconfig({ status: { dropbox: true } });
    // The first request is the first photo, the second the first status.
    const action = { kind: "server_error", status: 503 } as const;
    const ended = await run({
      options: { camconfig: config, shots: 2 },
      faults: { requests: [{ route: "files/upload", requests: 2, action }] },
    });
    expect(ended.summary).toMatchObject({ exit_code: 0, saved: 2, verified: 2 });
    expect(statusOf(ended)).toMatchObject({ warnings: 1, errors: 0 });
    expect(statusOf(ended).last_warning).toContain("503");
  });
});
