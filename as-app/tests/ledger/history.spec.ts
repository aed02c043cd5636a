import { size, store } from "../../assembly/host/card";
import { HostError } from "../../assembly/host/errors";
import { Ledger, NEXT_NUMBER, RESERVE_BYTES } from "../../assembly/ledger/ledger";
import { PendingOrder } from "../../assembly/ledger/pending_window";
import { Photo } from "../../assembly/ledger/photo";
import { lastSegment } from "../../assembly/ledger/segment_files";
import { cardFail, cardRemove, cardSetFree, resetDoubles } from "../double";
import { START_MS, finish } from "./run";

const SEGMENT_BYTES: i32 = 2000;
/** So many photos are on the card at a time. */
const KEPT: i32 = 20;
const ROOMY: i64 = 1 << 30;
const TIGHT: i64 = RESERVE_BYTES / 2 - 1;

let ledger: Ledger = new Ledger();
let shots: i64 = 0;

function start(): void {
  ledger = new Ledger(PendingOrder.OLDEST_FIRST);
  ledger.setSegmentBytes(SEGMENT_BYTES);
  ledger.open();
  finish(ledger);
}

function begin(): void {
  resetDoubles();
  shots = 0;
  start();
}

function plan(photo: Photo): i32 {
  photo.path = "webcam/20250615/" + shots.toString() + ".jpg";
  photo.dueUtcMs = START_MS + shots * 30000;
  return ledger.plan(photo);
}

function shoot(): void {
  const photo = new Photo();
  assert(plan(photo) == 0, "plan");
  shots++;
  photo.contentHash = store(1, photo.path).contentHash;
  ledger.stored(photo);
  finish(ledger);
}

function miss(count: i32): void {
  for (let index = 0; index < count; index++) {
    ledger.missed(NEXT_NUMBER, START_MS + shots++ * 30000, 0, "card full");
    finish(ledger);
  }
}

function verifyNext(): void {
  const photo = ledger.nextPending(0);
  assert(photo != null, "nothing is pending");
  ledger.verified(photo!);
  finish(ledger);
}

/** Remove the oldest photo that may go; false if none may. */
function removeOldest(): bool {
  while (ledger.oldestVerified() == null && !ledger.isVerifiedKnown()) ledger.step(0);
  const photo = ledger.oldestVerified();
  if (photo == null) return false;
  assert(ledger.remove(photo) == 0, "remove");
  finish(ledger);
  return true;
}

/** A card that holds KEPT photos: the oldest makes room for the next. */
function live(photos: i32): void {
  for (let shot = 0; shot < photos; shot++) {
    shoot();
    verifyNext();
    if (shots > KEPT) removeOldest();
  }
}

/** How many of the segments so far are there. */
function segments(): i32 {
  let count = 0;
  for (let segment = lastSegment(); segment >= 0; segment--) {
    const folder = "wamcam/ledger/000" + (segment / 100).toString();
    const name = "00000".substr(segment.toString().length - 1) + segment.toString();
    if (size(folder + "/" + name + ".log") >= 0) count++;
  }
  return count;
}

describe("the ledger of a card whose oldest photos make room", () => {
  it("does not grow with all the photos that there ever were", () => {
    begin();
    live(100);
    const early = segments();
    live(900);
    expect(lastSegment()).toBeGreaterThan(90);
    expect(segments()).toBeLessThan(early + 3);
    expect(segments()).toBeGreaterThan(KEPT / 6);
  });

  it("forgets no photo that is there, and gives no number twice", () => {
    begin();
    live(500);
    shoot();
    shoot();
    start();
    expect(ledger.nextNumber()).toBe(503);
    expect(ledger.pendingCount()).toBe(2);
    expect(ledger.isPendingExact()).toBe(true);
    let removed = 0;
    while (removeOldest()) removed++;
    expect(removed).toBe(KEPT);
  });

  it("is read without the checkpoint as well", () => {
    begin();
    live(500);
    shoot();
    cardRemove("wamcam/ledger/checkpoint");
    start();
    expect(ledger.nextNumber()).toBe(502);
    expect(ledger.pendingCount()).toBe(1);
    let removed = 0;
    while (removeOldest()) removed++;
    expect(removed).toBe(KEPT);
  });

  it("keeps all of it while no photo goes", () => {
    begin();
    for (let shot = 0; shot < 200; shot++) {
      shoot();
      verifyNext();
    }
    expect(segments()).toBe(lastSegment() + 1);
  });
});

describe("the ledger of a card that stays full", () => {
  it("keeps room to go on, and all that tells of photos", () => {
    begin();
    for (let shot = 0; shot < 50; shot++) shoot();
    const before = segments();
    cardSetFree(TIGHT);
    miss(2000);
    expect(lastSegment()).toBeGreaterThan(before + 50);
    expect(segments()).toBeLessThan(before + 4);
    expect(ledger.droppedCount()).toBe(0);
    start();
    expect(ledger.nextNumber()).toBe(2051);
    expect(ledger.pendingCount()).toBe(50);
    cardSetFree(ROOMY);
    shoot();
    for (let photo = 0; photo < 51; photo++) verifyNext();
    expect(ledger.pendingCount()).toBe(0);
    let removed = 0;
    while (removeOldest()) removed++;
    expect(removed).toBe(51);
  });

  it("gives up nothing while there is room", () => {
    begin();
    shoot();
    miss(500);
    expect(segments()).toBe(lastSegment() + 1);
  });

  it("is freed by the next start if an earlier one has let it fill the card", () => {
    begin();
    shoot();
    miss(500);
    const before = segments();
    cardFail(HostError.NO_SPACE);
    start();
    cardFail(0);
    cardSetFree(TIGHT);
    finish(ledger, 60000);
    expect(segments()).toBeLessThan(5);
    expect(before).toBeGreaterThan(10);
    expect(ledger.pendingCount()).toBe(1);
  });

  it("has room for what is yet to be said of the photos that wait", () => {
    begin();
    cardSetFree(RESERVE_BYTES + 128 * 100);
    for (let shot = 0; shot < 100; shot++) shoot();
    expect(plan(new Photo())).toBe(0, "of the last one nothing is said yet");
    begin();
    cardSetFree(RESERVE_BYTES + 128 * 100 - 1);
    for (let shot = 0; shot < 100; shot++) shoot();
    expect(plan(new Photo())).toBe(HostError.NO_SPACE);
    verifyNext();
    expect(plan(new Photo())).toBe(0);
    const large = new Photo();
    large.bytes = 300;
    verifyNext();
    expect(plan(large)).toBe(HostError.NO_SPACE);
  });
});
