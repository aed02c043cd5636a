import { store } from "../../assembly/host/card";
import { Ledger } from "../../assembly/ledger/ledger";
import { PendingOrder } from "../../assembly/ledger/pending_window";
import { Photo } from "../../assembly/ledger/photo";
import { cardReadBytes, resetDoubles } from "../double";
import { START_MS, finish } from "./run";

const PHOTOS: i32 = 100000;
/** Bytes that one segment may make a start, or a step, read. */
const SEGMENT_READ_MAX: i64 = 2 * 40960;
/** Bytes that sending one photo of a backlog may make the ledger read. */
const READ_PER_PHOTO_MAX: i64 = 2500;

function takeAll(ledger: Ledger, from: i32, to: i32): void {
  for (let index = from; index < to; index++) {
    const photo = new Photo();
    photo.path = "webcam/20250615/" + index.toString() + "-CAM1.jpg";
    photo.dueUtcMs = START_MS + <i64>index * 30000;
    assert(ledger.plan(photo) == 0, "plan");
    photo.contentHash = store(1, photo.path).contentHash;
    assert(ledger.stored(photo) == 0, "stored");
  }
}

/** Verify all that is pending, one number after another; the number that would follow. */
function drain(ledger: Ledger, first: i64, direction: i64): i64 {
  let expected = first;
  let goesOn = true;
  while (goesOn) {
    const photo = ledger.nextPending(0);
    if (photo != null) {
      assert(photo.number == expected, "offered " + photo.number.toString());
      expected += direction;
      ledger.verified(photo);
    }
    goesOn = ledger.step(0) || photo != null;
  }
  return expected;
}

describe("a backlog of many photos", () => {
  it("stays out of memory, is opened at once and drained in order", () => {
    resetDoubles();
    const taking = new Ledger();
    taking.open();
    finish(taking);
    takeAll(taking, 0, 1000);
    const pagesBefore = memory.size();
    takeAll(taking, 1000, PHOTOS);
    expect(taking.pendingCount()).toBe(PHOTOS);
    const ledger = new Ledger();
    let read = cardReadBytes();
    expect(ledger.open()).toBe(0);
    expect(cardReadBytes() - read).toBeLessThan(SEGMENT_READ_MAX);
    let longest: i64 = 0;
    for (;;) {
      read = cardReadBytes();
      const goesOn = ledger.step(0);
      longest = max(longest, cardReadBytes() - read);
      if (!goesOn) break;
    }
    expect(longest).toBeLessThan(SEGMENT_READ_MAX);
    expect(ledger.isPendingExact()).toBe(true);
    expect(ledger.pendingCount()).toBe(PHOTOS);
    read = cardReadBytes();
    expect(drain(ledger, PHOTOS, -1)).toBe(0);
    expect(cardReadBytes() - read).toBeLessThan(<i64>PHOTOS * READ_PER_PHOTO_MAX);
    expect(ledger.pendingCount()).toBe(0);
    finish(ledger);
    expect(memory.size() - pagesBefore).toBeLessThan(8);
    const again = new Ledger();
    read = cardReadBytes();
    again.open();
    finish(again);
    expect(again.pendingCount()).toBe(0);
    expect(cardReadBytes() - read).toBeLessThan(4 * SEGMENT_READ_MAX);
  });

  it("is drained from the oldest on as well", () => {
    resetDoubles();
    const ledger = new Ledger(PendingOrder.OLDEST_FIRST);
    ledger.open();
    finish(ledger);
    takeAll(ledger, 0, 2000);
    expect(ledger.pendingCount()).toBe(2000);
    expect(drain(ledger, 1, 1)).toBe(2001);
    expect(ledger.pendingCount()).toBe(0);
  });
});
