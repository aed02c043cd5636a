/** Capability sntp: the time from an NTP server, one question at a time. */
import { sntpAnswer, sntpAsk, sntpClose, sntpDescribe } from "./imports";
import { textFromHost, utf8 } from "./text";

/** Begin to ask; 0 or a HostError. `limitMs` of real time bounds the question. */
export function ask(host: string, limitMs: i32): i32 {
  const name = utf8(host);
  return sntpAsk(name.dataStart, name.length, limitMs);
}

const times = new Uint8Array(16);

/** WOULD_BLOCK while the question runs, the HostError that ended it, or more than 0. */
export function answer(): i32 {
  return sntpAnswer(times.dataStart, times.length);
}

/** UTC minus uptime in microseconds, by the last answer. */
export function utcMinusUptimeUs(): i64 {
  return load<i64>(times.dataStart);
}

/** How long the last answer was on its way there and back, in microseconds of uptime. */
export function roundTripUs(): i64 {
  return load<i64>(times.dataStart, 8);
}

const sentence = new Uint8Array(256);

/** One plain sentence about why the question failed; empty if it did not. */
export function describe(): string {
  const length = sntpDescribe(sentence.dataStart, sentence.length);
  return textFromHost(sentence, length);
}

/** Give the question up, answered or not. */
export function close(): void {
  sntpClose();
}
