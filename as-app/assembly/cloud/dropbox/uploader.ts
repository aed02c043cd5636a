/** Brings one photo at a time into Dropbox and makes sure that it is there. */
import { formatRfc3339 } from "../../clock/civil";
import { errorText, HostError } from "../../host/errors";
import * as card from "../../host/card";
import { Backoff } from "../backoff";
import { HttpClient } from "../http/client";
import { Exchange, ExchangeState } from "../http/exchange";
import { Request } from "../http/request";
import { DropboxAccount } from "./account";
import { metadataRequest } from "./api_request";
import { contentRequest, OCTETS } from "./content_request";
import { headerJsonString } from "./header_json";
import { AUTHORISE, CLEAR, FAILURE_FIRST_MS, judgeCall, Judgement, Verdict } from "./judgement";
import { TokenKeeper, WITHOUT_ACCOUNT } from "./token_keeper";
import { SINGLE_BYTES_MAX, UploadSession } from "./upload_session";

const WAIT_MS_MAX: i32 = 60000;
/** Strange answers in a row about one photo before it is given up. */
const STRANGE_MAX: i32 = 8;

/** How an upload stands. */
export enum UploadState {
  /** None was begun. */
  IDLE,
  RUNNING,
  /** Dropbox has these very bytes under this very name. */
  VERIFIED,
  /** The bytes sent or stored are not those of the photo. */
  WRONG_HASH,
  /** Not now: begin again at `retryAtMs`, with the same name. */
  RETRY,
  /** This photo will never be accepted; others may be. */
  PERMANENT_PHOTO,
  /** No photo will be accepted before a person has acted. */
  PERMANENT_ACCOUNT,
}

/** A photo on the card and where it belongs. */
export class PhotoUpload {
  /** Replace what has the name: for the file that always shows the latest photo. */
  isReplacing: bool = false;

  constructor(
    readonly cardPath: string,
    /** Begins with /; Dropbox makes missing folders. */
    readonly dropboxPath: string,
    /** content_hash as 64 lower-case hexadecimal digits; empty for a photo found after a cut. */
    readonly contentHash: string,
    /** When it was taken, UTC; -1 if that is not known. */
    readonly capturedUtcMs: i64,
  ) {}
}

/** The upload of the same photo to the file that always shows the latest. */
export function refreshLatest(photo: PhotoUpload, dropboxPath: string): PhotoUpload {
  const latest = new PhotoUpload(
    photo.cardPath,
    dropboxPath,
    photo.contentHash,
    photo.capturedUtcMs,
  );
  latest.isReplacing = true;
  return latest;
}

export class DropboxUploader {
  state: UploadState = UploadState.IDLE;
  /** What came of it and what a person can do about it; empty after VERIFIED. */
  sentence: string = "";
  /** Uptime at which to begin again after RETRY. */
  retryAtMs: i64 = 0;
  /** The content_hash that Dropbox and the host agreed on; counts after VERIFIED. */
  verifiedHash: string = "";
  /** Longest time without progress in the connection of that upload. */
  longestStallUs: i64 = 0;

  readonly token: TokenKeeper;
  private backoff: Backoff = new Backoff(WAIT_MS_MAX);
  private photo: PhotoUpload = new PhotoUpload("", "", "", -1);
  private exchange: Exchange | null = null;
  private isComparing: bool = false;
  /** The photo may be in Dropbox already: an answer about it was lost. Ask before sending. */
  private mayBeThere: bool = false;
  /** An answer was lost since begin: no second question without a wait. */
  private hasLost: bool = false;
  /** Path of the photo whose answer was lost last. */
  private lostPath: string = "";
  /** The request under way belongs to `session`. */
  private isInParts: bool = false;
  /** Of the photo last begun that is too large for one request; kept over failures. */
  private session: UploadSession | null = null;
  private isRefreshing: bool = false;
  private hasRefreshed: bool = false;
  private strangePath: string = "";
  private strangeCount: i32 = 0;

  constructor(
    private readonly client: HttpClient,
    account: DropboxAccount,
  ) {
    this.token = new TokenKeeper(client, account);
  }

  /** Begin with a photo; one that is under way is given up. */
  begin(photo: PhotoUpload): void {
    this.abandon();
    this.photo = photo;
    this.state = UploadState.RUNNING;
    this.hasRefreshed = false;
    this.hasLost = false;
    this.mayBeThere = photo.dropboxPath == this.lostPath;
    const session = this.session;
    if (session != null) session.mayCorrect = true;
    this.sentence = "";
  }

  /** Give up what is under way; its connection is closed. */
  abandon(): void {
    const exchange = this.exchange;
    if (exchange != null) exchange.abandon();
    this.exchange = null;
    this.token.abandon();
    this.isRefreshing = false;
    this.isComparing = false;
    this.state = UploadState.IDLE;
  }

  /** Do all that can be done now; `now` is uptime in milliseconds. */
  step(now: i64): UploadState {
    while (this.state == UploadState.RUNNING && this.advance(now)) {}
    return this.state;
  }

  /** One step; false if there is nothing to do before a connection moves. */
  private advance(now: i64): bool {
    if (this.isRefreshing) return this.stepRefresh(now);
    if (this.exchange != null) return this.stepExchange(now);
    if (this.token.needsRefresh()) this.refresh();
    else this.proceed(now);
    return true;
  }

  private proceed(now: i64): void {
    if (this.mayBeThere) this.beginComparing();
    else this.beginUpload(now);
  }

  // --- token ------------------------------------------------------------------------------------

  private refresh(): void {
    if (!this.token.account.canRefresh()) {
      return this.end(UploadState.PERMANENT_ACCOUNT, WITHOUT_ACCOUNT);
    }
    this.hasRefreshed = true;
    this.isRefreshing = true;
    this.token.begin();
  }

  private stepRefresh(now: i64): bool {
    const judgement = this.token.step(now);
    if (judgement == null) return false;
    this.isRefreshing = false;
    if (judgement.verdict == Verdict.ACCEPTED) this.proceed(now);
    else if (judgement.verdict == Verdict.STRANGE) this.retry(judgement, now);
    else this.settle(judgement, now);
    return true;
  }

  /** The server refused the token: another one helps at most once. */
  private tokenRefused(judgement: Judgement, now: i64): void {
    this.isComparing = false;
    if (!this.hasRefreshed) return this.refresh();
    if (judgement.verdict == Verdict.TOKEN_EXPIRED) return this.retry(judgement, now);
    this.end(UploadState.PERMANENT_ACCOUNT, judgement.sentence + AUTHORISE);
  }

  // --- upload -----------------------------------------------------------------------------------

  private beginUpload(now: i64): void {
    const photo = this.photo;
    const bytes = card.size(photo.cardPath);
    if (bytes < 0) return this.endWithoutFile(<i32>bytes, now);
    // What the host has sent proves only one request: parts need a hash that is known before.
    this.isInParts = bytes > SINGLE_BYTES_MAX && photo.contentHash.length > 0;
    const request = this.isInParts ? this.partRequest(bytes) : this.wholeRequest(bytes);
    this.exchange = this.client.begin(request);
  }

  private wholeRequest(bytes: i64): Request {
    let argument = this.commitInfo();
    const hash = this.photo.contentHash;
    if (hash.length > 0) argument += ',"content_hash":' + headerJsonString(hash);
    const request = contentRequest("upload", this.token.accessToken, argument + "}");
    request.file(OCTETS, this.photo.cardPath, 0, bytes);
    return request;
  }

  /** The next request in the photo's session: the one that was begun, or a new one. */
  private partRequest(bytes: i64): Request {
    const photo = this.photo;
    let session = this.session;
    if (session == null || session.contentHash != photo.contentHash) {
      session = new UploadSession(photo.contentHash, bytes);
      this.session = session;
    }
    return session.request(this.token.accessToken, photo.cardPath, this.commitInfo() + "}");
  }

  private endWithoutFile(error: i32, now: i64): void {
    const sentence = this.photo.cardPath + ": " + errorText(error);
    if (error == HostError.NOT_FOUND) this.end(UploadState.PERMANENT_PHOTO, sentence);
    else this.retryAfter(this.backoff.next(FAILURE_FIRST_MS), sentence, now);
  }

  /** Where and how the bytes become a file, as JSON without the closing brace. */
  private commitInfo(): string {
    const photo = this.photo;
    let json = '{"path":' + headerJsonString(photo.dropboxPath);
    json += photo.isReplacing ? ',"mode":"overwrite"' : ',"mode":"add"';
    json += ',"autorename":false,"mute":true,"strict_conflict":false';
    if (photo.capturedUtcMs >= 0) {
      json += ',"client_modified":"' + formatRfc3339(photo.capturedUtcMs, 0) + '"';
    }
    return json;
  }

  /** A file has the name, or may have it: ask for its content_hash. */
  private beginComparing(): void {
    this.isComparing = true;
    const request = metadataRequest(this.token.accessToken, this.photo.dropboxPath);
    this.exchange = this.client.begin(request);
  }

  private stepExchange(now: i64): bool {
    const exchange = this.exchange;
    if (exchange == null || exchange.step(now) == ExchangeState.RUNNING) return false;
    this.exchange = null;
    const judgement = judgeCall(exchange, this.photo.dropboxPath, this.token.accessToken);
    const verdict = judgement.verdict;
    if (verdict == Verdict.TOKEN_EXPIRED || verdict == Verdict.TOKEN_REFUSED) {
      this.tokenRefused(judgement, now);
    } else if (this.isComparing) this.compare(judgement, now);
    else if (verdict == Verdict.NAME_TAKEN) this.beginComparing();
    else if (exchange.state == ExchangeState.FAILED) this.lose(exchange, judgement, now);
    else if (this.isInParts) this.stepSession(this.session!, exchange, judgement, now);
    else if (verdict == Verdict.ACCEPTED) this.verify(exchange, judgement, now);
    else this.settle(judgement, now);
    return true;
  }

  /** No answer came. Once all was sent, Dropbox may have acted on it. */
  private lose(exchange: Exchange, judgement: Judgement, now: i64): void {
    const isLast = !this.isInParts || this.session!.isComplete();
    const canAsk = this.photo.contentHash.length > 0;
    const mayHaveActed = exchange.sentAtMs >= 0 && isLast && canAsk;
    if (mayHaveActed) this.lostPath = this.photo.dropboxPath;
    if (!mayHaveActed || this.hasLost) return this.settle(judgement, now);
    this.hasLost = true;
    this.mayBeThere = true;
    this.beginComparing();
  }

  /** An answer about a part, or about the file that was made of all parts. */
  private stepSession(
    session: UploadSession,
    exchange: Exchange,
    judgement: Judgement,
    now: i64,
  ): void {
    const verdict = judgement.verdict;
    if (verdict == Verdict.WRONG_OFFSET && session.correct(judgement.correctOffset)) {
      return this.beginUpload(now);
    }
    if (verdict == Verdict.ACCEPTED && !session.isComplete() && session.advance(judgement.json)) {
      return this.beginUpload(now);
    }
    // What goes on with the same parts after a wait keeps the session.
    if (verdict != Verdict.RETRY) this.session = null;
    if (verdict == Verdict.ACCEPTED) this.verify(exchange, judgement, now);
    else this.settle(judgement, now);
  }

  /** Dropbox says what it has stored, the host what it has sent: both must be the photo. */
  private verify(exchange: Exchange, judgement: Judgement, now: i64): void {
    const stored = judgement.json.member("content_hash").text();
    const path = this.photo.dropboxPath;
    const known = this.photo.contentHash;
    const wanted = known.length > 0 ? known : exchange.sentHash;
    const sent = this.isInParts ? wanted : exchange.sentHash;
    this.verifiedHash = wanted;
    this.longestStallUs = exchange.longestStallUs;
    if (stored.length == 0) {
      this.strange(path + ": Dropbox does not say what it has stored", now);
    } else if (stored != wanted) {
      this.end(UploadState.WRONG_HASH, path + ": Dropbox has stored other bytes than the photo's");
    } else if (sent != wanted) {
      this.end(UploadState.WRONG_HASH, path + ": the card gave other bytes than were stored");
    } else this.succeed();
  }

  private compare(judgement: Judgement, now: i64): void {
    this.isComparing = false;
    this.verifiedHash = this.photo.contentHash;
    const path = this.photo.dropboxPath;
    const verdict = judgement.verdict;
    const stored = judgement.json.member("content_hash").text();
    if (stored.length > 0 && stored == this.photo.contentHash) return this.succeed();
    if (this.mayBeThere && verdict != Verdict.RETRY) {
      // It is not there, or nobody may tell: sending it tells the rest.
      this.mayBeThere = false;
      this.lostPath = "";
      this.beginUpload(now);
    } else if (verdict == Verdict.PERMANENT_ACCOUNT) {
      // Uploading needs fewer permissions than comparing: others may go on.
      this.end(UploadState.PERMANENT_PHOTO, path + " has its name taken; " + judgement.sentence);
    } else if (verdict != Verdict.ACCEPTED) {
      this.settle(judgement, now);
    } else {
      this.end(UploadState.PERMANENT_PHOTO, path + ": another file is in its place" + CLEAR);
    }
  }

  // --- outcome ----------------------------------------------------------------------------------

  private settle(judgement: Judgement, now: i64): void {
    switch (judgement.verdict) {
      case Verdict.PERMANENT_PHOTO:
        return this.end(UploadState.PERMANENT_PHOTO, judgement.sentence);
      case Verdict.PERMANENT_ACCOUNT:
        return this.end(UploadState.PERMANENT_ACCOUNT, judgement.sentence);
      case Verdict.WRONG_CONTENT:
        return this.end(UploadState.WRONG_HASH, judgement.sentence);
      case Verdict.RETRY:
        return this.retry(judgement, now);
      default:
        this.strange(judgement.sentence, now);
    }
  }

  /** An answer that makes no sense for the photo at hand: repeat it, but not for ever. */
  private strange(sentence: string, now: i64): void {
    if (this.strangePath != this.photo.dropboxPath) this.strangeCount = 0;
    this.strangePath = this.photo.dropboxPath;
    this.strangeCount++;
    if (this.strangeCount >= STRANGE_MAX) this.end(UploadState.PERMANENT_PHOTO, sentence);
    else this.retryAfter(this.backoff.next(FAILURE_FIRST_MS), sentence, now);
  }

  private retry(judgement: Judgement, now: i64): void {
    const wait_ms = this.backoff.next(judgement.firstWait_ms);
    this.retryAfter(judgement.wait_ms >= 0 ? judgement.wait_ms : wait_ms, judgement.sentence, now);
  }

  private retryAfter(wait_ms: i32, sentence: string, now: i64): void {
    this.retryAtMs = now + <i64>wait_ms;
    this.end(UploadState.RETRY, sentence);
  }

  private succeed(): void {
    this.backoff.succeed();
    this.strangePath = "";
    if (this.isInParts) this.session = null;
    if (this.lostPath == this.photo.dropboxPath) this.lostPath = "";
    this.end(UploadState.VERIFIED, "");
  }

  private end(state: UploadState, sentence: string): void {
    this.state = state;
    this.sentence = sentence;
  }
}
