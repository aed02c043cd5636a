/** Services that tell the time over HTTPS: what to ask each, and how to read its answer. */
import { HttpClient } from "../cloud/http/client";
import { Exchange, ExchangeState } from "../cloud/http/exchange";
import { percentEncode } from "../cloud/http/percent";
import { Request } from "../cloud/http/request";
import { Response } from "../cloud/http/response";
import { readJsonObject } from "../cloud/json/value";
import { PhotoTimeSource } from "../ledger/photo";
import { TimeSource } from "./time_source";

/** Half of an exchange counts up to this: an answer that drips in says little about its age. */
const CORRECTION_MS_MAX: i64 = 5000;
/** The services tell whole seconds, cut off. */
const HALF_SECOND_MS: i64 = 500;

/** A service that is asked with one request. */
export abstract class HttpTime extends TimeSource {
  private exchange: Exchange | null = null;

  /** `name` stands in sentences. */
  constructor(name: string) {
    super(name, PhotoTimeSource.HTTP);
  }

  /** The question. */
  protected abstract request(): Request;

  /** Read the body of an answer with status 200: UTC in seconds, or -1 if it is no time. */
  protected abstract read(response: Response): i64;

  ask(client: HttpClient, _now: i64): void {
    this.exchange = client.begin(this.request());
  }

  step(now: i64): bool {
    const exchange = this.exchange;
    if (exchange == null) return true;
    if (exchange.step(now) == ExchangeState.RUNNING) return false;
    this.exchange = null;
    this.failure = this.hear(exchange);
    return true;
  }

  abandon(): void {
    const exchange = this.exchange;
    if (exchange != null) exchange.abandon();
    this.exchange = null;
  }

  /** Take the time from an ended exchange; the empty text, or why there is none. */
  private hear(exchange: Exchange): string {
    if (exchange.state == ExchangeState.FAILED) return exchange.sentence;
    const status = exchange.response.status;
    if (status != 200) return "answered with status " + status.toString() + advice(status);
    const seconds = this.read(exchange.response);
    if (seconds < 0) return "answered with something that is no time";
    // The answer was true when it was written: about half of the exchange ago.
    const halfMs = max(0 as i64, (exchange.endedAtMs - exchange.sentAtMs) / 2);
    const utcMs = seconds * 1000 + HALF_SECOND_MS + min(halfMs, CORRECTION_MS_MAX);
    this.told.utcAtStartMs = utcMs - exchange.endedAtMs;
    this.told.inexactMs = halfMs + HALF_SECOND_MS;
    return "";
  }
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

/** A request with deadlines shorter than an upload's: there are other sources. */
function timeRequest(host: string, target: string): Request {
  const request = new Request(host, "GET", target);
  request.openMs = 15000;
  request.stallMs = 10000;
  request.responseMs = 15000;
  request.answerBytesMax = 2048;
  return request;
}

export const ADAFRUIT_HOST = "io.adafruit.com";

/**
 * Adafruit IO with an account: UTC and the zone's offset, `1530906256 +0200`. The offset is only a
 * sign that the question was understood; what the clocks do is up to the zone's own rule.
 */
export class AdafruitAccountTime extends HttpTime {
  constructor(
    private readonly user: string,
    private readonly key: string,
    private readonly zone: string,
  ) {
    super("Adafruit IO");
  }

  protected request(): Request {
    const path = "/api/v2/" + percentEncode(this.user) + "/integrations/time/strftime";
    const request = timeRequest(ADAFRUIT_HOST, path + this.query());
    request.field("X-AIO-Key", this.key);
    return request;
  }

  private query(): string {
    return "?tz=" + percentEncode(this.zone) + "&fmt=" + percentEncode("%s %z");
  }

  protected read(response: Response): i64 {
    const text = new PlainAnswer(response);
    const seconds = text.digits(9, 11);
    const isApart = text.take(0x20);
    const isSigned = text.take(0x2b) || text.take(0x2d);
    const hours = text.digits(4, 4);
    return isApart && isSigned && hours >= 0 && text.isOver() ? seconds : -1;
  }
}

/** Adafruit IO without an account: `1530906256`. */
export class AdafruitPublicTime extends HttpTime {
  constructor() {
    super("Adafruit IO without account");
  }

  protected request(): Request {
    return timeRequest(ADAFRUIT_HOST, "/api/v2/time/seconds");
  }

  protected read(response: Response): i64 {
    const text = new PlainAnswer(response);
    const seconds = text.digits(9, 11);
    return text.isOver() ? seconds : -1;
  }
}

/** TimeAPI, version 1: `{"unix_timestamp":1750000000}`. */
export class TimeApiTime extends HttpTime {
  constructor() {
    super("TimeAPI");
  }

  protected request(): Request {
    return timeRequest("timeapi.io", "/api/v1/time/current/unix");
  }

  protected read(response: Response): i64 {
    const json = readJsonObject(response.body.bytes, response.body.length);
    const seconds = json.member("unix_timestamp").integer(-1);
    return seconds < 100000000000 ? seconds : -1;
  }
}

/** A body of plain text, read from its start. */
class PlainAnswer {
  private at: i32 = 0;
  private readonly bytes: Uint8Array;
  private readonly length: i32;

  constructor(response: Response) {
    this.bytes = response.body.bytes;
    this.length = response.body.length;
  }

  private peek(): i32 {
    return this.at < this.length ? <i32>unchecked(this.bytes[this.at]) : -1;
  }

  take(expected: i32): bool {
    if (this.peek() != expected) return false;
    this.at++;
    return true;
  }

  /** The number that all digits at hand spell; -1 unless they are `least` to `most`. */
  digits(least: i32, most: i32): i64 {
    const start = this.at;
    let number: i64 = 0;
    while (this.peek() >= 0x30 && this.peek() <= 0x39 && this.at - start <= most) {
      number = number * 10 + (this.peek() - 0x30);
      this.at++;
    }
    const count = this.at - start;
    return count >= least && count <= most ? number : -1;
  }

  /** True if only white space is left. */
  isOver(): bool {
    while (this.peek() == 0x20 || this.peek() == 0x0a || this.peek() == 0x0d) this.at++;
    return this.at == this.length;
  }
}
