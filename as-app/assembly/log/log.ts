/**
 * The log: what the camera does and what goes wrong, in sentences. A line goes to each target whose
 * level allows it; one that no target wants is not even looked at. Secrets are blanked first.
 */
import { Zone } from "../clock/posix_tz";
import { HttpClient } from "../cloud/http/client";
import { LogConfig } from "../config/camconfig";
import { Settings } from "../config/settings";
import { uptimeMs } from "../host/clock";
import { write } from "../host/log";
import { utf8, wholeCharacters } from "../host/text";
import { CardLog } from "./card_log";
import { FeedLog } from "./feed_log";
import { keepLatest } from "./latest_line";
import { Level } from "./level";
import { TEXT_BYTES_MAX } from "./line_buffer";
import { blankSecrets } from "./secrets";

/** A line in UTF-8: without secrets and control characters, and not too long. */
function lineOf(text: string): Uint8Array {
  const bytes = utf8(text);
  const length = blankSecrets(bytes);
  return bytes.subarray(0, wholeCharacters(bytes, length, TEXT_BYTES_MAX));
}

let consoleLevel: Level = Level.INFORMATION;
let cardLevel: Level = Level.OFF;
let feedLevel: Level = Level.OFF;
/** The highest of all, and that of the latest lines: what is above is for nobody. */
let highest: Level = Level.INFORMATION;
let cardTarget: CardLog | null = null;
let feedTarget: FeedLog | null = null;

/** Set up the targets; before this all lines go to the console only. What is to be blanked is known
 *  since the settings were read. */
export function configure(config: LogConfig, settings: Settings, zone: Zone): void {
  consoleLevel = config.consoleLevel;
  cardLevel = config.cardLevel;
  feedLevel = settings.hasAdafruit ? config.feedLevel : Level.OFF;
  highest = max(Level.WARNING, max(consoleLevel, max(cardLevel, feedLevel)));
  cardTarget = null;
  feedTarget = null;
  if (cardLevel != Level.OFF) {
    cardTarget = new CardLog(zone, <i64>config.cardFile_kb * 1000, config.cardFiles);
  }
  if (feedLevel != Level.OFF) {
    const user = settings.adafruitUsername;
    feedTarget = new FeedLog(user, settings.adafruitKey, config.feed, zone);
  }
}

/** Let the feed use this client; before, its lines are collected. */
export function connect(client: HttpClient): void {
  const feed = feedTarget;
  if (feed != null) feed.connect(client);
}

function add(level: Level, text: string): void {
  if (level <= highest) send(level, text, true, true);
}

function send(level: Level, text: string, mayCard: bool, mayFeed: bool): void {
  const line = lineOf(text);
  const now = uptimeMs();
  keepLatest(level, now, line);
  if (level <= consoleLevel) write(level, line);
  const card = cardTarget;
  if (mayCard && card != null && level <= cardLevel) card.add(level, now, line);
  const feed = feedTarget;
  if (mayFeed && feed != null && level <= feedLevel) feed.add(level, now, line);
}

/**
 * Do what is due; `quietUntilMs` is the uptime up to which no shot is made, `now` itself while
 * one is being made. What a target has to say of itself goes to the others only.
 */
export function step(now: i64, quietUntilMs: i64): void {
  const card = cardTarget;
  if (card != null) {
    card.step(now, quietUntilMs);
    if (card.sentence.length > 0) send(Level.WARNING, card.sentence, false, true);
  }
  const feed = feedTarget;
  if (feed != null) {
    feed.step(now, quietUntilMs);
    if (feed.sentence.length > 0) send(Level.WARNING, feed.sentence, true, false);
  }
}

/** Uptime at which step has something to do even if no connection moves. */
export function nextStepAtMs(now: i64, quietUntilMs: i64): i64 {
  let at = i64.MAX_VALUE;
  const card = cardTarget;
  if (card != null) at = card.nextStepAtMs(now, quietUntilMs);
  const feed = feedTarget;
  return feed != null ? min(at, feed.nextStepAtMs(now, quietUntilMs)) : at;
}

/** True if nobody need wait for the feed before the end. */
export function isSettled(): bool {
  const feed = feedTarget;
  return feed == null || feed.isSettled();
}

/** Write what waits to the card; what waits for the feed is given up. */
export function end(): void {
  const feed = feedTarget;
  if (feed != null) feed.end();
  const card = cardTarget;
  if (card != null) card.end();
}

export function logError(text: string): void {
  add(Level.ERROR, text);
}

export function logWarning(text: string): void {
  add(Level.WARNING, text);
}

export function logInformation(text: string): void {
  add(Level.INFORMATION, text);
}

export function logDebug(text: string): void {
  add(Level.DEBUG, text);
}
