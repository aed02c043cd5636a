import { HttpClient } from "../../assembly/cloud/http/client";
import { ExchangeState } from "../../assembly/cloud/http/exchange";
import { Request } from "../../assembly/cloud/http/request";
import { uptimeMs } from "../../assembly/host/clock";
import { HostError } from "../../assembly/host/errors";
import { Level } from "../../assembly/log/level";
import * as log from "../../assembly/log/log";
import { logInformation } from "../../assembly/log/log";
import { clockAdvance, logCount } from "../double";
import {
  answer,
  netAlive,
  netAnswer,
  netConnectionsMax,
  netIsAlive,
  netOpenCount,
  netOpened,
  netOpenFail,
  netSent,
  netSetSentence,
  netSetState,
  sentField,
} from "../cloud/net_script";
import { FeedPeer } from "./feed_peer";
import { begin, consoleText, feedConfig } from "./log_fixture";

const HOUR_MS: i64 = 3600000;
const NO_SHOT: i64 = i64.MAX_VALUE;

let peer = new FeedPeer();
let client = new HttpClient();

function beginFeed(): void {
  begin(feedConfig());
  client = new HttpClient();
  log.connect(client);
  peer = new FeedPeer();
}

/** The sentence of the console without its beginning; empty unless there is exactly one. */
function complaint(): string {
  const beginning = "the log does not reach its feed: ";
  const text = consoleText();
  return logCount() == 1 && text.startsWith(beginning) ? text.substring(beginning.length) : "";
}

describe("a feed that is not there", () => {
  beforeEach(() => {
    beginFeed();
    peer.isThere = false;
  });

  it("is made, and the lines arrive", () => {
    logInformation("one");
    logInformation("two");
    peer.pass(HOUR_MS);
    expect(peer.creations).toBe(1);
    expect(peer.count("one")).toBe(1);
    expect(peer.count("two")).toBe(1);
    expect(logCount()).toBe(0);
  });

  it("is asked for in the form that is documented", () => {
    logInformation("one");
    peer.pass(2499);
    peer.status = 0;
    peer.pass(1);
    expect(netSent(1).endsWith('\r\n\r\n{"feed":{"name":"cam1-logging"}}')).toBe(true);
    expect(netSent(1).startsWith("POST /api/v2/franz/feeds HTTP/1.1\r\n")).toBe(true);
    expect(sentField(1, "X-AIO-Key")).toBe("aio_0123456789");
  });

  it("and cannot be made is given up with one sentence", () => {
    peer.canCreate = false;
    for (let index = 0; index < 100; index++) {
      logInformation("line");
      peer.pass(60000);
    }
    expect(peer.creations).toBe(1);
    expect(peer.requests).toBe(3);
    expect(consoleText()).toBe(
      "the log does not reach its feed: Adafruit IO answered with status 422 (feed limit reached)\n" +
        "the log does not reach its feed: Adafruit IO answered with status 404 " +
        "(not found - that feed does not exist); " +
        "correct ADAFRUIT_AIO_USERNAME, ADAFRUIT_AIO_KEY or aio_feed\n",
    );
  });

  it("although another has just made it, is used", () => {
    peer.canCreate = false;
    logInformation("one");
    peer.pass(2400);
    peer.isThere = true;
    peer.pass(HOUR_MS);
    expect(peer.creations).toBe(1);
    expect(peer.count("one")).toBe(1);
  });

  it("any more is made again", () => {
    for (let round = 1; round <= 3; round++) {
      peer.isThere = false;
      logInformation("line");
      peer.pass(HOUR_MS);
      expect(peer.creations).toBe(round);
      expect(peer.count("line")).toBe(round);
    }
    expect(logCount()).toBe(0);
  });
});

describe("a service that fails", () => {
  beforeEach(() => {
    beginFeed();
  });

  it("is tried again, with each line once, and told of once", () => {
    const statuses = [500, 502, 503, 408, 302, 429];
    for (let index = 0; index < statuses.length; index++) {
      beginFeed();
      peer.status = statuses[index];
      for (let line = 0; line < 10; line++) logInformation("line " + line.toString());
      peer.pass(2 * HOUR_MS);
      expect(peer.values.length).toBe(0);
      expect(
        complaint().startsWith("Adafruit IO answered with status " + statuses[index].toString()),
      ).toBe(true);
      peer.status = 200;
      peer.pass(2 * HOUR_MS);
      for (let line = 0; line < 10; line++) expect(peer.count("line " + line.toString())).toBe(1);
      expect(logCount()).toBe(1);
    }
  });

  it("is asked less and less often", () => {
    peer.status = 500;
    logInformation("line");
    peer.pass(24 * HOUR_MS);
    expect(peer.requests).toBeGreaterThan(24 * 4);
    expect(peer.requests).toBeLessThan(24 * 8 + 12);
  });

  it("gets 30 s after the first 429", () => {
    peer.status = 429;
    logInformation("line");
    peer.pass(0);
    expect(peer.requests).toBe(1);
    peer.pass(29999);
    expect(peer.requests).toBe(1);
    peer.status = 200;
    peer.pass(8000);
    expect(peer.count("line")).toBe(1);
  });

  it("refuses the account: said once, and nothing is sent any more", () => {
    const statuses = [401, 403];
    for (let index = 0; index < statuses.length; index++) {
      beginFeed();
      peer.status = statuses[index];
      peer.body = '{"error":"request failed - invalid API key aio_0123456789"}';
      for (let line = 0; line < 100; line++) {
        logInformation("line");
        peer.pass(60000);
      }
      expect(peer.requests).toBe(1);
      expect(complaint()).toBe(
        "Adafruit IO answered with status " +
          statuses[index].toString() +
          " (request failed - invalid API key ***); " +
          "correct ADAFRUIT_AIO_USERNAME, ADAFRUIT_AIO_KEY or aio_feed\n",
      );
      expect(log.isSettled()).toBe(true);
    }
  });

  it("refuses some lines: they are given up, others are not", () => {
    const statuses = [400, 413, 422];
    for (let index = 0; index < statuses.length; index++) {
      beginFeed();
      peer.status = statuses[index];
      logInformation("bad");
      peer.pass(0);
      peer.status = 200;
      logInformation("good");
      peer.pass(HOUR_MS);
      expect(peer.count("bad")).toBe(0);
      expect(peer.count("good")).toBe(1);
      expect(logCount()).toBe(1);
    }
  });

  it("answers with something else: nothing counts as arrived", () => {
    const bodies = ["<html>Log in</html>", " ", "ok", "x".repeat(16384), "\u0000", ""];
    for (let index = 0; index < bodies.length; index++) {
      beginFeed();
      peer.body = bodies[index];
      if (bodies[index].length == 0) peer.status = 204;
      logInformation("line");
      peer.pass(HOUR_MS);
      expect(complaint()).toBe("something else has answered\n");
      peer.body = "";
      peer.status = 200;
      peer.pass(HOUR_MS);
      expect(peer.count("line")).toBe(1);
    }
  });

  it("breaks the protocol: nothing counts as arrived", () => {
    const answers = [
      "\u0000\u0001",
      "HTTP/1.1 999999 x\r\n\r\n",
      "HTTP/1.1 200 OK\r\nA b\r\n\r\n",
      "",
    ];
    for (let index = 0; index < answers.length; index++) {
      beginFeed();
      logInformation("line");
      log.step(uptimeMs(), NO_SHOT);
      netSetState(1, 3);
      log.step(uptimeMs(), NO_SHOT);
      netAnswer(1, answers[index]);
      netSetState(1, 4);
      log.step(uptimeMs(), NO_SHOT);
      expect(netAlive()).toBe(0);
      expect(logCount()).toBe(1);
      peer.pass(HOUR_MS);
      expect(peer.count("line")).toBe(1);
    }
  });

  it("cannot be reached, in any way and at any stage", () => {
    const errors = [
      HostError.TIMED_OUT,
      HostError.CONNECTION_RESET,
      HostError.CONNECTION_REFUSED,
      HostError.UNREACHABLE,
      HostError.NAME_UNKNOWN,
      HostError.CERTIFICATE,
      HostError.PROTOCOL,
      HostError.IO,
    ];
    for (let stage = 0; stage < 3; stage++) {
      for (let index = 0; index < errors.length; index++) {
        beginFeed();
        logInformation("line");
        if (stage == 0) netOpenFail(errors[index]);
        log.step(uptimeMs(), NO_SHOT);
        if (stage == 2) {
          netSetState(1, 3);
          log.step(uptimeMs(), NO_SHOT);
        }
        if (stage > 0) {
          netSetSentence(1, "the reason");
          netSetState(1, errors[index]);
          log.step(uptimeMs(), NO_SHOT);
          expect(complaint()).toBe("io.adafruit.com: the reason\n");
        }
        expect(logCount()).toBe(1);
        expect(netAlive()).toBe(0);
        netOpenFail(0);
        peer.pass(HOUR_MS);
        expect(peer.count("line")).toBe(1);
      }
    }
  });

  it("does not fill its own feed with its failures", () => {
    const config = feedConfig();
    config.feedLevel = Level.DEBUG;
    config.consoleLevel = Level.DEBUG;
    begin(config);
    log.connect(client);
    netOpenFail(HostError.UNREACHABLE);
    logInformation("line");
    peer.pass(24 * HOUR_MS);
    netOpenFail(0);
    peer.pass(24 * HOUR_MS);
    expect(peer.values.length).toBe(1);
    expect(logCount()).toBe(2);
  });
});

describe("connections", () => {
  beforeEach(() => {
    beginFeed();
  });

  it("go to others who need them, at once and silently", () => {
    netConnectionsMax(1);
    peer.status = 0;
    logInformation("line");
    peer.pass(0);
    netSetState(1, 3);
    log.step(uptimeMs(), NO_SHOT);
    expect(netIsAlive(1)).toBe(true);
    const upload = client.begin(new Request("content.dropboxapi.com", "POST", "/2/files/upload"));
    upload.step(uptimeMs());
    expect(upload.state).toBe(ExchangeState.RUNNING);
    expect(netOpened(1)).toBe("content.dropboxapi.com:443");
    expect(netIsAlive(1)).toBe(false);
    peer.pass(60000);
    expect(netOpenCount()).toBe(2);
    expect(logCount()).toBe(0);
    netSetState(2, 3);
    upload.step(uptimeMs());
    netAnswer(2, answer(200, "Connection: close\r\n", "{}"));
    upload.step(uptimeMs());
    expect(upload.state).toBe(ExchangeState.DONE);
    peer.status = 200;
    peer.pass(60000);
    expect(peer.count("line")).toBe(1);
  });

  it("that others keep are not taken from them", () => {
    netConnectionsMax(1);
    const upload = client.begin(new Request("content.dropboxapi.com", "POST", "/2/files/upload"));
    upload.step(uptimeMs());
    netSetState(1, 3);
    upload.step(uptimeMs());
    netAnswer(1, answer(200, "", "{}"));
    upload.step(uptimeMs());
    expect(upload.state).toBe(ExchangeState.DONE);
    logInformation("line");
    log.step(uptimeMs(), NO_SHOT);
    expect(netIsAlive(1)).toBe(true);
    expect(netOpenCount()).toBe(1);
    // Once it is kept no longer there is room.
    clockAdvance(30000);
    client.step(uptimeMs());
    peer.pass(0);
    expect(peer.count("line")).toBe(1);
  });

  it("are kept from one request to the next", () => {
    for (let index = 0; index < 5; index++) {
      logInformation("line");
      peer.pass(5000);
    }
    expect(peer.values.length).toBe(5);
    expect(netOpenCount()).toBe(1);
  });
});
