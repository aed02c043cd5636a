/** How long to wait after failures in a row. */
import { randomBelow } from "../host/random";

/** Doubles from `first_ms` up to `most_ms`; up to a quarter more at random keeps cameras apart. */
export class Backoff {
  /** Failures in a row. */
  failures: i32 = 0;

  constructor(private readonly most_ms: i32) {}

  /** Milliseconds to wait after one more failure, `first_ms` after the first of a row. */
  next(first_ms: i32): i32 {
    const doublings = min(this.failures, 16);
    this.failures++;
    const wait = <i32>min((<i64>first_ms) << doublings, <i64>this.most_ms);
    return min(wait + <i32>randomBelow(<u32>wait / 4 + 1), this.most_ms);
  }

  succeed(): void {
    this.failures = 0;
  }
}
