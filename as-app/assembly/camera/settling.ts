/**
 * Has the picture settled after a start or a change of profile?
 *
 * Automatic exposure takes several frames, and their number depends on the light. The size of a
 * JPEG follows brightness and detail closely and costs nothing to know, so frames are discarded
 * until two neighbours differ by at most a twentieth, and never more than a given number.
 */

/** Neighbours that differ by at most 1/20 count as alike. */
const ALIKE_PART: i32 = 20;
/** Alike neighbours in a row that end the settling. */
const ALIKE_WANTED: i32 = 2;

export class Settling {
  /** Frames that were discarded since `begin`. */
  count: i32 = 0;
  private left: i32 = 0;
  private last: i32 = 0;
  private alike: i32 = 0;

  /** Begin: at most `framesMax` frames are discarded from now. */
  begin(framesMax: i32): void {
    this.count = 0;
    this.left = framesMax;
    this.last = 0;
    this.alike = 0;
  }

  /** True while frames are to be discarded. */
  active(): bool {
    return this.left > 0;
  }

  /** A frame of this size was discarded. */
  discarded(bytes: i32): void {
    this.count++;
    this.left--;
    const difference = abs(bytes - this.last);
    this.alike = difference * ALIKE_PART <= this.last ? this.alike + 1 : 0;
    this.last = bytes;
    if (this.alike >= ALIKE_WANTED) this.left = 0;
  }
}
