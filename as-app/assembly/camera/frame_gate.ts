/** Is a frame worth keeping? A look at its markers and its size, without its bytes. */
import { FrameInfo } from "../host/camera";

/** Sizes of frames that went before, for the median. Odd, so that there is a middle one. */
const REMEMBERED: i32 = 9;
/** A JPEG of the smallest frame size has more than this. */
const BYTES_MIN: i32 = 512;
/** A good frame is not smaller than this part of the median: a torn one usually is. */
const SMALLEST_PART: i32 = 4;

/** What is wrong with a frame. */
export enum FrameFault {
  NONE,
  NO_START,
  NO_END,
  TOO_SMALL,
}

/** Text for log and ledger. */
export function frameFaultText(fault: FrameFault): string {
  switch (fault) {
    case FrameFault.NO_START:
      return "the frame does not begin as a JPEG";
    case FrameFault.NO_END:
      return "the frame has no JPEG end marker";
    case FrameFault.TOO_SMALL:
      return "the frame is far smaller than the ones before";
    default:
      return "";
  }
}

/** Judges frames against those it has seen since the last change of profile. */
export class FrameGate {
  private sizes: StaticArray<i32> = new StaticArray<i32>(REMEMBERED);
  private count: i32 = 0;

  /** Forget the sizes: after a change of profile frames may be of any size. */
  reset(): void {
    this.count = 0;
  }

  /** Judge one frame; a good one joins the memory. */
  judge(info: FrameInfo): FrameFault {
    if (!info.hasStart) return FrameFault.NO_START;
    if (!info.hasEnd) return FrameFault.NO_END;
    if (info.bytes < max(BYTES_MIN, this.median() / SMALLEST_PART)) return FrameFault.TOO_SMALL;
    this.remember(info.bytes);
    return FrameFault.NONE;
  }

  /** Take a frame that was kept although it was judged bad as the new normal. */
  remember(bytes: i32): void {
    this.sizes[this.count % REMEMBERED] = bytes;
    this.count++;
  }

  /** Median of the remembered sizes, 0 while there are too few to tell. */
  private median(): i32 {
    if (this.count < 3) return 0;
    const known = min(this.count, REMEMBERED);
    for (let index = 0; index < known; index++) {
      if (this.rank(index, known) == known / 2) return this.sizes[index];
    }
    return 0;
  }

  /** How many of the first `known` sizes come before the one at `index` in sorted order. */
  private rank(index: i32, known: i32): i32 {
    let before = 0;
    for (let other = 0; other < known; other++) {
      const smaller = this.sizes[other] < this.sizes[index];
      const equalEarlier = this.sizes[other] == this.sizes[index] && other < index;
      if (smaller || equalEarlier) before++;
    }
    return before;
  }
}
