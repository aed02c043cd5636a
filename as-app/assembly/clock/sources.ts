/** Keeping the clock right by the first of several sources that tells a time one can believe. */
import { Backoff } from "../cloud/backoff";
import { HttpClient } from "../cloud/http/client";
import { nowMs, uptimeMs } from "../host/clock";
import { PhotoTimeSource } from "../ledger/photo";
import { Event } from "../log/event";
import { ClockDiscipline, Correction } from "./discipline";
import { TimeSource } from "./time_source";

/** No server is asked again within 15 s (RFC 4330 section 10). */
const RETRY_FIRST_MS: i32 = 15000;
const RETRY_MOST_MS: i32 = 300000;
/** A quartz drifts by a few seconds a day. */
const REPEAT_MS: i64 = 6 * 3600 * 1000;
/** Without an answer for so many times the period of the questions, a time is an estimate. */
const ESTIMATED_REPEATS: i64 = 10;
/** 2024-01-01 and 2100-01-01 UTC: times outside are no times. */
const UTC_MS_MIN: i64 = 1704067200000;
const UTC_MS_MAX: i64 = 4102444800000;

/** What one step has brought. */
export enum TimeEvent {
  NOTHING,
  /** A time was told and believed; the clock is set, or was right. */
  SET,
  /** One source failed; the next is tried. */
  SOURCE_FAILED,
  /** The last source failed; all are tried again after a wait. */
  ALL_FAILED,
}

function correctionName(correction: Correction): string {
  if (correction == Correction.STEP) return "step";
  return correction == Correction.SLEW ? "slew" : "none";
}

export class TimeSync {
  /** What the last event other than NOTHING says, for the log. */
  sentence: string = "";
  /** Why the last source that failed did so, and what a person can do about it. */
  failure: string = "";
  /** How long after a success the sources are asked again. */
  repeatMs: i64 = REPEAT_MS;

  /** What was done to the clock. */
  readonly discipline: ClockDiscipline = new ClockDiscipline();

  private isAsking: bool = false;
  private index: i32 = 0;
  private nextAtMs: i64 = 0;
  private backoff: Backoff = new Backoff(RETRY_MOST_MS);
  /** The last source that was believed. */
  private believed: TimeSource | null = null;

  constructor(
    private readonly client: HttpClient,
    private readonly sources: TimeSource[],
  ) {}

  /** Who told the time last; empty before. */
  get sourceName(): string {
    const believed = this.believed;
    return believed == null ? "" : believed.name;
  }

  /** How the time of the clock is known; `now` is uptime in milliseconds. */
  kind(now: i64): PhotoTimeSource {
    if (nowMs() < 0) return PhotoTimeSource.UNKNOWN;
    const believed = this.believed;
    const isOld = now - this.discipline.believedAtMs > this.repeatMs * ESTIMATED_REPEATS;
    return believed == null || isOld ? PhotoTimeSource.ESTIMATED : believed.kind;
  }

  /** UTC in milliseconds by the last answer that was believed, also while the clock is slewed. */
  toldMs(): i64 {
    return this.discipline.believedMs + uptimeMs();
  }

  /** The source whose turn it is; `index` is always below the number of sources. */
  private source(): TimeSource {
    return unchecked(this.sources[this.index]);
  }

  /** Uptime at which step has something to do even if no connection moves. */
  nextStepAtMs(): i64 {
    const slewAtMs = this.discipline.nextStepAtMs();
    if (this.isAsking || this.sources.length == 0) return slewAtMs;
    return min(this.nextAtMs, slewAtMs);
  }

  /** True while a source is asked. */
  isBusy(): bool {
    return this.isAsking;
  }

  /** The board has just woken with a clock that need not be looked at for so long. */
  wake(goodForMs: i64): void {
    this.discipline.wake();
    this.nextAtMs = goodForMs;
  }

  /** Give up the question under way; its connection is closed. */
  abandon(): void {
    if (this.isAsking) this.source().abandon();
    this.isAsking = false;
    this.index = 0;
  }

  /** Do what can be done now; `now` is uptime in milliseconds. */
  step(now: i64): TimeEvent {
    this.discipline.step(now);
    if (!this.isAsking) {
      if (now < this.nextAtMs || this.sources.length == 0) return TimeEvent.NOTHING;
      this.isAsking = true;
      this.source().ask(this.client, now);
    }
    const source = this.source();
    if (!source.step(now)) return TimeEvent.NOTHING;
    this.isAsking = false;
    const failure = source.failure.length > 0 ? source.failure : this.use(source, now);
    if (failure.length > 0) return this.sourceFailed(source, failure, now);
    this.succeed(source, now);
    return TimeEvent.SET;
  }

  /** Publish what the last answer that was believed has brought. */
  publish(): void {
    const believed = this.believed;
    if (believed == null) return;
    const discipline = this.discipline;
    const event = new Event("time")
      .text("source", believed.name)
      .whole("utc_ms", nowMs())
      .text("correction", correctionName(discipline.correction));
    if (discipline.hasError) event.whole("error_ms", discipline.errorMs);
    if (discipline.hasDrift) event.whole("drift_ppm", discipline.drift_ppm);
    event.publish();
  }

  /** Set the clock by what a source has told; the empty text, or why that is impossible. */
  private use(source: TimeSource, now: i64): string {
    const told = source.told;
    const utcMs = told.utcAtStartMs + uptimeMs();
    if (utcMs < UTC_MS_MIN || utcMs >= UTC_MS_MAX) {
      return "told a time that is not between 2024 and 2099";
    }
    return this.discipline.take(told, now);
  }

  private succeed(source: TimeSource, now: i64): void {
    const discipline = this.discipline;
    this.sentence = "time set by " + source.name;
    if (discipline.hasError) {
      this.sentence += ", clock behind by " + discipline.errorMs.toString() + " ms";
    }
    if (discipline.hasDrift) {
      this.sentence += ", drift " + discipline.drift_ppm.toString() + " ppm";
    }
    this.believed = source;
    this.index = 0;
    this.nextAtMs = now + this.repeatMs;
    this.backoff.succeed();
  }

  private sourceFailed(source: TimeSource, failure: string, now: i64): TimeEvent {
    this.failure = failure;
    this.sentence = "no time from " + source.name + ": " + failure;
    this.index++;
    if (this.index < this.sources.length) return TimeEvent.SOURCE_FAILED;
    this.index = 0;
    const wait_ms = this.backoff.next(RETRY_FIRST_MS);
    this.nextAtMs = now + <i64>wait_ms;
    this.sentence += "; all sources are asked again in " + (wait_ms / 1000).toString() + " s";
    return TimeEvent.ALL_FAILED;
  }
}
