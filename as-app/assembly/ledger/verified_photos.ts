/** Finds the oldest photos that may be deleted: verified in the cloud and still on the card. */
import { Photo } from "./photo";
import { SegmentScan, Shot, completeMark, isDeletable } from "./segment_scan";

/** Photos found at a time. */
const FOUND_MAX: i32 = 16;

export class VerifiedPhotos {
  /** True while someone wants a photo and none is known. */
  isWanted: bool = false;
  /** True once all segments were searched and nothing was found. */
  isThrough: bool = false;
  /** Segment that is searched next, or whose photos are known. */
  segment: i32 = 0;

  private photos: Photo[] = [];
  /** The companion of the segment ends with a mark that this many are on the card; -1 without. */
  private markedCount: i32 = -1;

  begin(segment: i32): void {
    this.segment = segment;
    this.photos = [];
    this.isThrough = false;
  }

  /** The oldest photo known; null if there is none, or it has to be searched for. */
  first(): Photo | null {
    if (this.photos.length > 0) return unchecked(this.photos[0]);
    this.isWanted = !this.isThrough;
    return null;
  }

  /** A photo was verified: it may be older than those known. */
  verified(photo: Photo): void {
    this.isThrough = false;
    const isOlder = this.photos.length > 0 && photo.number < unchecked(this.photos[0]).number;
    if (photo.segment < this.segment || isOlder) this.begin(photo.segment);
  }

  /**
   * Forget a photo; how many the mark of its segment has to tell from now on, -1 without a mark.
   */
  deleted(photo: Photo): i32 {
    for (let index = 0; index < this.photos.length; index++) {
      if (unchecked(this.photos[index]).number != photo.number) continue;
      this.photos.splice(index, 1);
      if (this.markedCount > 0) this.markedCount--;
      return this.markedCount;
    }
    return -1;
  }

  /** Search one segment. 1, or a HostError. `current` is the segment that is written. */
  search(scan: SegmentScan, current: i32, ledgerId: u32): i32 {
    if (this.segment > current) {
      this.isThrough = true;
      this.isWanted = false;
      return 1;
    }
    const mark = completeMark(this.segment);
    if (mark < -1) return mark;
    if (mark == 0) {
      this.segment++;
      return 1;
    }
    const status = scan.read(this.segment, -1, 0);
    if (status < 0) return status;
    return this.take(scan, ledgerId);
  }

  private take(scan: SegmentScan, ledgerId: u32): i32 {
    let count = 0;
    for (let index = 0; index < scan.length && count < FOUND_MAX; index++) {
      const flags = unchecked(scan.flags[index]);
      if (!isDeletable(flags)) continue;
      unchecked((scan.flags[index] = flags | Shot.WANTED));
      count++;
    }
    if (count == 0) {
      this.segment++;
      return 1;
    }
    const photos = scan.load(ledgerId);
    if (photos == null) return scan.loadStatus;
    this.photos = photos;
    this.markedCount = scan.isMarked ? scan.deletableCount : -1;
    this.isWanted = false;
    return 1;
  }
}
