/** `wamcam gaps` on cards that the application's own ledger has written. */
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, describe, expect, it, vi } from "vitest";

import { runGaps } from "../../scripts/gaps/command.ts";
import { readLedger } from "../../scripts/gaps/ledger.ts";
import { readRecord } from "../../scripts/gaps/record.ts";
import { repository } from "../../scripts/repository.ts";
import { LedgerCamera } from "./ledger_camera.ts";

const LOG = "wamcam/ledger/0000/000000.log";
/** 2025-06-15 01:10:00 UTC, 03:10 in Amsterdam. */
const NIGHT_MS = Date.UTC(2025, 5, 15, 1, 10);
const MINUTE_MS = 60_000;

const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
  vi.restoreAllMocks();
});

function cardOf(camera: LedgerCamera): string {
  const folder = camera.writeCard();
  folders.push(folder);
  return folder;
}

/** What the command prints, and its exit code. */
function gaps(card: string, timeZone = "Europe/Amsterdam", json = false) {
  const lines: string[] = [];
  vi.spyOn(console, "log").mockImplementation((line: string) => void lines.push(line));
  vi.spyOn(console, "error").mockImplementation((line: string) => void lines.push(line));
  const code = runGaps({ card, timeZone, json });
  return { code, text: lines.join("\n") };
}

describe("a ledger without gaps", () => {
  it("gives exit code 0 and right totals over many segments", async () => {
    const camera = await LedgerCamera.build();
    expect(camera.camera.start(2000)).toBe(0);
    for (let shot = 0; shot < 100; shot++) {
      camera.shoot(NIGHT_MS + shot * MINUTE_MS, shot % 10 === 0);
      if (shot % 2 === 0) expect(camera.camera.verify()).toBe(0);
      camera.camera.finish();
    }
    for (let count = 0; count < 7; count++) expect(camera.camera.deleteOldest()).toBe(0);
    expect(camera.camera.refuse()).toBe(0);
    const card = cardOf(camera);
    expect(readLedger(card)).toEqual({
      totals: {
        ...{ planned: 100, stored: 100, verified: 50, pending: 50, refused: 1 },
        ...{ deleted: 7, doubtful: 10, missed: 0, lost: 0 },
      },
      ...{ missing: [], damaged: [], starts: 1, dropped: 0, givenUp: 0 },
    });
    const { code, text } = gaps(card);
    expect(code).toBe(0);
    expect(text).toContain("No shot is missing.");
  });
});

describe("the application's ledger", () => {
  it("works within three pages of memory, however many photos wait", async () => {
    const camera = await LedgerCamera.build();
    expect(camera.camera.start(32768)).toBe(0);
    for (let shot = 0; shot < 3000; shot++) camera.shoot(NIGHT_MS + shot * MINUTE_MS);
    expect(camera.camera.start(32768)).toBe(0);
    camera.camera.finish();
    for (let shot = 0; shot < 3000; shot++) {
      expect(camera.camera.verify()).toBe(0);
      camera.camera.finish();
    }
    expect(camera.camera.verify()).toBe(-1);
    expect(readLedger(cardOf(camera)).totals).toMatchObject({ verified: 3000, pending: 0 });
  });
});

describe("a ledger that has given up what was old", () => {
  it("counts no shot of it as missing, and says how many there were", async () => {
    const camera = await LedgerCamera.build();
    expect(camera.camera.start(2000)).toBe(0);
    for (let shot = 0; shot < 300; shot++) {
      camera.shoot(NIGHT_MS + shot * MINUTE_MS);
      expect(camera.camera.verify()).toBe(0);
      camera.camera.finish();
      if (shot >= 20) expect(camera.camera.deleteOldest()).toBe(0);
    }
    const { missing, totals, givenUp } = readLedger(cardOf(camera));
    expect(missing).toEqual([]);
    expect(givenUp).toBeGreaterThan(200);
    expect(totals).toMatchObject({ planned: 300 - givenUp, stored: 300 - givenUp, pending: 0 });
    expect(gaps(cardOf(camera)).text).toContain(
      `Of ${givenUp} more shots the ledger tells nothing any more`,
    );
  });
});

describe("a ledger with gaps", () => {
  it("groups what follows each other and has one reason", async () => {
    const card = await cardWithGaps();
    const { code, text } = gaps(card);
    expect(code).toBe(1);
    const lines = text.split("\n");
    expect(lines.slice(0, 3)).toEqual([
      "17 missing 2025-06-15 03:11–03:27: card full",
      "2 missing 2025-06-15 23:50 – 2025-06-16 00:10: the camera gave no frame",
      "1 missing at an unknown time: power was cut",
    ]);
    expect(text).toMatch(/^missed +20 /m);
    expect(text).toMatch(/^planned +22 /m);
  });

  it("is the same in JSON, in UTC", async () => {
    const card = await cardWithGaps();
    const { code, text } = gaps(card, "UTC", true);
    expect(code).toBe(1);
    const content = JSON.parse(text) as { missing: unknown[]; totals: unknown };
    expect(content.missing[0]).toEqual({
      ...{ first: 2, count: 17, reason: "card full" },
      ...{ from: "2025-06-15T01:11:00.000Z", to: "2025-06-15T01:27:00.000Z" },
    });
    expect(content.totals).toMatchObject({ planned: 22, stored: 2, missed: 20 });
  });

  it("finds lost photos and numbers without a record", async () => {
    const camera = await LedgerCamera.build();
    camera.camera.start(32768);
    for (let shot = 0; shot < 5; shot++) camera.shoot(NIGHT_MS + shot * MINUTE_MS);
    const card = cardOf(camera);
    const lines = readFileSync(join(card, LOG), "utf8").split("\n");
    const without = lines.filter((line) => !/^(planned|stored) 3 /.test(line)).join("\n");
    writeFileSync(join(card, LOG), without);
    const content = readLedger(card);
    expect(content.missing).toMatchObject([{ first: 3, count: 1, reason: "no record tells why" }]);
    expect(content.totals).toMatchObject({ planned: 5, stored: 4, missed: 1 });
  });

  it("takes a stored photo without a record for what it is", async () => {
    const camera = await LedgerCamera.build();
    camera.camera.start(32768);
    camera.shoot(NIGHT_MS);
    expect(camera.camera.plan(BigInt(NIGHT_MS + MINUTE_MS))).toBe(0);
    expect(camera.camera.storeFile()).toBe(0);
    const content = readLedger(cardOf(camera));
    expect(content.totals).toMatchObject({ planned: 2, stored: 2, pending: 2, missed: 0 });
  });
});

/** One photo, 17 shots missed, two planned ones missed, one more photo, and a cut of power. */
async function cardWithGaps(): Promise<string> {
  const camera = await LedgerCamera.build();
  camera.camera.start(32768);
  camera.shoot(NIGHT_MS);
  camera.camera.missNew(5, at(1), at(5));
  camera.camera.missNew(12, at(6), at(17));
  camera.shoot(NIGHT_MS + 18 * MINUTE_MS);
  for (const minute of [20 * 60 + 40, 21 * 60]) {
    camera.camera.plan(at(minute));
    camera.camera.missPlanned(at(minute));
  }
  camera.camera.plan(-1n);
  return cardOf(camera);
}

function at(minute: number): bigint {
  return BigInt(NIGHT_MS + minute * MINUTE_MS);
}

describe("damage", () => {
  it("is reported with its place, and tolerated", async () => {
    const camera = await LedgerCamera.build();
    camera.camera.start(32768);
    for (let shot = 0; shot < 3; shot++) camera.shoot(NIGHT_MS + shot * MINUTE_MS);
    const card = cardOf(camera);
    const whole = readFileSync(join(card, LOG), "utf8");
    writeFileSync(join(card, LOG), whole.replace("stored 2 4", "stored 2 5"));
    appendFileSync(join(card, LOG), "planned 4 1 2025");
    const { code, text } = gaps(card);
    expect(code).toBe(0);
    expect(text).toContain(`${LOG}:8: this line is damaged and was left out`);
    expect(text).toContain(`${LOG}:12: the last line is torn`);
    expect(readLedger(card).totals).toMatchObject({ stored: 3, pending: 3 });
  });

  it("never makes the report fail", async () => {
    const camera = await LedgerCamera.build();
    camera.camera.start(32768);
    for (let shot = 0; shot < 3; shot++) camera.shoot(NIGHT_MS + shot * MINUTE_MS);
    const card = cardOf(camera);
    const whole = readFileSync(join(card, LOG));
    for (let end = 0; end <= whole.length; end++) {
      writeFileSync(join(card, LOG), whole.subarray(0, end));
      const { totals, damaged } = readLedger(card);
      expect(totals.stored).toBeLessThanOrEqual(3);
      expect(damaged.length).toBeLessThanOrEqual(1);
    }
  });
});

describe("without a zone", () => {
  it("tells times as the camera's settings.toml does, or else in UTC", async () => {
    const camera = await LedgerCamera.build();
    expect(camera.camera.start(2000)).toBe(0);
    expect(camera.camera.missNew(1, BigInt(NIGHT_MS), BigInt(NIGHT_MS))).toBe(0);
    const card = cardOf(camera);
    const text = () => {
      const lines: string[] = [];
      vi.spyOn(console, "log").mockImplementation((line: string) => void lines.push(line));
      expect(runGaps({ card })).toBe(1);
      return lines.join("\n");
    };
    expect(text()).toContain("1 missing 2025-06-15 01:10:");
    writeFileSync(join(card, "settings.toml"), 'TIMEZONE = "Asia/Tokyo"\n');
    expect(text()).toContain("1 missing 2025-06-15 10:10:");
    writeFileSync(join(card, "settings.toml"), 'TIMEZONE = "Mars/Olympus"\n');
    expect(text()).toContain("1 missing 2025-06-15 01:10:");
  });
});

describe("wrong usage", () => {
  it("gives exit code 2 and says what to do", () => {
    const empty = mkdtempSync(join(tmpdir(), "wamcam-card-"));
    folders.push(empty);
    expect(gaps(empty)).toMatchObject({ code: 2 });
    expect(gaps(empty).text).toContain("no folder wamcam/ledger;");
    const zone = gaps(empty, "Mars/Olympus");
    expect(zone.code).toBe(2);
    expect(zone.text).toContain('no zone "Mars/Olympus"');
  });
});

describe("the checksum", () => {
  it("is CRC-32 with the published check value", () => {
    expect(readRecord(Buffer.from("123456789 cbf43926"))).toEqual({ kind: "123456789", rest: "" });
    expect(readRecord(Buffer.from("123456789 cbf43927"))).toBeUndefined();
    expect(readRecord(Buffer.from(""))).toBeUndefined();
  });
});

describe("docs/ledger.md", () => {
  it("shows files that are right, and what the command tells of them", () => {
    const page = readFileSync(join(repository, "docs/ledger.md"), "utf8");
    const blocks = (language: string) =>
      [...page.matchAll(new RegExp(`\n\`\`\`${language}\n(.*?)\`\`\``, "gs"))].map(
        ([, text]) => text ?? "",
      );
    const [log = "", done = ""] = blocks("ledger");
    const card = mkdtempSync(join(tmpdir(), "wamcam-card-"));
    folders.push(card);
    mkdirSync(join(card, "wamcam/ledger/0000"), { recursive: true });
    writeFileSync(join(card, LOG), log);
    writeFileSync(join(card, "wamcam/ledger/0000/000000.done"), done);
    expect(readLedger(card)).toMatchObject({
      totals: { planned: 20, stored: 2, verified: 1, pending: 1, doubtful: 1, missed: 18 },
      ...{ damaged: [], starts: 2 },
    });
    const [told = ""] = blocks("text");
    const { text } = gaps(card);
    expect(text.startsWith(told)).toBe(true);
  });
});
