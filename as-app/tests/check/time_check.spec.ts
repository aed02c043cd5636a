import { TimeCheck } from "../../assembly/check/time_check";
import { parsePosixTz } from "../../assembly/clock/posix_tz";
import { CamConfig, TimeService } from "../../assembly/config/camconfig";
import { Settings } from "../../assembly/config/settings";
import { nowMs, uptimeMs } from "../../assembly/host/clock";
import { HostError } from "../../assembly/host/errors";
import { appExitCode, appStop, clockAdvance, logCount, logText, resetDoubles } from "../double";
import {
  answer,
  netAlive,
  netAnswer,
  netOpenCount,
  netOpened,
  netOpenFail,
  netSetSentence,
  netSetState,
} from "../cloud/net_script";

import { sntpAsked, sntpIsOpen, sntpTell } from "../clock/sntp_script";

let config = new CamConfig();
let settings = new Settings();

function checkIn(posixTz: string): TimeCheck {
  return new TimeCheck(config, settings, parsePosixTz(posixTz).zone!);
}

/** The network is there: the name was looked up and the connection made. */
function connect(check: TimeCheck): void {
  check.step(uptimeMs());
  netSetState(1, 2);
  check.step(uptimeMs());
}

/** Answer the question over the connection that was opened last. */
function say(check: TimeCheck, text: string): void {
  const connection = netOpenCount();
  netSetState(connection, 3);
  check.step(uptimeMs());
  netAnswer(connection, text);
  check.step(uptimeMs());
}

function seconds(utc_s: i64): string {
  return answer(200, "", utc_s.toString());
}

function unixTime(utc_s: i64): string {
  return answer(200, "", '{"unix_timestamp":' + utc_s.toString() + "}");
}

/** The line of a step; empty if there is none. */
function line(start: string): string {
  for (let index = 0; index < logCount(); index++) {
    if (logText(index).startsWith(start)) return logText(index);
  }
  return "";
}

function verdict(): string {
  return logText(logCount() - 1);
}

const AMSTERDAM = "CET-1CEST,M3.5.0,M10.5.0/3";
/** 2026-11-23T11:14:23Z */
const NOVEMBER: i64 = 1795432463;

describe("the time check", () => {
  beforeEach(() => {
    resetDoubles();
    config = new CamConfig();
    config.timer.timeServices = [TimeService.ADAFRUIT, TimeService.TIMEAPI];
    settings = new Settings();
  });

  afterEach(() => {
    expect(netAlive()).toBe(0, "every connection was closed");
  });

  it("asks every source in turn, tells both clocks and the difference", () => {
    const check = checkIn(AMSTERDAM);
    connect(check);
    expect(netOpened(0)).toBe("io.adafruit.com:443");
    expect(netOpened(1)).toBe("io.adafruit.com:443");
    say(check, seconds(NOVEMBER));
    expect(netOpened(2)).toBe("timeapi.io:443");
    clockAdvance(3000);
    say(check, unixTime(NOVEMBER));
    expect(line("ok   network").includes("io.adafruit.com was looked up and reached")).toBe(true);
    expect(line("ok   Adafruit")).toBe(
      "ok   Adafruit IO without account: 2026-11-23T11:14:23Z, here 2026-11-23T12:14:23+01:00, " +
        "the clock was not set before, answered after 0 ms",
    );
    expect(line("ok   TimeAPI")).toBe(
      "ok   TimeAPI: 2026-11-23T11:14:23Z, here 2026-11-23T12:14:23+01:00, " +
        "the clock was off by 3000 ms, answered after 3000 ms",
    );
    expect(nowMs()).toBe(NOVEMBER * 1000 + 500);
    expect(line("ok   local time")).toBe(
      "ok   local time: 2026-11-23 12:14:23 in Europe/Amsterdam (CET), " +
        "clocks change at 2027-03-28T03:00:00+02:00 (CEST)",
    );
    expect(line("--   sun").length).toBeGreaterThan(0);
    expect(verdict()).toBe("time: pass");
    expect(appExitCode()).toBe(0);
  });

  it("tells what each source says, also where the clock is slewed only, or left alone", () => {
    config.timer.timeServices = [TimeService.SNTP, TimeService.ADAFRUIT];
    config.timer.sntpServer = "time.test";
    const check = checkIn(AMSTERDAM);
    connect(check);
    expect(sntpAsked(0)).toBe("time.test 10000");
    sntpTell(NOVEMBER * 1000000, 20000);
    check.step(uptimeMs());
    expect(line("ok   SNTP")).toBe(
      "ok   SNTP server time.test: 2026-11-23T11:14:23Z, here 2026-11-23T12:14:23+01:00, " +
        "the clock was not set before, answered after 0 ms",
    );
    say(check, seconds(NOVEMBER + 1));
    expect(line("ok   Adafruit").includes("11:14:24Z")).toBe(true);
    expect(line("ok   Adafruit").includes("the clock was off by -1500 ms")).toBe(true);
    expect(nowMs()).toBe(NOVEMBER * 1000);
    expect(sntpIsOpen()).toBe(false);
    expect(verdict()).toBe("time: pass");
  });

  it("passes with one source, and names the one that failed and why", () => {
    const check = checkIn(AMSTERDAM);
    connect(check);
    say(check, answer(200, "", "<html>Please log in</html>"));
    say(check, unixTime(NOVEMBER));
    expect(line("FAIL Adafruit")).toBe(
      "FAIL Adafruit IO without account: answered with something that is no time",
    );
    expect(verdict()).toBe("time: pass, 1 of 5 steps failed: Adafruit IO without account");
    expect(appExitCode()).toBe(0);
  });

  it("fails when no source tells the time, and leaves out what needs it", () => {
    const check = checkIn(AMSTERDAM);
    connect(check);
    say(check, answer(503, "Connection: close\r\n", ""));
    say(check, unixTime(0));
    expect(line("FAIL TimeAPI")).toBe(
      "FAIL TimeAPI: told a time that is not between 2024 and 2099",
    );
    expect(line("--   local time")).toBe("--   local time: left out, no source has told the time");
    expect(verdict()).toBe("time: FAIL, 2 of 5 steps failed");
    expect(appExitCode()).toBe(1);
  });

  it("says what to do about a network that does not work", () => {
    const check = checkIn(AMSTERDAM);
    check.step(uptimeMs());
    netSetSentence(1, "no name server knows it");
    netSetState(1, HostError.NAME_UNKNOWN);
    check.step(uptimeMs());
    expect(line("FAIL network")).toBe(
      "FAIL network: io.adafruit.com: no name server knows it; check the network (name and " +
        "password of the Wi-Fi in settings.toml, the router) and try again",
    );
    say(check, seconds(NOVEMBER));
    say(check, unixTime(NOVEMBER));
    expect(appExitCode()).toBe(0, "the sources are what counts");
  });

  it("says so when no connection can be had at all", () => {
    netOpenFail(HostError.UNREACHABLE);
    const check = checkIn(AMSTERDAM);
    check.step(uptimeMs());
    expect(line("FAIL network").includes("no route to the host, or no network; check")).toBe(true);
    expect(verdict()).toBe("time: FAIL, 3 of 5 steps failed");
  });

  it("asks only the sources of camconfig.toml, with the account of settings.toml", () => {
    config.timer.timeServices = [TimeService.ADAFRUIT];
    settings.adafruitUsername = "jan";
    settings.adafruitKey = "aio_secret";
    const check = checkIn(AMSTERDAM);
    connect(check);
    say(check, answer(401, "Connection: close\r\n", "{}"));
    expect(
      line("FAIL Adafruit IO: answered with status 401; check ADAFRUIT").length,
    ).toBeGreaterThan(0);
    expect(verdict()).toBe("time: FAIL, 1 of 4 steps failed");
    for (let index = 0; index < logCount(); index++) {
      expect(logText(index).includes("aio_secret")).toBe(false);
    }
  });

  it("tells of a zone without changes and of the sun at a place", () => {
    config.timer.posixTz = "UTC0";
    config.timer.latitude_deg = 52.37;
    config.timer.longitude_deg = 4.9;
    const check = checkIn("UTC0");
    connect(check);
    say(check, seconds(NOVEMBER));
    say(check, unixTime(NOVEMBER));
    expect(line("ok   local time")).toBe(
      "ok   local time: 2026-11-23 11:14:23 in UTC0 (UTC), clocks are never changed",
    );
    // That the sun is right is proved in tests/clock/sun.test.ts; here it is told in the zone's time.
    expect(line("ok   sun")).toBe("ok   sun: rises 07:15, sets 15:37");
  });

  it("tells of days without sunrise", () => {
    config.timer.latitude_deg = 78;
    config.timer.longitude_deg = 15;
    const check = checkIn(AMSTERDAM);
    connect(check);
    say(check, seconds(NOVEMBER));
    say(check, unixTime(NOVEMBER));
    expect(line("ok   sun")).toBe("ok   sun: down all day");
  });

  it("stops when it is asked to", () => {
    const check = checkIn(AMSTERDAM);
    connect(check);
    appStop();
    check.step(uptimeMs());
    expect(line("FAIL Adafruit IO without account: the check was stopped").length).toBeGreaterThan(
      0,
    );
    expect(appExitCode()).toBe(1);
  });
});
