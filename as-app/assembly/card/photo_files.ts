/** Puts photos on the card under names of their own; each step stands in the ledger. */
import { Zone } from "../clock/posix_tz";
import { CamConfig } from "../config/camconfig";
import * as card from "../host/card";
import { nowMs } from "../host/clock";
import { errorText, HostError } from "../host/errors";
import { logInformation, logWarning } from "../log/log";
import { Ledger } from "../ledger/ledger";
import { Photo, PhotoTimeSource } from "../ledger/photo";
import { photoPath, unknownTimePath } from "../schedule/photo_name";
import { cardReason } from "./card_reason";
import { FreeSpace } from "./free_space";

/** Photos of one name that are told apart by a number; more happen only to a broken clock. */
const COPIES_MAX: i32 = 99;
/** Pause before a card that failed is tried again. */
const RETRY_MS: i64 = 5000;

export class PhotoFiles {
  /** How long the last photo took to be stored, in real time. */
  storeDurationUs: i64 = 0;
  /** Photos of this run whose time is still to be found out. */
  undatedCount: i64 = 0;
  /** The photo that dateOne has dated last. */
  lastDated: Photo | null = null;
  private retryDatingAtMs: i64 = 0;

  constructor(
    private readonly config: CamConfig,
    private readonly zone: Zone,
    private readonly ledger: Ledger,
    private readonly space: FreeSpace,
  ) {}

  /**
   * Store a frame as a photo; the caller fills in when and how it was taken. The empty text, or
   * why the shot is missed; then photo.number says whether it was planned.
   */
  store(frame: i32, photo: Photo): string {
    let status = card.state();
    if (status == 0 && !this.ledger.isOpen()) status = this.ledger.open();
    if (status == 0 && !this.space.makeRoom()) status = HostError.NO_SPACE;
    if (status == 0) status = this.plan(photo);
    if (status < 0) return cardReason(status);
    const stored = card.store(frame, photo.path);
    if (stored.status < 0) return cardReason(stored.status);
    photo.contentHash = stored.contentHash;
    this.storeDurationUs = stored.durationUs;
    this.ledger.stored(photo);
    this.space.wasUsed();
    if (photo.capturedUtcMs < 0) this.undatedCount++;
    return "";
  }

  /** Find a path that nothing has, and announce it in the ledger. */
  private plan(photo: Photo): i32 {
    let status: i32 = HostError.EXISTS;
    for (let copy = 1; copy <= COPIES_MAX && status == HostError.EXISTS; copy++) {
      photo.path = this.pathOf(photo.capturedUtcMs, photo.capturedUptimeMs, copy);
      status = this.ledger.plan(photo);
    }
    return status;
  }

  private pathOf(utcMs: i64, uptimeMs: i64, copy: i32): string {
    const camId = this.config.camera.camId;
    const name =
      utcMs >= 0
        ? photoPath(utcMs, this.zone, camId, copy)
        : unknownTimePath(this.ledger.bootNumber(), uptimeMs, camId, copy);
    return this.config.local.imageDirectory + "/" + name;
  }

  // --- dating -----------------------------------------------------------------------------------

  /**
   * While the time is known, give one photo that was taken before its time and name. True if there
   * may be more to do at once. `source` tells where the time comes from.
   */
  dateOne(now: i64, source: PhotoTimeSource): bool {
    if (this.undatedCount == 0 || !this.ledger.isOpen()) return false;
    if (now < this.retryDatingAtMs) return false;
    const photo = this.ledger.nextUndated();
    if (photo == null) {
      if (this.ledger.isUndatedKnown()) this.undatedCount = 0;
      return false;
    }
    const status = this.date(photo, nowMs() - (now - photo.capturedUptimeMs), source);
    if (status < 0) {
      logWarning(photo.path + " keeps its name for now: " + errorText(status));
      this.retryDatingAtMs = now + RETRY_MS;
      return false;
    }
    this.undatedCount--;
    this.lastDated = photo;
    return true;
  }

  /** Uptime at which dateOne tries again what failed; i64.MAX_VALUE if nothing is undated. */
  retryAtMs(): i64 {
    return this.undatedCount > 0 ? this.retryDatingAtMs : i64.MAX_VALUE;
  }

  private date(photo: Photo, utcMs: i64, source: PhotoTimeSource): i32 {
    const before = photo.path;
    let status: i32 = HostError.EXISTS;
    for (let copy = 1; copy <= COPIES_MAX && status == HostError.EXISTS; copy++) {
      status = this.ledger.date(photo, utcMs, source, this.pathOf(utcMs, 0, copy));
    }
    if (status == HostError.EXISTS) status = this.ledger.date(photo, utcMs, source, before);
    if (status == HostError.NOT_FOUND) return this.ledger.gone(photo, "no file was there to date");
    if (status == 0) logInformation(before + " is now " + photo.path);
    return status;
  }
}
