import { HttpClient } from "../../assembly/cloud/http/client";
import { percentEncode } from "../../assembly/cloud/http/percent";
import { LogConfig } from "../../assembly/config/camconfig";
import { Settings } from "../../assembly/config/settings";
import { setNowMs } from "../../assembly/host/clock";
import { HostError } from "../../assembly/host/errors";
import { Level } from "../../assembly/log/level";
import * as log from "../../assembly/log/log";
import { logDebug, logError, logInformation, logWarning } from "../../assembly/log/log";
import { protectSettings, protectToken } from "../../assembly/log/secrets";
import { utf8 } from "../../assembly/host/text";
import { cardFail, logCount, logLevel, logText, resetDoubles } from "../double";
import { netOpenFail } from "../cloud/net_script";
import { FeedPeer } from "./feed_peer";
import { account, amsterdam, cardLog, consoleText, SUMMER_MS } from "./log_fixture";

const HOUR_MS: i64 = 3600000;
let peer = new FeedPeer();

/** Begin with these levels of console, card and feed. */
function beginAt(console: Level, card: Level, feed: Level, settings: Settings = account()): void {
  const config = new LogConfig();
  config.consoleLevel = console;
  config.cardLevel = card;
  config.feedLevel = feed;
  config.feed = "cam1-logging";
  resetDoubles();
  setNowMs(SUMMER_MS);
  protectSettings(settings);
  log.configure(config, settings, amsterdam());
  log.connect(new HttpClient());
  peer = new FeedPeer();
}

function sayAll(): void {
  logError("grave");
  logWarning("doubtful");
  logInformation("usual");
  logDebug("small");
}

/** How many of the four lines a text has. */
function linesIn(text: string): i32 {
  const words = ["grave", "doubtful", "usual", "small"];
  let count = 0;
  for (let index = 0; index < words.length; index++) if (text.includes(words[index])) count++;
  return count;
}

describe("levels", () => {
  it("are those of each target", () => {
    for (let console = -1; console < 4; console++) {
      for (let card = -1; card < 4; card++) {
        for (let feed = -1; feed < 4; feed++) {
          beginAt(console, card, feed);
          sayAll();
          peer.pass(HOUR_MS);
          expect(logCount()).toBe(console + 1);
          expect(linesIn(consoleText())).toBe(console + 1);
          expect(linesIn(cardLog())).toBe(card + 1);
          expect(linesIn(peer.values.join("\n"))).toBe(feed + 1);
        }
      }
    }
  });

  it("are handed to the console as they are", () => {
    beginAt(Level.DEBUG, Level.OFF, Level.OFF);
    sayAll();
    for (let index = 0; index < 4; index++) expect(logLevel(index)).toBe(index);
    expect(logText(0)).toBe("grave");
    expect(logText(3)).toBe("small");
  });
});

describe("lines of the console", () => {
  it("are cut on a character, and have no control characters", () => {
    beginAt(Level.DEBUG, Level.OFF, Level.OFF);
    for (let shift = 0; shift < 4; shift++) logInformation("x".repeat(shift) + "😀".repeat(500));
    for (let index = 0; index < 4; index++) {
      expect(logText(index).endsWith("😀")).toBe(true);
      expect(utf8(logText(index)).length).toBeGreaterThan(950);
      expect(utf8(logText(index)).length).toBeLessThanOrEqual(960);
    }
    logInformation("a\nb\u0007c");
    expect(logText(4)).toBe("a b c");
  });
});

describe("secrets", () => {
  const PASSWORD = "wifi pass/word";
  const KEY = "aio_KEY0123456789abcdefghij";
  const APP_SECRET = "appsecret0appsecret";
  const REFRESH = "refresh-token_0123456789-0123456789";
  const ACCESS = "sl.u.access-token_0123456789.0123456789";
  const FETCHED = "sl.u.fetched-token_0123456789.0123456789";

  it("appear in no target, however they came into a line", () => {
    const settings = new Settings();
    settings.wifiPassword = PASSWORD;
    settings.adafruitUsername = "franz";
    settings.adafruitKey = KEY;
    settings.dropboxAppSecret = APP_SECRET;
    settings.dropboxRefreshToken = REFRESH;
    settings.dropboxAccessToken = ACCESS;
    beginAt(Level.DEBUG, Level.DEBUG, Level.DEBUG, settings);
    protectToken(FETCHED);
    const secrets = [PASSWORD, KEY, APP_SECRET, REFRESH, ACCESS, FETCHED];
    for (let index = 0; index < secrets.length; index++) {
      const secret = secrets[index];
      const text = "bad (" + secret + ") and ?a=" + percentEncode(secret) + " " + "x".repeat(930);
      logError(text);
      // Cut in the middle of the last one, if it were cut before it is blanked.
      logWarning("y".repeat(955 - secret.length / 2) + secret);
    }
    peer.pass(HOUR_MS);
    const all = consoleText() + cardLog() + peer.values.join("\n");
    for (let index = 0; index < secrets.length; index++) {
      expect(all.includes(secrets[index].substring(0, 8))).toBe(false);
      expect(all.includes(percentEncode(secrets[index]).substring(0, 8))).toBe(false);
    }
    expect(all.includes("bad (***) and ?a=*** xxx")).toBe(true);
  });
});

describe("a target that fails", () => {
  it("is told of on the others, not on itself", () => {
    beginAt(Level.WARNING, Level.WARNING, Level.WARNING);
    cardFail(HostError.IO);
    logWarning("line");
    peer.pass(2 * HOUR_MS);
    const sentence = "the log is not written to the card: ";
    expect(consoleText().includes(sentence)).toBe(true);
    expect(peer.values.join("\n").includes(sentence)).toBe(true);
    cardFail(0);
    peer.status = 500;
    logWarning("line");
    peer.pass(2 * HOUR_MS);
    expect(consoleText().includes("the log does not reach its feed: ")).toBe(true);
    expect(cardLog().includes("the log does not reach its feed: ")).toBe(true);
    expect(cardLog().includes(sentence)).toBe(false);
    peer.status = 200;
    peer.pass(2 * HOUR_MS);
    expect(peer.values.join("\n").includes("the log does not reach its feed: ")).toBe(false);
    expect(logCount()).toBe(4);
  });

  it("together with the other makes no lines without end", () => {
    beginAt(Level.DEBUG, Level.DEBUG, Level.DEBUG);
    cardFail(HostError.NO_DEVICE);
    netOpenFail(HostError.UNREACHABLE);
    logInformation("line");
    peer.pass(48 * HOUR_MS);
    expect(logCount()).toBe(3);
  });
});
