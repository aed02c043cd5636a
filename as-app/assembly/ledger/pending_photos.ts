/** The photos that wait for their upload: a window of them in memory, the others counted. */
import { size } from "../host/card";
import { HostError } from "../host/errors";
import { Inspection } from "./inspection";
import { Journal } from "./journal";
import { PendingOrder, PendingWindow } from "./pending_window";
import { Photo } from "./photo";
import { RecordKind } from "./record_kind";
import { Entry } from "./records";
import { Shot, isPending } from "./segment_scan";

/** Photos stored last before a start, whose files are looked for. */
const LAST_PHOTOS_CHECKED: i64 = 4;
const RECHECK_MAX: i32 = 64;

/** Answers of steps beside HostErrors. */
export const NOTHING_TO_DO: i32 = 0;
export const WORKED: i32 = 1;

export class PendingPhotos {
  readonly window: PendingWindow;
  /** Pending photos in the segments that are counted. */
  counted: i64 = 0;
  /** First segment in which something may be pending. */
  firstPending: i32 = 0;

  /** Segments above this one are counted. */
  private countSegment: i32 = -1;
  /** Segments in which the last pending photo may be done. */
  private recheck: i32[] = [];
  private lastCurrent: i32 = 0;

  constructor(
    private journal: Journal,
    private inspection: Inspection,
    order: PendingOrder,
  ) {
    this.window = new PendingWindow(order);
  }

  /** Begin reading anew, after the ledger was opened. */
  begin(firstPending: i32): void {
    const current = this.journal.current;
    this.firstPending = firstPending;
    this.window.begin(this.journal.nextNumber, this.window.isNewestFirst ? current : firstPending);
    this.countSegment = current;
    this.lastCurrent = current;
    this.counted = 0;
    this.recheck = [];
  }

  isCounted(): bool {
    return this.countSegment < this.firstPending;
  }

  /** A photo has become pending. */
  join(photo: Photo): void {
    if (photo.segment > this.countSegment) this.counted++;
    this.hold(photo);
    this.window.offer(photo);
  }

  /** A photo goes to the cloud under the name that tells its time: it waits until that is known. */
  private hold(photo: Photo): void {
    if (photo.isUndated(this.journal.bootNumber)) photo.retryAtMs = i64.MAX_VALUE;
  }

  /** A photo does not wait any more. */
  leave(photo: Photo): void {
    this.window.remove(photo.number);
    if (!photo.pending) return;
    photo.pending = false;
    if (photo.segment > this.countSegment) this.counted--;
    if (this.window.hasDrained(photo.segment)) this.checkLater(photo.segment);
  }

  /** Have a segment looked at again, and marked if nothing is pending in it. */
  checkLater(segment: i32): void {
    if (segment >= this.journal.current || this.recheck.length >= RECHECK_MAX) return;
    if (!this.recheck.includes(segment)) this.recheck.push(segment);
  }

  /** Fill the window, or look at a segment again. WORKED, NOTHING_TO_DO or a HostError. */
  step(): i32 {
    // When a segment has become full, nothing may be pending in it already.
    while (this.lastCurrent < this.journal.current) this.checkLater(this.lastCurrent++);
    if (this.window.needsMore()) return this.fill();
    if (this.recheck.length == 0) return NOTHING_TO_DO;
    const status = this.inspection.inspect(unchecked(this.recheck[this.recheck.length - 1]));
    if (status != 0) return status;
    this.recheck.pop();
    return WORKED;
  }

  /** Count one more segment. WORKED, NOTHING_TO_DO or a HostError. */
  count(): i32 {
    if (this.isCounted()) return NOTHING_TO_DO;
    const status = this.inspection.inspect(this.countSegment);
    if (status != 0) return status;
    this.addCount();
    return WORKED;
  }

  private addCount(): void {
    this.counted += this.inspection.scan.pendingCount;
    this.countSegment--;
  }

  /** Read the next segment in the order of sending and take what fits into the window. */
  private fill(): i32 {
    const segment = this.window.segment;
    if (this.window.isNewestFirst && segment < this.firstPending) {
      this.window.coverAll();
      return WORKED;
    }
    const status = this.inspection.inspect(segment);
    if (status != 0) return status;
    this.choose();
    const photos = this.inspection.scan.load(this.journal.id);
    if (photos == null) return this.inspection.scan.loadStatus;
    if (segment == this.countSegment) this.addCount();
    this.cover();
    this.take(photos);
    return WORKED;
  }

  /** Number up to which the segment just read is covered, and whether that is all of it. */
  private chosenThrough: i64 = 0;
  private isAllChosen: bool = true;

  /** Want the photos of the segment just read that come next, as many as fit into the window. */
  private choose(): void {
    const scan = this.inspection.scan;
    let room = this.window.room;
    this.chosenThrough = 0;
    this.isAllChosen = true;
    for (let count = 0; count < scan.length; count++) {
      const index = this.window.isNewestFirst ? scan.length - 1 - count : count;
      const flags = unchecked(scan.flags[index]);
      const number = unchecked(scan.numbers[index]);
      if (!this.window.isBeyond(number)) continue;
      if (isPending(flags)) {
        if (room == 0) {
          this.isAllChosen = false;
          return;
        }
        unchecked((scan.flags[index] = flags | Shot.WANTED));
        room--;
      }
      this.chosenThrough = number;
    }
  }

  /** Note how far the window reaches now. */
  private cover(): void {
    if (this.chosenThrough > 0) this.window.coverThrough(this.chosenThrough);
    if (!this.isAllChosen) return;
    if (this.window.isNewestFirst) {
      this.window.segment--;
    } else if (this.window.segment < this.journal.current) {
      this.window.segment++;
    } else {
      // Behind the last segment there is nothing but photos that are yet to come.
      this.window.coverAll();
    }
  }

  private take(photos: Photo[]): void {
    for (let index = 0; index < photos.length; index++) {
      const photo = unchecked(photos[index]);
      photo.pending = true;
      this.hold(photo);
      this.window.insert(photo);
      const age = this.journal.firstNumber - photo.number;
      const isChecked = age > 0 && age <= LAST_PHOTOS_CHECKED;
      if (!isChecked || size(photo.path) != HostError.NOT_FOUND) continue;
      const entry = new Entry(RecordKind.GONE, photo.segment, photo.number);
      entry.text = "no file was there after a start";
      this.journal.add(entry);
      this.leave(photo);
    }
  }
}
