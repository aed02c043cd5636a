/** A small file that spares reading segments in which nothing is to be done any more. */
import { write } from "../host/card";
import { LineReader } from "./line_reader";
import { LineWriter } from "./line_writer";
import { RecordKind } from "./record_kind";
import { CHECKPOINT_PATH } from "./segment_files";
import { completeMark } from "./segment_scan";

/** Marks of segments that are read in one step. */
const MARKS_PER_STEP_MAX: i32 = 8;

/**
 * What the card tells, and how far that can be moved on. Only a shortcut: without it, all is read.
 */
export class Checkpoint {
  /** First segment in which something may be pending. */
  firstPending: i32 = 0;
  /** First segment in which a verified photo may still be on the card. */
  firstDeletable: i32 = 0;
  /** The ledger it is for; 0 if there is no checkpoint. */
  ledgerId: u32 = 0;
  /** A number that was not given out yet when it was written. */
  nextNumber: i64 = 0;

  private isUnwritten: bool = false;

  /** Read what the card tells; a missing or damaged file gives the checkpoint of a new ledger. */
  read(): void {
    const line = new LineReader(CHECKPOINT_PATH);
    const isThere = line.next() && line.kind == RecordKind.CHECKPOINT;
    this.firstPending = line.count();
    this.firstDeletable = line.count();
    this.ledgerId = line.hex();
    this.nextNumber = line.number();
    this.isUnwritten = false;
    if (isThere && line.ok) return;
    this.forget();
    this.ledgerId = 0;
    this.nextNumber = 0;
  }

  /**
   * Check that what was read can be true of a ledger, and is about it; else begin at its beginning.
   */
  check(ledgerId: u32, current: i32): void {
    const first = this.firstPending;
    const isPossible =
      this.ledgerId == ledgerId && first <= current && this.firstDeletable <= first;
    if (!isPossible || (first > 0 && completeMark(first - 1) < 0)) this.forget();
    this.ledgerId = ledgerId;
  }

  /**
   * Move on over some segments that are marked. 0 when done, 1 if there is more, or a HostError.
   */
  advance(current: i32, nextNumber: i64): i32 {
    for (let reads = 0; reads < MARKS_PER_STEP_MAX; reads++) {
      const status = this.moveOver(current);
      if (status < 0) return status;
      if (status == 0) return this.isUnwritten ? this.write(nextNumber) : 0;
      this.isUnwritten = true;
    }
    return 1;
  }

  /** 1 if one of the two segments was marked and passed, 0, or a HostError. */
  private moveOver(current: i32): i32 {
    if (this.firstPending < current) {
      const mark = completeMark(this.firstPending);
      if (mark < -1) return mark;
      if (mark >= 0) {
        this.firstPending++;
        return 1;
      }
    }
    if (this.firstDeletable >= this.firstPending) return 0;
    const mark = completeMark(this.firstDeletable);
    if (mark != 0) return mark < -1 ? mark : 0;
    this.firstDeletable++;
    return 1;
  }

  private forget(): void {
    this.firstPending = 0;
    this.firstDeletable = 0;
  }

  private write(nextNumber: i64): i32 {
    this.nextNumber = nextNumber;
    const writer = new LineWriter();
    writer.begin(RecordKind.CHECKPOINT);
    writer.number(this.firstPending);
    writer.number(this.firstDeletable);
    writer.hex(this.ledgerId);
    writer.number(this.nextNumber);
    writer.end();
    const status = write(CHECKPOINT_PATH, writer.batch());
    if (status == 0) this.isUnwritten = false;
    return status;
  }
}
