/**
 * What happened to every shot. The queue of uploads is a view of it, as is what may be deleted.
 *
 * A photo's way: plan, store the frame on the card, stored; uploaded and verified; in the end deleted.
 * Each step is a line on the card before the next begins, so that a cut of power at any byte leaves no
 * photo forgotten and no number given twice. docs/ledger.md is the specification of the files.
 */
import { freeBytes, rename, size } from "../host/card";
import { HostError } from "../host/errors";
import { utf8 } from "../host/text";
import { Checkpoint } from "./checkpoint";
import { Journal } from "./journal";
import { TEXT_BYTES_MAX } from "./line_writer";
import { PendingOrder, PendingWindow } from "./pending_window";
import { Photo } from "./photo";
import { RecordKind } from "./record_kind";
import { Entry } from "./records";
import { isCardFailure } from "./segment_files";
import { SegmentScan, Shot, completeMark, isPending, isUnresolved } from "./segment_scan";
import { VerifiedPhotos } from "./verified_photos";

/** In place of a number: the next one. */
export const NEXT_NUMBER: i64 = -1;
/** With less free, no shot is planned: the ledger must go on, and say why photos are missing. */
export const RESERVE_BYTES: i64 = 1 << 20;
/** Pause before the card is tried again after it failed. */
const RETRY_MS: i64 = 5000;
/** Shots in doubt that are looked up in one step. */
const RESOLVED_PER_STEP_MAX: i32 = 4;
/** Photos stored last before a start, whose files are looked for. */
const LAST_PHOTOS_CHECKED: i64 = 4;
const RECHECK_MAX: i32 = 64;

/** Answers of steps beside HostErrors. */
const NOTHING_TO_DO: i32 = 0;
const WORKED: i32 = 1;

const REASON_CUT = "power was cut";
const REASON_CUT_OR_DAMAGE = "power was cut, or the record is damaged";

export class Ledger {
  private journal: Journal = new Journal();
  private scan: SegmentScan = new SegmentScan();
  private window: PendingWindow;
  private verifiedPhotos: VerifiedPhotos = new VerifiedPhotos();
  private checkpoint: Checkpoint = new Checkpoint();
  /** The checkpoint may go on. */
  private mayAdvance: bool = false;
  /** Segments above this one are counted in `pending`. */
  private countSegment: i32 = -1;
  private pending: i64 = 0;
  /** Segments in which the last pending photo may be done. */
  private recheck: i32[] = [];
  private lastCurrent: i32 = 0;
  /** The shot that was planned and has no outcome yet. */
  private openNumber: i64 = -1;
  private openSegment: i32 = -1;
  private retryAtMs: i64 = 0;
  /** Lines that could not be read, in the segments read in this session. */
  damagedCount: i64 = 0;

  constructor(order: PendingOrder = PendingOrder.NEWEST_FIRST) {
    this.window = new PendingWindow(order);
  }

  /**
   * Open the ledger on the card; a card without one gets one. 0, or the HostError for which it could
   * not be read, or not be written. `step` tries again; what happens in between is kept in memory.
   */
  open(): i32 {
    const idBefore = this.journal.id;
    this.checkpoint.read();
    const next = this.checkpoint.nextNumber;
    const status = this.journal.open(this.scan, next, this.checkpoint.ledgerId);
    if (status < 0) return status;
    if (this.journal.id != idBefore) this.openNumber = -1;
    this.begin();
    return this.journal.flush();
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
   * EXISTS: something has that path. NO_SPACE: less than RESERVE_BYTES is free. INVALID: no such path
   * may be.
   */
  plan(photo: Photo): i32 {
    if (!isFitPath(photo.path)) return HostError.INVALID;
    const opened = this.journal.isOpen ? 0 : this.open();
    if (opened < 0) return opened;
    const taken = this.checkFree(photo.path);
    if (taken < 0) return taken;
    const free = freeBytes();
    if (free < RESERVE_BYTES) return free < 0 ? <i32>free : HostError.NO_SPACE;
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
    this.openNumber = photo.number;
    this.openSegment = photo.segment;
    return 0;
  }

  /**
   * A planned photo is on the card. 0, or the HostError for which the record is kept in memory; the
   * photo waits for its upload in any case.
   */
  stored(photo: Photo): i32 {
    if (!this.isOurs(photo) || photo.pending) return HostError.INVALID;
    if (photo.number == this.openNumber) this.openNumber = -1;
    const entry = new Entry(RecordKind.STORED, photo.segment, photo.number);
    entry.photo = photo;
    photo.pending = true;
    const status = this.journal.add(entry);
    if (!this.journal.isOpen) return status;
    if (photo.segment > this.countSegment) this.pending++;
    this.window.offer(photo);
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
    const isPlanned = number >= 0 && number == this.openNumber;
    if (!isPlanned && number >= 0 && number != this.journal.nextNumber) return HostError.INVALID;
    const entry = new Entry(RecordKind.MISSED, isPlanned ? this.openSegment : -1, number);
    entry.count = isPlanned ? 1 : count;
    entry.utcMs = dueUtcMs;
    entry.uptimeMs = dueUptimeMs;
    entry.lastUtcMs = lastDueUtcMs >= 0 ? lastDueUtcMs : dueUtcMs;
    entry.text = reason;
    if (isPlanned) this.openNumber = -1;
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
    this.leave(photo);
    this.verifiedPhotos.verified(photo);
    return status;
  }

  /** The cloud will not take this photo. It is offered again after the next start of the board. */
  refused(photo: Photo, reason: string): i32 {
    if (!this.isOurs(photo)) return HostError.INVALID;
    const boot = this.journal.bootNumber.toString();
    const status = this.tell(RecordKind.REFUSED, photo, boot + " " + reason);
    this.leave(photo);
    return status;
  }

  /**
   * The file of a photo is not on the card any more, and nobody deleted it. EXISTS if it is there, and
   * another HostError if the card fails: then nothing has changed.
   */
  gone(photo: Photo, reason: string): i32 {
    if (!this.isOurs(photo)) return HostError.INVALID;
    const bytes = size(photo.path);
    if (bytes >= 0) return HostError.EXISTS;
    if (isCardFailure(bytes)) return <i32>bytes;
    const status = this.tell(RecordKind.GONE, photo, reason);
    this.leave(photo);
    return status;
  }

  /** The file of a photo was removed on purpose. */
  deleted(photo: Photo): i32 {
    if (!this.isOurs(photo)) return HostError.INVALID;
    const marked = this.verifiedPhotos.deleted(photo);
    this.journal.addLater(new Entry(RecordKind.DELETED, photo.segment, photo.number));
    if (marked >= 0) {
      // The mark stays the last line, so that the segment need not be read.
      this.journal.addLater(new Entry(RecordKind.COMPLETE, photo.segment, marked));
      if (marked == 0) this.mayAdvance = true;
    }
    if (marked < 0 && photo.segment < this.journal.current) this.addRecheck(photo.segment);
    this.leave(photo);
    return this.journal.flush();
  }

  /**
   * Give the file of a photo another path. 0, or a HostError: then the photo is where it was. EXISTS:
   * something has that path.
   */
  rename(photo: Photo, newPath: string): i32 {
    if (!this.isOurs(photo) || !isFitPath(newPath)) return HostError.INVALID;
    const taken = this.checkFree(newPath);
    if (taken < 0) return taken;
    const entry = new Entry(RecordKind.RENAMED, photo.segment, photo.number);
    entry.text = newPath;
    let status = this.journal.addNow(entry);
    if (status == 0) status = rename(photo.path, newPath);
    if (status == 0) photo.path = newPath;
    return status;
  }

  /** Photos that wait for their upload: exact once isPendingExact, before that at least so many. */
  pendingCount(): i64 {
    return max(this.pending, <i64>this.window.length);
  }

  isPendingExact(): bool {
    return this.journal.isOpen && this.countSegment < this.checkpoint.firstPending;
  }

  /** The photo to send next, whose retryAtMs has come; null if none is known. */
  nextPending(nowMs: i64): Photo | null {
    return this.window.next(nowMs);
  }

  /** Uptime at which nextPending has a photo, if none is added; i64.MAX_VALUE without any. */
  nextPendingAtMs(): i64 {
    return this.window.nextAtMs();
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

  /**
   * Do a little of what is to be done: write what is kept, or read one segment. True if there may be
   * more to do at once. `nowMs` is the uptime.
   */
  step(nowMs: i64): bool {
    if (nowMs < this.retryAtMs) return false;
    const status = this.work();
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
    if (this.journal.isWaiting) {
      const status = this.journal.flush();
      return status < 0 ? status : WORKED;
    }
    this.noteNewSegment();
    if (this.window.needsMore()) return this.fill();
    if (this.recheck.length > 0) return this.checkAgain();
    if (this.verifiedPhotos.isWanted) {
      return this.verifiedPhotos.search(this.scan, this.journal.current, this.journal.id);
    }
    if (this.mayAdvance) return this.advance();
    if (!this.isPendingExact()) return this.count();
    return NOTHING_TO_DO;
  }

  /** Begin reading anew, after the ledger was opened. */
  private begin(): void {
    const current = this.journal.current;
    this.checkpoint.check(this.journal.id, current);
    const isNewestFirst = this.window.isNewestFirst;
    const start = isNewestFirst ? current : this.checkpoint.firstPending;
    this.window.begin(this.journal.nextNumber, start);
    this.verifiedPhotos.begin(this.checkpoint.firstDeletable);
    this.countSegment = current;
    this.lastCurrent = current;
    this.pending = 0;
    this.recheck = [];
    this.mayAdvance = true;
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

  /** A photo does not wait any more. */
  private leave(photo: Photo): void {
    this.window.remove(photo.number);
    if (!photo.pending) return;
    photo.pending = false;
    if (photo.segment > this.countSegment) this.pending--;
    if (photo.segment < this.journal.current && this.window.hasDrained(photo.segment)) {
      this.addRecheck(photo.segment);
    }
  }

  private addRecheck(segment: i32): void {
    if (this.recheck.length < RECHECK_MAX && !this.recheck.includes(segment)) {
      this.recheck.push(segment);
    }
  }

  /** When a segment has become full, nothing may be pending in it already. */
  private noteNewSegment(): void {
    while (this.lastCurrent < this.journal.current) this.addRecheck(this.lastCurrent++);
  }

  /**
   * Learn all about a segment, and settle what can be: look up shots in doubt, mark it when nothing
   * is pending. WORKED: look again in the next step; 0: it is known; or a HostError.
   */
  private inspect(segment: i32): i32 {
    const mark = segment < this.journal.current ? completeMark(segment) : -1;
    if (mark < -1) return mark;
    if (mark >= 0) {
      this.scan.takeMarked(segment, mark);
      return 0;
    }
    const status = this.scan.read(segment, this.openNumber, this.journal.bootNumber);
    if (status < 0) return status;
    if (this.scan.unresolvedCount > 0) return this.resolve();
    if (segment < this.journal.current && this.scan.isSettled) {
      this.mayAdvance = true;
      const entry = new Entry(RecordKind.COMPLETE, segment, this.scan.deletableCount);
      return this.journal.add(entry);
    }
    return 0;
  }

  /** Shots that were planned and nothing else: power was cut while they were stored, or before. */
  private resolve(): i32 {
    let count = 0;
    for (let index = 0; index < this.scan.length && count < RESOLVED_PER_STEP_MAX; index++) {
      const flags = unchecked(this.scan.flags[index]);
      if (!isUnresolved(flags) || unchecked(this.scan.numbers[index]) == this.openNumber) continue;
      unchecked((this.scan.flags[index] = flags | Shot.WANTED));
      count++;
    }
    const photos = this.scan.load(this.journal.id);
    if (photos == null) return this.scan.loadStatus;
    for (let index = 0; index < photos.length; index++) {
      const status = this.resolveShot(unchecked(photos[index]));
      if (status < 0) return status;
    }
    const status = this.journal.flush();
    return status < 0 ? status : WORKED;
  }

  private resolveShot(photo: Photo): i32 {
    const bytes = size(photo.path);
    if (isCardFailure(bytes)) return <i32>bytes;
    if (bytes >= 0) {
      photo.bytes = <i32>min<i64>(bytes, i32.MAX_VALUE);
      photo.doubt = "found on the card after " + REASON_CUT;
      const entry = new Entry(RecordKind.STORED, photo.segment, photo.number);
      entry.photo = photo;
      this.journal.addLater(entry);
    } else {
      const entry = new Entry(RecordKind.MISSED, photo.segment, photo.number);
      entry.utcMs = photo.dueUtcMs;
      entry.uptimeMs = photo.dueUptimeMs;
      entry.lastUtcMs = photo.dueUtcMs;
      entry.text = this.scan.damagedCount > 0 ? REASON_CUT_OR_DAMAGE : REASON_CUT;
      this.journal.addLater(entry);
    }
    return 0;
  }

  /** Read the next segment in the order of sending and take what fits into the window. */
  private fill(): i32 {
    const segment = this.window.segment;
    const isNewestFirst = this.window.isNewestFirst;
    const isEnd = isNewestFirst
      ? segment < this.checkpoint.firstPending
      : segment > this.journal.current;
    if (isEnd) {
      this.window.coverAll();
      return WORKED;
    }
    const status = this.inspect(segment);
    if (status != 0) return status;
    const photos = this.choose();
    if (photos == null) return this.scan.loadStatus;
    if (segment == this.countSegment) this.addCount();
    this.take(photos);
    return WORKED;
  }

  /** The photos of the segment just read that come next, as many as fit into the window. */
  private choose(): Photo[] | null {
    const isNewestFirst = this.window.isNewestFirst;
    let room = this.window.room;
    let last: i64 = 0;
    let isAll = true;
    for (let count = 0; count < this.scan.length; count++) {
      const index = isNewestFirst ? this.scan.length - 1 - count : count;
      const flags = unchecked(this.scan.flags[index]);
      const number = unchecked(this.scan.numbers[index]);
      if (!this.window.isBeyond(number)) continue;
      if (isPending(flags)) {
        if (room == 0) {
          isAll = false;
          break;
        }
        unchecked((this.scan.flags[index] = flags | Shot.WANTED));
        room--;
      }
      last = number;
    }
    const photos = this.scan.load(this.journal.id);
    if (photos == null) return null;
    if (last > 0) this.window.coverThrough(last);
    if (!isAll) return photos;
    // Behind the last segment there is nothing but photos that are yet to come.
    if (!isNewestFirst && this.scan.segment >= this.journal.current) this.window.coverAll();
    else this.window.segment += isNewestFirst ? -1 : 1;
    return photos;
  }

  private take(photos: Photo[]): void {
    for (let index = 0; index < photos.length; index++) {
      const photo = unchecked(photos[index]);
      photo.pending = true;
      this.window.insert(photo);
      const age = this.journal.firstNumber - photo.number;
      const isChecked = age > 0 && age <= LAST_PHOTOS_CHECKED;
      if (isChecked && size(photo.path) == HostError.NOT_FOUND) {
        this.gone(photo, "no file was there after a start");
      }
    }
  }

  private count(): i32 {
    const status = this.inspect(this.countSegment);
    if (status != 0) return status;
    this.addCount();
    return WORKED;
  }

  private addCount(): void {
    this.pending += this.scan.pendingCount;
    this.damagedCount += this.scan.damagedCount;
    this.countSegment--;
  }

  private checkAgain(): i32 {
    const status = this.inspect(unchecked(this.recheck[this.recheck.length - 1]));
    if (status != 0) return status;
    this.recheck.pop();
    return WORKED;
  }

  private advance(): i32 {
    const status = this.checkpoint.advance(this.journal.current, this.journal.nextNumber);
    if (status == 0) this.mayAdvance = false;
    return status < 0 ? status : WORKED;
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
