import { HostError } from "../../assembly/host/errors";
import { UNWRITTEN_MAX } from "../../assembly/ledger/journal";
import { Ledger, NEXT_NUMBER } from "../../assembly/ledger/ledger";
import { PendingOrder } from "../../assembly/ledger/pending_window";
import { Photo } from "../../assembly/ledger/photo";
import {
  cardFail,
  cardFailEvery,
  cardFailReading,
  cardRecord,
  cardSwap,
  cardText,
  resetDoubles,
} from "../double";
import { NEVER_POINT, Run, START_MS, finish, pendingNumbers } from "./run";

const LOG = "wamcam/ledger/0000/000000.log";

function expectPart(whole: string, part: string): void {
  expect(whole.includes(part)).toBe(true, part + " in " + whole);
}

/** What is wrong about a ledger once the card works; empty if nothing is. */
function fault(run: Run, ledger: Ledger): string {
  let number: i64 = 1;
  for (let index = 0; index < run.used.length; index++) number += run.used[index].count;
  if (ledger.nextNumber() != number) return "next number " + ledger.nextNumber().toString();
  const pending = pendingNumbers(ledger);
  if (ledger.pendingCount() != pending.length) return "counted wrongly";
  let waiting = 0;
  for (let index = 0; index < run.facts.length; index++) {
    const fact = run.facts[index];
    const isWaiting = fact.fileThere != NEVER_POINT && fact.verified == NEVER_POINT;
    if (isWaiting) waiting++;
    const name = "photo " + fact.number.toString();
    if (isWaiting && !pending.includes(fact.number)) return name + " is forgotten";
  }
  return waiting == pending.length ? "" : "a photo is pending that is not waiting";
}

/**
 * Let every n-th write fail while a camera works; then all must be known, with and without memory.
 */
function failEvery(n: i32, error: i32, keeps: i32): string {
  resetDoubles();
  cardRecord();
  const run = new Run(<u32>(n * 31 + keeps), 1500, PendingOrder.NEWEST_FIRST);
  cardFailEvery(n, error, keeps);
  for (let action = 0; action < 120; action++) {
    run.act(false);
    run.uptimeMs += 6000;
  }
  cardFailEvery(0, 0, 0);
  const later = run.uptimeMs + 10000;
  if (!finish(run.ledger, later)) return "no end";
  if (run.ledger.unwrittenCount() != 0) return "records are left";
  if (run.ledger.droppedCount() != 0) return "records were dropped";
  const wrong = fault(run, run.ledger);
  if (wrong != "") return wrong;
  const ledger = new Ledger(PendingOrder.NEWEST_FIRST);
  if (ledger.open() != 0) return "does not open again";
  if (ledger.bootNumber() != 2) return "boot number " + ledger.bootNumber().toString();
  finish(ledger);
  const wrongAfter = fault(run, ledger);
  return wrongAfter == "" ? "" : wrongAfter + " after a new start";
}

describe("the ledger on a failing card", () => {
  beforeEach(() => {
    resetDoubles();
  });

  it("loses nothing when every n-th write fails", () => {
    const failing = [HostError.IO, HostError.NO_SPACE, HostError.NO_DEVICE, HostError.READ_ONLY];
    for (let n = 1; n <= 12; n++) {
      for (let index = 0; index < failing.length; index++) {
        for (let keeps = 0; keeps <= 256; keeps += 64) {
          const wrong = failEvery(n, failing[index], keeps);
          const name = "n " + n.toString() + ", error " + failing[index].toString();
          assert(wrong == "", wrong + ": " + name + ", keeps " + keeps.toString());
        }
      }
    }
  });

  it("begins without a card and writes once one is there", () => {
    cardFailReading(HostError.NO_DEVICE);
    cardFail(HostError.NO_DEVICE);
    const ledger = new Ledger();
    expect(ledger.open()).toBe(HostError.NO_DEVICE);
    expect(ledger.isOpen()).toBe(false);
    expect(ledger.nextNumber()).toBe(-1);
    const photo = new Photo();
    photo.path = "a.jpg";
    expect(ledger.plan(photo)).toBe(HostError.NO_DEVICE);
    for (let index: i64 = 0; index < 1000; index++) {
      const due = START_MS + index * 30000;
      const status = ledger.missed(NEXT_NUMBER, due, index * 30000, "no card");
      expect(status).toBe(HostError.NO_DEVICE);
    }
    expect(ledger.unwrittenCount()).toBe(1, "one record tells of all");
    expect(ledger.step(0)).toBe(false);
    cardFailReading(0);
    cardFail(0);
    expect(ledger.step(100)).toBe(false, "not before a pause");
    finish(ledger, 5000);
    expect(ledger.isOpen()).toBe(true);
    expect(ledger.nextNumber()).toBe(1001);
    const range = "missed 1 1000 20250615T150640.000Z 0 20250615T232610.000Z no card ";
    expectPart(cardText(LOG), range);
  });

  it("counts the records for which there is no room", () => {
    const ledger = new Ledger();
    ledger.open();
    cardFail(HostError.READ_ONLY);
    for (let index = 0; index < UNWRITTEN_MAX + 10; index++) {
      ledger.missed(NEXT_NUMBER, -1, 0, "reason " + index.toString());
    }
    expect(ledger.unwrittenCount()).toBe(UNWRITTEN_MAX);
    expect(ledger.droppedCount()).toBe(10);
    cardFail(0);
    finish(ledger, 60000);
    expect(ledger.unwrittenCount()).toBe(0);
    expectPart(cardText(LOG), "\ndropped 10 ");
    expect(ledger.nextNumber()).toBe(UNWRITTEN_MAX + 11);
  });

  it("does not take an error while reading for an empty card", () => {
    const first = new Ledger();
    first.open();
    first.missed(NEXT_NUMBER, -1, 0, "a");
    cardFailReading(HostError.IO);
    const second = new Ledger();
    expect(second.open()).toBe(HostError.IO);
    second.missed(NEXT_NUMBER, -1, 0, "b");
    cardFailReading(0);
    finish(second, 60000);
    expect(second.nextNumber()).toBe(3);
    expect(second.bootNumber()).toBe(2);
  });

  it("keeps the ledgers of two cards apart", () => {
    resetDoubles();
    cardRecord();
    const run = new Run(1, 32768, PendingOrder.NEWEST_FIRST);
    for (let index = 0; index < 3; index++) run.shoot(3);
    const photo = run.ledger.nextPending(0);
    cardFail(HostError.NO_DEVICE);
    run.missNew();
    cardSwap();
    cardFail(0);
    finish(run.ledger, 60000);
    expect(run.ledger.pendingCount()).toBe(0);
    const onSecond = run.ledger.nextNumber();
    expect(onSecond).toBeLessThan(4);
    if (photo != null) expect(run.ledger.verified(photo)).toBe(HostError.INVALID);
    run.shoot(3);
    expect(run.ledger.pendingCount()).toBe(1);
    cardFail(HostError.NO_DEVICE);
    run.missNew();
    cardSwap();
    cardFail(0);
    finish(run.ledger, 120000);
    expect(run.ledger.pendingCount()).toBe(3);
    expect(run.ledger.nextNumber()).toBeGreaterThan(4);
    expect(run.ledger.nextNumber()).toBeLessThan(8);
    if (photo != null) expect(run.ledger.verified(photo)).toBe(0);
    expect(run.ledger.pendingCount()).toBe(2);
  });
});
