/** A stand-in for the feed of Adafruit IO on the double of the net. */
import { readJsonObject } from "../../assembly/cloud/json/value";
import { uptimeMs } from "../../assembly/host/clock";
import { utf8 } from "../../assembly/host/text";
import * as log from "../../assembly/log/log";
import { clockAdvance } from "../double";
import {
  answer,
  netAnswer,
  netClearSent,
  netIsAlive,
  netOpenCount,
  netSent,
  netSetState,
} from "../cloud/net_script";
import { NO_SHOT } from "./log_fixture";

const VALUE = '{"value":"';
const TIME = '","created_at":"';

/** The text that JSON between quotes stands for. */
function unquoted(json: string): string {
  const bytes = utf8('{"a":"' + json + '"}');
  return readJsonObject(bytes, bytes.length).member("a").text();
}

export class FeedPeer {
  /** All values that were accepted, with their created_at (empty if absent) and arrival. */
  values: string[] = [];
  times: string[] = [];
  arrivals: i64[] = [];
  /** Values of requests, accepted or not, with the uptime of their arrival. */
  counted: i64[] = [];
  requests: i32 = 0;
  creations: i32 = 0;
  isThere: bool = true;
  canCreate: bool = true;
  /** Status of all answers but to creation; 0: none at all. */
  status: i32 = 200;
  /** In place of the answer's own body if not empty. */
  body: string = "";
  /** So long an answer takes. */
  delayMs: i64 = 0;
  /** The last request. */
  head: string = "";

  private dueAtMs: i64 = -1;

  /** Accept connections and answer what was asked. */
  serve(): void {
    for (let connection = max(1, netOpenCount() - 3); connection <= netOpenCount(); connection++) {
      if (netIsAlive(connection)) this.serveOne(connection);
    }
  }

  private serveOne(connection: i32): void {
    netSetState(connection, 3);
    const sent = netSent(connection);
    const end = sent.indexOf("\r\n\r\n");
    if (end < 0 || this.status == 0) return;
    if (this.dueAtMs < 0) this.dueAtMs = uptimeMs() + this.delayMs;
    if (uptimeMs() < this.dueAtMs) return;
    this.dueAtMs = -1;
    netClearSent(connection);
    this.head = sent.substring(0, end);
    this.requests++;
    const isValues = this.head.includes("/data/batch HTTP");
    netAnswer(connection, isValues ? this.take(sent.substring(end + 4)) : this.create());
  }

  private create(): string {
    this.creations++;
    this.counted.push(uptimeMs());
    if (!this.canCreate) return answer(422, "", '{"error":"feed limit reached"}');
    this.isThere = true;
    return answer(200, "", '{"key":"cam"}');
  }

  private take(json: string): string {
    const parts = json.split(VALUE);
    for (let index = 1; index < parts.length; index++) this.counted.push(uptimeMs());
    if (!this.isThere) return answer(404, "", '{"error":"not found - that feed does not exist"}');
    if (this.status != 200 || this.body.length > 0) return answer(this.status, "", this.body);
    for (let index = 1; index < parts.length; index++) this.takeValue(parts[index]);
    return answer(200, "Content-Type: application/json\r\n", "[" + "{},".repeat(5) + "{}]");
  }

  private takeValue(part: string): void {
    const at = part.indexOf(TIME);
    const end = part.lastIndexOf('"}');
    this.values.push(unquoted(part.substring(0, at < 0 ? end : at)));
    this.times.push(at < 0 ? "" : part.substring(at + TIME.length, end));
    this.arrivals.push(uptimeMs());
  }

  /** How often a value that ends with a text has arrived. */
  count(text: string): i32 {
    let times = 0;
    for (let index = 0; index < this.values.length; index++) {
      if (this.values[index].endsWith(" " + text)) times++;
    }
    return times;
  }

  /** Let time pass with a step whenever the log or the peer wants one. */
  pass(ms: i64, quietUntilMs: i64 = NO_SHOT): void {
    const until = uptimeMs() + ms;
    while (true) {
      const now = uptimeMs();
      const quiet = max(now, quietUntilMs);
      // What moves on a connection brings a step at once.
      for (let turn = 0; turn < 4; turn++) {
        log.step(now, quiet);
        this.serve();
      }
      log.step(now, quiet);
      if (now >= until) return;
      let next = min(log.nextStepAtMs(now, quiet), until);
      if (this.dueAtMs >= 0) next = min(next, this.dueAtMs);
      clockAdvance(max(1 as i64, next - now));
    }
  }
}
