/**
 * The log as a feed of Adafruit IO: lines wait in memory and are sent a few at a time, within the
 * account's rate and while no shot is near. Whatever the service does, nothing waits for it.
 */
import { formatRfc3339, padded } from "../clock/civil";
import { Zone } from "../clock/posix_tz";
import { Backoff } from "../cloud/backoff";
import { headerJsonString } from "../cloud/dropbox/header_json";
import { HttpClient } from "../cloud/http/client";
import { Exchange, ExchangeState } from "../cloud/http/exchange";
import { percentEncode } from "../cloud/http/percent";
import { Request } from "../cloud/http/request";
import { Response } from "../cloud/http/response";
import { readJsonObject } from "../cloud/json/value";
import { nowMs } from "../host/clock";
import { HostError } from "../host/errors";
import { droppedLine, lineAt, utcOfUptime } from "./line";
import { LineBuffer } from "./line_buffer";
import { isQuiet, quietAtMs } from "./quiet";

const HOST = "io.adafruit.com";
const BUFFER_BYTES: i32 = 8192;
/**
 * Of all devices of a free account together, 30 values a minute are taken; of a batch each element
 * counts. Here it is one for every 2.5 s after the answer, so with a batch at most 29 a minute.
 */
const VALUE_MS: i64 = 2500;
const VALUES_MAX: i32 = 5;
/** Lines of one request: the answer repeats them, with escapes of up to six bytes for each. */
const BATCH_BYTES_MAX: i32 = 2000;
/** A line that is older need not wait any more for the time to be known. */
const TIME_PATIENCE_MS: i64 = 20000;
const DEADLINE_MS: i32 = 10000;
const FAILURE_FIRST_MS: i32 = 5000;
const RATE_FIRST_MS: i32 = 30000;
const WAIT_MOST_MS: i32 = 600000;
const QUOTE_UNITS_MAX: i32 = 100;
/** Ends the sentence about a refusal after which nothing is tried any more. */
const ADVICE = "; correct ADAFRUIT_AIO_USERNAME, ADAFRUIT_AIO_KEY or aio_feed";

export class FeedLog {
  /** Why a row of failures began with the last step, for the other targets; else empty. */
  sentence: string = "";
  private isFailing: bool = false;

  private lines: LineBuffer = new LineBuffer(BUFFER_BYTES);
  private client: HttpClient | null = null;
  private exchange: Exchange | null = null;
  private backoff: Backoff = new Backoff(WAIT_MOST_MS);
  /** Uptime before which nothing is sent; i64.MAX_VALUE: before the next start. */
  private nextAtMs: i64 = 0;
  /** How many lines were taken for sending, and their JSON. */
  private takenCount: i32 = 0;
  private taken: string = "";
  /** The feed is not there and is to be made: once between two successes. */
  private isCreating: bool = false;
  private hasCreated: bool = false;

  constructor(
    private readonly user: string,
    private readonly key: string,
    private readonly feed: string,
    private readonly zone: Zone,
  ) {}

  /** Before this, lines are only collected. */
  connect(client: HttpClient): void {
    this.client = client;
  }

  add(level: i32, now: i64, text: Uint8Array): void {
    this.lines.add(level, now, text);
  }

  /** Uptime from which on a request is due. */
  private workAtMs(): i64 {
    const hasTaken = this.takenCount > 0;
    if (this.client == null || (!hasTaken && this.lines.bytes == 0)) return i64.MAX_VALUE;
    if (hasTaken || nowMs() >= 0) return this.nextAtMs;
    return max(this.nextAtMs, this.lines.uptimeMs(0) + TIME_PATIENCE_MS);
  }

  /** Uptime at which step has something to do even if no connection moves. */
  nextStepAtMs(now: i64, quietUntilMs: i64): i64 {
    return this.exchange != null ? i64.MAX_VALUE : quietAtMs(now, this.workAtMs(), quietUntilMs);
  }

  /** Go on, or begin if it is time and no shot is near: until `quietUntilMs` there is none. */
  step(now: i64, quietUntilMs: i64): void {
    this.sentence = "";
    if (this.exchange == null && isQuiet(now, this.workAtMs(), quietUntilMs)) this.begin();
    const exchange = this.exchange;
    if (exchange == null || exchange.step(now) == ExchangeState.RUNNING) return;
    this.exchange = null;
    this.nextAtMs = now + VALUE_MS * this.takenCount;
    if (exchange.state == ExchangeState.DONE) this.judge(exchange.response, now);
    // Without a connection to spare the lines wait; that is no failure.
    else if (exchange.failure == HostError.NO_MEMORY) this.nextAtMs += FAILURE_FIRST_MS;
    else this.retry(FAILURE_FIRST_MS, exchange.sentence, now);
  }

  /** True if no line is on its way or can be expected to arrive soon. */
  isSettled(): bool {
    return this.isFailing || this.workAtMs() == i64.MAX_VALUE;
  }

  /** Give up what is under way. */
  end(): void {
    const exchange = this.exchange;
    if (exchange != null) exchange.abandon();
    this.exchange = null;
    this.client = null;
  }

  // --- request ----------------------------------------------------------------------------------

  private begin(): void {
    const client = this.client;
    if (client == null) return;
    if (this.takenCount == 0) this.take();
    let target = "/api/v2/" + percentEncode(this.user) + "/feeds";
    let json = this.taken;
    if (this.isCreating) json = '{"feed":{"name":"' + this.feed + '"}}';
    else target += "/" + this.feed + "/data/batch";
    const request = new Request(HOST, "POST", target);
    request.field("X-AIO-Key", this.key);
    request.text("application/json", json);
    request.openMs = DEADLINE_MS;
    request.stallMs = DEADLINE_MS;
    request.responseMs = DEADLINE_MS;
    request.isYielding = true;
    this.exchange = client.begin(request);
  }

  /** Take the first lines; they are sent until they arrive or are refused. */
  private take(): void {
    const lines = this.lines;
    let data = '{"data":[';
    let at = 0;
    if (lines.dropped > 0) {
      data += valueJson(droppedLine(lines), lines.uptimeMs(0));
      this.takenCount++;
    }
    while (at < lines.bytes && (this.takenCount == 0 || lines.next(at) <= BATCH_BYTES_MAX)) {
      if (this.takenCount == VALUES_MAX) break;
      if (this.takenCount > 0) data += ",";
      data += valueJson(lineAt(lines, at, this.zone), lines.uptimeMs(at));
      at = lines.next(at);
      this.takenCount++;
    }
    lines.dropped = 0;
    lines.remove(at);
    this.taken = data + "]}";
  }

  // --- answer -----------------------------------------------------------------------------------

  private judge(response: Response, now: i64): void {
    const status = response.status;
    if (status / 100 == 2) {
      if (isJson(response)) this.accepted();
      else this.retry(FAILURE_FIRST_MS, "something else has answered", now);
    } else if (status == 404 && !this.isCreating && !this.hasCreated) {
      this.isCreating = true;
    } else if (status == 401 || status == 403 || status == 404) {
      this.stop(response);
    } else if (status / 100 == 4 && status != 408 && status != 429) {
      this.complain(answerText(response));
      // A feed may be there by now: made by another camera, or in an answer that was lost.
      this.conclude();
    } else {
      this.retry(status == 429 ? RATE_FIRST_MS : FAILURE_FIRST_MS, answerText(response), now);
    }
  }

  private accepted(): void {
    this.isFailing = false;
    this.backoff.succeed();
    this.conclude();
  }

  /** What was asked for is done, or will never be accepted. */
  private conclude(): void {
    this.hasCreated = this.isCreating;
    if (!this.isCreating) this.takenCount = 0;
    this.isCreating = false;
  }

  private complain(reason: string): void {
    if (!this.isFailing) this.sentence = "the log does not reach its feed: " + reason;
    this.isFailing = true;
  }

  private retry(first_ms: i32, reason: string, now: i64): void {
    this.complain(reason);
    this.nextAtMs = max(this.nextAtMs, now + <i64>this.backoff.next(first_ms));
  }

  private stop(response: Response): void {
    this.isFailing = false;
    this.complain(answerText(response) + ADVICE);
    this.nextAtMs = i64.MAX_VALUE;
  }
}

/** One value of a feed; its time is left out while it is not known. */
function valueJson(line: string, uptime: i64): string {
  const json = '{"value":' + headerJsonString(line);
  const utcMs = utcOfUptime(uptime);
  if (utcMs < 0) return json + "}";
  const time = formatRfc3339(utcMs, 0);
  const fraction = "." + padded(<i32>(utcMs % 1000), 3) + 'Z"}';
  return json + ',"created_at":"' + time.substring(0, time.length - 1) + fraction;
}

/** Whether an answer is the object or the array that belongs to a success. */
function isJson(response: Response): bool {
  const body = response.body;
  return body.length > 0 && (unchecked(body.bytes[0]) | 0x20) == 0x7b;
}

/** What Adafruit IO answered, with its reason if it gave one. */
function answerText(response: Response): string {
  const body = response.body;
  const reason = readJsonObject(body.bytes, body.length).member("error").text();
  const status = "Adafruit IO answered with status " + response.status.toString();
  return reason.length > 0 ? status + " (" + reason.substring(0, QUOTE_UNITS_MAX) + ")" : status;
}
