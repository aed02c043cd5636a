/** Finds the oldest photos that may be deleted: verified in the cloud and still on the card. */
import { FoundPhotos } from "./found_photos";
import { Photo } from "./photo";
import { SegmentScan, completeMark, isDeletable } from "./segment_scan";

export class VerifiedPhotos extends FoundPhotos {
  /** The companion of the segment ends with a mark that this many are on the card; -1 without. */
  private markedCount: i32 = -1;

  protected isOfKind(flags: i32): bool {
    return isDeletable(flags);
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
    if (!this.leave(photo.number)) return -1;
    if (this.markedCount > 0) this.markedCount--;
    return this.markedCount;
  }

  /** Search one segment. 1, or a HostError. `current` is the segment that is written. */
  search(scan: SegmentScan, current: i32, ledgerId: u32): i32 {
    if (this.endsAt(current)) return 1;
    const mark = completeMark(this.segment);
    if (mark < -1) return mark;
    if (mark == 0) {
      this.segment++;
      return 1;
    }
    const read = scan.read(this.segment, -1, 0);
    if (read < 0) return read;
    const status = this.take(scan, ledgerId);
    this.markedCount = scan.isMarked ? scan.deletableCount : -1;
    return status;
  }
}
