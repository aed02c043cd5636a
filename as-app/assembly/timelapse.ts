/** The time-lapse camera: the way of a photo from the schedule to Dropbox, step by step. */
import { profileOf, setupOf } from "./camera/profiles";
import { Shooter, Shot } from "./camera/shooter";
import { formatRfc3339 } from "./clock/civil";
import { Zone } from "./clock/posix_tz";
import { TimeEvent, TimeSync } from "./clock/sources";
import { HttpClient } from "./cloud/http/client";
import { DropboxAccount } from "./cloud/dropbox/account";
import { DropboxUploader, PhotoUpload } from "./cloud/dropbox/uploader";
import { PendingPhoto, UploadQueue } from "./cloud/upload_queue";
import { CamConfig, TimeService } from "./config/camconfig";
import { Settings } from "./config/settings";
import {
  AdafruitAccountTime,
  AdafruitPublicTime,
  TimeApiTime,
  TimeSource,
} from "./clock/source_kinds";
import { ExitCode, finish, stopping } from "./host/app";
import { release } from "./host/camera";
import * as card from "./host/card";
import { nowMs, stopwatchUs, uptimeMs } from "./host/clock";
import { errorText, HostError } from "./host/errors";
import { fromUtf8, utf8 } from "./host/text";
import { logError, logInformation, logWarning } from "./host/log";
import { Event } from "./log/event";
import { photoPath, unknownTimePath } from "./schedule/photo_name";
import { DueShot, Planner } from "./schedule/planner";

/** Capture begins after this long even if no source has told the time or the camera is slow; in
 *  real time, as network and camera take theirs also on a sped-up board. */
const PATIENCE_US: i64 = 20000000;
/** How often the end of the patience is looked for; a ready camera or a known time come by themselves. */
const PATIENCE_LOOK_MS: i64 = 1000;
/** Photos of one name that are told apart by a number; more happen only to a broken clock. */
const COPIES_MAX: i32 = 99;

function timeSources(config: CamConfig, settings: Settings): TimeSource[] {
  const sources: TimeSource[] = [];
  const names = config.timer.timeServices;
  for (let index = 0; index < names.length; index++) {
    if (names[index] == TimeService.TIMEAPI) sources.push(new TimeApiTime());
    if (names[index] != TimeService.ADAFRUIT) continue;
    const user = settings.adafruitUsername;
    if (user.length == 0 || settings.adafruitKey.length == 0)
      sources.push(new AdafruitPublicTime());
    else sources.push(new AdafruitAccountTime(user, settings.adafruitKey, settings.timeZone));
  }
  return sources;
}

function accountOf(settings: Settings): DropboxAccount {
  return new DropboxAccount(
    settings.dropboxAppKey,
    settings.dropboxAppSecret,
    settings.dropboxRefreshToken,
    settings.dropboxAccessToken,
    settings.dropboxExpiresAt_s,
  );
}

/** Where a file belongs in Dropbox; empty for no file. */
function dropboxPath(config: CamConfig, name: string): string {
  return name.length > 0 ? "/" + config.dropbox.imageDirectory + "/" + name : "";
}

/** Why a photo could not be put on the card, for the person. */
function cardReason(error: i32): string {
  if (error == HostError.NO_SPACE || error == HostError.TOO_BIG) return "the card is full";
  if (error == HostError.READ_ONLY) return "the card cannot be written (is it write-protected?)";
  if (error == HostError.NO_DEVICE) return "no card is there";
  return "the card failed: " + errorText(error);
}

const BOOT_FILE = "wamcam/boots.txt";

/** How often the camera was started with this card, this time included; 0 without a card. */
function countBoot(): i32 {
  const digits = new Uint8Array(12);
  const length = card.read(BOOT_FILE, 0, digits);
  const before = length > 0 ? I32.parseInt(fromUtf8(digits, 0, length)) : 0;
  const boot = max(before, 0) + 1;
  return card.write(BOOT_FILE, utf8(boot.toString())) == 0 ? boot : 0;
}

/** A photo whose time was not known when it was stored. */
class UndatedPhoto {
  constructor(
    readonly number: i64,
    readonly path: string,
    readonly bytes: i32,
    readonly contentHash: string,
    readonly capturedUptimeMs: i64,
  ) {}
}

export class TimeLapse {
  private client: HttpClient;
  private time: TimeSync;
  private hasTimeAnswer: bool = false;
  private planner: Planner;
  private shooter: Shooter;
  private uploads: UploadQueue;
  private undated: UndatedPhoto[] = [];
  private boot: i32;
  /** Shots that were planned: the number of the latest. */
  private number: i64 = 0;
  private due: DueShot = new DueShot();
  private stored: i64 = 0;
  private failed: i64 = 0;
  private finishByUs: i64 = -1;
  private isFinished: bool = false;
  private startedUs: i64 = stopwatchUs();

  constructor(
    private readonly config: CamConfig,
    settings: Settings,
    private readonly zone: Zone,
  ) {
    const client = new HttpClient();
    const time = new TimeSync(client, timeSources(config, settings));
    time.repeatMs = <i64>config.timer.resync_h * 3600000;
    const camera = config.camera;
    const day = profileOf("day", camera.day);
    const night = profileOf("night", camera.night);
    const uploader = new DropboxUploader(client, accountOf(settings));
    this.client = client;
    this.time = time;
    this.planner = new Planner(config.timer, zone);
    this.shooter = new Shooter(setupOf(camera), day, night);
    this.uploads = new UploadQueue(uploader, dropboxPath(config, config.dropbox.currentImage));
    this.boot = countBoot();
    new Event("started")
      .text("cam_id", camera.camId)
      .whole("shots", config.local.photosMax)
      .text("time_zone", settings.timeZone)
      .text("camera", camera.imageSize)
      .whole("boot", this.boot)
      .publish();
  }

  /** Do what is due; returns the uptime at which to call again at the latest. */
  step(now: i64): i64 {
    this.stepTime(now);
    this.stepSchedule(now);
    const shot = this.shooter.step(now);
    if (shot != null) this.keep(shot);
    // The camera may have become ready just now, and nothing else would call again soon.
    if (!this.planner.hasStarted()) this.stepSchedule(now);
    this.uploads.step(now);
    this.client.step(now);
    this.checkEnd(now);
    return this.nextStepAtMs(now);
  }

  private nextStepAtMs(now: i64): i64 {
    let at = min(this.time.nextStepAtMs(), this.planner.nextUptimeMs(now));
    at = min(at, min(this.shooter.nextMs(), this.uploads.nextStepAtMs(now)));
    at = min(at, this.client.nextStepAtMs());
    if (!this.planner.hasStarted()) at = min(at, now + PATIENCE_LOOK_MS);
    // The end of a run is in real time, which a sped-up board does not announce.
    return this.finishByUs >= 0 ? min(at, now + 100) : at;
  }

  // --- time -------------------------------------------------------------------------------------

  private stepTime(now: i64): void {
    const event = this.time.step(now);
    if (event == TimeEvent.NOTHING) return;
    if (event == TimeEvent.SET) this.clockWasSet(now);
    else logWarning(this.time.sentence);
    if (event == TimeEvent.ALL_FAILED) this.hasTimeAnswer = true;
  }

  private clockWasSet(now: i64): void {
    this.hasTimeAnswer = true;
    logInformation(this.time.sentence + ": " + this.localTime(nowMs()));
    new Event("time").text("source", this.time.sourceName).whole("utc_ms", nowMs()).publish();
    this.planner.clockWasSet();
    this.dateTheUndated(now);
  }

  private localTime(utcMs: i64): string {
    const offset_s = <i32>((this.zone.wallMs(utcMs) - utcMs) / 1000);
    return formatRfc3339(utcMs, offset_s);
  }

  /** Give the photos that were taken before the time was known their names. */
  private dateTheUndated(now: i64): void {
    for (let index = 0; index < this.undated.length; index++) {
      const photo = this.undated[index];
      const capturedUtcMs = nowMs() - (now - photo.capturedUptimeMs);
      const path = this.rename(photo.path, capturedUtcMs);
      this.queue(photo.number, path, photo.bytes, photo.contentHash, capturedUtcMs);
    }
    this.undated = [];
  }

  /** The new name, or the old one if the card refuses. */
  private rename(from: string, capturedUtcMs: i64): string {
    for (let copy = 1; copy <= COPIES_MAX; copy++) {
      const to = this.datedPath(capturedUtcMs, copy);
      const status = card.rename(from, to);
      if (status == 0) {
        logInformation(from + " is now " + to);
        return to;
      }
      if (status != HostError.EXISTS) break;
    }
    logWarning(from + " keeps its name: it could not be renamed");
    return from;
  }

  // --- schedule ---------------------------------------------------------------------------------

  private stepSchedule(now: i64): void {
    if (!this.planner.hasStarted()) {
      const isReady = this.hasTimeAnswer && this.shooter.isReady();
      if (!isReady && stopwatchUs() < this.startedUs + PATIENCE_US) return;
      this.planner.start(now);
    }
    this.shooter.prepare(this.planner.isNextDark());
    if (this.isRunOver()) return;
    const due = this.planner.take(now);
    if (due == null) return;
    this.passed(due.missed);
    if (this.isRunOver()) return;
    this.number++;
    if (this.shooter.busy()) return this.missed("the camera was still busy with the shot before");
    this.due = due;
    this.shooter.prepare(due.isDark);
    this.shooter.request();
  }

  /** Grid points that went by unseen are missed; they count, as every planned shot does. */
  private passed(count: i64): void {
    for (let index: i64 = 0; index < count && !this.isRunOver(); index++) {
      this.number++;
      this.missed("the program was late");
    }
  }

  private isRunOver(): bool {
    const most = this.config.local.photosMax;
    return (most > 0 && this.number >= most) || this.planner.isOver();
  }

  private missed(reason: string): void {
    this.failed++;
    logError("photo " + this.number.toString() + " missed: " + reason);
    new Event("missed").whole("number", this.number).text("reason", reason).publish();
  }

  // --- photo ------------------------------------------------------------------------------------

  private keep(shot: Shot): void {
    if (shot.frame == 0) return this.missed(shot.doubt);
    const present = nowMs();
    const ageMs = uptimeMs() - shot.info.capturedAtUptimeMs;
    // Two clocks that are cut to milliseconds can put a frame a moment before its grid point, and
    // so into the second of the photo before.
    this.store(shot, present < 0 ? -1 : max(present - ageMs, this.due.dueUtcMs));
    release(shot.frame);
  }

  private store(shot: Shot, capturedUtcMs: i64): void {
    const state = card.state();
    if (state < 0) return this.missed(cardReason(state));
    const free = card.freeBytes();
    if (free >= 0 && free < <i64>this.config.local.freeMin_mb * 1000000) {
      return this.missed(cardReason(HostError.NO_SPACE));
    }
    let path = "";
    let stored = new card.Stored();
    for (let copy = 1; copy <= COPIES_MAX; copy++) {
      path =
        capturedUtcMs < 0
          ? this.undatedPath(shot.info.capturedAtUptimeMs, copy)
          : this.datedPath(capturedUtcMs, copy);
      stored = card.store(shot.frame, path);
      if (stored.status != HostError.EXISTS) break;
    }
    if (stored.status < 0) return this.missed(cardReason(stored.status));
    this.wasStored(shot, path, stored, capturedUtcMs);
  }

  private wasStored(shot: Shot, path: string, stored: card.Stored, capturedUtcMs: i64): void {
    const info = shot.info;
    this.stored++;
    new Event("stored")
      .whole("number", this.number)
      .text("path", path)
      .whole("bytes", info.bytes)
      .text("content_hash", stored.contentHash)
      .tenths("save_ms", stored.durationUs / 100)
      .text("local_time", capturedUtcMs < 0 ? "" : this.localTime(capturedUtcMs))
      .text("period", this.due.isDark ? "night" : "day")
      .whole("late_ms", info.capturedAtUptimeMs - this.due.dueUptimeMs)
      .whole("retakes", shot.retakes)
      .text("doubt", shot.doubt)
      .publish();
    if (capturedUtcMs >= 0) {
      return this.queue(this.number, path, info.bytes, stored.contentHash, capturedUtcMs);
    }
    this.undated.push(
      new UndatedPhoto(this.number, path, info.bytes, stored.contentHash, info.capturedAtUptimeMs),
    );
  }

  private datedPath(utcMs: i64, copy: i32): string {
    const name = photoPath(utcMs, this.zone, this.config.camera.camId, copy);
    return this.config.local.imageDirectory + "/" + name;
  }

  private undatedPath(uptimeMs: i64, copy: i32): string {
    const name = unknownTimePath(this.boot, uptimeMs, this.config.camera.camId, copy);
    return this.config.local.imageDirectory + "/" + name;
  }

  private queue(number: i64, path: string, bytes: i32, contentHash: string, utcMs: i64): void {
    if (!this.config.dropbox.enabled) return;
    // The same path below the folder in Dropbox as below the folder on the card.
    const below = path.substring(this.config.local.imageDirectory.length + 1);
    const upload = new PhotoUpload(path, dropboxPath(this.config, below), contentHash, utcMs);
    this.uploads.add(new PendingPhoto(number, bytes, upload));
  }

  // --- end --------------------------------------------------------------------------------------

  private checkEnd(now: i64): void {
    if (this.isFinished) return;
    if (stopping()) return this.end();
    if (!this.isRunOver() || this.shooter.busy()) return;
    if (this.finishByUs < 0) {
      this.finishByUs = stopwatchUs() + <i64>this.config.dropbox.finish_s * 1000000;
    }
    const isDrained = this.undated.length == 0 && !this.uploads.hasHope(now);
    if (isDrained || stopwatchUs() >= this.finishByUs) this.end();
  }

  private end(): void {
    this.isFinished = true;
    this.uploads.abandon();
    this.time.abandon();
    this.client.close();
    const pending = this.uploads.pendingCount() + this.undated.length;
    new Event("finished")
      .whole("shots", this.number)
      .whole("stored", this.stored)
      .whole("verified", this.uploads.verified)
      .whole("pending", pending)
      .whole("failed", this.failed)
      .publish();
    if (pending > 0) finish(ExitCode.PENDING);
    else finish(this.failed > 0 ? ExitCode.FAILED : ExitCode.DONE);
  }
}
