/** Brings what the ledger has pending into Dropbox, one photo at a time. */
import { CamConfig } from "../config/camconfig";
import { nowMs, stopwatchUs } from "../host/clock";
import { Ledger } from "../ledger/ledger";
import { Photo } from "../ledger/photo";
import { Event } from "../log/event";
import { logDebug, logError, logInformation, logWarning } from "../log/log";
import { withoutSecrets } from "../log/secrets";
import { DropboxUploader, PhotoUpload, refreshLatest, UploadState } from "./dropbox/uploader";

/** After the account was refused, one photo is tried again this much later: a person may have
 *  given new permission without touching the camera. */
const ACCOUNT_PAUSE_MS: i64 = 3600000;

/** Where photos belong in Dropbox. */
export class DropboxPlaces {
  constructor(
    /** Folder on the card whose files are brought over. */
    readonly cardFolder: string,
    /** Begins with /. */
    readonly folder: string,
    /** The file that always shows the latest photo; empty for none. */
    readonly latest: string,
  ) {}

  /** The same path below the folder in Dropbox as below the folder on the card. */
  of(photo: Photo): string {
    const isBelow = photo.path.startsWith(this.cardFolder + "/");
    return this.folder + "/" + photo.path.substring(isBelow ? this.cardFolder.length + 1 : 0);
  }
}

/** Where the settings say that they belong. */
export function placesOf(config: CamConfig): DropboxPlaces {
  const folder = "/" + config.dropbox.imageDirectory;
  const latest = config.dropbox.currentImage;
  return new DropboxPlaces(
    config.local.imageDirectory,
    folder,
    latest.length > 0 ? folder + "/" + latest : "",
  );
}

export class UploadQueue {
  verified: i64 = 0;
  /** Photos that Dropbox will not take as they are; they stay on the card. */
  refused: i64 = 0;
  /** What a person has to do before Dropbox takes any photo; empty for nothing. */
  needsAction: string = "";
  /** Of the last verified photo, -1 before: tenths of kilobytes a second, its longest stall, and
   *  the tries that failed before. */
  rate_tenths: i64 = -1;
  stallMs: i64 = -1;
  retries: i32 = -1;
  private current: Photo | null = null;
  private latest: PhotoUpload | null = null;
  private latestNumber: i64 = -1;
  private status: PhotoUpload | null = null;
  /** A file that is replaced again and again is under way: the latest photo, or the status. */
  private isReplacing: bool = false;
  private isStatus: bool = false;
  private startedUs: i64 = 0;
  private accountHeldUntilMs: i64 = 0;
  /** After a failure that is no photo's own (network, busy service) nothing is tried before this. */
  private pausedUntilMs: i64 = 0;

  constructor(
    private readonly uploader: DropboxUploader,
    private readonly ledger: Ledger,
    private readonly places: DropboxPlaces,
  ) {}

  /** Send a file about the camera once no photo waits; one that is not under way yet is forgotten. */
  sendStatus(cardPath: string, name: string): void {
    const status = new PhotoUpload(cardPath, this.places.folder + "/" + name, "", nowMs());
    status.isReplacing = true;
    this.status = status;
  }

  /** True while the file on the card is read and must not change. */
  isSendingStatus(): bool {
    return this.isReplacing && this.isStatus;
  }

  /** True while something may still be uploaded without a person's help. */
  hasHope(now: i64): bool {
    if (now < this.accountHeldUntilMs) return false;
    if (this.current != null || this.isReplacing || this.latest != null) return true;
    return this.status != null || this.ledger.nextPendingAtMs() != i64.MAX_VALUE;
  }

  /** True while something is on its way. */
  isBusy(): bool {
    return this.current != null || this.isReplacing;
  }

  /** Give up the upload that is under way; the photo stays pending. */
  abandon(): void {
    this.uploader.abandon();
    this.current = null;
    this.isReplacing = false;
  }

  /** Uptime at which step has something to do even if no connection moves. */
  nextStepAtMs(now: i64): i64 {
    if (this.current != null || this.isReplacing) return i64.MAX_VALUE;
    const hasFile = this.latest != null || this.status != null;
    const at = hasFile ? now : this.ledger.nextPendingAtMs();
    return at == i64.MAX_VALUE ? at : max(at, this.heldUntilMs());
  }

  private heldUntilMs(): i64 {
    return max(this.accountHeldUntilMs, this.pausedUntilMs);
  }

  step(now: i64): void {
    if (this.current == null && !this.isReplacing) this.beginNext(now);
    if (this.current == null && !this.isReplacing) return;
    const state = this.uploader.step(now);
    if (state == UploadState.RUNNING) return;
    if (this.isReplacing) this.replacingEnded(state);
    else this.photoEnded(state, now);
  }

  private beginNext(now: i64): void {
    if (now < this.heldUntilMs()) return;
    const latest = this.latest;
    this.latest = null;
    if (latest != null) return this.beginReplacing(latest, false);
    const photo = this.ledger.nextPending(now);
    if (photo == null) return this.beginStatus();
    this.current = photo;
    this.startedUs = stopwatchUs();
    new Event("uploading")
      .whole("number", photo.number)
      .whole("sent_bytes", 0)
      .whole("bytes", photo.bytes)
      .publish();
    logDebug("upload of photo " + photo.number.toString() + " begins");
    this.uploader.begin(this.uploadOf(photo));
  }

  private beginReplacing(file: PhotoUpload, isStatus: bool): void {
    this.isReplacing = true;
    this.isStatus = isStatus;
    this.uploader.begin(file);
  }

  private beginStatus(): void {
    const status = this.status;
    this.status = null;
    if (status != null) this.beginReplacing(status, true);
  }

  private uploadOf(photo: Photo): PhotoUpload {
    const place = this.places.of(photo);
    return new PhotoUpload(photo.path, place, photo.contentHash, photo.capturedUtcMs);
  }

  private photoEnded(state: UploadState, now: i64): void {
    const photo = this.current!;
    this.current = null;
    if (state == UploadState.VERIFIED) return this.photoVerified(photo);
    // Not for the log only: the ledger and the status repeat it, too.
    const sentence = withoutSecrets(this.uploader.sentence);
    if (state == UploadState.RETRY) {
      photo.attempts++;
      this.pausedUntilMs = this.uploader.retryAtMs;
    } else if (state == UploadState.PERMANENT_ACCOUNT) {
      this.accountHeldUntilMs = now + ACCOUNT_PAUSE_MS;
      this.needsAction = sentence;
    } else this.photoRefused(photo, state, sentence);
    const isPermanent = state != UploadState.RETRY;
    if (isPermanent) logError(sentence);
    else logWarning(sentence);
    new Event("upload_failed")
      .whole("number", photo.number)
      .text("reason", sentence)
      .flag("permanent", isPermanent)
      .whole("retry_in_ms", isPermanent ? 0 : this.pausedUntilMs - now)
      .publish();
  }

  /** A photo whose file is gone is no longer pending; any other is offered after the next start. */
  private photoRefused(photo: Photo, state: UploadState, reason: string): void {
    const isGone = state == UploadState.PERMANENT_PHOTO && this.ledger.gone(photo, reason) == 0;
    if (!isGone) this.ledger.refused(photo, reason);
    this.refused++;
  }

  private photoVerified(photo: Photo): void {
    const durationUs = max(1 as i64, stopwatchUs() - this.startedUs);
    if (photo.contentHash.length == 0) {
      photo.contentHash = this.uploader.verifiedHash;
      this.ledger.uploaded(photo);
    }
    this.ledger.verified(photo);
    this.verified++;
    this.needsAction = "";
    this.rate_tenths = (<i64>photo.bytes * 10000) / durationUs;
    this.stallMs = this.uploader.longestStallUs / 1000;
    this.retries = photo.attempts;
    this.tellRate(photo);
    new Event("uploaded").whole("number", photo.number).publish();
    new Event("verified")
      .whole("number", photo.number)
      .tenths("upload_ms", durationUs / 100)
      .tenths("kilobytes_per_second", this.rate_tenths)
      .whole("stall_ms", this.stallMs)
      .whole("retries", this.retries)
      .text("content_hash", photo.contentHash)
      .publish();
    this.refreshLatest(photo);
  }

  private tellRate(photo: Photo): void {
    const rate =
      "verified in Dropbox, uploaded at " +
      (this.rate_tenths / 10).toString() +
      " kilobytes a second";
    const stall = ", longest stall " + this.stallMs.toString() + " ms";
    const retries = ", retries " + this.retries.toString();
    logInformation("photo " + photo.number.toString() + " " + rate + stall + retries);
  }

  /** A backlog goes up newest first: older photos do not take the place of the latest one. */
  private refreshLatest(photo: Photo): void {
    if (this.places.latest.length == 0 || photo.number < this.latestNumber) return;
    this.latestNumber = photo.number;
    this.latest = refreshLatest(this.uploadOf(photo), this.places.latest);
  }

  /** Such a file is a convenience: a failure is told and forgotten. A status delays no photo. */
  private replacingEnded(state: UploadState): void {
    this.isReplacing = false;
    const pauses = state == UploadState.RETRY && !this.isStatus;
    if (pauses) this.pausedUntilMs = this.uploader.retryAtMs;
    if (state != UploadState.VERIFIED) logWarning(this.uploader.sentence);
  }
}
