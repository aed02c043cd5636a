/**
 * Keeps room on the card for the next photos, as `card_full` and `free_min_mb` say. Only a photo
 * that the ledger knows as verified in the cloud is ever removed, the oldest first.
 */
import { CardFull, LocalConfig } from "../config/camconfig";
import { freeBytes, remove } from "../host/card";
import { logDebug, logInformation, logWarning } from "../log/log";
import { errorText } from "../host/errors";
import { Ledger } from "../ledger/ledger";
import { Event } from "../log/event";

/** Room that is made ahead of need, so that no shot waits for a removal. */
const AHEAD_BYTES: i64 = 4000000;
/** Photos removed at once for a shot that finds no room all the same. */
const REMOVED_AT_ONCE_MAX: i32 = 8;

export class FreeSpace {
  private readonly reserveBytes: i64;
  private readonly mayRemove: bool;
  /** True while it is not known whether enough is free, and photos may be removed for it. */
  private isDue: bool;
  /** The person was told, once, that photos are removed. */
  private hasSaid: bool = false;

  constructor(
    config: LocalConfig,
    private readonly ledger: Ledger,
  ) {
    this.reserveBytes = <i64>config.freeMin_mb * 1000000;
    this.mayRemove = config.cardFull == CardFull.DELETE_OLDEST_UPLOADED;
    this.isDue = this.mayRemove;
  }

  /** Something was stored: look again how much is free. */
  wasUsed(): void {
    this.isDue = this.mayRemove;
  }

  /** True if a photo may be stored now; removes a few photos for that if it may. */
  makeRoom(): bool {
    for (let removed = 0; removed <= REMOVED_AT_ONCE_MAX; removed++) {
      const free = freeBytes();
      // What cannot be told is found out by storing.
      if (free < 0 || free >= this.leastBytes()) return true;
      this.isDue = this.mayRemove;
      if (!this.mayRemove || !this.removeOldest()) return false;
    }
    return false;
  }

  /** Remove one photo ahead of need. True if there may be more to do at once. */
  step(): bool {
    if (!this.isDue) return false;
    const free = freeBytes();
    if (free < 0) return false;
    if (free >= this.leastBytes() + AHEAD_BYTES) {
      this.isDue = false;
      return false;
    }
    if (this.removeOldest()) return true;
    // Without a photo that may go, or with a card that fails, the next photo is the time to look.
    if (this.ledger.isVerifiedKnown()) this.isDue = false;
    return false;
  }

  private leastBytes(): i64 {
    return max(this.reserveBytes, this.ledger.reserveBytes());
  }

  private removeOldest(): bool {
    const photo = this.ledger.oldestVerified();
    if (photo == null) return false;
    const status = this.ledger.remove(photo);
    if (status < 0) {
      this.isDue = false;
      logWarning(photo.path + " could not be removed to make room: " + errorText(status));
      return false;
    }
    if (!this.hasSaid) logInformation("the card is full: the oldest uploaded photos are removed");
    this.hasSaid = true;
    logDebug(photo.path + " removed: it is uploaded, and the card is full");
    new Event("removed").whole("number", photo.number).text("path", photo.path).publish();
    // A folder with something in it stays.
    remove(photo.path.substring(0, photo.path.lastIndexOf("/")));
    return true;
  }
}
