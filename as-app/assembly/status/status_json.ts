/** status.json: the status as one JSON object. docs/status.md tells the meaning of every field. */
import { Zone } from "../clock/posix_tz";
import { wordAt } from "../config/word_list";
import * as board from "../host/board";
import { freeBytes } from "../host/card";
import { nowMs } from "../host/clock";
import { updateState } from "../host/imports";
import { LatestLine, latestError, latestWarning } from "../log/latest_line";
import { Event } from "../log/event";
import { APPLICATION_VERSION } from "../version";
import { tenthsOfCardDays } from "./card_days";
import { NO_STEP, Status } from "./status";

/** Version of the fields: counted up when the meaning of one changes, not when one is added. */
const FORMAT: i32 = 1;
/** Longest part of a sentence that is told, in UTF-16 units. */
const SENTENCE_UNITS_MAX: i32 = 240;

/** Words in the order of RunState, and of the numbers that the import board.health tells. */
const RUN_STATES = "running, finished, stopped";
const RESET_REASONS = "unknown, power on, software, panic, watchdog, brown-out, deep sleep";

/** Room for what the import update.state writes. */
const application = new Uint8Array(512);

class StatusWriter extends Event {
  private utcMs: i64 = nowMs();

  constructor(
    private readonly status: Status,
    private readonly zone: Zone,
    private readonly now: i64,
  ) {
    super("status");
  }

  write(): Uint8Array {
    const status = this.status;
    this.whole("format", FORMAT);
    this.textOrNull("cam_id", status.camId);
    this.textOrNull("state", wordAt(RUN_STATES, status.state));
    this.timeOrNull("time", this.utcMs);
    this.writeBoard();
    this.writePhotos();
    this.writeCard();
    this.writeLine("error", latestError);
    this.writeLine("warning", latestWarning);
    this.textOrNull("clock_source", status.clockSource);
    this.timeOrNull("clock_set_time", this.utcOf(status.clockSetUptimeMs));
    if (status.clockStepMs == NO_STEP) this.nothing("clock_step_ms");
    else this.whole("clock_step_ms", status.clockStepMs);
    this.writeDropbox();
    return this.bytes();
  }

  private writeBoard(): void {
    const health = board.health();
    this.wholeOrNull("uptime_s", this.now / 1000);
    this.wholeOrNull("boot_number", this.status.bootNumber);
    this.textOrNull("reset_reason", wordAt(RESET_REASONS, health.resetReason));
    this.textOrNull("board", board.name());
    this.textOrNull("firmware", board.firmware());
    this.textOrNull("application", APPLICATION_VERSION);
    this.members(application, updateState(application.dataStart, application.length));
    if (health.signal_dbm == 0) this.nothing("signal_dbm");
    else this.whole("signal_dbm", health.signal_dbm);
    this.writeHeap("heap", health.internal);
    this.writeHeap("psram", health.psram);
    this.wholeOrNull("core_dump_bytes", health.coreDumpBytes);
    this.wholeOrNull("wasm_memory_bytes", (<i64>memory.size()) << 16);
  }

  private writeHeap(name: string, heap: board.Heap): void {
    this.wholeOrNull(name + "_free_bytes", heap.freeBytes);
    this.wholeOrNull(name + "_free_bytes_min", heap.freeBytesMin);
    this.wholeOrNull(name + "_block_bytes_max", heap.blockBytesMax);
  }

  private writePhotos(): void {
    const status = this.status;
    this.wholeOrNull("last_photo_number", status.lastNumber);
    this.textOrNull("last_photo_path", status.lastPath);
    const utcMs = status.lastUtcMs;
    this.timeOrNull("last_photo_time", utcMs >= 0 ? utcMs : this.utcOf(status.lastUptimeMs));
    this.wholeOrNull("last_photo_bytes", status.lastBytes);
    this.wholeOrNull("photos_stored", status.storedCount);
    this.wholeOrNull("photos_missed", status.missedCount);
    this.wholeOrNull("photos_verified", status.verifiedCount);
    this.wholeOrNull("photos_pending", status.pendingCount);
    this.flag("photos_pending_exact", status.isPendingExact);
    this.wholeOrNull("photo_bytes_mean", status.photoBytes.value());
    this.wholeOrNull("shots_next_day", status.shotsNextDay);
  }

  private writeCard(): void {
    const status = this.status;
    const free = freeBytes();
    const photoBytes = status.photoBytes.value();
    const isEndless = status.isCardEndless;
    const tenths = tenthsOfCardDays(free, status.reserveBytes, photoBytes, status.shotsNextDay);
    this.wholeOrNull("card_free_bytes", free);
    this.wholeOrNull("card_reserve_bytes", status.reserveBytes);
    this.flag("card_full", free >= 0 && free < status.reserveBytes);
    this.textOrNull("card_when_full", isEndless ? "delete_oldest_uploaded" : "stop");
    this.tenthsOrNull("card_days", isEndless ? -1 : tenths);
  }

  private writeLine(level: string, line: LatestLine): void {
    this.textOrNull("last_" + level, line.text.substring(0, SENTENCE_UNITS_MAX));
    this.timeOrNull("last_" + level + "_time", this.utcOf(line.uptimeMs));
    this.wholeOrNull(level + "s", line.count);
  }

  private writeDropbox(): void {
    const status = this.status;
    this.flag("dropbox_enabled", status.isDropboxOn);
    this.textOrNull("dropbox_action", status.dropboxAction.substring(0, SENTENCE_UNITS_MAX));
    this.tenthsOrNull("upload_kilobytes_per_second", status.uploadRate_tenths);
    this.wholeOrNull("upload_stall_ms", status.uploadStallMs);
    this.wholeOrNull("upload_retries", status.uploadRetries);
  }

  // --- values that may not be known -------------------------------------------------------------

  /** UTC of an uptime; -1 if either is not known. */
  private utcOf(uptimeMs: i64): i64 {
    return uptimeMs < 0 || this.utcMs < 0 ? -1 : this.utcMs - (this.now - uptimeMs);
  }

  private textOrNull(name: string, value: string): void {
    if (value.length > 0) this.text(name, value);
    else this.nothing(name);
  }

  private wholeOrNull(name: string, value: i64): void {
    if (value >= 0) this.whole(name, value);
    else this.nothing(name);
  }

  private tenthsOrNull(name: string, value: i64): void {
    if (value >= 0) this.tenths(name, value);
    else this.nothing(name);
  }

  /** Local time with its offset from UTC. */
  private timeOrNull(name: string, utcMs: i64): void {
    if (utcMs < 0) this.nothing(name);
    else this.text(name, this.zone.rfc3339(utcMs));
  }
}

/** The status as UTF-8; `now` is uptime. */
export function statusJson(status: Status, zone: Zone, now: i64): Uint8Array {
  return new StatusWriter(status, zone, now).write();
}
