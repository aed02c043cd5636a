/** Setting the clock from the first of several services that tells a time one can believe. */
import { Backoff } from "../cloud/backoff";
import { HttpClient } from "../cloud/http/client";
import { Exchange, ExchangeState } from "../cloud/http/exchange";
import { setNowMs } from "../host/clock";
import { TimeSource, ToldTime } from "./source_kinds";

const RETRY_FIRST_MS: i32 = 5000;
const RETRY_MOST_MS: i32 = 300000;
/** A quartz drifts by a few seconds a day. */
const REPEAT_MS: i64 = 6 * 3600 * 1000;
const CORRECTION_MS_MAX: i64 = 5000;
/** 2024-01-01 and 2100-01-01 UTC: times outside are no times. */
const UTC_MS_MIN: i64 = 1704067200000;
const UTC_MS_MAX: i64 = 4102444800000;

/** What one step has brought. */
export enum TimeEvent {
  NOTHING,
  /** The clock was set. */
  SET,
  /** One source failed; the next is tried. */
  SOURCE_FAILED,
  /** The last source failed; all are tried again after a wait. */
  ALL_FAILED,
}

export class TimeSync {
  /** What the last event other than NOTHING says, for the log. */
  sentence: string = "";
  /** Why the last source that failed did so, and what a person can do about it. */
  failure: string = "";
  /** Who told the time last; empty before. */
  sourceName: string = "";
  /** True once the clock was set. */
  isSet: bool = false;
  /** The zone's offset as told with the last time, in seconds; counts if `hasOffset`. */
  hasOffset: bool = false;
  offset_s: i32 = 0;
  /** How long after a success the sources are asked again. */
  repeatMs: i64 = REPEAT_MS;

  private exchange: Exchange | null = null;
  private index: i32 = 0;
  private nextAtMs: i64 = 0;
  private backoff: Backoff = new Backoff(RETRY_MOST_MS);

  constructor(
    private readonly client: HttpClient,
    private readonly sources: TimeSource[],
  ) {}

  /** The source whose turn it is; `index` is always below the number of sources. */
  private source(): TimeSource {
    return unchecked(this.sources[this.index]);
  }

  /** Uptime at which step has something to do even if no connection moves. */
  nextStepAtMs(): i64 {
    if (this.exchange != null || this.sources.length == 0) return i64.MAX_VALUE;
    return this.nextAtMs;
  }

  /** Ask again at the next step, without a wait. */
  askNow(): void {
    this.nextAtMs = 0;
  }

  /** Give up the question under way; its connection is closed. */
  abandon(): void {
    const exchange = this.exchange;
    if (exchange != null) exchange.abandon();
    this.exchange = null;
    this.index = 0;
  }

  /** Do what can be done now; `now` is uptime in milliseconds. */
  step(now: i64): TimeEvent {
    let exchange = this.exchange;
    if (exchange == null) {
      if (now < this.nextAtMs || this.sources.length == 0) return TimeEvent.NOTHING;
      exchange = this.client.begin(this.source().request());
      this.exchange = exchange;
    }
    if (exchange.step(now) == ExchangeState.RUNNING) return TimeEvent.NOTHING;
    this.exchange = null;
    const source = this.source();
    const failure = this.use(source, exchange);
    if (failure.length > 0) return this.sourceFailed(source, failure, now);
    this.succeed(source, now);
    return TimeEvent.SET;
  }

  /** Set the clock from an ended exchange; the empty text, or why that is impossible. */
  private use(source: TimeSource, exchange: Exchange): string {
    if (exchange.state == ExchangeState.FAILED) return exchange.sentence;
    const status = exchange.response.status;
    if (status != 200) return "answered with status " + status.toString() + advice(status);
    const told = source.read(exchange.response);
    if (told.utcMs < 0) return "answered with something that is no time";
    const utcMs = told.utcMs + correction(exchange);
    if (utcMs < UTC_MS_MIN || utcMs >= UTC_MS_MAX || setNowMs(utcMs) != 0) {
      return "told a time that is not between 2024 and 2099";
    }
    this.keepOffset(told);
    return "";
  }

  private keepOffset(told: ToldTime): void {
    this.hasOffset = told.hasOffset;
    this.offset_s = told.offset_s;
  }

  private succeed(source: TimeSource, now: i64): void {
    this.sentence = "time set by " + source.name;
    this.sourceName = source.name;
    this.isSet = true;
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

/** The answer was true when it was written: about half of the exchange ago. */
function correction(exchange: Exchange): i64 {
  const halfMs = (exchange.endedAtMs - exchange.sentAtMs) / 2;
  return max(0 as i64, min(halfMs, CORRECTION_MS_MAX));
}

/** What a person can do about a status. */
function advice(status: i32): string {
  if (status == 401 || status == 403) return "; check ADAFRUIT_AIO_USERNAME and ADAFRUIT_AIO_KEY";
  if (status == 404 || status == 400 || status == 422) {
    return "; check ADAFRUIT_AIO_USERNAME and TIMEZONE";
  }
  if (status == 429) return "; it is asked too often";
  return "";
}
