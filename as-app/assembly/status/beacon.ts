/**
 * The still-alive beacon: puts the status on the card from time to time, between two shots. The
 * card is never filled for it, and that it fails changes nothing else.
 */
import { Zone } from "../clock/posix_tz";
import { freeBytes, write } from "../host/card";
import { latestError } from "../log/latest_line";
import { RESERVE_BYTES } from "../ledger/ledger";
import { Status } from "./status";
import { statusJson } from "./status_json";

/** Where the status is on the card. */
export const STATUS_PATH = "wamcam/status.json";

/** Least time between two tries, however much happens. */
const BETWEEN_MS: i64 = 60000;
/** Where shots follow so closely that it is never quiet, a status waits no longer than this. */
const PATIENCE_MS: i64 = 60000;

/** Longer ago than any period. */
const NEVER_TRIED: i64 = -1 << 31;

export class Beacon {
  readonly status: Status = new Status();
  /** Uptime of the last try, NEVER_TRIED before. */
  triedAtMs: i64 = NEVER_TRIED;
  private hasWritten: bool = false;
  /** Errors and changes that the file on the card tells of. */
  private newsTold: i64 = 0;

  /** `periodMs` is the longest time between two writes, at least BETWEEN_MS. */
  constructor(
    private readonly zone: Zone,
    private readonly periodMs: i64,
  ) {}

  /** A status was told at this uptime: before the start of the board, if it is negative. */
  toldAt(uptimeMs: i64): void {
    this.triedAtMs = uptimeMs;
    this.hasWritten = true;
  }

  /** Uptime from which on a status is to be written. */
  private dueMs(): i64 {
    const waitMs = this.hasWritten && !this.isNews() ? this.periodMs : BETWEEN_MS;
    return max<i64>(0, this.triedAtMs + waitMs);
  }

  private isNews(): bool {
    return this.newsTold != latestError.count + this.status.changeCount;
  }

  /** Whether a status is to be written now; `isQuiet` if no shot is under way or due soon. */
  isDue(now: i64, isQuiet: bool): bool {
    return now >= this.dueMs() + (isQuiet ? 0 : PATIENCE_MS);
  }

  /** Uptime at which a status becomes due; one that is due waits for the next shot to be over. */
  nextStepAtMs(now: i64): i64 {
    const dueMs = this.dueMs();
    return now < dueMs ? dueMs : i64.MAX_VALUE;
  }

  /** Write it; false if the card has no room to replace the file, or failed. */
  write(now: i64): bool {
    this.triedAtMs = now;
    this.hasWritten = freeBytes() >= RESERVE_BYTES && this.put(now);
    return this.hasWritten;
  }

  private put(now: i64): bool {
    this.newsTold = latestError.count + this.status.changeCount;
    return write(STATUS_PATH, statusJson(this.status, this.zone, now)) == 0;
  }
}
