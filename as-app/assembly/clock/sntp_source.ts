/** The time from an NTP server. */
import { HttpClient } from "../cloud/http/client";
import { errorText, HostError } from "../host/errors";
import * as sntp from "../host/sntp";
import { PhotoTimeSource } from "../ledger/photo";
import { MS_PER_DAY, MS_PER_HOUR } from "./civil";
import { TimeSource } from "./time_source";

/** Real milliseconds for a question with the lookup of the name. */
const LIMIT_MS: i32 = 10000;

/**
 * A server may ask to be left alone (RFC 5905 section 7.4): where it wants no questions, it is
 * asked again after a day, when a name like pool.ntp.org leads to another one; where it is asked
 * too often, after an hour, and twice as long each further time, a day at most.
 */
export class SntpTime extends TimeSource {
  /** Uptime before which the server is left alone. */
  private restUntilMs: i64 = 0;
  private restMs: i64 = MS_PER_HOUR;

  /** `host` is the name of the server. */
  constructor(private readonly host: string) {
    super("SNTP server " + host, PhotoTimeSource.SNTP);
  }

  ask(_client: HttpClient, now: i64): void {
    if (now < this.restUntilMs) {
      this.failure = "it wants to be left alone for now";
      return;
    }
    const status = sntp.ask(this.host, LIMIT_MS);
    this.failure = status < 0 ? errorText(status) : "";
  }

  step(now: i64): bool {
    if (this.failure.length > 0) return true;
    const status = sntp.answer();
    if (status == HostError.WOULD_BLOCK) return false;
    if (status < 0) this.refused(status, now);
    else this.heard();
    sntp.close();
    return true;
  }

  abandon(): void {
    sntp.close();
  }

  private heard(): void {
    const told = this.told;
    told.utcAtStartMs = sntp.utcMinusUptimeUs() / 1000;
    told.inexactMs = sntp.roundTripUs() / 2000 + 1;
  }

  private refused(status: i32, now: i64): void {
    const reason = sntp.describe();
    this.failure = reason.length > 0 ? reason : errorText(status);
    if (status == HostError.BUSY) {
      this.restUntilMs = now + this.restMs;
      this.restMs = min(this.restMs * 2, MS_PER_DAY);
    } else if (status == HostError.ACCESS) {
      this.restUntilMs = now + MS_PER_DAY;
    }
  }
}
