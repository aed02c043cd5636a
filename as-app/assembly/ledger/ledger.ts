/**
 * What happened to every shot. The queue of uploads is a view of it, as is what may be deleted.
 *
 * A photo's way: plan, store the frame on the card, stored; uploaded and verified; in the end
 * deleted. Each step is a line on the card before the next begins, so that a cut of power at any
 * byte leaves no photo forgotten and no number given twice. docs/ledger.md is the specification of
 * the files.
 */
import { freeBytes, remove, rename, size } from "../host/card";
import { HostError } from "../host/errors";
import { utf8 } from "../host/text";
import { Checkpoint } from "./checkpoint";
import { Journal } from "./journal";
import { TEXT_BYTES_MAX } from "./line_writer";
import { Inspection } from "./inspection";
import { NOTHING_TO_DO, PendingPhotos, WORKED } from "./pending_photos";
import { PendingOrder } from "./pending_window";
import { Photo, PhotoTimeSource } from "./photo";
import { RecordKind } from "./record_kind";
import { Entry } from "./records";
import { firstSegment, isCardFailure, removeSegment } from "./segment_files";
import { SegmentScan, completeMark } from "./segment_scan";
import { UndatedPhotos } from "./undated_photos";
import { VerifiedPhotos } from "./verified_photos";

/** In place of a number: the next one. */
export const NEXT_NUMBER: i64 = -1;
/** With less free, no shot is planned: the ledger must go on, and say why photos are missing. */
export const RESERVE_BYTES: i64 = 1 << 20;
/** What the ledger will have to say of a photo that waits: uploaded, with its hash, and verified. */
const PENDING_BYTES: i64 = 128;
/** With less free, the ledger gives up whatever tells of nothing that is still on the card. */
const TIGHT_BYTES: i64 = RESERVE_BYTES / 2;
/** Pause before the card is tried again after it failed. */
const RETRY_MS: i64 = 5000;

/**
 * 1 if a rename was done that the card has said to have failed, 0 if not, or the HostError for which
 * that cannot be told: taken for a no, the photo would be missed under the name that it has left.
 */
function hasMoved(photo: Photo, newPath: string): i32 {
  const old = size(photo.path);
  const present = size(newPath);
  if (isCardFailure(old)) return <i32>old;
  if (isCardFailure(present)) return <i32>present;
  return i32(old == HostError.NOT_FOUND && present == photo.bytes);
}

/** Is told of a card that this start has not known. */
export interface LedgerWatcher {
  /**
   * What the card tells is known, and nothing was written to it yet. What is told to be missed now
   * gets its number, and its place on the card, before all that waits for the card.
   */
  ledgerWasFound(): void;
}

export class Ledger {
  watcher: LedgerWatcher | null = null;
  private journal: Journal;
  private inspection: Inspection;
  private pending: PendingPhotos;
  private verifiedPhotos: VerifiedPhotos = new VerifiedPhotos();
  private undatedPhotos: UndatedPhotos = new UndatedPhotos();
  /** Segment of the first shot of this start. */
  private startSegment: i32 = 0;
  private checkpoint: Checkpoint = new Checkpoint();
  /** Segment of the shot that was planned and has no outcome yet. */
  private openSegment: i32 = -1;
  /** Records dropped before memory and card were last brought together. */
  private droppedBefore: i64 = 0;
  private retryAtMs: i64 = 0;
  private hasFailed: bool = false;
  /** The segment that was written when old ones were last looked at. */
  private tidiedAt: i32 = 0;
  /** Old segment that is looked at next. */
  private oldSegment: i32 = i32.MAX_VALUE;

  constructor(order: PendingOrder = PendingOrder.NEWEST_FIRST) {
    const journal = new Journal();
    const inspection = new Inspection(journal, new SegmentScan());
    this.journal = journal;
    this.inspection = inspection;
    this.pending = new PendingPhotos(journal, inspection, order);
  }

  /**
   * Open the ledger on the card; a card without one gets one. 0, or the HostError for which it
   * could not be read, or not be written. `step` tries again; what happens in between is kept in
   * memory. If it is the same card that comes back, memory knows what is on it.
   */
  open(): i32 {
    const idBefore = this.journal.id;
    const checkpoint = new Checkpoint();
    checkpoint.read();
    const scan = this.inspection.scan;
    const status = this.journal.open(scan, checkpoint.nextNumber, checkpoint.ledgerId);
    if (status < 0) return status;
    if (this.journal.id != idBefore) {
      this.begin(checkpoint);
      const watcher = this.watcher;
      if (watcher != null) watcher.ledgerWasFound();
    }
    const written = this.journal.flush();
    if (written == HostError.NO_SPACE) this.tidiedAt = -1;
    return written;
  }

  /** Begin with what a card holds that was not there before. */
  private begin(checkpoint: Checkpoint): void {
    this.inspection.openNumber = -1;
    this.startSegment = this.journal.current;
    this.tidiedAt = this.startSegment;
    this.undatedPhotos.begin(this.startSegment);
    checkpoint.check(this.journal.id, this.journal.current);
    this.checkpoint = checkpoint;
    this.readAnew();
  }

  /** Know no more than what is on the card. */
  private readAnew(): void {
    this.droppedBefore = this.journal.droppedCount;
    this.pending.begin(this.checkpoint.firstPending);
    this.verifiedPhotos.begin(this.checkpoint.firstDeletable);
    this.inspection.hasMarked = true;
  }

  /** False while the card has not been there, or has failed. */
  isOpen(): bool {
    return this.journal.isOpen;
  }

  /** How many times the board was started with this card, this time included; 0 before `open`. */
  bootNumber(): i32 {
    return this.journal.bootNumber;
  }

  /** Number of the next shot; -1 while the ledger was never open. */
  nextNumber(): i64 {
    return this.journal.nextNumber;
  }

  /** When the last planned or missed shot was due, UTC; -1 if that is not known. */
  lastDueUtcMs(): i64 {
    return this.journal.lastDueUtcMs;
  }

  /** When the last shot was due that the card told of as it was opened; -1 if it told of none. */
  dueBeforeUtcMs(): i64 {
    return this.journal.dueBeforeUtcMs;
  }

  /** True while all records are on the card. */
  isSettled(): bool {
    return this.journal.isOpen && !this.journal.isWaiting;
  }

  /** Records that wait for the card. */
  unwrittenCount(): i32 {
    return this.journal.unwrittenCount;
  }

  /** Records that could not be kept while the card failed, in this session. */
  droppedCount(): i64 {
    return this.journal.droppedCount;
  }

  /** Bytes at which a segment is full, for tests; 32 KiB otherwise. */
  setSegmentBytes(bytes: i32): void {
    this.journal.segmentBytes = bytes;
  }

  /**
   * Announce that a frame will be stored under photo.path, and give the photo its number. 0, or a
   * HostError: then nothing has changed, nothing may be stored, and `missed` is to be told why.
   * EXISTS: something has that path. NO_SPACE: with the photo, less than reserveBytes would be free.
   * INVALID: no such path may be.
   */
  plan(photo: Photo): i32 {
    if (!isFitPath(photo.path)) return HostError.INVALID;
    const opened = this.journal.isOpen ? 0 : this.open();
    if (opened < 0) return opened;
    const taken = this.checkFree(photo.path);
    if (taken < 0) return taken;
    const free = freeBytes();
    if (free < 0) return <i32>free;
    if (free < this.reserveBytes() + photo.bytes) return HostError.NO_SPACE;
    photo.number = this.journal.nextNumber;
    photo.bootNumber = this.journal.bootNumber;
    const entry = new Entry(RecordKind.PLANNED, -1, photo.number);
    entry.photo = photo;
    const status = this.journal.addNow(entry);
    if (status < 0) {
      photo.number = -1;
      return status;
    }
    this.journal.nextNumber++;
    if (photo.dueUtcMs >= 0) this.journal.lastDueUtcMs = photo.dueUtcMs;
    photo.ledgerId = this.journal.id;
    this.inspection.openNumber = photo.number;
    this.openSegment = photo.segment;
    return 0;
  }

  /**
   * A planned photo is on the card. 0, or the HostError for which the record is kept in memory; the
   * photo waits for its upload in any case.
   */
  stored(photo: Photo): i32 {
    if (!this.isOurs(photo) || photo.pending) return HostError.INVALID;
    if (photo.number == this.inspection.openNumber) this.inspection.openNumber = -1;
    const entry = new Entry(RecordKind.STORED, photo.segment, photo.number);
    entry.photo = photo;
    photo.pending = true;
    const status = this.journal.add(entry);
    this.pending.join(photo);
    return status;
  }

  /**
   * `count` shots in a row are missing: a planned one by its number, or new ones with NEXT_NUMBER.
   * `dueUtcMs` and `dueUptimeMs` tell when the first was due, `lastDueUtcMs` the last. 0, or the
   * HostError for which the record is kept in memory.
   */
  missed(
    number: i64,
    dueUtcMs: i64,
    dueUptimeMs: i64,
    reason: string,
    count: i64 = 1,
    lastDueUtcMs: i64 = -1,
  ): i32 {
    if (count < 1) return HostError.INVALID;
    const isPlanned = number >= 0 && number == this.inspection.openNumber;
    if (!isPlanned && number >= 0 && number != this.journal.nextNumber) return HostError.INVALID;
    const entry = new Entry(RecordKind.MISSED, isPlanned ? this.openSegment : -1, number);
    entry.count = isPlanned ? 1 : count;
    entry.utcMs = dueUtcMs;
    entry.uptimeMs = dueUptimeMs;
    entry.lastUtcMs = lastDueUtcMs >= 0 ? lastDueUtcMs : dueUtcMs;
    entry.text = reason;
    if (isPlanned) this.inspection.openNumber = -1;
    else this.journal.give(entry);
    if (entry.lastUtcMs >= 0) this.journal.lastDueUtcMs = entry.lastUtcMs;
    return this.journal.add(entry);
  }

  /** All bytes of a photo were sent and taken; its content_hash is remembered. */
  uploaded(photo: Photo): i32 {
    if (!this.isOurs(photo)) return HostError.INVALID;
    photo.uploaded = true;
    return this.tell(RecordKind.UPLOADED, photo, photo.contentHash);
  }

  /** The cloud has the photo as it is on the card: it need not be sent any more. */
  verified(photo: Photo): i32 {
    if (!this.isOurs(photo)) return HostError.INVALID;
    const status = this.tell(RecordKind.VERIFIED, photo, "");
    this.pending.leave(photo);
    this.verifiedPhotos.verified(photo);
    return status;
  }

  /** The cloud will not take this photo. It is offered again after the next start of the board. */
  refused(photo: Photo, reason: string): i32 {
    if (!this.isOurs(photo)) return HostError.INVALID;
    const boot = this.journal.bootNumber.toString();
    const status = this.tell(RecordKind.REFUSED, photo, boot + " " + reason);
    this.pending.leave(photo);
    return status;
  }

  /**
   * The file of a photo is not on the card any more, and nobody deleted it. EXISTS if it is there,
   * and another HostError if the card fails: then nothing has changed.
   */
  gone(photo: Photo, reason: string): i32 {
    if (!this.isOurs(photo)) return HostError.INVALID;
    const bytes = size(photo.path);
    if (bytes >= 0) return HostError.EXISTS;
    if (isCardFailure(bytes)) return <i32>bytes;
    const status = this.tell(RecordKind.GONE, photo, reason);
    this.undatedPhotos.leave(photo.number);
    this.pending.leave(photo);
    return status;
  }

  /**
   * Remove the file of a photo on purpose. 0, or the HostError for which nothing was recorded or
   * the file could not be removed. The record comes first: the other way round, a cut between the
   * two would leave a path to be removed that another photo may have been given by then.
   */
  remove(photo: Photo): i32 {
    if (!this.isOurs(photo)) return HostError.INVALID;
    const entry = new Entry(RecordKind.DELETED, photo.segment, photo.number);
    const status = this.journal.addNow(entry);
    if (status < 0) return status;
    const marked = this.verifiedPhotos.deleted(photo);
    if (marked >= 0) {
      // The mark stays the last line, so that the segment need not be read.
      this.journal.add(new Entry(RecordKind.COMPLETE, photo.segment, marked));
      if (marked == 0) this.inspection.hasMarked = true;
    } else if (!this.verifiedPhotos.isAnyKnown()) {
      // Not for each photo: one that is refused keeps the mark away, and reading takes time.
      this.pending.checkLater(photo.segment);
    }
    this.pending.leave(photo);
    const removed = remove(photo.path);
    return removed == HostError.NOT_FOUND ? 0 : removed;
  }

  /**
   * The time of an undated photo became known: record it and give the file another path, or leave
   * it its own. 0, or a HostError: then the photo is where it was. EXISTS: something has that path.
   */
  date(photo: Photo, capturedUtcMs: i64, source: PhotoTimeSource, newPath: string): i32 {
    if (!this.isOurs(photo) || !isFitPath(newPath)) return HostError.INVALID;
    const moved = newPath != photo.path ? hasMoved(photo, newPath) : 1;
    if (moved < 0) return moved;
    const moves = moved == 0;
    const taken = moves ? this.checkFree(newPath) : 0;
    if (taken < 0) return taken;
    const entry = new Entry(RecordKind.DATED, photo.segment, photo.number);
    entry.utcMs = capturedUtcMs;
    entry.timeSource = source;
    entry.text = newPath;
    let status = this.journal.addNow(entry);
    if (status == 0 && moves) status = rename(photo.path, newPath);
    if (status < 0) return status;
    photo.capturedUtcMs = capturedUtcMs;
    photo.timeSource = source;
    photo.path = newPath;
    this.undatedPhotos.leave(photo.number);
    const waiting = this.pending.window.find(photo.number);
    if (waiting != null) waiting.takeDate(photo);
    return 0;
  }

  /** Photos that wait for their upload: exact once isPendingExact, before that at least so many. */
  pendingCount(): i64 {
    return max(this.pending.counted, <i64>this.pending.window.length);
  }

  /** Bytes that are to stay free for what the ledger will have to say. */
  reserveBytes(): i64 {
    return RESERVE_BYTES + PENDING_BYTES * this.pendingCount();
  }

  isPendingExact(): bool {
    return this.journal.isOpen && this.pending.isCounted();
  }

  /** The photo to send next, whose retryAtMs has come; null if none is known. */
  nextPending(nowMs: i64): Photo | null {
    return this.pending.window.next(nowMs);
  }

  /** Uptime at which nextPending has a photo, if none is added; i64.MAX_VALUE without any. */
  nextPendingAtMs(): i64 {
    return this.pending.window.nextAtMs();
  }

  /**
   * The oldest photo that is verified and still on the card; null if there is none, or it has to be
   * searched for: then `step` does so, until isVerifiedKnown.
   */
  oldestVerified(): Photo | null {
    return this.verifiedPhotos.first();
  }

  /** True if a null of oldestVerified means that there is none. */
  isVerifiedKnown(): bool {
    return this.verifiedPhotos.isThrough;
  }

  /** Search for the undated photos of this start: the time became known. */
  seekUndated(): void {
    this.undatedPhotos.begin(this.startSegment);
  }

  /**
   * The oldest photo of this start whose time is not known; null if there is none, or it has to be
   * searched for: then `step` does so, until isUndatedKnown.
   */
  nextUndated(): Photo | null {
    return this.undatedPhotos.first();
  }

  /** True if a null of nextUndated means that there is none. */
  isUndatedKnown(): bool {
    return this.undatedPhotos.isThrough;
  }

  /** Uptime at which `step` tries a failed card again; i64.MAX_VALUE when it has not failed. */
  nextStepAtMs(): i64 {
    return this.hasFailed ? this.retryAtMs : i64.MAX_VALUE;
  }

  /**
   * Do a little of what is to be done: write what is kept, or read one segment. True if there may
   * be more to do at once. `nowMs` is the uptime.
   */
  step(nowMs: i64): bool {
    if (nowMs < this.retryAtMs) return false;
    const status = this.work();
    this.hasFailed = status < 0;
    if (status >= 0) return status == WORKED;
    this.retryAtMs = nowMs + RETRY_MS;
    if (status == HostError.NO_DEVICE) this.journal.close();
    return false;
  }

  private work(): i32 {
    if (!this.journal.isOpen) {
      const status = this.open();
      return status < 0 ? status : WORKED;
    }
    if (this.isTooLong()) return this.giveUp();
    if (this.journal.isWaiting) {
      const status = this.journal.flush();
      return status < 0 ? status : WORKED;
    }
    // What was dropped is found out again: a photo that is verified is offered, and found in the cloud.
    if (this.journal.droppedCount != this.droppedBefore) this.readAnew();
    const status = this.pending.step();
    if (status != NOTHING_TO_DO) return status;
    const scan = this.inspection.scan;
    const journal = this.journal;
    if (this.undatedPhotos.isWanted) {
      return this.undatedPhotos.search(scan, journal.current, journal.id, journal.bootNumber);
    }
    if (this.verifiedPhotos.isWanted) {
      return this.verifiedPhotos.search(scan, journal.current, journal.id);
    }
    return this.inspection.hasMarked ? this.advance() : this.pending.count();
  }

  /** Move the checkpoint over segments that are marked. */
  private advance(): i32 {
    const status = this.checkpoint.advance(this.journal.current, this.journal.nextNumber);
    this.pending.firstPending = this.checkpoint.firstPending;
    if (status == 0) this.inspection.hasMarked = false;
    return status < 0 ? status : WORKED;
  }

  /** Whether old segments are to be looked at: once for each that is begun. */
  private isTooLong(): bool {
    const current = this.journal.current;
    if (this.tidiedAt != current) {
      this.tidiedAt = current;
      this.oldSegment = firstSegment();
    }
    // One stays behind that which is written, or is yet to be.
    return this.oldSegment < current - 1;
  }

  /**
   * Give up one segment that tells of nothing on the card: if these are more than the others, or if
   * the card is so full that the ledger could not go on. WORKED or a HostError.
   */
  private giveUp(): i32 {
    const segment = this.oldSegment++;
    const isHistory = segment + this.journal.current + 1 < 2 * this.checkpoint.firstDeletable;
    if (isHistory) return removeSegment(segment);
    const free = freeBytes();
    if (free >= TIGHT_BYTES) this.oldSegment = i32.MAX_VALUE;
    if (free < 0 || free >= TIGHT_BYTES) return WORKED;
    const mark = completeMark(segment);
    if (mark == 0) return removeSegment(segment);
    return mark < -1 ? mark : WORKED;
  }

  /** 0 if nothing has this path. */
  private checkFree(path: string): i32 {
    const bytes = size(path);
    if (bytes == HostError.NOT_FOUND) return 0;
    return bytes < 0 ? <i32>bytes : HostError.EXISTS;
  }

  private isOurs(photo: Photo): bool {
    return photo.segment >= 0 && photo.ledgerId == this.journal.id;
  }

  private tell(kind: RecordKind, photo: Photo, text: string): i32 {
    const entry = new Entry(kind, photo.segment, photo.number);
    entry.text = text;
    return this.journal.add(entry);
  }
}

/** Whether a path can stand in the ledger: not empty, not too long, no control characters. */
function isFitPath(path: string): bool {
  const bytes = utf8(path);
  if (bytes.length == 0 || bytes.length > TEXT_BYTES_MAX) return false;
  for (let index = 0; index < bytes.length; index++) {
    const byte = unchecked(bytes[index]);
    if (byte < 0x20 || byte == 0x7f) return false;
  }
  return true;
}
