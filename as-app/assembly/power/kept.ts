/** What the camera knows over a deep sleep. The host keeps it as it lies in memory: whole numbers. */
import { ClockDiscipline } from "../clock/discipline";
import { nowMs, setNowMs, uptimeMs } from "../host/clock";
import * as power from "../host/power";

/** No clock of a sleeping board is further off: what was measured then is no drift. */
const DRIFT_MOST_PPM: i64 = 50000;

/** What a measurement may be wrong by is to be a part of what it measures: as doubtMs() counts on. */
const EXACT_ENOUGH: i64 = 2000;

/** Zero stands for what is not known. Another version of the application must have another length. */
@unmanaged
class Kept {
  /** When the next shot is due, when sleep began, and when it is to end; UTC by the board's clock. */
  dueUtcMs: i64;
  fromUtcMs: i64;
  wakeUtcMs: i64;
  /** From a moment of waking until the camera was ready. */
  readyMs: i64;
  /** When a time was believed last, the most that it was wrong, and how long the board has slept
   *  since. */
  toldUtcMs: i64;
  inexactMs: i64;
  sleptMs: i64;
  /** By how many millionths the clock is too slow in sleep, and whether that was measured. */
  drift_ppm: i64;
  hasDrift: i64;
  /** When the status was told. */
  statusUtcMs: i64;
  /** When new applications are to be looked for, and marks of those refused last. */
  lookUtcMs: i64;
  refused: i64;
  refusedInIndex: i64;
  /** Of all runs since the camera was last without power, or reset: shots that were due, photos
   *  that were stored, and those missed. */
  shots: i64;
  stored: i64;
  failed: i64;
  verified: i64;

  /** Take over what was kept; false if nothing was, or it is no use. */
  wake(): bool {
    const bytes = <i32>offsetof<Kept>();
    const length = power.kept(changetype<usize>(this), bytes);
    if (length == bytes && this.correctClock()) return true;
    memory.fill(changetype<usize>(this), 0, bytes);
    return false;
  }

  /** Put the clock right by what it is known to lose in sleep; false if it has been lost. */
  private correctClock(): bool {
    const utcMs = nowMs();
    const sleptMs = utcMs - uptimeMs() - this.fromUtcMs;
    if (utcMs < 0 || sleptMs < 0) return false;
    this.sleptMs += sleptMs;
    const lostMs = (sleptMs * this.drift_ppm) / 1000000;
    if (lostMs != 0) setNowMs(utcMs + lostMs);
    return true;
  }

  /**
   * A time was told and believed: with the one before, if both are exact enough, it tells what sleep
   * does to the clock. The first one tells nothing of that: nobody knows how wrong the clock was.
   */
  timeWasTold(clock: ClockDiscipline): void {
    const inexactMs = this.inexactMs + clock.inexactMs;
    if (this.toldUtcMs > 0 && this.sleptMs > inexactMs * EXACT_ENOUGH) {
      const drift_ppm = this.drift_ppm + (clock.errorMs * 1000000) / this.sleptMs;
      if (abs(drift_ppm) <= DRIFT_MOST_PPM) {
        this.drift_ppm = drift_ppm;
        this.hasDrift = 1;
      }
    }
    this.inexactMs = clock.inexactMs;
    this.sleptMs = 0;
    this.toldUtcMs = nowMs();
  }

  /** The most that the clock may be wrong after a sleep of this length since the last time told. */
  doubtMs(sleptMs: i64): i64 {
    return sleptMs / (this.hasDrift != 0 ? 2000 : 200);
  }

  /** The moment to wake for a shot that is due in so long. */
  leadMs(aheadMs: i64): i64 {
    const readyMs = this.readyMs > 0 ? this.readyMs : READY_FIRST_MS;
    return readyMs + MARGIN_MS + this.doubtMs(aheadMs);
  }

  /** The camera was ready so long after the moment of waking: the longest of late counts. */
  wasReadyAfter(measuredMs: i64): void {
    const fadedMs = (this.readyMs * 7) / 8;
    this.readyMs = min(READY_MOST_MS, max(measuredMs, fadedMs));
  }

  /** Power down until shortly before the next shot. 0 or a HostError, as power.sleep. */
  sleepUntil(untilMs: i64): i32 {
    this.fromUtcMs = nowMs();
    this.wakeUtcMs = this.fromUtcMs + (untilMs - uptimeMs());
    return power.sleep(untilMs, changetype<usize>(this), <i32>offsetof<Kept>());
  }
}

/** Start of chip and camera and a look at the time, as long as nobody has measured them. */
const READY_FIRST_MS: i64 = 10000;
const READY_MOST_MS: i64 = 30000;
const MARGIN_MS: i64 = 1000;

/** The one and only; it lies where nothing is ever collected. */
export const kept = changetype<Kept>(memory.data(offsetof<Kept>()));
