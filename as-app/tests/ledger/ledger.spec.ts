import { size, store } from "../../assembly/host/card";
import { HostError } from "../../assembly/host/errors";
import { utf8 } from "../../assembly/host/text";
import { crc32 } from "../../assembly/ledger/crc32";
import { UNWRITTEN_MAX } from "../../assembly/ledger/journal";
import { Ledger, LedgerWatcher, NEXT_NUMBER } from "../../assembly/ledger/ledger";
import { PendingOrder } from "../../assembly/ledger/pending_window";
import { Photo, PhotoTimeSource } from "../../assembly/ledger/photo";
import {
  cardFail,
  cardFailReading,
  cardGet,
  cardPut,
  cardReadBytes,
  cardRemove,
  cardText,
  resetDoubles,
} from "../double";
import { START_MS, finish } from "./run";

const LOG = "wamcam/ledger/0000/000000.log";
const DONE = "wamcam/ledger/0000/000000.done";

function opened(order: PendingOrder = PendingOrder.NEWEST_FIRST): Ledger {
  const ledger = new Ledger(order);
  expect(ledger.open()).toBe(0);
  return ledger;
}

/** Tells of three shots that were due before this start as soon as it is known since when. */
class TimeOff implements LedgerWatcher {
  constructor(private readonly ledger: Ledger) {}

  ledgerWasFound(): void {
    const firstMs = this.ledger.dueBeforeUtcMs() + 60000;
    this.ledger.missed(NEXT_NUMBER, firstMs, 0, "camera was off", 3, firstMs + 120000);
  }
}

function planned(ledger: Ledger, path: string): Photo {
  const photo = new Photo();
  photo.path = path;
  photo.dueUtcMs = START_MS;
  photo.dueUptimeMs = 30000;
  photo.capturedUtcMs = START_MS + 17;
  photo.capturedUptimeMs = 30017;
  photo.timeSource = PhotoTimeSource.HTTP;
  expect(ledger.plan(photo)).toBe(0, path);
  return photo;
}

function taken(ledger: Ledger, path: string): Photo {
  const photo = planned(ledger, path);
  const stored = store(1, path);
  photo.contentHash = stored.contentHash;
  photo.bytes = 4;
  expect(ledger.stored(photo)).toBe(0);
  return photo;
}

/** A photo that was taken before the time was known. */
function undated(ledger: Ledger, path: string): void {
  const photo = new Photo();
  photo.path = path;
  expect(ledger.plan(photo)).toBe(0, path);
  photo.contentHash = store(1, path).contentHash;
  photo.bytes = 4;
  expect(ledger.stored(photo)).toBe(0);
}

function expectPart(whole: string, part: string): void {
  expect(whole.includes(part)).toBe(true, part + " in " + whole);
}

/** A photo that must be there. */
function next(ledger: Ledger, nowMs: i64 = 0): Photo {
  const photo = ledger.nextPending(nowMs);
  if (photo == null) {
    expect(false).toBe(true, "a photo is pending");
    return new Photo();
  }
  return photo;
}

describe("crc32", () => {
  it("gives the check value of CRC-32/ISO-HDLC", () => {
    const check = utf8("123456789");
    expect(crc32(check.dataStart, check.length)).toBe(0xcbf43926);
    expect(crc32(check.dataStart, 0)).toBe(0);
  });
});

describe("the ledger", () => {
  beforeEach(() => {
    resetDoubles();
  });

  it("writes what happens to a photo, each step before the next", () => {
    const ledger = opened();
    expect(ledger.bootNumber()).toBe(1);
    const photo = planned(ledger, "webcam/a b.jpg");
    expectPart(cardText(LOG), "\nplanned 1 1 20250615T150640.000Z 30000 webcam/a b.jpg ");
    photo.bytes = 4;
    photo.contentHash = store(1, photo.path).contentHash;
    photo.retakes = 2;
    photo.night = true;
    photo.doubt = "dark";
    ledger.stored(photo);
    const facts = " 20250615T150640.017Z 30017 http 2 night webcam/a b.jpg ";
    expectPart(cardText(LOG), "\n\nstored 1 4 " + photo.contentHash + facts);
    expectPart(cardText(LOG), "\ndoubtful 1 dark ");
    ledger.uploaded(photo);
    ledger.verified(photo);
    ledger.remove(photo);
    expectPart(cardText(DONE), "uploaded 1 " + photo.contentHash);
    expectPart(cardText(DONE), "\nverified 1 ");
    expectPart(cardText(DONE), "\ndeleted 1 ");
  });

  it("reads back everything about a photo", () => {
    const first = opened();
    const photo = planned(first, "webcam/a  b é.jpg");
    photo.bytes = 123456;
    photo.contentHash = "0123456789abcdef".repeat(4);
    photo.retakes = 2;
    photo.night = true;
    photo.doubt = "dark: é";
    photo.timeSource = PhotoTimeSource.ESTIMATED;
    store(1, photo.path);
    first.stored(photo);
    first.uploaded(photo);
    const second = opened();
    expect(finish(second)).toBe(true);
    const read = next(second);
    expect(read.number).toBe(1);
    expect(read.path).toBe(photo.path);
    expect(read.bytes).toBe(123456);
    expect(read.contentHash).toBe(photo.contentHash);
    expect(read.dueUtcMs).toBe(START_MS);
    expect(read.dueUptimeMs).toBe(30000);
    expect(read.capturedUtcMs).toBe(START_MS + 17);
    expect(read.capturedUptimeMs).toBe(30017);
    expect(read.bootNumber).toBe(1);
    expect(read.timeSource).toBe(PhotoTimeSource.ESTIMATED);
    expect(read.retakes).toBe(2);
    expect(read.night).toBe(true);
    expect(read.doubt).toBe("dark: é");
    expect(read.uploaded).toBe(true);
    expect(second.bootNumber()).toBe(2);
    expect(second.lastDueUtcMs()).toBe(START_MS);
  });

  it("goes on with the numbers, also after missed shots", () => {
    const first = opened();
    taken(first, "a.jpg");
    first.missed(NEXT_NUMBER, START_MS, 0, "camera gave no frame", 5, START_MS + 60000);
    const second = opened();
    expect(second.nextNumber()).toBe(7);
    expect(second.lastDueUtcMs()).toBe(START_MS + 60000);
    expect(planned(second, "b.jpg").number).toBe(7);
  });

  it("knows when the last shot before was due, whenever the card lets it be opened", () => {
    taken(opened(), "a.jpg");
    const second = new Ledger();
    cardFailReading(HostError.IO);
    expect(second.open()).toBe(HostError.IO);
    expect(second.dueBeforeUtcMs()).toBe(-1);
    second.missed(NEXT_NUMBER, START_MS + 60000, 0, "card failed");
    cardFailReading(0);
    expect(second.open()).toBe(0);
    expect(second.dueBeforeUtcMs()).toBe(START_MS);
    expect(second.lastDueUtcMs()).toBe(START_MS + 60000);
  });

  it("writes what was missed before this start ahead of what waits for the card", () => {
    taken(opened(), "a.jpg");
    const second = new Ledger();
    second.watcher = new TimeOff(second);
    cardFailReading(HostError.IO);
    expect(second.open()).toBe(HostError.IO);
    second.missed(NEXT_NUMBER, START_MS + 240000, 0, "card failed");
    second.missed(NEXT_NUMBER, START_MS + 300000, 0, "card failed");
    cardFailReading(0);
    expect(planned(second, "b.jpg").number).toBe(7);
    const log = cardText(LOG);
    const timeOff = "missed 2 3 20250615T150740.000Z 0 20250615T150940.000Z camera was off";
    const cardFailed = "missed 5 2 20250615T151040.000Z 0 20250615T151140.000Z card failed";
    expectPart(log, timeOff);
    expect(log.indexOf(cardFailed)).toBeGreaterThan(log.indexOf(timeOff), log);
    expect(log.indexOf("planned 7 ")).toBeGreaterThan(log.indexOf(cardFailed), log);
  });

  it("takes a photo over that was stored but not recorded", () => {
    const first = opened();
    planned(first, "a.jpg");
    store(1, "a.jpg");
    const second = opened();
    finish(second);
    const photo = next(second);
    expect(photo.number).toBe(1);
    expect(photo.bytes).toBe(4);
    expect(photo.contentHash).toBe("");
    expectPart(photo.doubt, "power was cut");
    expect(second.pendingCount()).toBe(1);
    const third = opened();
    finish(third);
    expect(third.pendingCount()).toBe(1, "once");
  });

  it("records a shot as missed that was planned and never stored", () => {
    const first = opened();
    planned(first, "a.jpg");
    const second = opened();
    finish(second);
    expect(second.pendingCount()).toBe(0);
    expectPart(cardText(LOG), "\nmissed 1 1 20250615T150640.000Z 30000 ");
    expectPart(cardText(LOG), " power was cut ");
  });

  it("records a photo as gone whose file is not there after a start", () => {
    taken(opened(), "a.jpg");
    cardRemove("a.jpg");
    const second = opened();
    finish(second);
    expect(second.pendingCount()).toBe(0);
    expect(second.nextPending(0)).toBe(null);
    expectPart(cardText(DONE), "gone 1 ");
  });

  it("does not believe that a photo is gone while its file is there", () => {
    const ledger = opened();
    const photo = taken(ledger, "a.jpg");
    expect(ledger.gone(photo, "not found")).toBe(HostError.EXISTS);
    expect(ledger.pendingCount()).toBe(1);
  });

  it("refuses paths that are taken or cannot stand in a line", () => {
    const ledger = opened();
    taken(ledger, "a.jpg");
    const photo = new Photo();
    photo.path = "a.jpg";
    expect(ledger.plan(photo)).toBe(HostError.EXISTS);
    photo.path = "b\n.jpg";
    expect(ledger.plan(photo)).toBe(HostError.INVALID);
    photo.path = "x".repeat(201);
    expect(ledger.plan(photo)).toBe(HostError.INVALID);
    photo.path = "";
    expect(ledger.plan(photo)).toBe(HostError.INVALID);
    expect(ledger.nextNumber()).toBe(2);
  });

  it("offers photos in the order asked for, and those that are due", () => {
    const newest = opened();
    for (let index = 0; index < 3; index++) taken(newest, "a" + index.toString());
    expect(next(newest).number).toBe(3);
    next(newest).retryAtMs = 1000;
    expect(next(newest).number).toBe(2);
    expect(next(newest, 1000).number).toBe(3);
    const oldest = opened(PendingOrder.OLDEST_FIRST);
    finish(oldest);
    expect(next(oldest).number).toBe(1);
    taken(oldest, "b");
    oldest.verified(next(oldest));
    expect(next(oldest).number).toBe(2);
    expect(oldest.pendingCount()).toBe(3);
  });

  it("tells when the next photo may be tried", () => {
    const ledger = opened();
    expect(ledger.nextPendingAtMs()).toBe(i64.MAX_VALUE);
    taken(ledger, "a").retryAtMs = 5000;
    taken(ledger, "b").retryAtMs = 4000;
    expect(ledger.nextPendingAtMs()).toBe(4000);
    expect(ledger.nextPending(3999)).toBe(null);
  });

  it("leaves a refused photo out until the next start, and does not delete it", () => {
    const first = opened();
    const photo = taken(first, "a.jpg");
    first.refused(photo, "malformed path");
    expect(first.pendingCount()).toBe(0);
    expect(first.nextPending(0)).toBe(null);
    expect(first.oldestVerified()).toBe(null);
    finish(first);
    expect(first.isVerifiedKnown()).toBe(true);
    expectPart(cardText(DONE), "refused 1 1 malformed path ");
    const second = opened();
    finish(second);
    expect(next(second).number).toBe(1);
  });

  it("dates a photo under another path, and finds it if power was cut in between", () => {
    const first = opened();
    const photo = taken(first, "unknown-time/a.jpg");
    taken(first, "taken.jpg");
    expect(first.date(photo, 5, PhotoTimeSource.SNTP, "taken.jpg")).toBe(HostError.EXISTS);
    expect(first.date(photo, 1750000000123, PhotoTimeSource.SNTP, "day/a.jpg")).toBe(0);
    expect(size("day/a.jpg")).toBe(4);
    let second = opened(PendingOrder.OLDEST_FIRST);
    finish(second);
    expect(next(second).path).toBe("day/a.jpg");
    expect(next(second).capturedUtcMs).toBe(1750000000123);
    expect(next(second).timeSource).toBe(PhotoTimeSource.SNTP);
    // As if the record had been written and the file not yet renamed.
    cardRemove("day/a.jpg");
    store(1, "unknown-time/a.jpg");
    second = opened(PendingOrder.OLDEST_FIRST);
    finish(second);
    expect(next(second).path).toBe("unknown-time/a.jpg");
  });

  it("finds a photo that was renamed though the card said that this failed", () => {
    const ledger = opened();
    const photo = taken(ledger, "unknown-time/a.jpg");
    cardRemove("unknown-time/a.jpg");
    cardPut("day/a.jpg", utf8("another"));
    expect(ledger.date(photo, 5, PhotoTimeSource.SNTP, "day/a.jpg")).toBe(HostError.EXISTS);
    store(1, "day/a-2.jpg");
    expect(ledger.date(photo, 5, PhotoTimeSource.SNTP, "day/a-2.jpg")).toBe(0);
    expect(photo.path).toBe("day/a-2.jpg");
    expectPart(cardText(DONE), "dated 1 ");
  });

  it("holds the undated photos of this start back until each is dated", () => {
    const before = opened();
    undated(before, "unknown-time/from an earlier start.jpg");
    const ledger = opened(PendingOrder.OLDEST_FIRST);
    ledger.setSegmentBytes(1500);
    for (let index = 0; index < 90; index++) {
      undated(ledger, "unknown-time/" + index.toString());
    }
    taken(ledger, "dated.jpg");
    finish(ledger);
    // Of the earlier start, nothing can be found out any more: the photo goes as it is.
    expect(next(ledger).path).toBe("unknown-time/from an earlier start.jpg");
    ledger.verified(next(ledger));
    for (let number: i64 = 2; number <= 91; number++) {
      while (ledger.nextUndated() == null && !ledger.isUndatedKnown()) ledger.step(0);
      const photo = ledger.nextUndated();
      if (photo == null) throw new Error("photo " + number.toString() + " is not found");
      expect(photo.number).toBe(number);
      const path = "day/" + number.toString();
      expect(ledger.date(photo, START_MS + number, PhotoTimeSource.HTTP, path)).toBe(0);
    }
    while (ledger.nextUndated() == null && !ledger.isUndatedKnown()) ledger.step(0);
    expect(ledger.isUndatedKnown()).toBe(true);
    for (let number: i64 = 2; number <= 92; number++) {
      finish(ledger);
      const photo = next(ledger);
      expect(photo.number).toBe(number);
      if (number < 92) expect(photo.path).toBe("day/" + number.toString());
      if (number < 92) expect(photo.capturedUtcMs).toBe(START_MS + number);
      ledger.verified(photo);
    }
    expect(ledger.pendingCount()).toBe(0);
  });

  it("offers only verified photos for deletion, the oldest first", () => {
    const ledger = opened(PendingOrder.OLDEST_FIRST);
    finish(ledger);
    for (let index = 0; index < 40; index++) taken(ledger, "p" + index.toString());
    const kept = next(ledger);
    kept.retryAtMs = 1;
    for (let index = 0; index < 30; index++) ledger.verified(next(ledger));
    for (let number: i64 = 2; number <= 31; number++) {
      while (ledger.oldestVerified() == null && !ledger.isVerifiedKnown()) ledger.step(0);
      const photo = ledger.oldestVerified();
      expect(photo != null && photo.number == number).toBe(true, number.toString());
      if (photo == null) break;
      expect(photo.path).toBe("p" + (number - 1).toString());
      ledger.remove(photo);
    }
    while (ledger.oldestVerified() == null && !ledger.isVerifiedKnown()) ledger.step(0);
    expect(ledger.isVerifiedKnown()).toBe(true);
    ledger.verified(next(ledger, 1));
    finish(ledger);
    const late = ledger.oldestVerified();
    if (late == null) finish(ledger);
    const found = ledger.oldestVerified();
    expect(found != null && found.number == kept.number).toBe(true, "a late one");
  });

  it("ignores what is told about photos that are not its own", () => {
    const ledger = opened();
    const photo = new Photo();
    photo.number = 1;
    expect(ledger.stored(photo)).toBe(HostError.INVALID);
    expect(ledger.verified(photo)).toBe(HostError.INVALID);
    expect(ledger.missed(77, 0, 0, "")).toBe(HostError.INVALID);
  });

  it("survives any one damaged byte without forgetting a photo", () => {
    const ledger = opened();
    for (let index = 0; index < 5; index++) taken(ledger, "p" + index.toString());
    const log = cardGet(LOG);
    if (log == null) return;
    for (let at = 0; at < log.length; at++) {
      const damaged = new Uint8Array(log.length);
      memory.copy(damaged.dataStart, log.dataStart, log.length);
      damaged[at] ^= 1;
      cardPut(LOG, damaged);
      cardRemove(DONE);
      const again = opened();
      finish(again);
      assert(again.pendingCount() == 5, "pending with byte " + at.toString() + " damaged");
      assert(again.nextNumber() == 6, "number with byte " + at.toString() + " damaged");
    }
  });

  it("keeps room on the card for itself", () => {
    const ledger = opened();
    cardFail(HostError.NO_SPACE);
    const photo = new Photo();
    photo.path = "a.jpg";
    expect(ledger.plan(photo)).toBe(HostError.NO_SPACE);
    expect(ledger.nextNumber()).toBe(1);
  });
});

describe("segments", () => {
  beforeEach(() => {
    resetDoubles();
  });

  it("are marked once nothing is pending, and then not read again", () => {
    const ledger = opened();
    ledger.setSegmentBytes(2000);
    for (let index = 0; index < 200; index++) {
      taken(ledger, "p" + index.toString());
      ledger.verified(next(ledger));
      ledger.step(0);
    }
    finish(ledger);
    expectPart(cardText("wamcam/ledger/0000/000003.done"), "\ncomplete ");
    expectPart(cardText("wamcam/ledger/checkpoint"), "checkpoint ");
    const before = cardReadBytes();
    const again = opened();
    finish(again);
    expect(again.isPendingExact()).toBe(true);
    expect(again.pendingCount()).toBe(0);
    expect(cardReadBytes() - before).toBeLessThan(12000);
  });

  it("are read as a whole without the checkpoint, and with a wrong one", () => {
    const ledger = opened();
    ledger.setSegmentBytes(2000);
    for (let index = 0; index < 60; index++) taken(ledger, "p" + index.toString());
    cardRemove("wamcam/ledger/checkpoint");
    const without = opened();
    finish(without);
    expect(without.pendingCount()).toBe(60);
    cardPut("wamcam/ledger/checkpoint", utf8("checkpoint 5 5 00000000 1 00000000\n"));
    const wrong = opened();
    finish(wrong);
    expect(wrong.pendingCount()).toBe(60);
  });

  it("are not read again when the card comes back after an error", () => {
    const ledger = opened();
    ledger.setSegmentBytes(2000);
    for (let index = 0; index < 200; index++) taken(ledger, "p" + index.toString());
    finish(ledger);
    cardFail(HostError.IO);
    expect(ledger.missed(NEXT_NUMBER, -1, 0, "no card")).toBe(HostError.IO);
    ledger.verified(next(ledger));
    cardFail(0);
    const before = cardReadBytes();
    expect(finish(ledger, 5000)).toBe(true);
    expect(cardReadBytes() - before).toBeLessThan(8000);
    expect(ledger.isPendingExact()).toBe(true);
    expect(ledger.pendingCount()).toBe(199);
    expect(next(ledger).number).toBe(199);
  });

  it("are read again when records were dropped, so that the card learns of all in the end", () => {
    const ledger = opened();
    for (let index = 0; index < 3; index++) taken(ledger, "p" + index.toString());
    finish(ledger);
    cardFail(HostError.READ_ONLY);
    for (let index = 0; index < UNWRITTEN_MAX; index++) {
      ledger.missed(NEXT_NUMBER, -1, 0, "reason " + index.toString());
    }
    const photo = next(ledger);
    ledger.verified(photo);
    expect(ledger.pendingCount()).toBe(2);
    cardFail(0);
    expect(finish(ledger, 5000)).toBe(true);
    expect(ledger.pendingCount()).toBe(3);
    expect(next(ledger).number).toBe(photo.number);
    expect(ledger.unwrittenCount()).toBe(0);
  });

  it("are read once for many photos that are removed", () => {
    const ledger = opened(PendingOrder.OLDEST_FIRST);
    ledger.setSegmentBytes(20000);
    for (let index = 0; index < 300; index++) taken(ledger, "p" + index.toString());
    finish(ledger);
    ledger.refused(next(ledger), "a photo that Dropbox does not take keeps the mark away");
    for (let index = 1; index < 300; index++) {
      ledger.verified(next(ledger));
      finish(ledger);
    }
    const before = cardReadBytes();
    for (let index = 0; index < 96; index++) {
      while (ledger.oldestVerified() == null && !ledger.isVerifiedKnown()) ledger.step(0);
      const photo = ledger.oldestVerified();
      assert(photo != null, "a photo to remove");
      expect(ledger.remove(photo!)).toBe(0);
      finish(ledger);
    }
    expect(cardReadBytes() - before).toBeLessThan(96 * 8000);
  });
});
