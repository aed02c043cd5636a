/** The log of a whole camera: on the console, on the card and in a feed of Adafruit IO. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, it } from "vitest";

import type { FaultAction } from "../../scripts/cloud/cloud.ts";
import { type BoardRun, consoleLines, runBoard, secrets } from "./board_fixture.ts";

const everywhere = { console_level: "debug", card_level: "debug", aio_level: "debug" };
const feedRoute = "feeds/{key}/data/batch";

function valuesOf({ cloud }: BoardRun): string[] {
  return cloud.feeds().flatMap(({ data }) => data.map(({ value }) => value));
}

/** Log, ledger and status: whatever on the card is no photo. */
function textOnCard(card: string): string[] {
  const entries = readdirSync(card, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && !entry.name.endsWith(".jpg"));
  return files.map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8"));
}

/** All that anybody could read: console and events, card, feed. */
function allText(run: BoardRun): string {
  return [run.output, ...textOnCard(run.card), ...valuesOf(run)].join("\n");
}

function expectNoSecret(text: string): void {
  for (const secret of Object.values(secrets)) {
    expect(text).not.toContain(secret.slice(0, 8));
    expect(text).not.toContain(encodeURIComponent(secret).slice(0, 12));
  }
  expect(text).not.toContain("sl.");
}

/** Every photo was stored and verified, each in time by the board's clock. */
function expectPunctual(run: BoardRun, shots: number): void {
  const stored = run.events.filter(({ kind }) => kind === "stored");
  expect(run.code, run.output).toBe(0);
  expect(stored).toHaveLength(shots);
  expect(run.events.filter(({ kind }) => kind === "verified")).toHaveLength(shots);
  expect(run.events.filter(({ kind }) => kind === "missed")).toEqual([]);
  for (const { late_ms } of stored) expect(late_ms).toBeLessThan(500);
}

describe("a good run", () => {
  it("is told alike on the card and in the feed, without an error", async () => {
    const run = await runBoard({ shots: 8, every_s: 10, speed: 20, log: everywhere });
    expect(run.code, run.output).toBe(0);
    expect(run.logs.map(({ name }) => name)).toEqual(["000001.log"]);
    const text = run.logs[0]?.text ?? "";
    const lines = text.split("\n");
    expect(lines.pop()).toBe("");
    for (const line of lines)
      expect(line).toMatch(/^2026-06-15T12:0\d:\d\d\+02:00 (information|debug) \S/);
    for (let photo = 1; photo <= 8; photo += 1) {
      expect(text).toMatch(new RegExp(`photo ${photo} stored as webcam/20260615/.*-CAM1.jpg\n`));
      expect(text).toContain(`photo ${photo} verified in Dropbox, uploaded at `);
    }
    expect(lines.at(-1)).toMatch(/ run ended: 8 photos stored, 0 pending$/);
    expect(consoleLines(run, "error")).toEqual([]);
    expect(run.cloud.feeds().map(({ key }) => key)).toEqual(["cam1-logging"]);
    // What a person reads in the feed are the lines of the card; the last may be missing.
    const values = valuesOf(run);
    expect(values.length).toBeGreaterThan(lines.length - 6);
    // Lines from before the time was known are dated alike, but not before it is.
    expect(values.map((value) => value.slice(26))).toEqual(
      lines.slice(0, values.length).map((line) => line.slice(26)),
    );
    for (const { value, created_at } of run.cloud.feeds()[0]?.data ?? []) {
      const told_ms = Date.parse(value.slice(0, 25));
      expect(Math.abs(created_at.getTime() - told_ms)).toBeLessThanOrEqual(1000);
    }
    const statuses = run.cloud.requests().filter(({ route }) => route === feedRoute);
    expect(new Set(statuses.map(({ status }) => status))).toEqual(new Set([404, 200]));
    expectNoSecret(allText(run));
  });

  it("keeps to the levels", async () => {
    const log = { console_level: "off", card_level: "off" };
    const run = await runBoard({ shots: 1, every_s: 1, speed: 1, log });
    expect(run.code, run.output).toBe(0);
    expect(run.events.filter(({ kind }) => kind === "log")).toEqual([]);
    expect(existsSync(join(run.card, "wamcam/log"))).toBe(false);
    expect(run.cloud.feeds()).toEqual([]);
  });

  it("follows the logs of earlier ones, within their number and size", async () => {
    const filled = `${"x".repeat(99)}\n`.repeat(155);
    const run = await runBoard({
      shots: 8,
      every_s: 10,
      speed: 20,
      log: { card_file_kb: 16, card_files: 2, card_level: "debug" },
      prepare: (card) => {
        mkdirSync(join(card, "wamcam/log"), { recursive: true });
        writeFileSync(join(card, "wamcam/log/000007.log"), filled);
        writeFileSync(join(card, "wamcam/log/000008.log"), filled);
        writeFileSync(join(card, "wamcam/log/note.txt"), "mine");
      },
    });
    expect(run.code, run.output).toBe(0);
    expect(run.logs.map(({ name }) => name)).toEqual(["000008.log", "000009.log", "note.txt"]);
    expect(run.logs[0]?.text.startsWith(filled)).toBe(true);
    for (const { text } of run.logs) expect(Buffer.byteLength(text)).toBeLessThanOrEqual(16_000);
    const session = run.logs[1]?.text ?? "";
    expect(session).toMatch(/ run ended: 8 photos stored, 0 pending\n$/);
    for (let photo = 1; photo <= 8; photo += 1)
      expect(session).toContain(`photo ${photo} verified`);
  });

  it("goes on behind a line that a cut of power tore", async () => {
    const run = await runBoard({
      shots: 1,
      every_s: 1,
      speed: 1,
      log: {},
      prepare: (card) => {
        mkdirSync(join(card, "wamcam/log"), { recursive: true });
        writeFileSync(join(card, "wamcam/log/000041.log"), "whole\ntor");
      },
    });
    expect(run.logs.map(({ name }) => name)).toEqual(["000041.log"]);
    expect(run.logs[0]?.text).toMatch(/^whole\ntor\n2026-06-15T\d\d:\d\d:\d\d\+02:00 information /);
  });
});

describe("a server that sends secrets back", () => {
  const echo = [...Object.values(secrets), ...Object.values(secrets).map(encodeURIComponent)];

  it.each([
    ["as a whole", echo.join(" ")],
    ["about a photo", `path: ${echo.join(" ")}`],
    ["in the middle of the end of a quotation", `${"x".repeat(130)} ${secrets.refreshToken}`],
  ])("has them blanked everywhere: %s", async (_how, body) => {
    const action: FaultAction = { kind: "answer", status: 400, type: "text/plain", body };
    const run = await runBoard({
      shots: 2,
      every_s: 10,
      speed: 20,
      log: everywhere,
      faults: { requests: [{ route: "files/upload", action }] },
    });
    expect(run.code, run.output).toBe(3);
    const text = allText(run);
    expectNoSecret(text);
    expect(text).toContain("***");
    // On the console, in the event, in the log and in the ledger or the status, and in the feed.
    expect(text.split("Dropbox refuses it (").length - 1).toBeGreaterThanOrEqual(5);
  });
});

describe("a feed that", () => {
  it.each<[string, FaultAction, RegExp]>([
    ["is silent", { kind: "stall", where: "response", duration_ms: 60_000, then: "close" }, /^$/],
    ["is too busy", { kind: "rate_limited", body: "json" }, /status 429/],
    ["is broken", { kind: "server_error", status: 500 }, /status 500/],
    ["is behind a login page", { kind: "html_200" }, /something else has answered/],
    ["ends connections", { kind: "reset_before_response", applied: false }, /io.adafruit.com: /],
    [
      "refuses the account",
      { kind: "answer", status: 403, type: "application/json", body: '{"error":"banned"}' },
      /status 403 \(banned\); correct ADAFRUIT_AIO_USERNAME, ADAFRUIT_AIO_KEY or aio_feed/,
    ],
  ])("%s delays nothing, and is told of at most once", async (_what, action, sentence) => {
    const run = await runBoard({
      shots: 4,
      every_s: 1,
      speed: 1,
      log: { aio_level: "information" },
      faults: { requests: [{ route: feedRoute, action }] },
    });
    expectPunctual(run, 4);
    const warnings = consoleLines(run, "warning");
    expect(warnings.length).toBeLessThanOrEqual(1);
    expect(warnings.join("")).toMatch(sentence);
    expect(valuesOf(run)).toEqual([]);
    expect(run.logs.map(({ text }) => text).join("")).toContain("photo 4 verified in Dropbox, ");
  });
});

describe("a camera that is stopped while its feed is silent", () => {
  it("says good-bye on the card and goes", async () => {
    const action = {
      kind: "stall",
      where: "response",
      duration_ms: 60_000,
      then: "close",
    } as const;
    const run = await runBoard({
      shots: 100,
      every_s: 1,
      speed: 1,
      log: { aio_level: "information" },
      faults: { requests: [{ route: feedRoute, action }] },
      stopAfter: "photo 2 verified in Dropbox",
    });
    expect(run.events.at(-1)).toMatchObject({ kind: "end", exit_code: 0 });
    expect(run.logs[0]?.text).toMatch(/ run ended: \d photos stored, 0 pending\n$/);
  });
});

describe("a card that takes photos but no log", () => {
  it("is told of on the console and in the feed", async () => {
    const run = await runBoard({
      shots: 9,
      every_s: 10,
      speed: 20,
      log: { aio_level: "warning" },
      prepare: (card) => {
        mkdirSync(join(card, "wamcam"));
        writeFileSync(join(card, "wamcam/log"), "a file where a folder belongs");
      },
    });
    expect(run.code, run.output).toBe(0);
    const [warning, ...others] = consoleLines(run, "warning");
    expect(warning).toMatch(/^the log is not written to the card: /);
    expect(others).toEqual([]);
    expect(valuesOf(run).map((value) => value.slice(26))).toEqual([`warning ${warning ?? ""}`]);
  });
});

describe("a bad configuration", () => {
  it("is found on the card, too", async () => {
    const more = "[surprise]\n";
    const log = { card_files: 1 };
    const run = await runBoard({ shots: 1, every_s: 1, speed: 1, log, more });
    expect(run.code).toBe(2);
    const text = run.logs[0]?.text ?? "";
    expect(text).toMatch(/^uptime \d+ s warning camconfig.toml:.* surprise is unknown/m);
    expect(text).toMatch(/^uptime \d+ s error camconfig.toml:.* card_files is 1; expected whole/m);
  });
});
