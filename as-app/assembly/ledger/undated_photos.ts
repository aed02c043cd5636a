/** Finds the photos of this start of the board that were taken before the time was known. */
import { FoundPhotos } from "./found_photos";
import { SegmentScan, isUndated } from "./segment_scan";

export class UndatedPhotos extends FoundPhotos {
  protected isOfKind(flags: i32): bool {
    return isUndated(flags);
  }

  /** Search one segment. 1, or a HostError. `current` is the segment that is written. */
  search(scan: SegmentScan, current: i32, ledgerId: u32, bootNumber: i32): i32 {
    if (this.endsAt(current)) return 1;
    const read = scan.read(this.segment, -1, bootNumber);
    if (read < 0) return read;
    const status = this.take(scan, ledgerId);
    // None is sent before it is dated.
    const photos = this.photos;
    for (let index = 0; index < photos.length; index++) unchecked(photos[index]).pending = true;
    return status;
  }
}
