/** The oldest photos of a kind, a few at a time, found by searching the segments in their order. */
import { Photo } from "./photo";
import { SegmentScan, Shot } from "./segment_scan";

/** Photos found at a time. */
const FOUND_MAX: i32 = 16;

export abstract class FoundPhotos {
  /** True while someone wants a photo and none is known. */
  isWanted: bool = false;
  /** True once all segments were searched and nothing was found. */
  isThrough: bool = false;

  protected photos: Photo[] = [];
  /** Segment that is searched next, or whose photos are known. */
  protected segment: i32 = 0;

  /** Whether the flags of a shot tell that it is of the kind. */
  protected abstract isOfKind(flags: i32): bool;

  /** Search from a segment on. */
  begin(segment: i32): void {
    this.segment = segment;
    this.photos = [];
    this.isThrough = false;
  }

  /** The oldest photo known; null if there is none, or it has to be searched for. */
  first(): Photo | null {
    if (this.isAnyKnown()) return unchecked(this.photos[0]);
    this.isWanted = !this.isThrough;
    return null;
  }

  isAnyKnown(): bool {
    return this.photos.length > 0;
  }

  /** Forget a photo; true if it was known. */
  leave(number: i64): bool {
    for (let index = 0; index < this.photos.length; index++) {
      if (unchecked(this.photos[index]).number != number) continue;
      this.photos.splice(index, 1);
      return true;
    }
    return false;
  }

  /** Whether the search is behind the segment that is written; it ends then. */
  protected endsAt(current: i32): bool {
    if (this.segment <= current) return false;
    this.isThrough = true;
    this.isWanted = false;
    return true;
  }

  /** Load the first photos of the segment that `scan` has read, or go on. 1, or a HostError. */
  protected take(scan: SegmentScan, ledgerId: u32): i32 {
    let count = 0;
    for (let index = 0; index < scan.length && count < FOUND_MAX; index++) {
      const flags = unchecked(scan.flags[index]);
      if (!this.isOfKind(flags)) continue;
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
    this.isWanted = false;
    return 1;
  }
}
