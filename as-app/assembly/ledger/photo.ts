/** A photo, or a shot that is to become one, as the ledger knows it. */

/** Where the time of a photo comes from. */
export enum PhotoTimeSource {
  UNKNOWN,
  /** Worked out from an earlier time and the time the board has run since. */
  ESTIMATED,
  /** A service over HTTPS. */
  HTTP,
  SNTP,
}

/**
 * One photo. The caller fills in the fields of its part of the way; the ledger those marked so.
 * Times in UTC are milliseconds since 1970, -1 while not known; uptimes are milliseconds since
 * start.
 */
export class Photo {
  /** Ledger: number of the shot, from 1 on; -1 before Ledger.plan. */
  number: i64 = -1;
  /** Path on the card, at most 200 bytes, without control characters. */
  path: string = "";
  /** Size in bytes. */
  bytes: i32 = 0;
  /** Dropbox content_hash, 64 lower-case hexadecimal digits; empty while not known. */
  contentHash: string = "";
  /** When the shot was due. */
  dueUtcMs: i64 = -1;
  dueUptimeMs: i64 = 0;
  /** When it was exposed. */
  capturedUtcMs: i64 = -1;
  capturedUptimeMs: i64 = 0;
  /** Ledger: number of the start of the board in which the photo was taken. */
  bootNumber: i32 = 0;
  timeSource: PhotoTimeSource = PhotoTimeSource.UNKNOWN;
  /** Frames thrown away before this one. */
  retakes: i32 = 0;
  /** Why the photo may be bad; empty for a good one. Ledger: also for a photo found after a cut. */
  doubt: string = "";
  /** True if the night profile was used. */
  night: bool = false;
  /** Ledger: it was sent in full; whether it arrived as it is was not recorded. */
  uploaded: bool = false;
  /** Attempts to send it in this session; the uploader's. */
  attempts: i32 = 0;
  /** Uptime before which Ledger.nextPending leaves the photo out; the uploader's. */
  retryAtMs: i64 = 0;
  /** Ledger: segment that the photo belongs to; -1 before Ledger.plan. */
  segment: i32 = -1;
  /** Ledger: the ledger it belongs to. */
  ledgerId: u32 = 0;
  /** Ledger: true while the photo waits for its upload. */
  pending: bool = false;

  /**
   * Whether the time of a photo is still to be found out, in this start of the board: from the
   * uptime of another start nothing follows.
   */
  isUndated(bootNumber: i32): bool {
    return this.capturedUtcMs < 0 && this.dueUtcMs < 0 && this.bootNumber == bootNumber;
  }

  /** Its time became known, and its path with it: it may be sent. */
  takeDate(dated: Photo): void {
    this.path = dated.path;
    this.capturedUtcMs = dated.capturedUtcMs;
    this.timeSource = dated.timeSource;
    this.retryAtMs = 0;
  }
}
