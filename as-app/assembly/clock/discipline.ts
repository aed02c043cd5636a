/**
 * What a told time does to the wall clock. The rules are in docs/configuration/timer.md:
 * - a clock that is not known, or wrong by more than 2 s, is stepped;
 * - one that is less wrong is slewed by 500 millionths of the time that passes, and never shows a
 *   time twice;
 * - one that is less wrong than the answer may be is left alone;
 * - an answer that is half an hour or more from the one before is believed only when another one
 *   agrees with it.
 *
 * Times are kept as UTC minus uptime, since the uptime never jumps; so they are compared without
 * regard to when they were told. Between two answers the wall clock follows the uptime: if the
 * board lets it jump, it is set right.
 */
import { nowMs, setNowMs, slewNowMs, uptimeMs } from "../host/clock";
import { MS_PER_MINUTE } from "./civil";
import { ToldTime } from "./time_source";

/** Errors above this are stepped. */
const STEP_MS: i64 = 2000;
/** Uptime for one millisecond of slewing: 500 ppm. */
const SLEW_PERIOD_MS: i64 = 2000;
/** How often the clock is slewed: by 10 ms. */
const SLEW_EVERY_MS: i64 = 20000;
/** No quartz is that wrong, nor is a quarter of an hour of summer time. */
const DOUBT_MS: i64 = 30 * MS_PER_MINUTE;
/** Two answers agree within this. */
const AGREE_MS: i64 = MS_PER_MINUTE;
/** The wall clock has jumped when it is this far from where it was put. */
const JUMP_MS: i64 = 1000;

/** What was done about the last answer that was believed. */
export enum Correction {
  NONE,
  SLEW,
  STEP,
}

export class ClockDiscipline {
  /** Uptime of the last answer that was believed; -1 before. */
  believedAtMs: i64 = -1;
  correction: Correction = Correction.NONE;
  /** How far the clock was behind that answer; counts if `hasError`. */
  errorMs: i64 = 0;
  hasError: bool = false;
  /** The most that the last answer may be wrong. */
  inexactMs: i64 = 0;
  /** How much too slow the board's clock was since it was last set, in millionths; of `hasDrift`. */
  drift_ppm: i64 = 0;
  hasDrift: bool = false;

  /** UTC minus uptime by that answer. */
  believedMs: i64 = 0;

  /** The same when the clock was last set. */
  private referenceMs: i64 = 0;
  private referenceAtMs: i64 = -1;
  /** The answer that waits for another one to agree, or -1. */
  private doubtedMs: i64 = -1;
  /** UTC minus uptime as the clock shows it, as it is to show it, and when it was slewed last. */
  private shownMs: i64 = 0;
  private targetMs: i64 = 0;
  private slewedAtMs: i64 = 0;

  /** Take an answer; the empty text, or why it is not believed. `now` is uptime. */
  take(told: ToldTime, now: i64): string {
    const toldMs = told.utcAtStartMs;
    const leapMs = toldMs - this.believedMs;
    const isLeap = this.believedAtMs >= 0 && abs<i64>(leapMs) >= DOUBT_MS + told.inexactMs;
    if (isLeap && (this.doubtedMs < 0 || abs<i64>(toldMs - this.doubtedMs) > AGREE_MS)) {
      this.doubtedMs = toldMs;
      const minutes = (leapMs / MS_PER_MINUTE).toString();
      return "it is " + minutes + " minutes from the time told before; another answer must agree";
    }
    this.doubtedMs = -1;
    this.measure(toldMs, now);
    this.inexactMs = told.inexactMs;
    this.correct(toldMs, told.inexactMs, now);
    this.believedMs = toldMs;
    this.believedAtMs = now;
    return "";
  }

  /** The board has woken, and its clock has run on: it is believed as far as it was before. */
  wake(): void {
    this.believedMs = nowMs() - uptimeMs();
    this.believedAtMs = 0;
    this.shownMs = this.believedMs;
    this.targetMs = this.believedMs;
  }

  /**
   * Put the clock where slewing would bring it: nobody looks at it while the board sleeps. A clock
   * that was told nothing is left alone.
   */
  hurry(): void {
    if (this.shownMs == this.targetMs) return;
    setNowMs(this.targetMs + uptimeMs());
    this.shownMs = this.targetMs;
  }

  /** Slew the clock, and set it right if it has jumped; `now` is uptime. */
  step(now: i64): void {
    if (this.believedAtMs < 0) return;
    this.slew(now);
    const wantedMs = this.shownMs + uptimeMs();
    if (abs<i64>(nowMs() - wantedMs) > JUMP_MS) setNowMs(wantedMs);
  }

  /** Uptime at which step has something to do. */
  nextStepAtMs(): i64 {
    return this.shownMs == this.targetMs ? i64.MAX_VALUE : this.slewedAtMs + SLEW_EVERY_MS;
  }

  private slew(now: i64): void {
    const leftMs = this.targetMs - this.shownMs;
    const mayMs = (now - this.slewedAtMs) / SLEW_PERIOD_MS;
    if (leftMs == 0 || mayMs == 0) return;
    this.slewedAtMs += mayMs * SLEW_PERIOD_MS;
    this.shownMs += max(-mayMs, min(mayMs, leftMs));
    slewNowMs(this.shownMs + uptimeMs());
  }

  /** How wrong the clock is, and how much it has drifted since it was set. */
  private measure(toldMs: i64, now: i64): void {
    const utcMs = nowMs();
    this.hasError = utcMs >= 0;
    this.shownMs = utcMs - uptimeMs();
    this.errorMs = toldMs - this.shownMs;
    const elapsedMs = now - this.referenceAtMs;
    this.hasDrift = this.referenceAtMs >= 0 && elapsedMs > 0;
    if (this.hasDrift) this.drift_ppm = ((toldMs - this.referenceMs) * 1000000) / elapsedMs;
  }

  private correct(toldMs: i64, inexactMs: i64, now: i64): void {
    const size = abs<i64>(this.errorMs);
    this.correction = Correction.NONE;
    this.targetMs = this.shownMs;
    if (this.hasError && size <= inexactMs) return;
    this.targetMs = toldMs;
    this.slewedAtMs = now;
    this.referenceMs = toldMs;
    this.referenceAtMs = now;
    this.correction = Correction.SLEW;
    if (this.hasError && size <= STEP_MS) return;
    this.correction = Correction.STEP;
    this.shownMs = toldMs;
    setNowMs(toldMs + uptimeMs());
  }
}
