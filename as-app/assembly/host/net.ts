/** Capability net: TLS connections that never block. Results are counts or a HostError. */
import {
  netClose,
  netDeadlines,
  netDescribe,
  netOpen,
  netPace,
  netReceive,
  netSend,
  netSendFile,
  netSentHash,
  netSocketOptions,
  netState,
  netStatistics,
  netUnsent,
} from "./imports";
import { hexadecimal, textFromHost, utf8 } from "./text";

/** Stages of a connection; negative states are the HostError that ended it. */
export enum ConnectionState {
  RESOLVING = 0,
  CONNECTING = 1,
  HANDSHAKE = 2,
  OPEN = 3,
  PEER_CLOSED = 4,
}

/** Begin a TLS connection; a handle (> 0) or an error. */
export function open(host: string, port: i32): i32 {
  const name = utf8(host);
  return netOpen(name.dataStart, name.length, port);
}

export function state(connection: i32): i32 {
  return netState(connection);
}

/** Bounds in real milliseconds for opening, for a stalled link and for an answer; 0 keeps the board's. */
export function deadlines(connection: i32, openMs: i32, stallMs: i32, responseMs: i32): i32 {
  return netDeadlines(connection, openMs, stallMs, responseMs);
}

/** How fast bytes go out: at most so many at once, with pauses within bounds in real milliseconds. */
export function pace(connection: i32, pauseMinMs: i32, pauseMaxMs: i32, chunkBytes: i32): i32 {
  return netPace(connection, pauseMinMs, pauseMaxMs, chunkBytes);
}

/** Send buffer (0: the system's) and keep-alive (idle 0: none) of the socket; call it after open. */
export function socketOptions(
  connection: i32,
  sendBufferBytes: i32,
  keepAliveIdle_s: i32,
  keepAliveInterval_s: i32,
  keepAliveCount: i32,
): i32 {
  return netSocketOptions(
    connection,
    sendBufferBytes,
    keepAliveIdle_s,
    keepAliveInterval_s,
    keepAliveCount,
  );
}

/** Hand over bytes from `start`; how many were taken, WOULD_BLOCK or an error. */
export function send(connection: i32, bytes: Uint8Array, start: i32): i32 {
  return netSend(connection, bytes.dataStart + <usize>start, bytes.length - start);
}

/** Begin to send a part of a file on the card, after what was handed over before. */
export function sendFile(connection: i32, path: string, offset: i64, length: i64): i32 {
  const name = utf8(path);
  return netSendFile(connection, name.dataStart, name.length, offset, length);
}

/** Bytes handed over that TCP has not taken yet. */
export function unsent(connection: i32): i64 {
  return netUnsent(connection);
}

const hashBytes = new Uint8Array(32);

/** content_hash of what the last sendFile sent, in hexadecimal; empty while not known. */
export function sentHash(connection: i32): string {
  const status = netSentHash(connection, hashBytes.dataStart, hashBytes.length);
  return status < 0 ? "" : hexadecimal(hashBytes, 32);
}

/** Received bytes into `out`: a count, 0 after the peer's end, WOULD_BLOCK or an error. */
export function receive(connection: i32, out: Uint8Array): i32 {
  return netReceive(connection, out.dataStart, out.length);
}

const statisticsBytes = new Uint8Array(56);

/** Longest time without progress that a connection has had, in real microseconds; 0 if unknown. */
export function longestStallUs(connection: i32): i64 {
  const at = statisticsBytes.dataStart;
  return netStatistics(connection, at, statisticsBytes.length) < 0 ? 0 : load<i64>(at, 32);
}

const sentenceBytes = new Uint8Array(256);

/** One plain sentence about why the connection failed; empty if it did not. */
export function describe(connection: i32): string {
  const length = netDescribe(connection, sentenceBytes.dataStart, sentenceBytes.length);
  return textFromHost(sentenceBytes, length);
}

/** Close at once and free the handle. */
export function close(connection: i32): void {
  netClose(connection);
}
