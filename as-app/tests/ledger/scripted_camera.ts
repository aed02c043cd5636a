/** A camera with a ledger whose steps are called from outside: tests/ledger reads what it wrote. */
import { store } from "../../assembly/host/card";
import { Ledger, NEXT_NUMBER } from "../../assembly/ledger/ledger";
import { Photo, PhotoTimeSource } from "../../assembly/ledger/photo";

let ledger = new Ledger();
let photo = new Photo();
let count: i32 = 0;

/** Start the board anew; `segmentBytes` makes segments small. */
export function start(segmentBytes: i32): i32 {
  ledger = new Ledger();
  ledger.setSegmentBytes(segmentBytes);
  return ledger.open();
}

export function finish(): void {
  while (ledger.step(0)) __collect();
}

export function plan(dueUtcMs: i64): i32 {
  __collect();
  photo = new Photo();
  photo.path = "webcam/photo " + (count++).toString() + ".jpg";
  photo.dueUtcMs = dueUtcMs;
  photo.dueUptimeMs = 42000;
  photo.capturedUtcMs = dueUtcMs;
  photo.timeSource = PhotoTimeSource.SNTP;
  return ledger.plan(photo);
}

export function storeFile(): i32 {
  const stored = store(1, photo.path);
  photo.contentHash = stored.contentHash;
  photo.bytes = 4;
  return stored.status;
}

export function stored(doubtful: bool): i32 {
  if (doubtful) photo.doubt = "the frame is dark";
  return ledger.stored(photo);
}

export function missPlanned(dueUtcMs: i64): i32 {
  return ledger.missed(photo.number, dueUtcMs, 42000, "the camera gave no frame");
}

export function missNew(missing: i32, firstUtcMs: i64, lastUtcMs: i64): i32 {
  return ledger.missed(NEXT_NUMBER, firstUtcMs, 42000, "card full", missing, lastUtcMs);
}

export function verify(): i32 {
  __collect();
  const next = ledger.nextPending(0);
  return next == null ? -1 : ledger.verified(next);
}

export function refuse(): i32 {
  const next = ledger.nextPending(0);
  return next == null ? -1 : ledger.refused(next, "malformed path");
}

/** Delete the oldest photo that may be deleted. */
export function deleteOldest(): i32 {
  let oldest = ledger.oldestVerified();
  while (oldest == null && !ledger.isVerifiedKnown()) {
    ledger.step(0);
    oldest = ledger.oldestVerified();
  }
  if (oldest == null) return -1;
  return ledger.remove(oldest);
}
