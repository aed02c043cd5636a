/** Finds the photos of this start of the board that were taken before the time was known. */
import { Photo } from "./photo";
import { SegmentScan, Shot, isUndated } from "./segment_scan";

/** Photos found at a time. */
const FOUND_MAX: i32 = 16;

export class UndatedPhotos {
  /** True while someone wants a photo and none is known. */
  isWanted: bool = false;
  /** True once all segments were searched and nothing was found. */
  isThrough: bool = false;

  private photos: Photo[] = [];
  private segment: i32 = 0;

  /** Search from a segment on: that of the first shot of this start. */
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

  /** Forget a photo. */
  leave(number: i64): void {
    for (let index = 0; index < this.photos.length; index++) {
      if (unchecked(this.photos[index]).number != number) continue;
      this.photos.splice(index, 1);
      return;
    }
  }

  /** Search one segment. 1, or a HostError. `current` is the segment that is written. */
  search(scan: SegmentScan, current: i32, ledgerId: u32, bootNumber: i32): i32 {
    if (this.segment > current) {
      this.isThrough = true;
      this.isWanted = false;
      return 1;
    }
    const status = scan.read(this.segment, -1, bootNumber);
    if (status < 0) return status;
    let count = 0;
    for (let index = 0; index < scan.length && count < FOUND_MAX; index++) {
      const flags = unchecked(scan.flags[index]);
      if (!isUndated(flags)) continue;
      unchecked((scan.flags[index] = flags | Shot.WANTED));
      count++;
    }
    if (count == 0) {
      this.segment++;
      return 1;
    }
    const photos = scan.load(ledgerId);
    if (photos == null) return scan.loadStatus;
    // None is sent before it is dated.
    for (let index = 0; index < photos.length; index++) unchecked(photos[index]).pending = true;
    this.photos = photos;
    this.isWanted = false;
    return 1;
  }
}
