/**
 * Looks for new applications in the person's Dropbox and in an index on the web, and brings one piece
 * by piece into a slot. It never confirms anything: that is the host's (docs/updates.md).
 */
import { Backoff } from "../cloud/backoff";
import { metadataRequest } from "../cloud/dropbox/api_request";
import { contentRequest } from "../cloud/dropbox/content_request";
import { headerJsonString } from "../cloud/dropbox/header_json";
import { judgeCall, Judgement, Verdict } from "../cloud/dropbox/judgement";
import { TokenKeeper, WITHOUT_ACCOUNT } from "../cloud/dropbox/token_keeper";
import { HttpClient } from "../cloud/http/client";
import { Exchange, ExchangeState } from "../cloud/http/exchange";
import { percentEncode } from "../cloud/http/percent";
import { Request } from "../cloud/http/request";
import { readJsonObject } from "../cloud/json/value";
import { UpdateConfig } from "../config/camconfig";
import { name as boardName } from "../host/board";
import { nowMs } from "../host/clock";
import { errorText, HostError } from "../host/errors";
import * as update from "../host/update";
import { Event } from "../log/event";
import { crc32 } from "../ledger/crc32";
import { logInformation, logWarning } from "../log/log";
import { kept } from "../power/kept";
import { CONTENT_HASH, Offer, offerOf } from "./offer";

/** Bytes of one request: what flash memory takes at once, and whole parts of what it notes. */
const PIECE_BYTES: i32 = 4096;
const HOUR_MS: i64 = 3600000;
/** Longer than any camera runs. */
const NEVER_MS: i64 = 1 << 50;
const FAILURE_FIRST_MS: i32 = 30000;
/** A photo may have to wait for a request. */
const RESPONSE_MS: i32 = 20000;

export class Puller {
  /** Uptime at which the next request is due, if none is under way. */
  nextAtMs: i64 = 0;
  /** A request is under way; it shares connections and token with the uploads. */
  isBusy: bool = false;
  private exchange: Exchange | null = null;
  private isRefreshing: bool = false;
  /** The index is looked at, not Dropbox. */
  private isIndex: bool = false;
  private hasFailed: bool = false;
  /** What is being received, and how much of it is there. */
  private offer: Offer | null = null;
  private offset: i32 = 0;
  private told: string = "";
  private backoff: Backoff = new Backoff(<i32>HOUR_MS);

  constructor(
    private readonly config: UpdateConfig,
    private readonly camId: string,
    private readonly client: HttpClient,
    private readonly token: TokenKeeper,
  ) {}

  /** The board has slept: the next look was planned before. */
  wake(now: i64): void {
    if (this.nextAtMs == 0) this.nextAtMs = kept.lookUtcMs - nowMs() + now;
  }

  abandon(): void {
    const exchange = this.exchange;
    if (exchange != null) exchange.abandon();
    if (this.isRefreshing) this.token.abandon();
    this.exchange = null;
    this.isBusy = this.isRefreshing = false;
    this.nextAtMs = i64.MAX_VALUE;
  }

  /** Do what can be done now; bytes are written only while no shot is near (`isQuiet`). */
  step(now: i64, isQuiet: bool): void {
    if (!this.isBusy && now >= this.nextAtMs) this.begin(now);
    if (this.isRefreshing) this.stepRefresh(now);
    const exchange = this.exchange;
    if (exchange == null || exchange.step(now) == ExchangeState.RUNNING) return;
    const offer = this.offer;
    if (offer != null && !isQuiet) return;
    this.exchange = null;
    this.isBusy = false;
    if (offer != null) this.takePiece(offer, exchange, now);
    else if (this.isIndex) this.takeIndex(exchange, now);
    else this.takeMetadata(exchange, now);
  }

  // --- requests ---------------------------------------------------------------------------------

  private begin(now: i64): void {
    const config = this.config;
    if (!this.isIndex && config.dropboxFile.length == 0) this.isIndex = true;
    if (this.isIndex) return this.send(this.webRequest());
    const token = this.token;
    if (!token.needsRefresh()) return this.send(this.dropboxRequest());
    if (!token.account.canRefresh()) return this.fail(WITHOUT_ACCOUNT, now);
    this.isBusy = this.isRefreshing = true;
    token.begin();
  }

  private stepRefresh(now: i64): void {
    const judgement = this.token.step(now);
    if (judgement == null) return;
    this.isBusy = this.isRefreshing = false;
    if (judgement.verdict != Verdict.ACCEPTED) this.fail(judgement.sentence, now);
  }

  private send(request: Request): void {
    const offer = this.offer;
    request.responseMs = RESPONSE_MS;
    request.isRepeatable = true;
    if (offer != null) {
      const first = this.offset.toString();
      const last = (this.offset + this.pieceBytes(offer) - 1).toString();
      request.field("Range", "bytes=" + first + "-" + last);
      request.answerBytesMax = PIECE_BYTES;
    }
    this.isBusy = true;
    this.exchange = this.client.begin(request);
  }

  private pieceBytes(offer: Offer): i32 {
    return min(PIECE_BYTES, <i32>offer.bytes - this.offset);
  }

  /** A file that is replaced meanwhile has another revision: its bytes are never mixed. */
  private dropboxRequest(): Request {
    const offer = this.offer;
    const accessToken = this.token.accessToken;
    if (offer == null) return metadataRequest(accessToken, this.config.dropboxFile);
    const argument = '{"path":' + headerJsonString(offer.place) + "}";
    return contentRequest("download", accessToken, argument);
  }

  /** The camera says who it is, its version stands in User-Agent. */
  private webRequest(): Request {
    const offer = this.offer;
    const address = offer != null ? offer.place : this.config.index;
    const slash = address.indexOf("/", 8);
    const request = new Request(address.substring(8, slash), "GET", address.substring(slash));
    request.field("Wamcam-Camera", percentEncode(this.camId));
    request.field("Wamcam-Board", boardName());
    return request;
  }

  // --- answers ----------------------------------------------------------------------------------

  private takeMetadata(exchange: Exchange, now: i64): void {
    const path = this.config.dropboxFile;
    const judgement = judgeCall(exchange, path, this.token.accessToken);
    const verdict = judgement.verdict;
    const file = judgement.json;
    if (verdict == Verdict.NOT_FOUND) this.endLook(now);
    else if (verdict != Verdict.ACCEPTED) this.failDropbox(judgement, now);
    else {
      const hash = file.member("content_hash").text();
      const place = "rev:" + file.member("rev").text();
      this.take(new Offer(path, place, file.member("size").integer(0), hash, CONTENT_HASH), now);
    }
  }

  /** Another token is looked for before the next try. */
  private failDropbox(judgement: Judgement, now: i64): void {
    const verdict = judgement.verdict;
    const isOfToken = verdict == Verdict.TOKEN_EXPIRED || verdict == Verdict.TOKEN_REFUSED;
    if (isOfToken) this.token.accessToken = "";
    this.fail(judgement.sentence, now);
  }

  private takeIndex(exchange: Exchange, now: i64): void {
    const index = this.config.index;
    const response = exchange.response;
    if (exchange.state == ExchangeState.FAILED || response.status != 200) {
      return this.fail(sentenceOf(exchange), now);
    }
    const json = readJsonObject(response.body.bytes, response.body.length);
    const entries = json.member("applications");
    if (!entries.isPresent()) return this.fail(index + " is no JSON with applications", now);
    const offer = offerOf(entries, index, this.camId);
    if (offer != null) this.take(offer, now);
    else this.endLook(now);
  }

  /** Begin to receive, or go on. What was refused before is not looked at again. */
  private take(offer: Offer, now: i64): void {
    if (!offer.isWhole()) return this.fail(offer.name + ": its size or hash is missing", now);
    const mark = markOf(offer);
    if (mark == kept.refusedInIndex || mark == kept.refused) return this.endLook(now);
    const there = update.begin(<i32>offer.bytes, offer.hash, offer.flags, offer.trial_s);
    if (there < 0) return this.stop(offer, there, now);
    this.offer = offer;
    this.offset = there;
  }

  private takePiece(offer: Offer, exchange: Exchange, now: i64): void {
    const body = exchange.response.body;
    const bytes = this.pieceBytes(offer);
    const status = exchange.response.status;
    const isPiece = status / 100 == 2 && body.length == bytes;
    if (exchange.state == ExchangeState.FAILED || !isPiece) {
      if (this.isIndex || status == 200) return this.fail(sentenceOf(exchange), now);
      const judgement = judgeCall(exchange, offer.name, this.token.accessToken);
      return this.failDropbox(judgement, now);
    }
    let error = update.write(this.offset, body.bytes, bytes);
    this.offset += bytes;
    const isLast = <i64>this.offset == offer.bytes;
    if (error == 0 && !isLast) return;
    if (error == 0) error = update.end();
    if (error < 0) return this.stop(offer, error, now);
    const sentence = offer.name + " was received and will be tried";
    logInformation(sentence);
    publish(offer, "taken", sentence);
    this.endLook(now);
  }

  // --- ends -------------------------------------------------------------------------------------

  /** The host takes no more of it: for good, or not now. */
  private stop(offer: Offer, error: i32, now: i64): void {
    if (error == HostError.EXISTS || error == HostError.BUSY) return this.endLook(now);
    const reason = update.describe();
    const sentence = offer.name + ": " + (reason.length > 0 ? reason : errorText(error));
    const mayPass = error == HostError.IO || error == HostError.NO_MEMORY;
    if (mayPass || error == HostError.NOT_FOUND) return this.fail(sentence, now);
    if (this.isIndex) kept.refusedInIndex = markOf(offer);
    else kept.refused = markOf(offer);
    this.tell(sentence);
    publish(offer, "refused", sentence);
    this.endLook(now);
  }

  private fail(sentence: string, now: i64): void {
    this.hasFailed = true;
    this.tell(sentence);
    this.endLook(now);
  }

  private tell(sentence: string): void {
    if (sentence == this.told) return;
    this.told = sentence;
    logWarning(sentence);
  }

  /** One source is done with: the other one comes, or the next look. */
  private endLook(now: i64): void {
    this.offer = null;
    this.isIndex = !this.isIndex && this.config.index.length > 0;
    if (this.isIndex) return;
    const every_h = this.config.every_h;
    let wait_ms: i64 = every_h > 0 ? <i64>every_h * HOUR_MS : NEVER_MS;
    if (this.hasFailed) wait_ms = this.backoff.next(FAILURE_FIRST_MS);
    else this.backoff.succeed();
    this.hasFailed = false;
    this.nextAtMs = now + wait_ms;
    kept.lookUtcMs = nowMs() + wait_ms;
  }
}

/** A number that changes with the file, and with what it was offered for. */
function markOf(offer: Offer): i64 {
  const check = crc32(changetype<usize>(offer.hash), offer.hash.length << 1);
  return (((<i64>offer.flags) << 27) + offer.bytes) * 0x100000000 + <i64>check;
}

function publish(offer: Offer, outcome: string, sentence: string): void {
  new Event("update")
    .text("file", offer.name)
    .text("outcome", outcome)
    .text("text", sentence)
    .publish();
}

/** Why a server of the web did not give what was asked for. */
function sentenceOf(exchange: Exchange): string {
  const status = exchange.response.status;
  const host = exchange.request.host;
  if (status == 200) return host + " sends whole files only, not the part asked for (Range)";
  if (exchange.state == ExchangeState.FAILED) {
    const isForeign = exchange.failure == HostError.ACCESS;
    return exchange.sentence + (isForeign ? "; add it to hosts in as-app/manifest.json" : "");
  }
  const sentence = host + " answered with status " + status.toString();
  return status / 100 == 3 ? sentence + "; write the address that it leads to" : sentence;
}
