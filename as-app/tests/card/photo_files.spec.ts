import { FreeSpace } from "../../assembly/card/free_space";
import { PhotoFiles } from "../../assembly/card/photo_files";
import { Zone, parsePosixTz } from "../../assembly/clock/posix_tz";
import { CamConfig } from "../../assembly/config/camconfig";
import { size } from "../../assembly/host/card";
import { setNowMs } from "../../assembly/host/clock";
import { HostError } from "../../assembly/host/errors";
import { Ledger } from "../../assembly/ledger/ledger";
import { PendingOrder } from "../../assembly/ledger/pending_window";
import { Photo, PhotoTimeSource } from "../../assembly/ledger/photo";
import {
  cardCount,
  cardFail,
  cardFailCalls,
  cardFailEvery,
  cardGet,
  cardPut,
  cardRemove,
  clockAdvance,
  resetDoubles,
} from "../double";
import { finish } from "../ledger/run";

/** 2025-10-26 02:30:00 in Amsterdam, the first time; an hour later it is so again. */
const REPEATED_UTC_MS: i64 = 1761438600000;
const HOUR_MS: i64 = 3600000;

class Camera {
  ledger: Ledger;
  files: PhotoFiles;

  constructor() {
    const config = new CamConfig();
    config.camera.camId = "CAM1";
    config.local.imageDirectory = "webcam";
    config.local.freeMin_mb = 0;
    const parsed = parsePosixTz("CET-1CEST,M3.5.0,M10.5.0/3");
    const zone = parsed.zone;
    const ledger = new Ledger(PendingOrder.OLDEST_FIRST);
    const space = new FreeSpace(config.local, ledger);
    this.ledger = ledger;
    this.files = new PhotoFiles(config, zone ? zone : new Zone(), ledger, space);
    ledger.open();
  }

  /** Store a photo taken at a time, or without one; the reason if that is impossible. */
  store(utcMs: i64, uptimeMs: i64 = 0): string {
    const photo = new Photo();
    photo.dueUtcMs = utcMs;
    photo.capturedUtcMs = utcMs;
    photo.capturedUptimeMs = uptimeMs;
    photo.bytes = 4;
    const reason = this.files.store(1, photo);
    if (reason.length > 0) this.ledger.missed(photo.number, utcMs, uptimeMs, reason);
    return reason;
  }

  /** Date all there is to date at an uptime; false if that does not come to an end. */
  date(now: i64): bool {
    for (let steps = 0; steps < 1000; steps++) {
      if (!this.files.dateOne(now, PhotoTimeSource.SNTP) && !this.ledger.step(now)) return true;
    }
    return false;
  }
}

describe("photo files", () => {
  beforeEach(() => {
    resetDoubles();
  });

  it("have names of their own in the hour that comes twice, and when the clock was set back", () => {
    const camera = new Camera();
    expect(camera.store(REPEATED_UTC_MS)).toBe("");
    expect(camera.store(REPEATED_UTC_MS + HOUR_MS)).toBe("");
    expect(camera.store(REPEATED_UTC_MS)).toBe("");
    expect(size("webcam/20251026/20251026-023000-CAM1.jpg")).toBe(4);
    expect(size("webcam/20251026/20251026-023000b-CAM1.jpg")).toBe(4);
    expect(size("webcam/20251026/20251026-023000-CAM1-2.jpg")).toBe(4);
    finish(camera.ledger);
    expect(camera.ledger.pendingCount()).toBe(3);
  });

  it("have no folder of 1970 while the time is not known, and get their names later", () => {
    const camera = new Camera();
    for (let shot = 0; shot < 100; shot++) expect(camera.store(-1, shot * 30000)).toBe("");
    expect(size("webcam/unknown-time/BOOT1-00000030-CAM1.jpg")).toBe(4);
    expect(camera.files.undatedCount).toBe(100);
    clockAdvance(3000000);
    setNowMs(REPEATED_UTC_MS);
    expect(camera.files.retryAtMs()).toBeLessThanOrEqual(3000000);
    camera.ledger.seekUndated();
    expect(camera.date(3000000)).toBe(true);
    expect(camera.files.undatedCount).toBe(0);
    // The second one was taken 2,970 s before 02:30:00.
    expect(size("webcam/20251026/20251026-014030-CAM1.jpg")).toBe(4);
    expect(size("webcam/unknown-time/BOOT1-00000030-CAM1.jpg")).toBe(HostError.NOT_FOUND);
    let count = 0;
    for (;;) {
      finish(camera.ledger);
      const photo = camera.ledger.nextPending(3000000);
      if (photo == null) break;
      expect(photo.capturedUtcMs).toBe(REPEATED_UTC_MS - 3000000 + photo.capturedUptimeMs);
      expect(photo.timeSource).toBe(PhotoTimeSource.SNTP);
      expect(size(photo.path)).toBe(4, photo.path);
      camera.ledger.verified(photo);
      count++;
    }
    expect(count).toBe(100);
  });

  it("that were taken away before their time was known are on record as gone", () => {
    const camera = new Camera();
    camera.store(-1, 1000);
    camera.store(-1, 2000);
    cardRemove("webcam/unknown-time/BOOT1-00000001-CAM1.jpg");
    setNowMs(REPEATED_UTC_MS);
    camera.ledger.seekUndated();
    expect(camera.date(10000)).toBe(true);
    expect(camera.files.undatedCount).toBe(0);
    finish(camera.ledger);
    expect(camera.ledger.pendingCount()).toBe(1);
  });

  it("are found under their new name, whichever look at it fails", () => {
    const UNKNOWN = "webcam/unknown-time/BOOT1-00000001-CAM1.jpg";
    const DATED = "webcam/20251026/20251026-023000-CAM1.jpg";
    for (let call = 1; call <= 12; call++) {
      resetDoubles();
      const camera = new Camera();
      camera.store(-1, 1000);
      finish(camera.ledger);
      clockAdvance(1000);
      setNowMs(REPEATED_UTC_MS);
      camera.ledger.seekUndated();
      while (camera.ledger.nextUndated() == null) camera.ledger.step(1000);
      // A rename that the card has done, and told to have failed.
      cardPut(DATED, cardGet(UNKNOWN)!);
      cardRemove(UNKNOWN);
      cardFailCalls(call, call, HostError.IO);
      for (let tries: i64 = 0; tries < 5; tries++) {
        camera.date(1000 + tries * 6000);
        clockAdvance(6000);
      }
      const photo = camera.ledger.nextPending(i64.MAX_VALUE - 1);
      assert(photo != null, "given up after a failure of call " + call.toString());
      expect(photo!.path).toBe(DATED, call.toString());
    }
  });

  it("are dated after a card that failed works again", () => {
    const camera = new Camera();
    camera.store(-1, 1000);
    finish(camera.ledger);
    setNowMs(REPEATED_UTC_MS);
    camera.ledger.seekUndated();
    while (camera.ledger.nextUndated() == null) camera.ledger.step(0);
    cardFail(HostError.IO);
    expect(camera.files.dateOne(2000, PhotoTimeSource.HTTP)).toBe(false);
    cardFail(0);
    expect(camera.files.dateOne(2001, PhotoTimeSource.HTTP)).toBe(false, "not at once");
    expect(camera.date(20000)).toBe(true);
    expect(camera.files.undatedCount).toBe(0);
    expect(camera.ledger.nextPendingAtMs()).toBe(0);
  });

  it("are on the card or missing for a reason when every n-th write fails", () => {
    const failing = [HostError.IO, HostError.NO_SPACE, HostError.READ_ONLY];
    for (let n = 1; n < 12; n++) {
      for (let index = 0; index < failing.length; index++) {
        resetDoubles();
        const camera = new Camera();
        cardFailEvery(n, failing[index], 100);
        let stored = 0;
        for (let shot = 0; shot < 60; shot++) {
          if (camera.store(REPEATED_UTC_MS + shot * 30000).length == 0) stored++;
          camera.ledger.step(shot * 30000);
        }
        cardFailEvery(0, 0, 0);
        finish(camera.ledger, 10000000);
        const after = new Ledger(PendingOrder.OLDEST_FIRST);
        expect(after.open()).toBe(0);
        finish(after, 10000000);
        const name = "n " + n.toString() + ", error " + failing[index].toString();
        expect(after.pendingCount()).toBe(stored, name);
        expect(after.nextNumber()).toBe(61, name);
      }
    }
  });

  it("are missed with the card's reason, and nothing is left of them", () => {
    const camera = new Camera();
    const files = cardCount();
    cardFail(HostError.NO_DEVICE);
    expect(camera.store(REPEATED_UTC_MS)).toBe("no card");
    cardFail(HostError.NO_SPACE);
    expect(camera.store(REPEATED_UTC_MS)).toBe("card full");
    cardFail(HostError.READ_ONLY);
    expect(camera.store(REPEATED_UTC_MS)).toBe(
      "the card cannot be written (is it write-protected?)",
    );
    cardFail(0);
    expect(camera.store(REPEATED_UTC_MS)).toBe("");
    finish(camera.ledger, 10000);
    expect(cardCount()).toBe(files + 1);
  });
});
