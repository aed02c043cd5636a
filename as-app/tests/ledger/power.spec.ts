import { size } from "../../assembly/host/card";
import { Ledger } from "../../assembly/ledger/ledger";
import { PendingOrder } from "../../assembly/ledger/pending_window";
import { cardCut, cardPoints, cardRecord, resetDoubles } from "../double";
import { NEVER_POINT, Run, finish, pendingNumbers } from "./run";

const ACTIONS: i32 = 180;
const SEGMENT_BYTES: i32 = 1500;

/** What is wrong after a cut at a point; empty if nothing is. */
function fault(run: Run, ledger: Ledger, point: i32): string {
  const pending = pendingNumbers(ledger);
  if (!ledger.isPendingExact()) return "the count of pending photos is not exact";
  if (ledger.pendingCount() != pending.length) {
    return ledger.pendingCount().toString() + " counted, " + pending.length.toString() + " offered";
  }
  let known = 0;
  for (let index = 0; index < run.facts.length; index++) {
    const fact = run.facts[index];
    const isPending = pending.includes(fact.number);
    if (isPending) known++;
    const isThere = fact.fileThere <= point;
    const isVerified = fact.verified <= point;
    const mayBeVerified = fact.verifying < point;
    const name = "photo " + fact.number.toString();
    if (isPending && !isThere) return name + " is pending and was never stored";
    if (isPending && isVerified) return name + " is pending and was verified";
    if (!isPending && isThere && !mayBeVerified) return name + " is forgotten";
  }
  if (known != pending.length) return "a photo is pending that never was, or twice";
  return "";
}

function numberAt(run: Run, point: i32): i64 {
  let number: i64 = 1;
  for (let index = 0; index < run.used.length; index++) {
    if (run.used[index].point <= point) number += run.used[index].count;
  }
  return number;
}

function bootAt(run: Run, point: i32): i32 {
  let boot = 1;
  for (let index = 0; index < run.starts.length; index++) {
    if (run.starts[index] <= point) boot++;
  }
  return boot;
}

/** All verified photos must be offered for deletion and no others, the oldest first. */
function deletionFault(run: Run, ledger: Ledger, point: i32): string {
  let last: i64 = 0;
  let count = 0;
  for (;;) {
    const photo = ledger.oldestVerified();
    if (photo == null) {
      if (ledger.isVerifiedKnown()) break;
      if (!ledger.step(0)) return "the search does not end";
      continue;
    }
    const fact = run.factOf(photo.number);
    if (fact == null || fact.verifying >= point) return "offered before it was verified";
    if (photo.number <= last) return "not the oldest first";
    last = photo.number;
    if (size(photo.path) >= 0) count++;
    ledger.remove(photo);
  }
  let least = 0;
  for (let index = 0; index < run.facts.length; index++) {
    const fact = run.facts[index];
    if (fact.verified <= point && fact.removing >= point) least++;
  }
  return count >= least ? "" : "a verified photo is not offered for deletion";
}

/** Cut at each point, start again, go on. */
function cutEverywhere(order: PendingOrder, garbage: i32, actions: i32): void {
  resetDoubles();
  cardRecord();
  const run = new Run(order == PendingOrder.NEWEST_FIRST ? 7 : 11, SEGMENT_BYTES, order);
  for (let action = 0; action < actions; action++) run.act();
  const points = cardPoints();
  expect(points).toBeGreaterThan(actions * 50);
  for (let point = 0; point <= points; point++) {
    cardCut(point, garbage);
    const ledger = new Ledger(order);
    ledger.setSegmentBytes(SEGMENT_BYTES);
    const where = " after a cut at " + point.toString();
    assert(ledger.open() == 0, "does not open" + where);
    assert(ledger.bootNumber() == bootAt(run, point), "boot number" + where);
    assert(ledger.nextNumber() == numberAt(run, point), "number" + where);
    assert(finish(ledger), "no end" + where);
    const wrong = fault(run, ledger, point);
    assert(wrong == "", wrong + where);
    if (point % 5 == 0) {
      const wrongly = deletionFault(run, ledger, point);
      assert(wrongly == "", wrongly + where);
    }
    const next = run.newPhoto();
    assert(ledger.plan(next) == 0 && next.number == numberAt(run, point), "next" + where);
    assert(ledger.missed(next.number, -1, 0, "test") == 0, "missed" + where);
  }
}

describe("the ledger after a cut of power at every byte", () => {
  it("knows all photos, newest first", () => {
    cutEverywhere(PendingOrder.NEWEST_FIRST, 0, ACTIONS);
  });

  it("knows all photos, oldest first", () => {
    cutEverywhere(PendingOrder.OLDEST_FIRST, 0, ACTIONS / 2);
  });

  it("knows all photos when the torn end is garbage", () => {
    cutEverywhere(PendingOrder.NEWEST_FIRST, 1, ACTIONS / 2);
  });
});

describe("the script of the cuts", () => {
  it("does all that a camera does", () => {
    resetDoubles();
    cardRecord();
    const run = new Run(7, SEGMENT_BYTES, PendingOrder.NEWEST_FIRST);
    for (let action = 0; action < ACTIONS; action++) run.act();
    let verified = 0;
    let removed = 0;
    for (let index = 0; index < run.facts.length; index++) {
      if (run.facts[index].verified != NEVER_POINT) verified++;
      if (run.facts[index].removing != NEVER_POINT) removed++;
    }
    expect(run.facts.length).toBeGreaterThan(70);
    expect(verified).toBeGreaterThan(30);
    expect(removed).toBeGreaterThan(3);
    expect(run.starts.length).toBeGreaterThan(10);
  });
});
