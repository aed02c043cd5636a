import { FreeSpace } from "../../assembly/card/free_space";
import { CardFull, LocalConfig } from "../../assembly/config/camconfig";
import { freeBytes, size, store } from "../../assembly/host/card";
import { Ledger } from "../../assembly/ledger/ledger";
import { PendingOrder } from "../../assembly/ledger/pending_window";
import { Photo } from "../../assembly/ledger/photo";
import { cardCapacity, cardFail, cardFrame, resetDoubles } from "../double";
import { finish } from "../ledger/run";
import { HostError } from "../../assembly/host/errors";

const FRAME_BYTES: i32 = 200000;
const RESERVE_MB: i32 = 2;

class Camera {
  ledger: Ledger;
  space: FreeSpace;
  photos: Photo[] = [];
  isVerified: bool[] = [];
  private seed: u32 = 12345;

  constructor(cardFull: CardFull, capacity: i64) {
    resetDoubles();
    cardFrame(FRAME_BYTES);
    cardCapacity(capacity);
    const config = new LocalConfig();
    config.cardFull = cardFull;
    config.freeMin_mb = RESERVE_MB;
    const ledger = new Ledger(PendingOrder.OLDEST_FIRST);
    this.ledger = ledger;
    this.space = new FreeSpace(config, ledger);
    ledger.open();
  }

  random(below: u32): u32 {
    this.seed = this.seed * 1664525 + 1013904223;
    return (this.seed >> 8) % below;
  }

  /** Store a photo if there is room; false if there is none. */
  shoot(): bool {
    if (!this.space.makeRoom()) return false;
    const photo = new Photo();
    photo.path = "webcam/20250615/" + this.photos.length.toString() + ".jpg";
    photo.dueUtcMs = 1750000000000;
    assert(this.ledger.plan(photo) == 0, "plan");
    assert(store(1, photo.path).status == 0, "store");
    this.ledger.stored(photo);
    this.space.wasUsed();
    this.photos.push(photo);
    this.isVerified.push(false);
    return true;
  }

  verifyOne(): void {
    const photo = this.ledger.nextPending(0);
    if (photo == null) return;
    this.ledger.verified(photo);
    this.isVerified[<i32>photo.number - 1] = true;
  }

  /** All that waits for a quiet moment. */
  rest(): void {
    for (let steps = 0; steps < 1000; steps++) {
      if (!this.space.step() && !this.ledger.step(0)) return;
    }
    assert(false, "there is no end of it");
  }

  /** How many of the photos are gone; -1 if one of them was not verified, or not the oldest. */
  removed(): i32 {
    let count = 0;
    for (let index = 0; index < this.photos.length; index++) {
      if (size(this.photos[index].path) >= 0) continue;
      if (!this.isVerified[index] || count != index) return -1;
      count++;
    }
    return count;
  }
}

describe("a full card", () => {
  it("stops the camera and loses nothing where that is wanted", () => {
    const camera = new Camera(CardFull.STOP, 5000000);
    for (let shot = 0; shot < 40; shot++) {
      camera.shoot();
      camera.verifyOne();
      camera.rest();
    }
    expect(camera.removed()).toBe(0);
    expect(camera.photos.length).toBeGreaterThan(10);
    expect(camera.photos.length).toBeLessThan(16);
  });

  it("loses verified photos only, the oldest first, and the camera goes on", () => {
    const camera = new Camera(CardFull.DELETE_OLDEST_UPLOADED, 12000000);
    for (let action = 0; action < 600; action++) {
      const choice = camera.random(3);
      if (choice == 0) assert(camera.shoot(), "no room at " + action.toString());
      else if (choice == 1) camera.verifyOne();
      else camera.rest();
      assert(camera.removed() >= 0, "removed wrongly at " + action.toString());
      assert(freeBytes() >= RESERVE_MB * 1000000 - FRAME_BYTES - 65536, "reserve");
    }
    expect(camera.photos.length).toBeGreaterThan(150);
    expect(camera.removed()).toBeGreaterThan(100);
  });

  it("keeps what is not verified, and takes photos again once something is", () => {
    const camera = new Camera(CardFull.DELETE_OLDEST_UPLOADED, 6000000);
    while (camera.shoot()) camera.rest();
    expect(camera.removed()).toBe(0);
    const stored = camera.photos.length;
    camera.rest();
    expect(camera.shoot()).toBe(false);
    for (let count = 0; count < 5; count++) camera.verifyOne();
    camera.rest();
    for (let count = 0; count < 5; count++) camera.shoot();
    expect(camera.photos.length).toBeGreaterThan(stored + 2);
    expect(camera.removed()).toBeGreaterThan(2);
  });

  it("that cannot be written is left alone", () => {
    const camera = new Camera(CardFull.DELETE_OLDEST_UPLOADED, 6000000);
    for (let count = 0; count < 12; count++) {
      camera.shoot();
      camera.verifyOne();
    }
    const removed = camera.removed();
    cardFail(HostError.READ_ONLY);
    for (let steps = 0; steps < 10; steps++) {
      camera.space.step();
      camera.ledger.step(steps * 10000);
    }
    cardFail(0);
    expect(camera.removed()).toBe(removed);
    finish(camera.ledger, 1000000);
    camera.rest();
    expect(camera.removed()).toBeGreaterThanOrEqual(removed);
  });
});
