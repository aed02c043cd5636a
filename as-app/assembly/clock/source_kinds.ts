/** Services that tell the time over HTTPS: what to ask each, and how to read its answer. */
import { percentEncode } from "../cloud/http/percent";
import { Request } from "../cloud/http/request";
import { Response } from "../cloud/http/response";
import { readJsonObject } from "../cloud/json/value";

/** A time that a service told. */
export class ToldTime {
  /** UTC in milliseconds; -1 if the answer is none. */
  utcMs: i64 = -1;
  /** True if the service told the zone's present offset as well. */
  hasOffset: bool = false;
  /** East of Greenwich, in seconds. */
  offset_s: i32 = 0;
}

export abstract class TimeSource {
  /** `name` stands in sentences. */
  constructor(readonly name: string) {}

  abstract request(): Request;

  /** Read the body of an answer with status 200. */
  abstract read(response: Response): ToldTime;
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

/** Adafruit IO with an account: UTC and the zone's offset, `1530906256 +0200`. */
export class AdafruitAccountTime extends TimeSource {
  constructor(
    private readonly user: string,
    private readonly key: string,
    private readonly zone: string,
  ) {
    super("Adafruit IO");
  }

  request(): Request {
    const path = "/api/v2/" + percentEncode(this.user) + "/integrations/time/strftime";
    const request = timeRequest(ADAFRUIT_HOST, path + this.query());
    request.field("X-AIO-Key", this.key);
    return request;
  }

  private query(): string {
    return "?tz=" + percentEncode(this.zone) + "&fmt=" + percentEncode("%s %z");
  }

  read(response: Response): ToldTime {
    const text = new PlainAnswer(response);
    const told = new ToldTime();
    const seconds = text.digits(9, 11);
    const isApart = text.take(0x20);
    const isEast = text.take(0x2b);
    const isSigned = isEast || text.take(0x2d);
    const hours = text.digits(4, 4);
    if (seconds < 0 || !isApart || !isSigned || hours < 0 || !text.isOver()) return told;
    const offset_s = <i32>((hours / 100) * 3600 + (hours % 100) * 60);
    told.utcMs = seconds * 1000;
    told.hasOffset = true;
    told.offset_s = isEast ? offset_s : -offset_s;
    return told;
  }
}

/** Adafruit IO without an account: `1530906256`. */
export class AdafruitPublicTime extends TimeSource {
  constructor() {
    super("Adafruit IO without account");
  }

  request(): Request {
    return timeRequest(ADAFRUIT_HOST, "/api/v2/time/seconds");
  }

  read(response: Response): ToldTime {
    const text = new PlainAnswer(response);
    const told = new ToldTime();
    const seconds = text.digits(9, 11);
    if (seconds >= 0 && text.isOver()) told.utcMs = seconds * 1000;
    return told;
  }
}

/** TimeAPI, version 1: `{"unix_timestamp":1750000000}`. */
export class TimeApiTime extends TimeSource {
  constructor() {
    super("TimeAPI");
  }

  request(): Request {
    return timeRequest("timeapi.io", "/api/v1/time/current/unix");
  }

  read(response: Response): ToldTime {
    const told = new ToldTime();
    const json = readJsonObject(response.body.bytes, response.body.length);
    const seconds = json.member("unix_timestamp").integer(-1);
    if (seconds >= 0 && seconds < 100000000000) told.utcMs = seconds * 1000;
    return told;
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
