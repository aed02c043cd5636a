/** A camera that does what a script of random numbers tells, and remembers what is true. */
import { size, store } from "../../assembly/host/card";
import { Ledger, NEXT_NUMBER } from "../../assembly/ledger/ledger";
import { PendingOrder } from "../../assembly/ledger/pending_window";
import { Photo, PhotoTimeSource } from "../../assembly/ledger/photo";
import { cardPoints, cardSetFree } from "../double";

export const NEVER_POINT: i32 = i32.MAX_VALUE;
export const START_MS: i64 = 1750000000000;

/** What is true of one photo: the points of the card's history at which each step was over. */
export class Fact {
  number: i64 = 0;
  path: string = "";
  planned: i32 = NEVER_POINT;
  storing: i32 = NEVER_POINT;
  fileThere: i32 = NEVER_POINT;
  verifying: i32 = NEVER_POINT;
  verified: i32 = NEVER_POINT;
  removing: i32 = NEVER_POINT;
}

/** Numbers that one record used up. */
export class Used {
  constructor(
    public point: i32,
    public count: i64,
  ) {}
}

/** Let a ledger do all there is to do; false if it does not come to an end. */
export function finish(ledger: Ledger, nowMs: i64 = 0): bool {
  for (let steps = 0; steps < 100000; steps++) {
    if (!ledger.step(nowMs)) return true;
  }
  return false;
}

export class Run {
  ledger: Ledger;
  facts: Fact[] = [];
  used: Used[] = [];
  /** Points at which the record of a start was written. */
  starts: i32[] = [];
  uptimeMs: i64 = 0;
  private seed: u32;

  constructor(
    seed: u32,
    private segmentBytes: i32,
    private order: PendingOrder,
  ) {
    this.seed = seed;
    this.ledger = new Ledger(order);
    this.start();
  }

  random(below: u32): u32 {
    this.seed = this.seed * 1664525 + 1013904223;
    return (this.seed >> 8) % below;
  }

  /** Switch the board on: what was in memory is gone. */
  start(): void {
    this.ledger = new Ledger(this.order);
    this.ledger.setSegmentBytes(this.segmentBytes);
    this.ledger.open();
    this.starts.push(cardPoints());
  }

  newPhoto(): Photo {
    const photo = new Photo();
    this.uptimeMs += 30000;
    const index = this.facts.length;
    photo.path = "webcam/20250615/20250615-" + index.toString() + " CAM é.jpg";
    photo.dueUtcMs = START_MS + this.uptimeMs;
    photo.dueUptimeMs = this.uptimeMs;
    photo.capturedUtcMs = photo.dueUtcMs + 17;
    photo.capturedUptimeMs = this.uptimeMs + 17;
    photo.timeSource = PhotoTimeSource.SNTP;
    photo.retakes = index % 3;
    photo.night = index % 5 == 0;
    if (index % 7 == 0) photo.doubt = "the frame is dark";
    return photo;
  }

  /**
   * Plan a shot and store it; `steps` 3 = all, 2 = power fails before the record, 1 = before the
   * file.
   */
  shoot(steps: i32): void {
    const photo = this.newPhoto();
    if (this.ledger.plan(photo) != 0) {
      this.missNew();
      return;
    }
    const fact = new Fact();
    fact.number = photo.number;
    fact.path = photo.path;
    fact.planned = cardPoints();
    this.facts.push(fact);
    this.used.push(new Used(fact.planned, 1));
    if (steps < 2) return;
    fact.storing = cardPoints();
    const stored = store(1, photo.path);
    if (stored.status < 0) {
      this.ledger.missed(photo.number, photo.dueUtcMs, photo.dueUptimeMs, "card full");
      return;
    }
    fact.fileThere = cardPoints();
    photo.bytes = 4;
    photo.contentHash = stored.contentHash;
    if (steps > 2) this.ledger.stored(photo);
  }

  missNew(): void {
    this.uptimeMs += 30000;
    const count = <i64>this.random(3) + 1;
    const due = START_MS + this.uptimeMs;
    this.ledger.missed(NEXT_NUMBER, due, this.uptimeMs, "camera gave no frame", count, due + 60000);
    this.used.push(new Used(cardPoints(), count));
  }

  /** The card is so full that the ledger gives up what it can. */
  missOnFullCard(): void {
    cardSetFree(400000);
    for (let shot = 0; shot < 3; shot++) this.missNew();
    finish(this.ledger, this.uptimeMs);
    cardSetFree(1 << 30);
  }

  missPlanned(): void {
    this.shoot(1);
    if (this.facts.length == 0) return;
    const fact = this.facts[this.facts.length - 1];
    this.ledger.missed(fact.number, START_MS, 0, "camera gave no frame");
  }

  factOf(number: i64): Fact | null {
    for (let index = 0; index < this.facts.length; index++) {
      if (this.facts[index].number == number) return this.facts[index];
    }
    return null;
  }

  upload(): void {
    const photo = this.ledger.nextPending(this.uptimeMs);
    if (photo == null) return;
    const fact = this.factOf(photo.number);
    if (fact == null) return;
    if (this.random(2) == 0) this.ledger.uploaded(photo);
    fact.verifying = min(fact.verifying, cardPoints());
    this.ledger.verified(photo);
    fact.verified = min(fact.verified, cardPoints());
  }

  deleteOldest(): void {
    let photo = this.ledger.oldestVerified();
    for (let steps = 0; photo == null && steps < 1000; steps++) {
      if (!this.ledger.step(this.uptimeMs)) break;
      photo = this.ledger.oldestVerified();
    }
    if (photo == null) return;
    const fact = this.factOf(photo.number);
    if (fact != null) fact.removing = cardPoints();
    this.ledger.remove(photo);
  }

  rename(): void {
    const photo = this.ledger.nextPending(this.uptimeMs);
    if (photo == null) return;
    const path = photo.path + "-" + this.random(1000000).toString();
    this.ledger.date(photo, photo.capturedUtcMs, PhotoTimeSource.HTTP, path);
  }

  /** Do one thing, whichever comes; without `mayStart`, nothing after which memory is empty. */
  act(mayStart: bool = true): void {
    const choice = this.random(20);
    if (!mayStart && (choice == 4 || choice == 5)) return;
    switch (choice) {
      case 0:
        this.missNew();
        break;
      case 1:
        this.missPlanned();
        break;
      case 2:
        this.rename();
        break;
      case 3:
      case 13:
        this.deleteOldest();
        break;
      case 4:
        this.start();
        break;
      case 5:
        this.shoot(1 + this.random(2));
        this.start();
        break;
      case 6:
        finish(this.ledger, this.uptimeMs);
        break;
      case 7:
      case 8:
      case 9:
      case 10:
        this.upload();
        this.upload();
        break;
      case 11:
      case 12:
        this.ledger.step(this.uptimeMs);
        break;
      case 14:
        if (this.random(3) == 0) this.missOnFullCard();
        else this.shoot(3);
        break;
      default:
        this.shoot(3);
    }
  }
}

/** Numbers of all pending photos, as they are offered; each must have a file. */
export function pendingNumbers(ledger: Ledger): i64[] {
  const numbers = new Array<i64>();
  let photo = ledger.nextPending(0);
  while (photo != null) {
    numbers.push(photo.number);
    photo.retryAtMs = i64.MAX_VALUE;
    assert(size(photo.path) >= 0, "no file of photo " + photo.number.toString());
    photo = ledger.nextPending(0);
  }
  return numbers;
}
