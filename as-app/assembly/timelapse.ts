/** The time-lapse camera: the way of a photo from the schedule to Dropbox, step by step. */
import { profileOf, setupOf } from "./camera/profiles";
import { Shooter, Shot } from "./camera/shooter";
import { cardReason } from "./card/card_reason";
import { FreeSpace } from "./card/free_space";
import { PhotoFiles } from "./card/photo_files";
import { timeSources } from "./clock/configured_sources";
import { Zone } from "./clock/posix_tz";
import { TimeEvent, TimeSync } from "./clock/sources";
import { HttpClient } from "./cloud/http/client";
import { accountOf } from "./cloud/dropbox/account";
import { DropboxUploader } from "./cloud/dropbox/uploader";
import { placesOf, UploadQueue } from "./cloud/upload_queue";
import { CamConfig } from "./config/camconfig";
import { Settings } from "./config/settings";
import { ExitCode, finish, photoAsked, stopping } from "./host/app";
import { release } from "./host/camera";
import { nowMs, stopwatchUs, uptimeMs } from "./host/clock";
import { Ledger, LedgerWatcher, NEXT_NUMBER } from "./ledger/ledger";
import { Photo } from "./ledger/photo";
import { Event } from "./log/event";
import * as log from "./log/log";
import { logError, logInformation, logWarning } from "./log/log";
import { kept } from "./power/kept";
import * as rest from "./power/rest";
import { DueShot, Gap, gapOf, Planner } from "./schedule/planner";
import { StatusReporter } from "./status/reporter";
import { NO_STEP, RunState } from "./status/status";
import { Puller } from "./update/puller";

/** Capture begins after this long even if no source has told the time or the camera is slow; in
 *  real time, as network and camera take theirs also on a sped-up board. */
const PATIENCE_US: i64 = 20000000;
/** How often the end of the patience is looked for; a ready camera or a known time come by themselves. */
const PATIENCE_LOOK_MS: i64 = 1000;
/** With a shot due so soon, work on the card that can wait does wait. */
const QUIET_MS: i64 = 300;
/** A photo that a person has asked for needs so long before the next of the series. */
const EXTRA_MS: i64 = 5000;
/** How long the last lines may take to the log feed; a board that is to stop waits for 5 s. */
const LAST_LINES_US: i64 = 3000000;
/** How often the end is looked for: it is in real time, which a sped-up board does not announce. */
const END_LOOK_MS: i64 = 100;

export class TimeLapse implements LedgerWatcher {
  private client: HttpClient;
  private time: TimeSync;
  private hasTimeAnswer: bool = false;
  private planner: Planner;
  private shooter: Shooter;
  private ledger: Ledger;
  private space: FreeSpace;
  private files: PhotoFiles;
  private uploads: UploadQueue;
  /** Null where no place to look for applications is set. */
  private puller: Puller | null = null;
  private reporter: StatusReporter;
  private hasCardWork: bool = false;
  /** Whether the shots that were due while the camera was off stand in the ledger. */
  private hasToldOfTimeOff: bool = false;
  private due: DueShot = new DueShot();
  /** A person wants a photo: an extra one, or the next of the series if that is near. */
  private isAsked: bool = false;
  /** The shot under way is not one of the series. */
  private isExtra: bool = false;
  /** Shots missed while the one before was still under way; its outcome comes first. */
  private heldGaps: Gap[] = [];
  private finishByUs: i64 = -1;
  /** An ExitCode once the run is over; -1 before. */
  private exitCode: i32 = -1;
  private startedUs: i64 = stopwatchUs();
  /** What was last said about start_datetime and stop_datetime. */
  private windowNote: string = "";

  constructor(
    private readonly config: CamConfig,
    settings: Settings,
    private readonly zone: Zone,
  ) {
    const client = new HttpClient(config.network);
    const time = new TimeSync(client, timeSources(config, settings));
    time.repeatMs = <i64>config.timer.resync_h * 3600000;
    const camera = config.camera;
    const planner = new Planner(config.timer, zone);
    const ledger = new Ledger(config.dropbox.order);
    const space = new FreeSpace(config.local, ledger);
    const uploader = new DropboxUploader(client, accountOf(settings));
    this.client = client;
    this.time = time;
    this.planner = planner;
    this.shooter = new Shooter(
      setupOf(camera),
      profileOf("day", camera.day),
      profileOf("night", camera.night),
    );
    this.ledger = ledger;
    this.space = space;
    this.files = new PhotoFiles(config, zone, ledger, space);
    const uploads = new UploadQueue(uploader, ledger, placesOf(config));
    this.uploads = uploads;
    if (config.update.isOn()) {
      this.puller = new Puller(config.update, camera.camId, client, uploader.token);
    }
    this.reporter = new StatusReporter(config, zone, planner, ledger, uploads);
    const isWoken = rest.start(config.power, config.dropbox.finish_s);
    ledger.watcher = this;
    const status = ledger.open();
    if (status < 0) logError("the ledger cannot be opened: " + cardReason(status));
    log.connect(client);
    const boot = ledger.bootNumber().toString();
    logInformation("camera " + camera.camId + " begins, start " + boot);
    if (isWoken) this.wake(uptimeMs());
    else this.tellOfStart(settings.timeZone);
  }

  private tellOfStart(timeZone: string): void {
    const config = this.config;
    new Event("started")
      .text("cam_id", config.camera.camId)
      .whole("shots", config.local.photosMax)
      .text("time_zone", timeZone)
      .text("camera", config.camera.imageSize)
      .whole("boot", this.ledger.bootNumber())
      .publish();
  }

  /** Take up what was known before the board slept. */
  private wake(now: i64): void {
    this.uploads.verified = kept.verified;
    this.hasToldOfTimeOff = true;
    this.time.wake(rest.timeIsGoodForMs(this.time.repeatMs));
    this.planner.goOnFrom(now, kept.dueUtcMs);
    this.reporter.beacon.toldAt(kept.statusUtcMs - nowMs() + now);
    const puller = this.puller;
    if (puller != null) puller.wake(now);
  }

  /** Do what is due; returns the uptime at which to call again at the latest. */
  step(now: i64): i64 {
    if (this.exitCode >= 0) return this.leave(now);
    this.stepTime(now);
    this.stepSchedule(now);
    this.stepCamera(now);
    // The camera may have become ready just now, and nothing else would call again soon.
    if (!this.planner.hasStarted()) {
      this.stepSchedule(now);
      this.stepCamera(now);
    }
    if (!this.isShotNear(now)) this.stepCard(now);
    this.stepCloud(now);
    this.client.step(now);
    this.reporter.step(now, this.planner.hasStarted() && !this.isShotNear(now));
    log.step(now, this.quietUntilMs(now));
    if (this.shooter.isReady() && !this.time.isBusy()) rest.cameraIsReady();
    this.checkEnd(now);
    if (this.exitCode >= 0) return this.leave(now);
    if (this.mayRest(now)) this.sleep(now);
    return this.nextStepAtMs(now);
  }

  /** Photos and new applications take turns, request by request. */
  private stepCloud(now: i64): void {
    const puller = this.puller;
    const isFree = puller == null || !puller.isBusy;
    if (isFree && this.config.dropbox.enabled) this.uploads.step(now);
    if (puller == null || (isFree && now < puller.nextAtMs) || !this.mayPull()) return;
    puller.step(now, !this.isShotNear(now));
  }

  private mayPull(): bool {
    return this.planner.hasStarted() && !this.uploads.isBusy();
  }

  /** Uptime up to which nothing is done that a shot could have to wait for. */
  private quietUntilMs(now: i64): i64 {
    return this.shooter.busy() ? now : this.planner.nextUptimeMs(now);
  }

  private nextStepAtMs(now: i64): i64 {
    let at = min(this.time.nextStepAtMs(), this.planner.nextUptimeMs(now));
    at = min(at, this.shooter.nextMs());
    at = min(at, this.client.nextStepAtMs());
    at = min(at, min(this.ledger.nextStepAtMs(), this.reporter.nextStepAtMs(now)));
    if (this.config.dropbox.enabled) at = min(at, this.uploads.nextStepAtMs(now));
    const puller = this.puller;
    if (puller != null && puller.nextAtMs < at && !puller.isBusy && this.mayPull()) {
      at = puller.nextAtMs;
    }
    if (nowMs() >= 0) at = min(at, this.files.retryAtMs());
    if (this.hasCardWork && !this.isShotNear(now)) at = now;
    at = min(at, log.nextStepAtMs(now, this.quietUntilMs(now)));
    at = min(at, rest.nextStepAtMs(now, this.planner.nextUptimeMs(now)));
    if (!this.planner.hasStarted()) at = min(at, now + PATIENCE_LOOK_MS);
    return this.finishByUs >= 0 ? min(at, now + END_LOOK_MS) : at;
  }

  // --- time -------------------------------------------------------------------------------------

  private stepTime(now: i64): void {
    const event = this.time.step(now);
    // A person may have set the clock at the console.
    if (this.planner.isWithoutClock()) this.useClock();
    if (event == TimeEvent.NOTHING) return;
    if (event == TimeEvent.SET) this.clockWasSet(now);
    else logWarning(this.time.sentence);
    if (event == TimeEvent.ALL_FAILED) this.hasTimeAnswer = true;
  }

  private clockWasSet(now: i64): void {
    const time = this.time;
    this.hasTimeAnswer = true;
    const errorMs = time.discipline.hasError ? time.discipline.errorMs : NO_STEP;
    this.reporter.status.clockWasSet(time.sourceName, now, errorMs);
    logInformation(time.sentence + ": " + this.zone.rfc3339(nowMs()));
    time.publish();
    kept.timeWasTold(time.discipline);
    this.useClock();
  }

  private useClock(): void {
    this.planner.clockWasSet();
    this.tellOfWindow();
    this.ledger.seekUndated();
  }

  // --- schedule ---------------------------------------------------------------------------------

  private stepSchedule(now: i64): void {
    if (!this.planner.hasStarted()) {
      const isReady = this.hasTimeAnswer && this.shooter.isReady();
      if (!isReady && stopwatchUs() < this.startedUs + PATIENCE_US) return;
      this.planner.start(now);
      this.tellOfWindow();
    }
    if (this.ledger.isOpen()) this.tellOfTimeOff();
    this.shooter.prepare(this.planner.isNextDark());
    if (this.isRunOver()) return;
    const due = this.planner.take(now);
    if (due == null) return this.stepAsked(now);
    this.passed(due.missed);
    if (this.hasAllShots()) return;
    kept.shots++;
    if (this.shooter.busy()) {
      return this.missing(gapOf(due, "the camera was still busy with the shot before"));
    }
    this.isExtra = false;
    this.shoot(due);
  }

  private shoot(due: DueShot): void {
    this.isAsked = false;
    this.due = due;
    this.shooter.prepare(due.isDark);
    this.shooter.request();
  }

  /** Take the photo that a person has asked for, if the next of the series leaves time for it. */
  private stepAsked(now: i64): void {
    if (photoAsked()) this.isAsked = true;
    if (!this.isAsked || this.shooter.busy()) return;
    if (this.planner.nextUptimeMs(now) < now + EXTRA_MS) return;
    const due = new DueShot();
    due.dueUptimeMs = now;
    due.dueUtcMs = nowMs();
    due.isDark = this.planner.isNextDark();
    this.isExtra = true;
    this.shoot(due);
  }

  /** A camera that rightly takes no photos says so, once. */
  private tellOfWindow(): void {
    const note = this.planner.windowNote();
    if (note.length == 0 || note == this.windowNote) return;
    this.windowNote = note;
    logWarning(note);
  }

  /** A card that failed at the start tells only now when the last shot before it was due. */
  ledgerWasFound(): void {
    this.tellOfTimeOff();
  }

  /**
   * Shots that were due between two starts are missing too, unless a run has an end of its own. They
   * stand on the card before any shot of this start that has its time: after a cut of power between
   * the two, nothing would tell of them.
   */
  private tellOfTimeOff(): void {
    if (this.hasToldOfTimeOff || this.planner.nextUtcMs() < 0) return;
    this.hasToldOfTimeOff = true;
    const gap = this.planner.missedSince(this.ledger.dueBeforeUtcMs(), uptimeMs());
    if (gap.count == 0 || this.config.local.photosMax > 0) return;
    gap.reason = "the camera was off, or did not know the time";
    this.recordMissing(NEXT_NUMBER, gap);
  }

  /** Grid points that went by unseen are missed; they count, as every planned shot does. */
  private passed(gap: Gap): void {
    const most = this.config.local.photosMax;
    if (most > 0) gap.count = min(gap.count, <i64>most - kept.shots);
    if (gap.count == 0) return;
    kept.shots += gap.count;
    gap.reason = "the program was late";
    this.missing(gap);
  }

  private hasAllShots(): bool {
    const most = this.config.local.photosMax;
    return most > 0 && kept.shots >= most;
  }

  private isRunOver(): bool {
    return this.hasAllShots() || this.planner.isOver();
  }

  private missing(gap: Gap): void {
    if (!this.shooter.busy()) return this.recordMissing(NEXT_NUMBER, gap);
    const count = this.heldGaps.length;
    if (count > 0 && this.heldGaps[count - 1].join(gap)) return;
    this.heldGaps.push(gap);
  }

  private recordHeldGaps(): void {
    for (let index = 0; index < this.heldGaps.length; index++) {
      this.recordMissing(NEXT_NUMBER, this.heldGaps[index]);
    }
    this.heldGaps = [];
  }

  private recordMissing(number: i64, gap: Gap): void {
    const first = max<i64>(number >= 0 ? number : this.ledger.nextNumber(), 0);
    kept.failed += gap.count;
    this.reporter.status.missedCount = kept.failed;
    this.ledger.missed(
      number,
      gap.firstUtcMs,
      gap.firstUptimeMs,
      gap.reason,
      gap.count,
      gap.lastUtcMs,
    );
    // Before the card was ever there, nobody knows the number.
    let what = first > 0 ? "photo " + first.toString() : "a photo";
    if (gap.count > 1) what = gap.count.toString() + " photos";
    logError(what + " missed: " + gap.reason);
    new Event("missed")
      .whole("number", first)
      .whole("count", gap.count)
      .text("reason", gap.reason)
      .publish();
  }

  // --- photo ------------------------------------------------------------------------------------

  private stepCamera(now: i64): void {
    const shot = this.shooter.step(now);
    if (shot != null) this.keep(shot);
  }

  private keep(shot: Shot): void {
    const photo = this.photoOf(shot);
    const reason = shot.frame == 0 ? shot.doubt : this.files.store(shot.frame, photo);
    if (shot.frame != 0) release(shot.frame);
    if (reason.length == 0) this.wasStored(photo);
    // The series lacks nothing; but what stands in the ledger as planned needs an outcome.
    else if (this.isExtra && photo.number < 0) logError("the extra photo failed: " + reason);
    else this.recordMissing(photo.number, gapOf(this.due, reason));
    this.recordHeldGaps();
    rest.shotIsOver();
  }

  private photoOf(shot: Shot): Photo {
    const present = nowMs();
    const info = shot.info;
    const photo = new Photo();
    photo.bytes = info.bytes;
    photo.dueUtcMs = this.due.dueUtcMs;
    photo.dueUptimeMs = this.due.dueUptimeMs;
    photo.capturedUptimeMs = info.capturedAtUptimeMs;
    photo.timeSource = this.time.kind(uptimeMs());
    photo.retakes = shot.retakes;
    photo.doubt = shot.doubt;
    photo.night = this.due.isDark;
    // Two clocks that are cut to milliseconds can put a frame a moment before its grid point, and
    // so into the second of the photo before.
    const ageMs = uptimeMs() - info.capturedAtUptimeMs;
    if (present >= 0) photo.capturedUtcMs = max(present - ageMs, this.due.dueUtcMs);
    return photo;
  }

  private wasStored(photo: Photo): void {
    kept.stored++;
    this.reporter.status.photoStored(photo);
    const utcMs = photo.capturedUtcMs;
    new Event("stored")
      .whole("number", photo.number)
      .text("path", photo.path)
      .whole("bytes", photo.bytes)
      .text("content_hash", photo.contentHash)
      .tenths("save_ms", this.files.storeDurationUs / 100)
      .text("local_time", utcMs < 0 ? "" : this.zone.rfc3339(utcMs))
      .text("period", photo.night ? "night" : "day")
      .whole("late_ms", photo.capturedUptimeMs - photo.dueUptimeMs)
      .whole("retakes", photo.retakes)
      .text("doubt", photo.doubt)
      .publish();
    logInformation("photo " + photo.number.toString() + " stored as " + photo.path);
  }

  // --- card -------------------------------------------------------------------------------------

  /** Whether anything that takes the card's time should wait for a shot. */
  private isShotNear(now: i64): bool {
    return this.shooter.busy() || this.planner.nextUptimeMs(now) < now + QUIET_MS;
  }

  /** One piece of the work on the card that can wait. */
  private stepCard(now: i64): void {
    const isDating = nowMs() >= 0 && this.files.dateOne(now, this.time.kind(now));
    if (isDating) this.reporter.status.photoDated(this.files.lastDated!);
    this.hasCardWork = isDating || this.space.step() || this.ledger.step(now);
  }

  // --- sleep ------------------------------------------------------------------------------------

  /** Whether nothing is left to do before the next shot. */
  private mayRest(now: i64): bool {
    if (!rest.isFar(now, this.planner.nextUptimeMs(now))) return false;
    if (this.isRunOver() || this.shooter.busy() || this.time.isBusy()) return false;
    if (this.hasCardWork || this.files.undatedCount > 0 || !this.ledger.isSettled()) return false;
    const uploads = this.uploads;
    const puller = this.puller;
    let uploadAtMs = puller == null ? i64.MAX_VALUE : puller.nextAtMs;
    if (this.config.dropbox.enabled) uploadAtMs = min(uploadAtMs, uploads.nextStepAtMs(now));
    const isBusy = uploads.isBusy() || (puller != null && puller.isBusy) || !log.isSettled();
    return rest.isUploadOver(now, uploadAtMs, isBusy);
  }

  private sleep(now: i64): void {
    this.time.discipline.hurry();
    kept.statusUtcMs = nowMs() - now + this.reporter.beacon.triedAtMs;
    kept.verified = this.uploads.verified;
    const planner = this.planner;
    if (!rest.begin(now, planner.nextUptimeMs(now), planner.nextUtcMs())) return;
    // Connections end with the run.
    logInformation("sleeps until " + this.zone.rfc3339(kept.wakeUtcMs));
    log.end();
  }

  // --- end --------------------------------------------------------------------------------------

  private checkEnd(now: i64): void {
    if (stopping()) return this.end();
    if (!this.isRunOver() || this.shooter.busy()) return;
    if (this.finishByUs < 0) {
      this.finishByUs = stopwatchUs() + <i64>this.config.dropbox.finish_s * 1000000;
    }
    if (this.isDrained(now) || stopwatchUs() >= this.finishByUs) this.end();
  }

  private isDrained(now: i64): bool {
    if (this.hasCardWork || this.files.undatedCount > 0) return false;
    const isOn = this.config.dropbox.enabled;
    if (isOn && this.uploads.hasHope(now)) return false;
    // The last that is sent is the status.
    this.reporter.end(now, RunState.FINISHED);
    return !isOn || !this.uploads.hasHope(now);
  }

  private pendingCount(): i64 {
    if (!this.config.dropbox.enabled) return 0;
    return this.ledger.pendingCount() + this.uploads.refused;
  }

  private end(): void {
    this.uploads.abandon();
    const puller = this.puller;
    if (puller != null) puller.abandon();
    this.reporter.end(uptimeMs(), stopping() ? RunState.STOPPED : RunState.FINISHED);
    this.time.abandon();
    const pending = this.pendingCount();
    new Event("finished")
      .whole("shots", kept.shots)
      .whole("stored", kept.stored)
      .whole("verified", this.uploads.verified)
      .whole("pending", pending)
      .whole("failed", kept.failed)
      .publish();
    const stored = kept.stored.toString();
    logInformation("run ended: " + stored + " photos stored, " + pending.toString() + " pending");
    this.exitCode = kept.failed > 0 ? ExitCode.FAILED : ExitCode.DONE;
    if (pending > 0) this.exitCode = ExitCode.PENDING;
    this.finishByUs = stopwatchUs() + LAST_LINES_US;
  }

  /** Give the last lines of the log a moment to arrive, then go; the uptime of the next look. */
  private leave(now: i64): i64 {
    log.step(now, i64.MAX_VALUE);
    if (log.isSettled() || stopwatchUs() >= this.finishByUs) {
      log.end();
      this.client.close();
      finish(this.exitCode);
    }
    return now + END_LOOK_MS;
  }
}
