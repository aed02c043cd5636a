import {
  AdafruitAccountTime,
  AdafruitPublicTime,
  TimeApiTime,
} from "../../assembly/clock/source_kinds";
import { TimeEvent, TimeSync } from "../../assembly/clock/sources";
import { TimeSource } from "../../assembly/clock/time_source";
import { HttpClient } from "../../assembly/cloud/http/client";
import { nowMs, uptimeMs } from "../../assembly/host/clock";
import { HostError } from "../../assembly/host/errors";
import { PhotoTimeSource } from "../../assembly/ledger/photo";
import { clockAdvance, resetDoubles } from "../double";
import {
  answer,
  netAlive,
  netAnswer,
  netDeadlines,
  netOpenCount,
  netOpened,
  netSent,
  netSetSentence,
  netSetState,
  sentField,
} from "../cloud/net_script";

/** All sources in the usual order; the account only if there is one. */
function timeSources(user: string, key: string, zone: string): TimeSource[] {
  const sources: TimeSource[] = [];
  if (user.length > 0) sources.push(new AdafruitAccountTime(user, key, zone));
  sources.push(new AdafruitPublicTime());
  sources.push(new TimeApiTime());
  return sources;
}

let client = new HttpClient();
let sync = new TimeSync(client, timeSources("", "", ""));

function restart(user: string, key: string): void {
  resetDoubles();
  client = new HttpClient();
  sync = new TimeSync(client, timeSources(user, key, "Europe/Amsterdam"));
}

function step(): TimeEvent {
  return sync.step(uptimeMs());
}

/** Answer the question over a connection that is opened now. */
function say(connection: i32, text: string): TimeEvent {
  step();
  netSetState(connection, 3);
  step();
  netAnswer(connection, text);
  return step();
}

/** What comes of that answer of the service without account. */
function told(text: string): TimeEvent {
  restart("", "");
  return say(1, text);
}

describe("time from services", () => {
  it("comes from the account", () => {
    restart("jan d", "aio_secret");
    expect(say(1, answer(200, "", "1743096756 +0100"))).toBe(TimeEvent.SET);
    expect(nowMs()).toBe(1743096756500);
    expect(sync.kind(0)).toBe(PhotoTimeSource.HTTP);
    expect(netOpened(0)).toBe("io.adafruit.com:443");
    expect(
      netSent(1).startsWith(
        "GET /api/v2/jan%20d/integrations/time/strftime?tz=Europe%2FAmsterdam&fmt=%25s%20%25z HTTP/1.1\r\n",
      ),
    ).toBe(true);
    expect(sentField(1, "X-AIO-Key")).toBe("aio_secret");
    expect(sync.sentence).toBe("time set by Adafruit IO");
  });

  it("comes with offsets west of Greenwich and of half hours", () => {
    const offsets: string[] = ["-0930\n", "+0545", "+0000"];
    for (let index = 0; index < offsets.length; index++) {
      restart("u", "k");
      expect(say(1, answer(200, "", "1743096756 " + offsets[index]))).toBe(TimeEvent.SET);
      expect(nowMs()).toBe(1743096756500);
    }
  });

  it("comes without account from the public service", () => {
    expect(told(answer(200, "", "1743096756\n"))).toBe(TimeEvent.SET);
    expect(nowMs()).toBe(1743096756500);
    expect(netSent(1).startsWith("GET /api/v2/time/seconds HTTP/1.1\r\n")).toBe(true);
    expect(sentField(1, "X-AIO-Key")).toBe("");
    expect(netDeadlines(1)).toBe("15000 10000 15000");
  });

  it("comes from TimeAPI if the others fail", () => {
    restart("u", "k");
    expect(say(1, answer(401, "", '{"error":"no"}'))).toBe(TimeEvent.SOURCE_FAILED);
    expect(sync.sentence.startsWith("no time from Adafruit IO: answered with status 401")).toBe(
      true,
    );
    expect(sync.sentence.includes("ADAFRUIT_AIO_KEY")).toBe(true);
    expect(say(1, answer(503, "Connection: close\r\n", ""))).toBe(TimeEvent.SOURCE_FAILED);
    expect(say(2, answer(200, "", '{"unix_timestamp": 1750000000}'))).toBe(TimeEvent.SET);
    expect(netOpened(1)).toBe("timeapi.io:443");
    expect(netSent(2).startsWith("GET /api/v1/time/current/unix HTTP/1.1\r\n")).toBe(true);
    expect(nowMs()).toBe(1750000000500);
    expect(sync.sentence).toBe("time set by TimeAPI");
  });

  it("is taken for the middle of its second, half of the exchange ago, 5 s at most", () => {
    const exchanges: i64[] = [0, 3000, 14000];
    const corrections: i64[] = [500, 2000, 5500];
    for (let index = 0; index < exchanges.length; index++) {
      restart("", "");
      step();
      netSetState(1, 3);
      clockAdvance(8000);
      step();
      netAnswer(1, answer(200, "", "1743096756"));
      clockAdvance(exchanges[index]);
      expect(step()).toBe(TimeEvent.SET);
      expect(nowMs()).toBe(1743096756000 + corrections[index]);
    }
  });

  it("is asked for again after six hours", () => {
    told(answer(200, "", "1743096756"));
    expect(sync.nextStepAtMs()).toBe(6 * 3600 * 1000);
    clockAdvance(6 * 3600 * 1000 - 1);
    expect(step()).toBe(TimeEvent.NOTHING);
    client.close();
    clockAdvance(1);
    step();
    expect(netOpenCount()).toBe(2);
  });
});

describe("an answer that is no time", () => {
  it("is a failure with a sentence, never a trap", () => {
    const answers: string[] = [
      answer(200, "", ""),
      answer(200, "", "<!DOCTYPE html><html>1743096756</html>"),
      answer(200, "", "1743096756 +0100"),
      answer(200, "", "1743096756x"),
      answer(200, "", " 1743096756"),
      answer(200, "", "-1743096756"),
      answer(200, "", "1743096756.5"),
      answer(200, "", "174309675"),
      answer(200, "", "1704067199"),
      answer(200, "", "4102444800"),
      answer(200, "", "99999999999999999999999999"),
      answer(200, "", "1".repeat(2000)),
      answer(200, "", '{"error":"request failed"}'),
      answer(204, "", ""),
      answer(301, "Location: https://example.com/\r\n", ""),
      answer(302, "Location: http://evil\r\n", "1743096756"),
      answer(400, "", '{"error":"request failed - failed to generate strftime with given format"}'),
      answer(404, "", '{"error":"not found - that username does not exist"}'),
      answer(429, "Retry-After: 60\r\n", "1743096756"),
      answer(500, "", "1743096756"),
      "HTTP/1.1 200 OK\r\n\r\n" + "1".repeat(300000),
      "HTTP/1.1 200 OK\r\nContent-Length: 300000\r\n\r\n1743096756",
      "1743096756\r\n",
    ];
    for (let index = 0; index < answers.length; index++) {
      expect(told(answers[index])).toBe(TimeEvent.SOURCE_FAILED, answers[index]);
      expect(sync.sentence.startsWith("no time from Adafruit IO without account: ")).toBe(true);
      expect(nowMs()).toBe(-1);
      expect(sync.kind(0)).toBe(PhotoTimeSource.UNKNOWN);
      client.close();
      expect(netAlive()).toBe(0);
    }
  });

  it("of the account is read as strictly", () => {
    const bodies: string[] = [
      "1743096756",
      "1743096756 ",
      "1743096756  +0100",
      "1743096756 0100",
      "1743096756 +01:00",
      "1743096756 +010",
      "1743096756 +01000",
      "1743096756 +0100 x",
      "error - no such user",
    ];
    for (let index = 0; index < bodies.length; index++) {
      restart("u", "k");
      expect(say(1, answer(200, "", bodies[index]))).toBe(TimeEvent.SOURCE_FAILED, bodies[index]);
    }
  });

  it("of TimeAPI is read as strictly", () => {
    const bodies: string[] = [
      "1750000000",
      "{}",
      '{"unix_timestamp":"1750000000"}',
      '{"unix_timestamp":1.75e9}',
      '{"unix_timestamp":null}',
      '{"unix_timestamp":-1}',
      '{"unix_timestamp":1750000000000000}',
      '{"unix_timestamp":1750000000',
      '[{"unix_timestamp":1750000000}]',
      '{"time":{"unix_timestamp":1750000000}}',
    ];
    for (let index = 0; index < bodies.length; index++) {
      told(answer(500, "Connection: close\r\n", ""));
      expect(say(2, answer(200, "", bodies[index]))).toBe(TimeEvent.ALL_FAILED, bodies[index]);
      expect(nowMs()).toBe(-1);
    }
  });
});

describe("when no source tells the time", () => {
  it("a lost connection says why", () => {
    restart("", "");
    step();
    netSetSentence(1, "the name could not be looked up");
    netSetState(1, HostError.NAME_UNKNOWN);
    expect(step()).toBe(TimeEvent.SOURCE_FAILED);
    expect(sync.sentence).toBe(
      "no time from Adafruit IO without account: io.adafruit.com: the name could not be looked up",
    );
  });

  it("all are asked again after 15 s and more, up to 5 minutes", () => {
    restart("", "");
    let expected: i64 = 15000;
    let connection = 1;
    for (let round = 0; round < 9; round++) {
      for (let source = 0; source < 2; source++) {
        step();
        expect(netOpenCount()).toBe(connection);
        expect(sync.nextStepAtMs()).toBe(i64.MAX_VALUE);
        netSetState(connection, HostError.UNREACHABLE);
        const event = step();
        expect(event).toBe(source == 0 ? TimeEvent.SOURCE_FAILED : TimeEvent.ALL_FAILED);
        connection++;
      }
      const wait = sync.nextStepAtMs() - uptimeMs();
      expect(wait).toBeGreaterThanOrEqual(expected);
      expect(wait).toBeLessThanOrEqual(min(expected + expected / 4, 300000));
      expected = min(expected * 2, 300000);
      clockAdvance(wait - 1);
      expect(step()).toBe(TimeEvent.NOTHING);
      clockAdvance(1);
    }
    step();
    expect(netOpened(connection - 1)).toBe("io.adafruit.com:443");
  });

  it("or the question is given up, no connection stays", () => {
    restart("", "");
    step();
    expect(netAlive()).toBe(1);
    sync.abandon();
    expect(netAlive()).toBe(0);
    clockAdvance(1);
    expect(step()).toBe(TimeEvent.NOTHING);
    expect(netOpenCount()).toBe(2);
  });

  it("nothing is asked without sources", () => {
    resetDoubles();
    sync = new TimeSync(client, []);
    expect(step()).toBe(TimeEvent.NOTHING);
    expect(sync.nextStepAtMs()).toBe(i64.MAX_VALUE);
  });
});
