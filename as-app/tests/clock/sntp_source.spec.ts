import { SntpTime } from "../../assembly/clock/sntp_source";
import { TimeEvent, TimeSync } from "../../assembly/clock/sources";
import { AdafruitPublicTime } from "../../assembly/clock/source_kinds";
import { TimeSource } from "../../assembly/clock/time_source";
import { HttpClient } from "../../assembly/cloud/http/client";
import { nowMs, uptimeMs } from "../../assembly/host/clock";
import { HostError } from "../../assembly/host/errors";
import { PhotoTimeSource } from "../../assembly/ledger/photo";
import { netOpenCount } from "../cloud/net_script";
import { clockAdvance, resetDoubles } from "../double";
import { sntpAsked, sntpAskFail, sntpCount, sntpFail, sntpIsOpen, sntpTell } from "./sntp_script";

const UTC_MS: i64 = 1795438800123;
const HOUR_MS: i64 = 3600000;

let sync = new TimeSync(new HttpClient(), []);

function restart(sources: TimeSource[]): void {
  resetDoubles();
  sync = new TimeSync(new HttpClient(), sources);
}

function step(): TimeEvent {
  return sync.step(uptimeMs());
}

/** Let time pass until there is something to do. */
function wait(): void {
  clockAdvance(sync.nextStepAtMs() - uptimeMs());
}

/** The server that is asked has the time `utcMs` now. */
function tell(utcMs: i64): TimeEvent {
  step();
  sntpTell((utcMs - uptimeMs()) * 1000, 20000);
  return step();
}

function fail(error: i32, sentence: string): TimeEvent {
  step();
  sntpFail(error, sentence);
  return step();
}

describe("time from an SNTP server", () => {
  it("comes with the uptime at which it was heard", () => {
    restart([new SntpTime("pool.ntp.org")]);
    clockAdvance(4000);
    expect(step()).toBe(TimeEvent.NOTHING);
    expect(sntpAsked(0)).toBe("pool.ntp.org 10000");
    expect(sync.nextStepAtMs()).toBe(i64.MAX_VALUE);
    expect(step()).toBe(TimeEvent.NOTHING);
    expect(sntpCount()).toBe(1);
    sntpTell((UTC_MS - 4000) * 1000, 20000);
    clockAdvance(300); // the tick comes late
    expect(step()).toBe(TimeEvent.SET);
    expect(nowMs()).toBe(UTC_MS + 300);
    expect(sync.sentence).toBe("time set by SNTP server pool.ntp.org");
    expect(sync.kind(uptimeMs())).toBe(PhotoTimeSource.SNTP);
    expect(sntpIsOpen()).toBe(false);
  });

  it("is asked for again after the period that is set", () => {
    restart([new SntpTime("pool.ntp.org")]);
    sync.repeatMs = 3 * HOUR_MS;
    tell(UTC_MS);
    expect(sync.nextStepAtMs()).toBe(3 * HOUR_MS);
    wait();
    expect(step()).toBe(TimeEvent.NOTHING);
    expect(sntpCount()).toBe(2);
  });

  it("is no time outside 2024 to 2099", () => {
    const times: i64[] = [0, 1704067199999, 4102444800000, 4233462143000, -5];
    for (let index = 0; index < times.length; index++) {
      restart([new SntpTime("pool.ntp.org")]);
      expect(tell(times[index])).toBe(TimeEvent.ALL_FAILED);
      expect(sync.sentence.includes("told a time that is not between 2024 and 2099")).toBe(true);
      expect(nowMs()).toBe(-1);
    }
  });

  it("may fail, with the reason; then the next source is asked", () => {
    restart([new SntpTime("time.test"), new AdafruitPublicTime()]);
    expect(fail(HostError.TIMED_OUT, "time.test did not answer.")).toBe(TimeEvent.SOURCE_FAILED);
    expect(sync.sentence).toBe("no time from SNTP server time.test: time.test did not answer.");
    expect(sntpIsOpen()).toBe(false);
    expect(netOpenCount()).toBe(0);
    step();
    expect(netOpenCount()).toBe(1);
  });

  it("may not even be asked for", () => {
    restart([new SntpTime("time.test")]);
    sntpAskFail(HostError.NO_MEMORY);
    expect(step()).toBe(TimeEvent.ALL_FAILED);
    expect(sync.sentence.startsWith("no time from SNTP server time.test: a buffer")).toBe(true);
    sntpAskFail(0);
    wait();
    expect(tell(UTC_MS)).toBe(TimeEvent.SET);
  });

  it("is given up without a trace", () => {
    restart([new SntpTime("time.test")]);
    step();
    expect(sntpIsOpen()).toBe(true);
    sync.abandon();
    expect(sntpIsOpen()).toBe(false);
    step();
    expect(sntpCount()).toBe(2);
  });

  it("is never asked for twice within 15 s", () => {
    restart([new SntpTime("time.test")]);
    let last: i64 = -15000;
    for (let round = 0; round < 12; round++) {
      step();
      expect(sntpCount()).toBe(round + 1);
      expect(uptimeMs() - last).toBeGreaterThanOrEqual(15000);
      last = uptimeMs();
      sntpFail(HostError.UNREACHABLE, "");
      expect(step()).toBe(TimeEvent.ALL_FAILED);
      wait();
    }
  });
});

/** For how long after a failure the server is not asked, in minutes; -1: for more than 2 days. */
function rest(error: i32): i32 {
  const count = sntpCount();
  fail(error, "");
  const from = uptimeMs();
  for (let minutes = 0; minutes <= 2880; minutes++) {
    step();
    if (sntpCount() > count + 1) return minutes;
    clockAdvance(60000 - ((uptimeMs() - from) % 60000));
  }
  return -1;
}

describe("a server that wants to be left alone", () => {
  it("is asked again after a day", () => {
    restart([new SntpTime("time.test")]);
    const minutes = rest(HostError.ACCESS);
    expect(minutes).toBeGreaterThanOrEqual(1440);
    expect(minutes).toBeLessThanOrEqual(1446);
    expect(tell(UTC_MS)).toBe(TimeEvent.SET);
  });

  it("because it is asked too often is left alone for longer and longer, up to a day", () => {
    restart([new SntpTime("time.test")]);
    let expected = 60;
    for (let round = 0; round < 7; round++) {
      const minutes = rest(HostError.BUSY);
      expect(minutes).toBeGreaterThanOrEqual(expected);
      expect(minutes).toBeLessThanOrEqual(expected + 6);
      expected = min(expected * 2, 1440);
      sntpTell((UTC_MS - uptimeMs()) * 1000, 0);
      step();
      wait();
    }
  });

  it("is left alone while others are asked", () => {
    restart([new SntpTime("time.test"), new SntpTime("other.test")]);
    fail(HostError.ACCESS, "");
    expect(tell(UTC_MS)).toBe(TimeEvent.SET);
    expect(sntpAsked(1)).toBe("other.test 10000");
    wait();
    expect(step()).toBe(TimeEvent.SOURCE_FAILED);
    expect(sync.sentence.includes("wants to be left alone")).toBe(true);
    step();
    expect(sntpAsked(2)).toBe("other.test 10000");
  });
});
