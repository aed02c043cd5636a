/** One request and its answer over a connection of its own or one that is used again. */
import { errorText, HostError } from "../../host/errors";
import { stopwatchUs, uptimeMs } from "../../host/clock";
import * as net from "../../host/net";
import { HttpClient } from "./client";
import { Request } from "./request";
import { Response, ResponseState } from "./response";

export enum ExchangeState {
  RUNNING,
  /** `response` has a status and a body. */
  DONE,
  /** `failure` and `sentence` say why there is no answer. */
  FAILED,
}

/** Longest time in real microseconds from the first byte of an answer to its last. */
const ANSWER_US_MAX: i64 = 120000000;

const piece = new Uint8Array(1024);

export class Exchange {
  state: ExchangeState = ExchangeState.RUNNING;
  response: Response;
  /** A HostError after FAILED. */
  failure: i32 = 0;
  /** One sentence about a failure, with the name of the host. */
  sentence: string = "";
  /** content_hash of the file that was sent, in hexadecimal; empty unless it was sent whole. */
  sentHash: string = "";
  /** Uptime at which the request was gone whole and the answer complete; -1 before. */
  sentAtMs: i64 = -1;
  endedAtMs: i64 = -1;
  /** Longest time without progress that the connection has had by the end. */
  longestStallUs: i64 = 0;

  private connection: i32 = 0;
  private isReused: bool = false;
  private bytes: Uint8Array;
  private bytesTaken: i32 = 0;
  private isFileBegun: bool = false;
  /** The connection takes no more bytes; what it has received is still to be read. */
  private isSendingOver: bool = false;
  private hasSurplus: bool = false;
  private answerBeganUs: i64 = -1;

  /** Begins at the first step. */
  constructor(
    private readonly client: HttpClient,
    readonly request: Request,
  ) {
    this.response = new Response(request.answerBytesMax);
    this.bytes = request.bytes();
  }

  /** Do what can be done now; `now` is uptime in milliseconds. */
  step(now: i64): ExchangeState {
    if (this.state != ExchangeState.RUNNING) return this.state;
    if (this.connection == 0) this.connect(true);
    if (this.isOpening()) return this.state;
    this.send(now);
    this.receive(now);
    return this.state;
  }

  /**
   * Uptime at which the answer has taken too long. A peer that falls silent within it wakes nobody.
   * The bound is in real time: on a board whose uptime runs faster this comes early, and again.
   */
  nextStepAtMs(): i64 {
    if (this.answerBeganUs < 0) return i64.MAX_VALUE;
    const leftUs = this.answerBeganUs + ANSWER_US_MAX - stopwatchUs();
    return uptimeMs() + max(leftUs, 0) / 1000 + 1;
  }

  /** Give the exchange up; its connection is closed. */
  abandon(): void {
    if (this.state == ExchangeState.RUNNING) this.fail(HostError.CONNECTION_RESET, "given up");
  }

  /** Leave the connection to another exchange; true if there was one. */
  giveWay(): bool {
    const hasOne = this.connection > 0;
    if (hasOne) this.fail(HostError.NO_MEMORY, "gave its connection to another");
    return hasOne;
  }

  private connect(mayReuse: bool): void {
    const request = this.request;
    if (!request.isSafe) return this.fail(HostError.INVALID, "a part of the request is not ASCII");
    const kept = mayReuse ? this.client.take(request.host) : 0;
    this.isReused = kept > 0;
    this.connection = kept > 0 ? kept : this.client.open(request);
    if (this.connection < 0) {
      const error = this.connection;
      this.connection = 0;
      return this.fail(error, errorText(error));
    }
    const stallMs = request.stallMs > 0 ? request.stallMs : this.client.stallMs();
    net.deadlines(this.connection, request.openMs, stallMs, request.responseMs);
    this.bytesTaken = 0;
    this.isFileBegun = false;
    this.isSendingOver = false;
  }

  /** True while there is no connection to use, or none any more. */
  private isOpening(): bool {
    if (this.state != ExchangeState.RUNNING) return true;
    const state = net.state(this.connection);
    return state >= 0 && state < net.ConnectionState.OPEN;
  }

  // --- request ----------------------------------------------------------------------------------

  private send(now: i64): void {
    if (this.sentAtMs >= 0 || this.isSendingOver) return;
    if (this.bytesTaken < this.bytes.length && !this.sendBytes()) return;
    if (this.request.filePath.length > 0 && !this.isFileBegun && !this.sendFile()) return;
    if (net.unsent(this.connection) == 0) this.sentAtMs = now;
  }

  /** True once the head and a body of bytes were taken. */
  private sendBytes(): bool {
    const count = net.send(this.connection, this.bytes, this.bytesTaken);
    if (count > 0) this.bytesTaken += count;
    else if (count < 0 && count != HostError.WOULD_BLOCK) this.isSendingOver = true;
    return this.bytesTaken >= this.bytes.length;
  }

  private sendFile(): bool {
    const request = this.request;
    const path = request.filePath;
    const status = net.sendFile(this.connection, path, request.fileOffset, request.fileBytes);
    if (status == 0) this.isFileBegun = true;
    else if (status != HostError.BUSY && status != HostError.WOULD_BLOCK) {
      this.fail(status, path + ": " + errorText(status));
    }
    return this.isFileBegun;
  }

  // --- answer -----------------------------------------------------------------------------------

  private receive(now: i64): void {
    while (this.state == ExchangeState.RUNNING && !this.response.isEnded()) {
      const count = net.receive(this.connection, piece);
      if (count == HostError.WOULD_BLOCK) return this.checkAnswerTime();
      if (count <= 0) {
        if (count < 0 || !this.response.close()) return this.lose(count);
      } else {
        if (this.answerBeganUs < 0) this.answerBeganUs = stopwatchUs();
        if (this.response.feed(piece, count) < count) this.hasSurplus = true;
      }
    }
    if (this.state == ExchangeState.RUNNING) this.conclude(now);
  }

  /** Deadlines of the connection start anew with every byte; an answer as a whole has one too. */
  private checkAnswerTime(): void {
    if (this.answerBeganUs < 0 || stopwatchUs() - this.answerBeganUs < ANSWER_US_MAX) return;
    this.fail(HostError.TIMED_OUT, "took more than 120 s for one answer");
  }

  /** The connection ended (0) or failed (an error) before the answer was complete. */
  private lose(error: i32): void {
    const fault = error == 0 ? HostError.CONNECTION_RESET : error;
    const isFromCard = fault == HostError.IO || fault == HostError.NO_DEVICE;
    const mayRepeat = this.request.isRepeatable || this.sentAtMs < 0;
    if (this.isReused && mayRepeat && this.answerBeganUs < 0 && !isFromCard) {
      net.close(this.connection);
      this.sentAtMs = -1;
      return this.connect(false);
    }
    const reason = net.describe(this.connection);
    this.fail(fault, reason.length > 0 ? reason : errorText(fault));
  }

  /** The parser has come to an end. */
  private conclude(now: i64): void {
    const response = this.response;
    if (response.state == ResponseState.FAILED) {
      const isRefusal = response.failure == HostError.TOO_BIG && response.status >= 300;
      if (!isRefusal) return this.fail(response.failure, response.complaint);
    }
    const mayWait = response.status < 300 && !this.isSendingOver;
    if (this.sentAtMs < 0 && mayWait && net.state(this.connection) >= 0) return;
    this.state = ExchangeState.DONE;
    this.endedAtMs = now;
    this.longestStallUs = net.longestStallUs(this.connection);
    if (this.isFileBegun && this.sentAtMs >= 0) this.sentHash = net.sentHash(this.connection);
    const isUsable = this.sentAtMs >= 0 && response.keepAlive && !this.hasSurplus;
    if (isUsable) this.client.keep(this.request.host, this.connection, now);
    else net.close(this.connection);
    this.connection = 0;
  }

  private fail(error: i32, reason: string): void {
    this.state = ExchangeState.FAILED;
    this.failure = error;
    this.sentence = this.request.host + ": " + reason;
    if (this.connection > 0) net.close(this.connection);
    this.connection = 0;
  }
}
