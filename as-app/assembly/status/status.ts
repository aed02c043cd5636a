/** What the camera tells about itself, as plain fields that are filled as things happen. */
import { Photo } from "../ledger/photo";
import { MeanBytes } from "./card_days";

/** Whether there is more to come. */
export enum RunState {
  RUNNING,
  /** All photos of the run are taken. */
  FINISHED,
  /** A person or an update has ended the run. */
  STOPPED,
}

/** A step of the clock that is not known. */
export const NO_STEP: i64 = i64.MIN_VALUE;

export class Status {
  state: RunState = RunState.RUNNING;
  /** Counted up by what should be known soon, besides errors. */
  changeCount: i32 = 0;
  camId: string = "";
  bootNumber: i32 = 0;

  /** The photo that was stored last; numbers are -1 before. */
  lastNumber: i64 = -1;
  lastPath: string = "";
  lastBytes: i32 = -1;
  /** When it was exposed; UTC is -1 if that is not known. */
  lastUtcMs: i64 = -1;
  lastUptimeMs: i64 = -1;
  /** Since the start. */
  storedCount: i64 = 0;
  missedCount: i64 = 0;
  verifiedCount: i64 = 0;
  /** Photos that wait for their upload; at least so many if not exact. */
  pendingCount: i64 = 0;
  isPendingExact: bool = true;
  photoBytes: MeanBytes = new MeanBytes();
  /** Shots planned for the next 24 h. */
  shotsNextDay: i64 = 0;

  /** Bytes that are kept free on the card. */
  reserveBytes: i64 = 0;
  /** Whether old photos make room for new ones. */
  isCardEndless: bool = false;

  /** Who told the time last; empty before. */
  clockSource: string = "";
  clockSetUptimeMs: i64 = -1;
  /** How far the clock was behind when it was set last; NO_STEP if it was not known before. */
  clockStepMs: i64 = NO_STEP;

  isDropboxOn: bool = false;
  /** What a person has to do before any photo is taken by Dropbox; empty for nothing. */
  dropboxAction: string = "";
  /** Tenths of kilobytes a second of the last upload; -1 before. */
  uploadRate_tenths: i64 = -1;
  /** Longest time without progress in that upload's connection; -1 before. */
  uploadStallMs: i64 = -1;
  /** Tries that failed before that upload; -1 before. */
  uploadRetries: i32 = -1;

  photoStored(photo: Photo): void {
    this.storedCount++;
    this.photoBytes.add(photo.bytes);
    this.lastNumber = photo.number;
    this.lastPath = photo.path;
    this.lastBytes = photo.bytes;
    this.lastUtcMs = photo.capturedUtcMs;
    this.lastUptimeMs = photo.capturedUptimeMs;
  }

  /** A photo has got its time, and another path. */
  photoDated(photo: Photo): void {
    if (photo.number != this.lastNumber) return;
    this.lastPath = photo.path;
    this.lastUtcMs = photo.capturedUtcMs;
  }

  /** The clock was set; `stepMs` is how far it was behind, NO_STEP if it was not known before. */
  clockWasSet(source: string, uptimeMs: i64, stepMs: i64): void {
    if (source != this.clockSource) this.changeCount++;
    this.clockSource = source;
    this.clockSetUptimeMs = uptimeMs;
    this.clockStepMs = stepMs;
  }
}
