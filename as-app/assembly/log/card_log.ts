/**
 * The log on the memory card. Lines wait in memory and are appended in batches while no shot is
 * near. A card that does not take them costs nothing but the oldest of them.
 */
import { Zone } from "../clock/posix_tz";
import { Backoff } from "../cloud/backoff";
import { GrowingBytes } from "../cloud/http/growing_bytes";
import * as card from "../host/card";
import { errorText, HostError } from "../host/errors";
import { utf8 } from "../host/text";
import { RESERVE_BYTES } from "../ledger/ledger";
import { Level } from "./level";
import { droppedLine, lineAt } from "./line";
import { LineBuffer } from "./line_buffer";
import { LogFiles } from "./log_files";
import { isQuiet, quietAtMs } from "./quiet";

const BUFFER_BYTES: i32 = 8192;
/** So many bytes that wait are written. */
const BATCH_BYTES: i32 = 2048;
/** Most bytes of one append. */
const APPEND_BYTES_MAX: i32 = 4096;
/** How long a line waits for others. */
const AGE_MS: i64 = 60000;
/** How long it waits for others once there was an error, which rarely comes alone. */
const ERROR_AGE_MS: i64 = 1000;
const RETRY_FIRST_MS: i32 = 10000;
const RETRY_MOST_MS: i32 = 600000;
/** Stays free on the card: the ledger's reserve, and as much again, in which it comes first. */
const FREE_BYTES_MIN: i64 = 2 * RESERVE_BYTES;

export class CardLog {
  /** Why a row of failures began with the last step, for the other targets; else empty. */
  sentence: string = "";
  private isFailing: bool = false;
  private lines: LineBuffer = new LineBuffer(BUFFER_BYTES);
  private files: LogFiles;
  private backoff: Backoff = new Backoff(RETRY_MOST_MS);
  /** Uptime at which the lines are to be written. */
  private dueAtMs: i64 = i64.MAX_VALUE;
  /** Uptime before which nothing is tried. */
  private retryAtMs: i64 = 0;
  private batch: GrowingBytes = new GrowingBytes(APPEND_BYTES_MAX);

  constructor(
    private readonly zone: Zone,
    fileBytesMax: i64,
    filesMax: i32,
  ) {
    this.files = new LogFiles(fileBytesMax, filesMax);
  }

  add(level: Level, now: i64, text: Uint8Array): void {
    this.lines.add(level, now, text);
    let waitMs = level == Level.ERROR ? ERROR_AGE_MS : AGE_MS;
    if (this.lines.bytes >= BATCH_BYTES) waitMs = 0;
    this.dueAtMs = min(this.dueAtMs, now + waitMs);
  }

  private workAtMs(): i64 {
    return max(this.dueAtMs, this.retryAtMs);
  }

  /** Uptime at which step has something to do. */
  nextStepAtMs(now: i64, quietUntilMs: i64): i64 {
    return quietAtMs(now, this.workAtMs(), quietUntilMs);
  }

  /** Write one batch if it is time and no shot is near: until `quietUntilMs` there is none. */
  step(now: i64, quietUntilMs: i64): void {
    this.sentence = "";
    if (!isQuiet(now, this.workAtMs(), quietUntilMs)) return;
    const status = this.write();
    if (status < 0) return this.fail(status, now);
    this.isFailing = false;
    this.backoff.succeed();
    this.dueAtMs = this.lines.bytes > 0 ? now : i64.MAX_VALUE;
  }

  /** Write all that waits, as far as the card takes it. */
  end(): void {
    while (this.lines.bytes > 0 && this.write() == 0) {}
  }

  private fail(status: i32, now: i64): void {
    if (!this.isFailing) {
      this.sentence = "the log is not written to the card: " + errorText(status);
    }
    this.isFailing = true;
    this.retryAtMs = now + <i64>this.backoff.next(RETRY_FIRST_MS);
  }

  /** Append as many lines as one batch takes. 0 or a HostError; on an error they are kept. */
  private write(): i32 {
    const free = card.freeBytes();
    if (free < 0) return <i32>free;
    if (free < FREE_BYTES_MIN + APPEND_BYTES_MAX) return HostError.NO_SPACE;
    const linesEnd = this.gather();
    const size = this.files.sizeForMore(this.batch.length);
    if (size < 0) return <i32>size;
    // A line that a cut of power tore is ended first.
    const start = this.files.isTorn(size) ? 0 : 1;
    const status = card.append(
      this.files.path,
      this.batch.bytes.subarray(start, this.batch.length),
    );
    if (status < 0) return status;
    this.lines.dropped = 0;
    this.lines.remove(linesEnd);
    return 0;
  }

  /** Put lines together behind a newline; the offset of the first that is left. */
  private gather(): i32 {
    this.batch.clear();
    this.put("");
    if (this.lines.dropped > 0) this.put(droppedLine(this.lines));
    let at = 0;
    while (at < this.lines.bytes && this.put(lineAt(this.lines, at, this.zone))) {
      at = this.lines.next(at);
    }
    return at;
  }

  /** Add a line to the batch; false if it has no room. */
  private put(line: string): bool {
    const bytes = utf8(line + "\n");
    return this.batch.add(bytes, 0, bytes.length);
  }
}
