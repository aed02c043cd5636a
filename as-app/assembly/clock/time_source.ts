/** What all sources of the time have in common. */
import { HttpClient } from "../cloud/http/client";
import { PhotoTimeSource } from "../ledger/photo";

/** A time that a source told. */
export class ToldTime {
  /** UTC in milliseconds at the moment when uptime was 0. */
  utcAtStartMs: i64 = 0;
  /** The most that it can be wrong if the source is right. */
  inexactMs: i64 = 0;
}

/** A source that can be asked again and again, one question at a time; it never waits. */
export abstract class TimeSource {
  /** What the last question brought, if `failure` is empty. */
  told: ToldTime = new ToldTime();
  /** Why the last question brought no time. */
  failure: string = "";

  /** `name` stands in sentences. */
  constructor(
    readonly name: string,
    readonly kind: PhotoTimeSource,
  ) {}

  /** Begin to ask; `now` is uptime in milliseconds. */
  abstract ask(client: HttpClient, now: i64): void;

  /** Do what can be done now; true once the question has ended, whatever it brought. */
  abstract step(now: i64): bool;

  /** Give the question up. */
  abstract abandon(): void;
}
