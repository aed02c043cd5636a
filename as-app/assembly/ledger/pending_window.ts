/**
 * The photos that are to be sent next, a bounded number of them. The window holds every pending
 * photo whose rank is below its limit; all others are on the card only and are found by reading
 * segments.
 */
import { Photo } from "./photo";

/** In which order photos are sent. */
export enum PendingOrder {
  NEWEST_FIRST,
  OLDEST_FIRST,
}

export const WINDOW_PHOTOS_MAX: i32 = 64;
/** With so few photos left, the window is filled up. */
const WINDOW_PHOTOS_LOW: i32 = 16;

export class PendingWindow {
  /** By ascending rank. */
  private photos: Photo[] = [];
  /** The window holds all pending photos with a rank below; i64.MAX_VALUE: all there are. */
  private limit: i64 = i64.MAX_VALUE;
  private isFilling: bool = false;
  /** Segment to read next for photos beyond the limit. */
  segment: i32 = 0;

  constructor(private order: PendingOrder) {}

  get isNewestFirst(): bool {
    return this.order == PendingOrder.NEWEST_FIRST;
  }

  get length(): i32 {
    return this.photos.length;
  }

  /** How many photos may be added. */
  get room(): i32 {
    return WINDOW_PHOTOS_MAX - this.photos.length;
  }

  /** Begin anew: all numbers below `nextNumber` are beyond the limit. */
  begin(nextNumber: i64, segment: i32): void {
    this.photos = [];
    this.limit = this.isNewestFirst ? 1 - nextNumber : i64.MIN_VALUE;
    this.segment = segment;
  }

  /**
   * True when photos should be read from the card: from a low level on until the window is full.
   */
  needsMore(): bool {
    if (this.limit == i64.MAX_VALUE) this.isFilling = false;
    else if (this.photos.length <= WINDOW_PHOTOS_LOW) this.isFilling = true;
    return this.isFilling;
  }

  /** Whether a pending photo of this number would have to be read from the card. */
  isBeyond(number: i64): bool {
    return this.rank(number) >= this.limit;
  }

  /** Everything up to this number, in the window's order, has been offered. */
  coverThrough(number: i64): void {
    this.limit = max(this.limit, this.rank(number) + 1);
  }

  coverAll(): void {
    this.limit = i64.MAX_VALUE;
  }

  /** Take in a photo that became pending, unless its rank is beyond the limit. */
  offer(photo: Photo): void {
    if (this.isBeyond(photo.number)) return;
    this.insert(photo);
    if (this.photos.length <= WINDOW_PHOTOS_MAX) return;
    const last = this.photos.pop();
    this.limit = this.rank(last.number);
    this.segment = last.segment;
  }

  /** Take in a photo that was read from the card. */
  insert(photo: Photo): void {
    const rank = this.rank(photo.number);
    let index = this.photos.length;
    while (index > 0 && this.rank(unchecked(this.photos[index - 1]).number) > rank) index--;
    this.photos.push(photo);
    if (this.room <= 0) this.isFilling = false;
    for (let to = this.photos.length - 1; to > index; to--) {
      unchecked((this.photos[to] = unchecked(this.photos[to - 1])));
    }
    unchecked((this.photos[index] = photo));
  }

  find(number: i64): Photo | null {
    for (let index = 0; index < this.photos.length; index++) {
      const photo = unchecked(this.photos[index]);
      if (photo.number == number) return photo;
    }
    return null;
  }

  remove(number: i64): void {
    for (let index = 0; index < this.photos.length; index++) {
      if (unchecked(this.photos[index]).number == number) {
        this.photos.splice(index, 1);
        return;
      }
    }
  }

  /** The first photo that may be sent now; null if there is none. */
  next(nowMs: i64): Photo | null {
    for (let index = 0; index < this.photos.length; index++) {
      const photo = unchecked(this.photos[index]);
      if (photo.retryAtMs <= nowMs) return photo;
    }
    return null;
  }

  /** Uptime at which `next` has something; i64.MAX_VALUE with no photo at all. */
  nextAtMs(): i64 {
    let at = i64.MAX_VALUE;
    for (let index = 0; index < this.photos.length; index++) {
      at = min(at, unchecked(this.photos[index]).retryAtMs);
    }
    return at;
  }

  /** Whether all pending photos of a segment have been in the window and none is left there. */
  hasDrained(segment: i32): bool {
    const isRead = this.isNewestFirst ? this.segment < segment : this.segment > segment;
    if (!isRead && this.limit != i64.MAX_VALUE) return false;
    for (let index = 0; index < this.photos.length; index++) {
      if (unchecked(this.photos[index]).segment == segment) return false;
    }
    return true;
  }

  private rank(number: i64): i64 {
    return this.isNewestFirst ? -number : number;
  }
}
