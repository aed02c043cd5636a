/** Photos on the card that are not yet verified in Dropbox, and the one that is on its way. */
import { stopwatchUs } from "../host/clock";
import { logError, logWarning } from "../host/log";
import { Event } from "../log/event";
import { DropboxUploader, PhotoUpload, refreshLatest, UploadState } from "./dropbox/uploader";

/** After the account was refused, one photo is tried again this much later: a person may have
 *  given new permission without touching the camera. */
const ACCOUNT_PAUSE_MS: i64 = 3600000;

/** A photo that waits for its upload. */
export class PendingPhoto {
  /** Dropbox will never take it as it is; it stays on the card and counts as pending. */
  isRefused: bool = false;

  constructor(
    readonly number: i64,
    readonly bytes: i32,
    readonly upload: PhotoUpload,
  ) {}
}

export class UploadQueue {
  verified: i64 = 0;
  private waiting: PendingPhoto[] = [];
  private current: PendingPhoto | null = null;
  private latest: PhotoUpload | null = null;
  private isLatest: bool = false;
  private startedUs: i64 = 0;
  private accountHeldUntilMs: i64 = 0;
  /** After a failure that is no photo's own (network, busy service) nothing is tried before this. */
  private pausedUntilMs: i64 = 0;

  /** `latestPath` is the file in Dropbox that always shows the latest photo; empty for none. */
  constructor(
    private readonly uploader: DropboxUploader,
    private readonly latestPath: string,
  ) {}

  add(photo: PendingPhoto): void {
    this.waiting.push(photo);
  }

  /** Photos that are not verified. */
  pendingCount(): i32 {
    return this.waiting.length + (this.current != null ? 1 : 0);
  }

  /** True while something may still be uploaded without a person's help. */
  hasHope(now: i64): bool {
    if (now < this.accountHeldUntilMs) return false;
    if (this.current != null || this.isLatest || this.latest != null) return true;
    return this.nextIndex() >= 0;
  }

  /** Give up the upload that is under way; the photo stays pending. */
  abandon(): void {
    this.uploader.abandon();
    const photo = this.current;
    if (photo != null) this.waiting.push(photo);
    this.current = null;
    this.isLatest = false;
  }

  /** Uptime at which step has something to do even if no connection moves. */
  nextStepAtMs(now: i64): i64 {
    if (this.current != null || this.isLatest) return i64.MAX_VALUE;
    if (this.latest == null && this.nextIndex() < 0) return i64.MAX_VALUE;
    return max(now, this.heldUntilMs());
  }

  private heldUntilMs(): i64 {
    return max(this.accountHeldUntilMs, this.pausedUntilMs);
  }

  step(now: i64): void {
    if (this.current == null && !this.isLatest) this.beginNext(now);
    if (this.current == null && !this.isLatest) return;
    const state = this.uploader.step(now);
    if (state == UploadState.RUNNING) return;
    if (this.isLatest) this.latestEnded(state);
    else this.photoEnded(state, now);
  }

  private beginNext(now: i64): void {
    if (now < this.heldUntilMs()) return;
    const latest = this.latest;
    if (latest != null) {
      this.latest = null;
      this.isLatest = true;
      this.uploader.begin(latest);
      return;
    }
    const index = this.nextIndex();
    if (index < 0) return;
    const photo = this.waiting[index];
    this.waiting.splice(index, 1);
    this.current = photo;
    this.startedUs = stopwatchUs();
    new Event("uploading")
      .whole("number", photo.number)
      .whole("sent_bytes", 0)
      .whole("bytes", photo.bytes)
      .publish();
    this.uploader.begin(photo.upload);
  }

  /** The newest photo that may still be taken, -1 if there is none. */
  private nextIndex(): i32 {
    for (let index = this.waiting.length - 1; index >= 0; index--) {
      if (!unchecked(this.waiting[index]).isRefused) return index;
    }
    return -1;
  }

  private photoEnded(state: UploadState, now: i64): void {
    const photo = this.current!;
    this.current = null;
    if (state == UploadState.VERIFIED) return this.photoVerified(photo);
    this.waiting.push(photo);
    if (state == UploadState.RETRY) this.pausedUntilMs = this.uploader.retryAtMs;
    else if (state == UploadState.PERMANENT_ACCOUNT)
      this.accountHeldUntilMs = now + ACCOUNT_PAUSE_MS;
    else photo.isRefused = true;
    const isPermanent = state != UploadState.RETRY;
    const sentence = this.uploader.sentence;
    if (isPermanent) logError(sentence);
    else logWarning(sentence);
    new Event("upload_failed")
      .whole("number", photo.number)
      .text("reason", sentence)
      .flag("permanent", isPermanent)
      .whole("retry_in_ms", isPermanent ? 0 : this.pausedUntilMs - now)
      .publish();
  }

  private photoVerified(photo: PendingPhoto): void {
    const durationUs = max(1 as i64, stopwatchUs() - this.startedUs);
    this.verified++;
    new Event("uploaded").whole("number", photo.number).publish();
    new Event("verified")
      .whole("number", photo.number)
      .tenths("upload_ms", durationUs / 100)
      .tenths("kilobytes_per_second", (<i64>photo.bytes * 10000) / durationUs)
      .text("content_hash", photo.upload.contentHash)
      .publish();
    if (this.latestPath.length > 0) this.latest = refreshLatest(photo.upload, this.latestPath);
  }

  /** The file with the latest photo is a convenience: a failure is told and forgotten. */
  private latestEnded(state: UploadState): void {
    this.isLatest = false;
    if (state == UploadState.RETRY) this.pausedUntilMs = this.uploader.retryAtMs;
    if (state != UploadState.VERIFIED) logWarning(this.uploader.sentence);
  }
}
