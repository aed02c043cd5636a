import { HttpClient } from "../../assembly/cloud/http/client";
import { Settings } from "../../assembly/config/settings";
import { setNowMs, uptimeMs } from "../../assembly/host/clock";
import { utf8 } from "../../assembly/host/text";
import * as log from "../../assembly/log/log";
import { logDebug, logError, logInformation } from "../../assembly/log/log";
import { clockAdvance, resetDoubles } from "../double";
import { netAlive, netDeadlines, netOpenCount, netOpened } from "../cloud/net_script";
import { FeedPeer } from "./feed_peer";
import { amsterdam, begin, feedConfig, start, SUMMER_MS } from "./log_fixture";

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

describe("lines in a feed", () => {
  beforeEach(() => {
    beginFeed();
  });

  it("are sent as values with their time", () => {
    logInformation("one");
    clockAdvance(1234);
    logError('a "quoted" \\ text, ü😀\u0007');
    peer.pass(0);
    const head =
      "POST /api/v2/franz/feeds/cam1-logging/data/batch HTTP/1.1\r\nHost: io.adafruit.com\r\n" +
      "User-Agent: wamcam/0.1.0\r\nAccept-Encoding: identity\r\nX-AIO-Key: aio_0123456789\r\n" +
      "Content-Type: application/json\r\nContent-Length: ";
    expect(peer.head.substring(0, head.length)).toBe(head);
    expect(netOpened(0)).toBe("io.adafruit.com:443");
    expect(netDeadlines(1)).toBe("10000 10000 10000");
    expect(peer.values).toStrictEqual([
      "2025-06-15T03:10:00+02:00 information one",
      '2025-06-15T03:10:01+02:00 error a "quoted" \\ text, ü😀 ',
    ]);
    expect(peer.times).toStrictEqual(["2025-06-15T01:10:00.000Z", "2025-06-15T01:10:01.234Z"]);
  });

  it("keep their time when they arrive late", () => {
    peer.status = 503;
    logInformation("early");
    peer.pass(3 * HOUR_MS);
    peer.status = 200;
    peer.pass(HOUR_MS);
    expect(peer.times).toStrictEqual(["2025-06-15T01:10:00.000Z"]);
  });

  it("wait 20 s for the time to be known, then go without", () => {
    resetDoubles();
    start(feedConfig());
    log.connect(new HttpClient());
    logInformation("early");
    peer.pass(10000);
    expect(peer.requests).toBe(0);
    setNowMs(SUMMER_MS);
    peer.pass(0);
    expect(peer.values).toStrictEqual(["2025-06-15T03:09:50+02:00 information early"]);
    resetDoubles();
    start(feedConfig());
    log.connect(new HttpClient());
    logInformation("early");
    peer.pass(19999);
    expect(peer.requests).toBe(1);
    peer.pass(1);
    expect(peer.values[1]).toBe("uptime 0 s information early");
    expect(peer.times[1]).toBe("");
  });

  it("have at most 1,000 bytes, cut on a character", () => {
    for (let shift = 0; shift < 4; shift++) logInformation("x".repeat(shift) + "é😀".repeat(300));
    peer.pass(HOUR_MS);
    expect(peer.values.length).toBe(4);
    for (let index = 0; index < 4; index++) {
      expect(utf8(peer.values[index]).length).toBeLessThanOrEqual(1000);
      expect(utf8(peer.values[index]).length).toBeGreaterThan(990);
      expect(peer.values[index].includes("\ufffd")).toBe(false);
    }
  });

  it("have no half of a pair", () => {
    logInformation("a\ud83d b\ude00");
    peer.pass(0);
    expect(peer.values[0].endsWith("a\ufffd b\ufffd")).toBe(true);
  });

  it("below the level cost nothing", () => {
    logDebug("for nobody");
    expect(log.nextStepAtMs(uptimeMs(), NO_SHOT)).toBe(i64.MAX_VALUE);
    peer.pass(HOUR_MS);
    expect(netOpenCount()).toBe(0);
  });

  it("are only collected before there is a client", () => {
    begin(feedConfig());
    logInformation("early");
    expect(log.nextStepAtMs(uptimeMs(), NO_SHOT)).toBe(i64.MAX_VALUE);
    peer.pass(HOUR_MS);
    expect(netOpenCount()).toBe(0);
    log.connect(client);
    peer.pass(0);
    expect(peer.count("early")).toBe(1);
  });

  it("need an account", () => {
    log.configure(feedConfig(), new Settings(), amsterdam());
    log.connect(client);
    logInformation("line");
    peer.pass(HOUR_MS);
    expect(netOpenCount()).toBe(0);
  });
});

describe("the rate of a feed", () => {
  beforeEach(() => {
    beginFeed();
  });

  it("stays below 30 values in any minute, whatever the answers take", () => {
    const delays: i64[] = [0, 100, 900, 2600, 9000, 20];
    for (let index = 0; index < 2000; index++) {
      logInformation("line " + index.toString());
      peer.delayMs = delays[(index / 30) % delays.length];
      if (index % 400 == 399) peer.isThere = false;
      peer.pass(250);
    }
    expect(peer.counted.length).toBeGreaterThan(100);
    let most = 0;
    for (let first = 0; first < peer.counted.length; first++) {
      let last = first;
      while (last + 1 < peer.counted.length && peer.counted[last + 1] < peer.counted[first] + 60000)
        last++;
      most = max(most, last - first + 1);
    }
    expect(most).toBeLessThanOrEqual(29);
    // And it makes use of it.
    expect(most).toBeGreaterThan(22);
  });

  it("lets requests be 2.5 s apart", () => {
    for (let index = 0; index < 100; index++) {
      logInformation("line");
      peer.pass(700);
    }
    for (let index = 1; index < peer.arrivals.length; index++) {
      const gap = peer.arrivals[index] - peer.arrivals[index - 1];
      if (gap != 0) expect(gap).toBeGreaterThanOrEqual(2500);
    }
  });

  it("lets answers stay below what is read of them", () => {
    for (let index = 0; index < 10; index++) logInformation("<".repeat(1000));
    peer.pass(0);
    let most = 0;
    for (let index = 0; index < peer.values.length; index++) {
      // With six bytes for each of them, and 500 more about each value.
      most += 6 * utf8(peer.values[index]).length + 500;
    }
    expect(most).toBeLessThanOrEqual(16384);
    peer.pass(HOUR_MS);
    expect(peer.values.length).toBeGreaterThanOrEqual(8);
  });

  it("is not reached by many lines: the oldest give way, counted", () => {
    peer.status = 500;
    for (let index = 0; index < 1000; index++) {
      logInformation("line " + index.toString());
      peer.pass(1000);
    }
    peer.status = 200;
    peer.pass(HOUR_MS);
    let told = 0;
    for (let index = 0; index < peer.values.length; index++) {
      if (peer.values[index].endsWith(" lines are lost)"))
        told += I32.parseInt(peer.values[index].substring(1));
    }
    expect(told).toBeGreaterThan(100);
    expect(peer.values.length - 1 + told).toBe(1000);
    expect(peer.count("line 999")).toBe(1);
  });
});

describe("while a shot is near", () => {
  it("nothing is begun", () => {
    beginFeed();
    logInformation("line");
    log.step(uptimeMs(), uptimeMs() + 1999);
    expect(netOpenCount()).toBe(0);
    expect(log.nextStepAtMs(uptimeMs(), uptimeMs() + 1999)).toBe(uptimeMs() + 1999);
    log.step(uptimeMs(), uptimeMs() + 2000);
    expect(netOpenCount()).toBe(1);
  });
});

describe("the end", () => {
  beforeEach(() => {
    beginFeed();
  });

  it("need not wait for a feed that is silent or done", () => {
    expect(log.isSettled()).toBe(true);
    logInformation("line");
    expect(log.isSettled()).toBe(false);
    peer.pass(0);
    expect(log.isSettled()).toBe(true);
    peer.status = 500;
    logInformation("line");
    peer.pass(10000);
    expect(log.isSettled()).toBe(true);
  });

  it("closes the connection", () => {
    peer.status = 0;
    logInformation("line");
    peer.pass(0);
    expect(netAlive()).toBe(1);
    log.end();
    expect(netAlive()).toBe(0);
    expect(log.nextStepAtMs(uptimeMs(), NO_SHOT)).toBe(i64.MAX_VALUE);
  });
});
