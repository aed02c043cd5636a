/** Reads the two files of a segment: what became of each of its shots, and the photos in full. */
import { size } from "../host/card";
import { HostError } from "../host/errors";
import { LineReader } from "./line_reader";
import { Photo } from "./photo";
import { RecordKind } from "./record_kind";
import { applyLine } from "./records";
import { donePath, isCardFailure, logPath } from "./segment_files";

/** A segment is full when so many shots were planned in it. */
export const SHOTS_PER_SEGMENT: i32 = 512;

/** What is known of a shot: a sum of these. */
export namespace Shot {
  export const STORED: i32 = 1;
  export const MISSED: i32 = 2;
  export const VERIFIED: i32 = 4;
  export const DELETED: i32 = 8;
  export const GONE: i32 = 16;
  /** Refused in this session. */
  export const REFUSED: i32 = 32;
  /** Its companion file tells more about the photo. */
  export const MORE: i32 = 64;
  /** To be read in full. */
  export const WANTED: i32 = 128;
  /** It was due in this start of the board, when the time was not known. */
  export const UNDATED: i32 = 256;
  /** Its time became known later. */
  export const DATED: i32 = 512;
  /** No file of the photo is on the card any more. */
  export const AWAY: i32 = 24;
}

/** Whether a shot is a photo on the card that waits for its upload, refused or not. */
function isUnsent(flags: i32): bool {
  return (flags & (Shot.STORED | Shot.VERIFIED | Shot.AWAY)) == Shot.STORED;
}

export function isPending(flags: i32): bool {
  return isUnsent(flags) && !(flags & Shot.REFUSED);
}

/** Whether a photo is verified and still on the card. */
export function isDeletable(flags: i32): bool {
  return (flags & (Shot.VERIFIED | Shot.AWAY)) == Shot.VERIFIED;
}

/** Whether a shot is a photo on the card whose time may be found out now. */
export function isUndated(flags: i32): bool {
  const relevant = Shot.STORED | Shot.UNDATED | Shot.DATED | Shot.AWAY;
  return (flags & relevant) == (Shot.STORED | Shot.UNDATED);
}

/** Whether a shot was planned and nothing more is known. */
export function isUnresolved(flags: i32): bool {
  return (flags & (Shot.STORED | Shot.MISSED | Shot.AWAY)) == 0;
}

/**
 * How many verified photos are on the card, if the companion of a segment ends by saying that
 * nothing is pending; -1 if it does not, or a HostError below -1. Of a segment that was given up
 * nothing is left: 0.
 */
export function completeMark(segment: i32): i32 {
  const path = donePath(segment);
  const bytes = size(path);
  if (bytes == HostError.NOT_FOUND) {
    return size(logPath(segment)) == HostError.NOT_FOUND ? 0 : -1;
  }
  if (bytes < 0) return <i32>bytes;
  const line = new LineReader(path, max<i64>(bytes - 64, 0));
  let count = -1;
  while (line.next()) {
    count = -1;
    if (line.kind == RecordKind.COMPLETE) count = line.count();
  }
  return line.status < 0 ? line.status : count;
}

export class SegmentScan {
  segment: i32 = -1;
  /** Shots planned in the segment, by ascending number. */
  length: i32 = 0;
  numbers: StaticArray<i64> = new StaticArray<i64>(SHOTS_PER_SEGMENT);
  flags: StaticArray<i32> = new StaticArray<i32>(SHOTS_PER_SEGMENT);
  /** Identity of the ledger, 0 if no line tells it. */
  ledgerId: u32 = 0;
  /** Highest number of a start of the board. */
  bootNumber: i32 = 0;
  /** One above the highest number, 0 if there is none. */
  nextNumber: i64 = 0;
  lastDueUtcMs: i64 = -1;
  /** Photos waiting, those refused in this session left out. */
  pendingCount: i32 = 0;
  deletableCount: i32 = 0;
  unresolvedCount: i32 = 0;
  /** True if nothing of the segment can become pending again. */
  isSettled: bool = false;
  /** True if the companion ends by saying so. */
  isMarked: bool = false;
  damagedCount: i32 = 0;
  /** HostError for which load gave nothing. */
  loadStatus: i32 = 0;

  private offsets: StaticArray<i32> = new StaticArray<i32>(SHOTS_PER_SEGMENT);
  private hasLog: bool = false;
  private isOverfull: bool = false;
  private bootNow: i32 = 0;

  private clear(segment: i32): void {
    this.segment = segment;
    this.length = 0;
    this.ledgerId = 0;
    this.bootNumber = 0;
    this.nextNumber = 0;
    this.lastDueUtcMs = -1;
    this.damagedCount = 0;
    this.isOverfull = false;
    this.hasLog = false;
    this.isMarked = false;
    this.tally(-1);
  }

  /**
   * Read what was planned, stored and missed, all there is to find the next number. 0 or a
   * HostError.
   */
  readLog(segment: i32): i32 {
    this.clear(segment);
    const line = new LineReader(logPath(segment));
    while (line.next()) this.takeLog(line);
    this.damagedCount += line.damagedCount;
    this.isOverfull = this.isOverfull || line.tooLong;
    this.hasLog = line.status == 0;
    return line.status == HostError.NOT_FOUND ? 0 : line.status;
  }

  /** A segment whose companion says that nothing is pending is known without being read. */
  takeMarked(segment: i32, deletableCount: i32): void {
    this.clear(segment);
    this.isMarked = true;
    this.deletableCount = deletableCount;
  }

  /**
   * Read both files. `openNumber` is the shot that is just being taken, -1 if there is none: it is
   * not unresolved. `bootNow` is the present start of the board. 0 or a HostError.
   */
  read(segment: i32, openNumber: i64, bootNow: i32): i32 {
    this.bootNow = bootNow;
    const status = this.readLog(segment);
    if (status < 0) return status;
    const line = new LineReader(donePath(segment));
    while (line.next()) {
      this.isMarked = line.kind == RecordKind.COMPLETE;
      this.takeDone(line);
    }
    this.damagedCount += line.damagedCount;
    this.isOverfull = this.isOverfull || line.tooLong;
    if (line.status < 0 && line.status != HostError.NOT_FOUND) return line.status;
    this.tally(openNumber);
    return 0;
  }

  /**
   * Photos of the shots flagged WANTED, by ascending number; null, with loadStatus, on an error.
   */
  load(ledgerId: u32): Photo[] | null {
    const photos = new Array<Photo>();
    let start = i32.MAX_VALUE;
    let more = 0;
    for (let index = 0; index < this.length; index++) {
      const flags = unchecked(this.flags[index]);
      if (!(flags & Shot.WANTED)) continue;
      const photo = new Photo();
      photo.number = unchecked(this.numbers[index]);
      photo.segment = this.segment;
      photo.ledgerId = ledgerId;
      photos.push(photo);
      start = min(start, unchecked(this.offsets[index]));
      more |= flags & Shot.MORE;
      unchecked((this.flags[index] = flags & ~Shot.WANTED));
    }
    if (photos.length == 0) return photos;
    let status = this.fillIn(logPath(this.segment), start, photos);
    if (status == 0 && more != 0) status = this.fillIn(donePath(this.segment), 0, photos);
    this.loadStatus = status;
    return status < 0 ? null : photos;
  }

  private fillIn(path: string, start: i32, photos: Photo[]): i32 {
    const line = new LineReader(path, start);
    while (line.next()) {
      const photo = photoOf(photos, line.number());
      if (photo == null) continue;
      const before = photo.path;
      applyLine(line, photo);
      // A new name is recorded before it is given: a cut between leaves the name from before.
      if (line.kind != RecordKind.DATED) continue;
      const bytes = size(photo.path);
      if (isCardFailure(bytes)) return <i32>bytes;
      if (bytes < 0) photo.path = before;
    }
    return line.status;
  }

  /** Place of a shot in the arrays, -1 if it was not planned here. */
  private find(number: i64): i32 {
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (unchecked(this.numbers[middle]) < number) low = middle + 1;
      else high = middle;
    }
    return low < this.length && unchecked(this.numbers[low]) == number ? low : -1;
  }

  private mark(number: i64, flags: i32): void {
    const index = this.find(number);
    if (index >= 0) unchecked((this.flags[index] = unchecked(this.flags[index]) | flags));
  }

  /** A shot that was planned, or stored when the line that planned it is damaged. */
  private add(number: i64, flags: i32, offset: i32): void {
    if (this.length > 0 && number <= unchecked(this.numbers[this.length - 1])) {
      this.mark(number, flags);
      return;
    }
    if (this.length == SHOTS_PER_SEGMENT) {
      this.isOverfull = true;
      return;
    }
    unchecked((this.numbers[this.length] = number));
    unchecked((this.flags[this.length] = flags));
    unchecked((this.offsets[this.length] = offset));
    this.length++;
  }

  private takeLog(line: LineReader): void {
    const number = line.number();
    if (!line.ok) return;
    switch (line.kind) {
      case RecordKind.LEDGER:
        this.takeHeader(line);
        break;
      case RecordKind.OPENED:
        this.bootNumber = max(this.bootNumber, <i32>min<i64>(number, i32.MAX_VALUE - 1));
        break;
      case RecordKind.PLANNED:
        this.takePlanned(line, number);
        break;
      case RecordKind.STORED:
        this.takeNumber(number, 1, -1);
        this.add(number, Shot.STORED, line.offset);
        break;
      case RecordKind.MISSED:
        this.takeMissed(line, number);
        break;
      default:
        break;
    }
  }

  private takePlanned(line: LineReader, number: i64): void {
    const boot = line.count();
    const dueUtcMs = line.time();
    this.takeNumber(number, 1, dueUtcMs);
    const isUndated = dueUtcMs < 0 && boot == this.bootNow;
    this.add(number, isUndated ? Shot.UNDATED : 0, line.offset);
  }

  private takeNumber(number: i64, count: i64, dueUtcMs: i64): void {
    this.nextNumber = max(this.nextNumber, number + count);
    if (dueUtcMs >= 0) this.lastDueUtcMs = dueUtcMs;
  }

  /**
   * Behind the number of the segment: version, identity, first number, boot, time of the last shot.
   */
  private takeHeader(line: LineReader): void {
    line.number();
    const id = line.hex();
    const first = line.number();
    const boot = line.count();
    const lastDueUtcMs = line.time();
    if (!line.ok) return;
    this.ledgerId = id;
    this.bootNumber = max(this.bootNumber, min(boot, i32.MAX_VALUE - 1));
    this.takeNumber(first, 0, lastDueUtcMs);
  }

  private takeMissed(line: LineReader, number: i64): void {
    const count = line.number();
    line.time();
    line.number();
    const lastDueUtcMs = line.time();
    if (!line.ok) return;
    this.takeNumber(number, count, lastDueUtcMs);
    this.mark(number, Shot.MISSED);
  }

  private takeDone(line: LineReader): void {
    const number = line.number();
    if (!line.ok) return;
    switch (line.kind) {
      case RecordKind.STORED:
        this.mark(number, Shot.STORED | Shot.MORE);
        break;
      case RecordKind.MISSED:
        this.mark(number, Shot.MISSED);
        break;
      case RecordKind.DATED:
        this.mark(number, Shot.MORE | Shot.DATED);
        break;
      case RecordKind.UPLOADED:
        this.mark(number, Shot.MORE);
        break;
      case RecordKind.VERIFIED:
        this.mark(number, Shot.VERIFIED);
        break;
      case RecordKind.DELETED:
        this.mark(number, Shot.DELETED);
        break;
      case RecordKind.GONE:
        this.mark(number, Shot.GONE);
        break;
      case RecordKind.REFUSED:
        if (line.count() == this.bootNow) this.mark(number, Shot.REFUSED);
        break;
      default:
        break;
    }
  }

  private tally(openNumber: i64): void {
    this.pendingCount = 0;
    this.deletableCount = 0;
    this.unresolvedCount = 0;
    let unsent = 0;
    for (let index = 0; index < this.length; index++) {
      const flags = unchecked(this.flags[index]);
      if (isUnsent(flags)) unsent++;
      if (isPending(flags)) this.pendingCount++;
      if (isDeletable(flags)) this.deletableCount++;
      if (isUnresolved(flags)) {
        if (unchecked(this.numbers[index]) == openNumber) unsent++;
        else this.unresolvedCount++;
      }
    }
    this.isSettled = this.hasLog && !this.isOverfull && unsent + this.unresolvedCount == 0;
  }
}

function photoOf(photos: Photo[], number: i64): Photo | null {
  for (let index = 0; index < photos.length; index++) {
    const photo = unchecked(photos[index]);
    if (photo.number == number) return photo;
  }
  return null;
}
