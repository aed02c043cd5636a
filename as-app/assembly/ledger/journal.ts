/** Writes the records of the ledger; keeps those that the card does not take until it does. */
import { nowMs, uptimeMs } from "../host/clock";
import { HostError } from "../host/errors";
import { randomBelow } from "../host/random";
import { LineWriter } from "./line_writer";
import { RecordKind } from "./record_kind";
import { Entry, LEDGER_VERSION } from "./records";
import { SEGMENT_MAX, donePath, lastSegment, logPath } from "./segment_files";
import { SHOTS_PER_SEGMENT, SegmentScan } from "./segment_scan";
import { Tail } from "./tail";

/** Records kept while the card does not take them; shots missed in a row are one record. */
export const UNWRITTEN_MAX: i32 = 64;
/** So many segments without one readable number are gone through for the next number. */
const SEGMENTS_BACK_MAX: i32 = 16;
/** More numbers than a segment of single records holds: leaves out rather than gives out again. */
const NUMBERS_PER_SEGMENT_MAX: i64 = 4096;

export class Journal {
  isOpen: bool = false;
  /** Tells this ledger from that of another card; 0 before the first opening. */
  id: u32 = 0;
  /** Which start of the board this is, from 1 on. */
  bootNumber: i32 = 0;
  /** Number of the next shot; -1 before the first opening. */
  nextNumber: i64 = -1;
  /** First number of this session. */
  firstNumber: i64 = 0;
  /** The segment that is written. */
  current: i32 = 0;
  lastDueUtcMs: i64 = -1;
  /** What lastDueUtcMs was on the card before this session wrote to it. */
  dueBeforeUtcMs: i64 = -1;
  /** Records that could not be kept, in this session. */
  droppedCount: i64 = 0;
  /** Size from which on a new segment is begun. */
  segmentBytes: i64 = 32768;

  /** The last segment on the card, -1 if there is none, and what it and those before it tell. */
  private found: i32 = -1;
  private foundId: u32 = 0;
  private foundNext: i64 = 0;
  private foundBoot: i32 = 0;
  private foundShots: i32 = 0;
  private foundDueUtcMs: i64 = -1;

  private unwritten: Entry[] = [];
  private droppedUnwritten: i64 = 0;
  private isOpenedDue: bool = false;
  private shotsInSegment: i32 = 0;
  private log: Tail = new Tail();
  private done: Tail = new Tail();
  private writer: LineWriter = new LineWriter();

  get unwrittenCount(): i32 {
    return this.unwritten.length;
  }

  /** True while something is to be written. */
  get isWaiting(): bool {
    return this.unwritten.length > 0 || this.isOpenedDue || this.droppedUnwritten > 0;
  }

  /**
   * Find the end of the ledger on the card. `checkpointNext` and `checkpointId` are what the
   * checkpoint tells, 0 if nothing. 0 or a HostError; on an error nothing has changed.
   */
  open(scan: SegmentScan, checkpointNext: i64, checkpointId: u32): i32 {
    let status = this.find(scan);
    if (status == 0 && this.foundId == this.id && this.log.isTorn(logPath(max(this.found, 0)))) {
      // What a failed append left behind was never reported as written.
      const bytes = this.log.settle();
      status = bytes < 0 ? <i32>bytes : this.find(scan);
    }
    if (status < 0) return status;
    if (this.foundId == 0) this.foundId = checkpointId;
    if (this.foundId == 0) this.foundId = randomBelow(u32.MAX_VALUE) + 1;
    if (this.foundId == checkpointId) this.foundNext = max(this.foundNext, checkpointNext);
    this.settle();
    return 0;
  }

  /** Read the last segment, and those before it as long as no number is found. 0 or a HostError. */
  private find(scan: SegmentScan): i32 {
    const last = lastSegment();
    if (last < -1) return last;
    this.found = last;
    this.foundId = 0;
    this.foundNext = 0;
    this.foundBoot = 0;
    this.foundShots = 0;
    let segment = last;
    for (; segment >= 0 && this.foundNext == 0; segment--) {
      if (last - segment >= SEGMENTS_BACK_MAX) {
        this.foundNext = <i64>(last + 1) * NUMBERS_PER_SEGMENT_MAX;
        return 0;
      }
      const status = scan.readLog(segment);
      if (status < 0) return status;
      if (segment == last) this.foundShots = scan.length;
      if (this.foundId == 0) this.foundId = scan.ledgerId;
      this.foundNext = scan.nextNumber;
      this.foundBoot = max(this.foundBoot, scan.bootNumber);
      this.foundDueUtcMs = scan.lastDueUtcMs;
    }
    return 0;
  }

  /** The card is gone; what comes back may be another one. */
  close(): void {
    this.isOpen = false;
    this.done.forget();
  }

  /**
   * Write a record, or keep it: 0, or the HostError for which it is kept. With too many kept ones
   * it is dropped and counted.
   */
  add(entry: Entry): i32 {
    this.addLater(entry);
    return this.flush();
  }

  /** Keep a record for the next flush: several go to the card in one piece. */
  addLater(entry: Entry): void {
    if (this.isMerged(entry)) return;
    if (this.isFirst(entry)) {
      this.unwritten.unshift(entry);
      return;
    }
    if (this.unwritten.length < UNWRITTEN_MAX) {
      this.unwritten.push(entry);
      return;
    }
    this.droppedCount++;
    this.droppedUnwritten++;
  }

  /** Write a record, after all that are kept, or change nothing. 0 or a HostError. */
  addNow(entry: Entry): i32 {
    let status = this.flush();
    if (status < 0) return status;
    this.unwritten.push(entry);
    status = this.flush();
    if (status < 0) this.unwritten.pop();
    return status;
  }

  /** Write what is kept. 0, or the HostError for which it is kept on. */
  flush(): i32 {
    if (!this.isOpen) return HostError.NO_DEVICE;
    this.giveNumbers();
    while (this.isWaiting) {
      if (this.unwritten.length == 0 && this.droppedUnwritten > 0) {
        this.unwritten.push(new Entry(RecordKind.DROPPED, -1, this.droppedUnwritten));
        this.droppedUnwritten = 0;
      }
      const status = this.writeBatch();
      if (status < 0) {
        // Whether it is still the same card is found out by opening it again.
        if (status != HostError.NO_SPACE && status != HostError.READ_ONLY) this.close();
        return status;
      }
    }
    return 0;
  }

  /** Take over what was found on the card. */
  private settle(): void {
    const isSame = this.foundId == this.id;
    const next = max<i64>(this.foundNext, 1);
    if (this.id != 0 && !isSame) this.dropForeign();
    this.nextNumber = isSame ? max(this.nextNumber, next) : next;
    if (!isSame || this.foundBoot > this.bootNumber) this.bootNumber = this.foundBoot + 1;
    this.isOpenedDue = this.foundBoot != this.bootNumber;
    if (!isSame) {
      this.firstNumber = this.nextNumber;
      this.dueBeforeUtcMs = this.foundDueUtcMs;
    }
    this.id = this.foundId;
    this.current = max(this.found, 0);
    this.shotsInSegment = this.foundShots;
    this.lastDueUtcMs = max(this.lastDueUtcMs, this.foundDueUtcMs);
    if (!isSame) this.log.forget();
    this.log.turnTo(logPath(this.current));
    this.isOpen = true;
  }

  /** Give numbers to what was missed before the card was there. */
  private giveNumbers(): void {
    for (let index = 0; index < this.unwritten.length; index++) {
      const entry = unchecked(this.unwritten[index]);
      if (entry.number < 0) this.give(entry);
    }
  }

  /** Give the next number, or numbers, to missed shots; -1 before the ledger was ever opened. */
  give(entry: Entry): void {
    entry.number = this.nextNumber;
    if (this.nextNumber >= 0) this.nextNumber += entry.count;
  }

  /** Records about photos of another card have no place on this one. */
  private dropForeign(): void {
    const kept = new Array<Entry>();
    for (let index = 0; index < this.unwritten.length; index++) {
      const entry = unchecked(this.unwritten[index]);
      if (entry.segment >= 0) {
        this.droppedCount++;
      } else {
        if (isNewMissed(entry)) entry.number = -1;
        kept.push(entry);
      }
    }
    this.unwritten = kept;
  }

  /** Join shots missed in a row for one reason with those that are still unwritten. */
  private isMerged(entry: Entry): bool {
    if (this.unwritten.length == 0 || !isNewMissed(entry)) return false;
    const last = unchecked(this.unwritten[this.unwritten.length - 1]);
    if (!isNewMissed(last) || last.text != entry.text) return false;
    const follows = last.number < 0 ? -1 : last.number + last.count;
    if (entry.number != follows) return false;
    last.count += entry.count;
    last.lastUtcMs = entry.lastUtcMs;
    return true;
  }

  /** Whether shots have a number while those that wait have none yet: they were due before them. */
  private isFirst(entry: Entry): bool {
    return (
      this.unwritten.length > 0 && entry.number >= 0 && unchecked(this.unwritten[0]).number < 0
    );
  }

  private isForLog(entry: Entry): bool {
    if (entry.segment < 0) return true;
    if (entry.segment != this.current) return false;
    return entry.kind == RecordKind.STORED || entry.kind == RecordKind.MISSED;
  }

  /** Append the first entries that go to one file. */
  private writeBatch(): i32 {
    let segment = -1;
    let toLog = true;
    if (!this.isOpenedDue) {
      const first = unchecked(this.unwritten[0]);
      segment = first.segment;
      toLog = this.isForLog(first);
    }
    this.writer.clear();
    if (toLog) {
      const status = this.prepareLog(segment < 0);
      if (status < 0) return status;
    } else {
      this.done.turnTo(donePath(segment));
    }
    const tail = toLog ? this.log : this.done;
    const count = this.gather(toLog, segment);
    const status = tail.append(this.writer.batch());
    if (status < 0) return status;
    if (toLog) this.isOpenedDue = false;
    this.written(count);
    return 0;
  }

  /** Write the lines of entries for one file; how many there are. */
  private gather(toLog: bool, segment: i32): i32 {
    let count = 0;
    while (count < this.unwritten.length && this.writer.hasRoom()) {
      const entry = unchecked(this.unwritten[count]);
      if (this.isForLog(entry) != toLog || (!toLog && entry.segment != segment)) break;
      entry.write(this.writer);
      count++;
    }
    return count;
  }

  private written(count: i32): void {
    for (let index = 0; index < count; index++) {
      const entry = unchecked(this.unwritten[index]);
      if (entry.kind != RecordKind.PLANNED) continue;
      this.shotsInSegment++;
      const photo = entry.photo;
      if (photo != null) photo.segment = this.current;
    }
    this.unwritten.splice(0, count);
  }

  /** Begin a new segment if the present one is full; put its first line and that of the start. */
  private prepareLog(mayBegin: bool): i32 {
    let bytes = this.log.settle();
    if (bytes < 0) return <i32>bytes;
    const isFull = bytes >= this.segmentBytes || this.shotsInSegment >= SHOTS_PER_SEGMENT;
    if (isFull && mayBegin && this.current < SEGMENT_MAX) {
      this.current++;
      this.shotsInSegment = 0;
      this.log.turnTo(logPath(this.current));
      bytes = this.log.settle();
      if (bytes < 0) return <i32>bytes;
    }
    if (bytes == 0) this.writeHeader();
    if (this.isOpenedDue) this.writeOpened();
    return 0;
  }

  private writeHeader(): void {
    let first = this.nextNumber;
    for (let index = 0; index < this.unwritten.length; index++) {
      const entry = unchecked(this.unwritten[index]);
      if (isNewMissed(entry)) first = min(first, entry.number);
    }
    this.writer.begin(RecordKind.LEDGER);
    this.writer.number(this.current);
    this.writer.number(LEDGER_VERSION);
    this.writer.hex(this.id);
    this.writer.number(first);
    this.writer.number(this.isOpenedDue ? this.bootNumber - 1 : this.bootNumber);
    this.writer.time(this.lastDueUtcMs);
    this.writer.end();
  }

  private writeOpened(): void {
    this.writer.begin(RecordKind.OPENED);
    this.writer.number(this.bootNumber);
    this.writer.time(nowMs());
    this.writer.number(uptimeMs());
    this.writer.end();
  }
}

function isNewMissed(entry: Entry): bool {
  return entry.kind == RecordKind.MISSED && entry.segment < 0;
}
