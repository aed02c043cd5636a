/** Learns all about a segment and settles what can be settled: shots in doubt, and its mark. */
import { size } from "../host/card";
import { Journal } from "./journal";
import { Photo, PhotoTimeSource } from "./photo";
import { RecordKind } from "./record_kind";
import { Entry } from "./records";
import { isCardFailure } from "./segment_files";
import { SegmentScan, Shot, completeMark, isUnresolved } from "./segment_scan";

/** Shots in doubt that are looked up in one step. */
const RESOLVED_PER_STEP_MAX: i32 = 4;

const REASON_CUT = "power was cut";
const REASON_CUT_OR_DAMAGE = "power was cut, or the record is damaged";

export class Inspection {
  /** The shot that was planned and has no outcome yet, -1 if there is none. */
  openNumber: i64 = -1;
  /** A segment was marked: the checkpoint may move on. */
  hasMarked: bool = false;

  constructor(
    private journal: Journal,
    readonly scan: SegmentScan,
  ) {}

  /**
   * Read a segment into `scan`. 0: all of it is known; 1: shots in doubt were settled, it has to be
   * read again; or a HostError.
   */
  inspect(segment: i32): i32 {
    const mark = segment < this.journal.current ? completeMark(segment) : -1;
    if (mark < -1) return mark;
    if (mark >= 0) {
      this.scan.takeMarked(segment, mark);
      return 0;
    }
    const status = this.scan.read(segment, this.openNumber, this.journal.bootNumber);
    if (status < 0) return status;
    if (this.scan.unresolvedCount > 0) return this.resolve();
    if (segment >= this.journal.current || !this.scan.isSettled) return 0;
    this.hasMarked = true;
    return this.journal.add(new Entry(RecordKind.COMPLETE, segment, this.scan.deletableCount));
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
    return status < 0 ? status : 1;
  }

  private resolveShot(photo: Photo): i32 {
    const bytes = size(photo.path);
    if (isCardFailure(bytes)) return <i32>bytes;
    const isThere = bytes >= 0;
    const kind = isThere ? RecordKind.STORED : RecordKind.MISSED;
    const entry = new Entry(kind, photo.segment, photo.number);
    if (isThere) {
      photo.bytes = <i32>min<i64>(bytes, i32.MAX_VALUE);
      photo.doubt = "found on the card after " + REASON_CUT;
      photo.capturedUtcMs = photo.dueUtcMs;
      if (photo.dueUtcMs >= 0) photo.timeSource = PhotoTimeSource.ESTIMATED;
      entry.photo = photo;
    } else {
      entry.utcMs = photo.dueUtcMs;
      entry.uptimeMs = photo.dueUptimeMs;
      entry.lastUtcMs = photo.dueUtcMs;
      entry.text = this.scan.damagedCount > 0 ? REASON_CUT_OR_DAMAGE : REASON_CUT;
    }
    this.journal.addLater(entry);
    return 0;
  }
}
