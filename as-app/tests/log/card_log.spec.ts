import { append } from "../../assembly/host/card";
import { setNowMs, uptimeMs } from "../../assembly/host/clock";
import { utf8 } from "../../assembly/host/text";
import { Level } from "../../assembly/log/level";
import * as log from "../../assembly/log/log";
import { logDebug, logError, logInformation, logWarning } from "../../assembly/log/log";
import {
  cardCalls,
  cardGet,
  cardPoints,
  cardRecord,
  cardText,
  clockAdvance,
  resetDoubles,
} from "../double";
import {
  begin,
  cardConfig,
  cardLog,
  FOLDER,
  pass,
  start,
  SUMMER_MS,
  timesOnCard,
} from "./log_fixture";

const FIRST = FOLDER + "/000001.log";
const HOUR_MS: i64 = 3600000;

describe("lines on the card", () => {
  beforeEach(() => {
    begin(cardConfig());
  });

  it("have local time, level and text", () => {
    logError("one");
    logWarning("two");
    clockAdvance(1500);
    logInformation("three: ü😀");
    logDebug("four");
    log.end();
    expect(cardText(FIRST)).toBe(
      "2025-06-15T03:10:00+02:00 error one\n" +
        "2025-06-15T03:10:00+02:00 warning two\n" +
        "2025-06-15T03:10:01+02:00 information three: ü😀\n" +
        "2025-06-15T03:10:01+02:00 debug four\n",
    );
  });

  it("are one line each, whatever the text", () => {
    logInformation("a\nb\r\nc\td\u0000e\u007ff");
    log.end();
    expect(cardText(FIRST)).toBe("2025-06-15T03:10:00+02:00 information a b  c d e f\n");
  });

  it("are cut on a character at 1,000 bytes", () => {
    for (let shift = 0; shift < 4; shift++) {
      logInformation("x".repeat(shift) + "😀".repeat(500));
      log.end();
    }
    const lines = cardLog().split("\n");
    for (let index = 0; index < 4; index++) {
      const bytes = utf8(lines[index]).length;
      expect(bytes).toBeLessThanOrEqual(1000);
      expect(bytes).toBeGreaterThan(990);
      expect(lines[index].endsWith("😀")).toBe(true);
    }
  });

  it("wait for each other, at most a minute", () => {
    logInformation("one");
    pass(30000);
    logInformation("two");
    pass(29999);
    expect(cardCalls()).toBe(0);
    pass(1);
    expect(timesOnCard("one") + timesOnCard("two")).toBe(2);
  });

  it("wait a second after an error, and take along what waits", () => {
    logInformation("before");
    pass(10000);
    logError("bad");
    pass(999);
    expect(cardCalls()).toBe(0);
    logInformation("after");
    pass(1);
    expect(timesOnCard("before") + timesOnCard("bad") + timesOnCard("after")).toBe(3);
  });

  it("are written at once when there are 2 KiB of them", () => {
    for (let index = 0; index < 18; index++) logInformation("x".repeat(100));
    pass(0);
    expect(cardCalls()).toBe(0);
    logInformation("x".repeat(100));
    pass(0);
    expect(cardLog().split("\n").length).toBe(20);
  });

  it("are written together", () => {
    cardRecord();
    for (let index = 0; index < 15; index++) logInformation("line " + index.toString());
    pass(60000);
    // One append, which can be cut in its middle; and nothing else was changed.
    expect(cardPoints()).toBe(cardGet(FIRST)!.length);
    expect(cardCalls()).toBeLessThanOrEqual(6);
  });

  it("are all written at the end", () => {
    for (let index = 0; index < 60; index++) logInformation("x".repeat(90) + index.toString());
    log.end();
    expect(cardLog().split("\n").length).toBe(61);
    const calls = cardCalls();
    log.end();
    expect(cardCalls()).toBe(calls);
  });

  it("follow those of earlier starts", () => {
    for (let session = 0; session < 3; session++) {
      start(cardConfig());
      logInformation("session " + session.toString());
      log.end();
    }
    expect(cardLog().split("\n").length).toBe(4);
    expect(timesOnCard("session 0")).toBe(1);
    expect(timesOnCard("session 2")).toBe(1);
  });

  it("cost nothing that nobody wants", () => {
    const config = cardConfig();
    config.cardLevel = Level.WARNING;
    start(config);
    logInformation("for nobody");
    expect(log.nextStepAtMs(uptimeMs(), i64.MAX_VALUE)).toBe(i64.MAX_VALUE);
    logWarning("for the card");
    expect(log.nextStepAtMs(uptimeMs(), i64.MAX_VALUE)).toBe(60000);
    config.cardLevel = Level.OFF;
    start(config);
    logError("for nobody");
    pass(HOUR_MS);
    log.end();
    expect(cardCalls()).toBe(0);
  });
});

describe("times of lines", () => {
  it("are uptimes while the time is not known", () => {
    resetDoubles();
    start(cardConfig());
    clockAdvance(12345);
    logInformation("early");
    log.end();
    expect(cardText(FIRST)).toBe("uptime 12 s information early\n");
  });

  it("are those at which they came about, also if the time is known only later", () => {
    resetDoubles();
    start(cardConfig());
    clockAdvance(5000);
    logInformation("early");
    clockAdvance(20000);
    setNowMs(SUMMER_MS);
    log.end();
    expect(cardText(FIRST)).toBe("2025-06-15T03:09:40+02:00 information early\n");
  });

  it("follow the clock when it is set anew, and the waiting does not", () => {
    begin(cardConfig());
    logInformation("one");
    pass(30000);
    setNowMs(SUMMER_MS + 400 * 24 * HOUR_MS);
    logInformation("two");
    pass(29999);
    expect(cardCalls()).toBe(0);
    setNowMs(SUMMER_MS);
    pass(1);
    expect(cardLog()).toBe(
      "2025-06-15T03:09:00+02:00 information one\n2025-06-15T03:09:30+02:00 information two\n",
    );
  });

  it("tell summer from winter", () => {
    begin(cardConfig());
    setNowMs(1761440399000);
    logInformation("summer");
    log.end();
    clockAdvance(1000);
    logInformation("winter");
    log.end();
    expect(cardLog()).toBe(
      "2025-10-26T02:59:59+02:00 information summer\n2025-10-26T02:00:00+01:00 information winter\n",
    );
  });
});

describe("while a shot is near", () => {
  beforeEach(() => {
    begin(cardConfig());
    logError("line");
    clockAdvance(1000);
  });

  it("the card is left alone", () => {
    log.step(uptimeMs(), uptimeMs() + 1999);
    expect(cardCalls()).toBe(0);
    log.step(uptimeMs(), uptimeMs() + 2000);
    expect(timesOnCard("line")).toBe(1);
  });

  it("the log asks to be called when the shot is over", () => {
    expect(log.nextStepAtMs(uptimeMs(), uptimeMs() + 1500)).toBe(uptimeMs() + 1500);
    expect(log.nextStepAtMs(uptimeMs(), uptimeMs())).toBe(uptimeMs() + 1000);
    expect(log.nextStepAtMs(uptimeMs(), uptimeMs() + 2000)).toBeLessThanOrEqual(uptimeMs());
  });

  it("with a shot every second it is written just after one, within a minute", () => {
    const from = uptimeMs();
    while (cardCalls() == 0 && uptimeMs() - from < 100000) {
      // A shot is due at every full second and takes 300 ms; then 700 ms are left.
      const inSecond = uptimeMs() % 1000;
      const isBusy = inSecond < 300;
      log.step(uptimeMs(), isBusy ? uptimeMs() : uptimeMs() - inSecond + 1000);
      if (cardCalls() > 0) expect(isBusy).toBe(false);
      else clockAdvance(100);
    }
    expect(uptimeMs() % 1000).toBe(300);
    expect(uptimeMs() - from).toBeLessThanOrEqual(60000);
    expect(timesOnCard("line")).toBe(1);
  });

  it("that never ends it is written after a minute", () => {
    const from = uptimeMs();
    pass(59999, 0);
    expect(cardCalls()).toBe(0);
    pass(1000, 0);
    expect(timesOnCard("line")).toBe(1);
    expect(uptimeMs() - from).toBeLessThanOrEqual(61000);
  });
});
