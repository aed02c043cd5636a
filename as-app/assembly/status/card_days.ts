/** How many days the card will last, from the sizes of the photos and the schedule. */

/** Mean over so many photos counts as much as all before: a few days and nights of them. */
const PHOTOS_IN_MEAN: i32 = 4096;

/** Moving average of sizes: of all at first, later with less and less weight on the oldest. */
export class MeanBytes {
  private mean: f64 = 0;
  private count: i32 = 0;

  add(bytes: i32): void {
    this.count = min(this.count + 1, PHOTOS_IN_MEAN);
    this.mean += (<f64>bytes - this.mean) / <f64>this.count;
  }

  /** In bytes; -1 while nothing was added. */
  value(): i64 {
    return this.count == 0 ? -1 : <i64>this.mean;
  }
}

/**
 * Tenths of days until `freeBytes` are used up but for `reserveBytes`, rounded down; -1 if that
 * cannot be told: no photo was measured yet (`photoBytes` below 1) or none is planned. What the
 * file system adds to each file (half a cluster in the mean) does not count.
 */
export function tenthsOfCardDays(
  freeBytes: i64,
  reserveBytes: i64,
  photoBytes: i64,
  shotsPerDay: i64,
): i64 {
  if (freeBytes < 0 || photoBytes < 1 || shotsPerDay < 1) return -1;
  const photos = max<i64>(freeBytes - reserveBytes, 0) / photoBytes;
  return (photos * 10) / shotsPerDay;
}
