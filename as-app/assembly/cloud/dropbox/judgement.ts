/** What an answer of Dropbox means: the one place where status codes and tags are read. */
import { Exchange, ExchangeState } from "../http/exchange";
import { fromUtf8 } from "../../host/text";
import { JsonValue, readJsonObject } from "../json/value";

export enum Verdict {
  /** Done as asked. */
  ACCEPTED,
  /** The access token's time is over; another will do. */
  TOKEN_EXPIRED,
  /** The access token is not good; another may be. */
  TOKEN_REFUSED,
  /** Another file has the name. */
  NAME_TAKEN,
  /** There is no such file; only asked for by get_metadata. */
  NOT_FOUND,
  /** The bytes that arrived are not those that were announced. */
  WRONG_CONTENT,
  /** Come again after a while. */
  RETRY,
  /** An answer that no document tells of: come again, but not for ever. */
  STRANGE,
  /** This request will never be accepted. */
  PERMANENT_PHOTO,
  /** Nothing will be accepted before a person has acted. */
  PERMANENT_ACCOUNT,
}

/** First waits of a row in milliseconds where Dropbox names none. */
const FAILURE_FIRST_MS: i32 = 2000;
const RATE_JSON_FIRST_MS: i32 = 1000;
const RATE_TEXT_FIRST_MS: i32 = 5000;
const WAIT_S_MAX: i64 = 3600;
const QUOTE_UNITS_MAX: i32 = 160;
/** Text that repeats so much of the access token is not quoted. */
const TOKEN_UNITS_TOLD_MAX: i32 = 12;

export class Judgement {
  /** Exact wait in milliseconds that Dropbox asked for; -1 if it did not. */
  wait_ms: i32 = -1;
  /** First wait of a row of failures if Dropbox asked for none. */
  firstWait_ms: i32 = FAILURE_FIRST_MS;
  /** The answer's object; absent if it has none. */
  json: JsonValue;

  constructor(
    readonly verdict: Verdict,
    /** What happened and, if a person can help, what to do. */
    readonly sentence: string,
  ) {
    this.json = new JsonValue(new Uint8Array(0), 0, 0);
  }
}

function answerJson(exchange: Exchange): JsonValue {
  const body = exchange.response.body;
  return readJsonObject(body.bytes, body.length);
}

/** Server text for a sentence: short, without control characters and line ends. */
function quote(exchange: Exchange): string {
  const body = exchange.response.body;
  const raw = fromUtf8(body.bytes, 0, body.length);
  let text = "";
  for (let index = 0; index < min(raw.length, QUOTE_UNITS_MAX); index++) {
    text += raw.charCodeAt(index) < 0x20 ? " " : raw.charAt(index);
  }
  return text;
}

/** A tag that is safe to repeat in a sentence: at most 40 of a-z, 0-9 and _. */
function plainTag(tag: string): string {
  if (tag.length == 0 || tag.length > 40) return "an unknown reason";
  for (let index = 0; index < tag.length; index++) {
    const unit = tag.charCodeAt(index);
    const isDigit = unit >= 0x30 && unit <= 0x39;
    if ((unit < 0x61 || unit > 0x7a) && !isDigit && unit != 0x5f) return "an unknown reason";
  }
  return tag;
}

/** Judge the answer to an API call about `path`, made with `accessToken`. */
export function judgeCall(exchange: Exchange, path: string, accessToken: string): Judgement {
  if (exchange.state == ExchangeState.FAILED)
    return new Judgement(Verdict.RETRY, exchange.sentence);
  const json = answerJson(exchange);
  const judgement = judgeStatus(exchange, json, path, accessToken);
  judgement.json = json;
  return judgement;
}

function judgeStatus(
  exchange: Exchange,
  json: JsonValue,
  path: string,
  accessToken: string,
): Judgement {
  const status = exchange.response.status;
  if (isPassing(status)) return judgePassing(exchange, json);
  const error = json.member("error");
  switch (status) {
    case 200:
      if (json.isPresent()) return new Judgement(Verdict.ACCEPTED, "");
      return strange(status, "without a JSON object");
    case 400:
      return judgeBadInput(exchange, path, accessToken);
    case 401:
      return judgeAuthentication(error);
    case 403:
    case 422:
      return new Judgement(
        Verdict.PERMANENT_ACCOUNT,
        "Dropbox forbids this app to act on the account (" +
          plainTag(error.tag()) +
          "); check the app and the account, then authorise again",
      );
    case 413:
      return new Judgement(Verdict.PERMANENT_PHOTO, path + ": the photo is too large for Dropbox");
    case 404:
    case 409:
      return judgeTags(status, error, path);
    default:
      return strange(status, "");
  }
}

function strange(status: i32, detail: string): Judgement {
  return new Judgement(
    Verdict.STRANGE,
    "Dropbox answered unexpectedly with status " + status.toString() + " " + detail,
  );
}

/** Statuses that say: not now. */
function isPassing(status: i32): bool {
  return status >= 500 || status == 429 || status == 408;
}

function judgePassing(exchange: Exchange, json: JsonValue): Judgement {
  const status = exchange.response.status;
  const judgement = new Judgement(
    Verdict.RETRY,
    status == 429
      ? "Dropbox asks to slow down (status 429)"
      : "Dropbox is out of order (status " + status.toString() + ")",
  );
  let seconds: i64 = exchange.response.retryAfterS;
  if (seconds < 0) seconds = json.member("error").member("retry_after").integer(-1);
  if (seconds >= 0) judgement.wait_ms = <i32>min(seconds, WAIT_S_MAX) * 1000;
  if (status == 429) {
    judgement.firstWait_ms = json.isPresent() ? RATE_JSON_FIRST_MS : RATE_TEXT_FIRST_MS;
  }
  return judgement;
}

/** 400 is text: about a token that cannot be one, about the path, or about something else. */
function judgeBadInput(exchange: Exchange, path: string, accessToken: string): Judgement {
  const text = quote(exchange);
  if (text.includes("access token") || text.includes("Authorization")) {
    return new Judgement(Verdict.TOKEN_REFUSED, "Dropbox finds the access token malformed");
  }
  const isTelling = text.includes(accessToken.substring(0, TOKEN_UNITS_TOLD_MAX));
  const reason = isTelling ? "" : ": " + text;
  const isPath = text.includes("path:") || text.includes("path'");
  return new Judgement(
    isPath ? Verdict.PERMANENT_PHOTO : Verdict.PERMANENT_ACCOUNT,
    isPath
      ? path + ": Dropbox refuses the name; change image_dir or cam_id" + reason
      : "Dropbox does not understand the request; update the application" + reason,
  );
}

function judgeAuthentication(error: JsonValue): Judgement {
  const tag = error.tag();
  if (tag == "missing_scope") {
    return new Judgement(
      Verdict.PERMANENT_ACCOUNT,
      "Dropbox: the permission " +
        plainScope(error.member("required_scope").text()) +
        " is missing; give it to the app in the app console, authorise again and replace" +
        " DBX_REFRESH_TOKEN",
    );
  }
  if (tag == "expired_access_token") {
    return new Judgement(Verdict.TOKEN_EXPIRED, "Dropbox: the access token is expired");
  }
  if (tag == "invalid_access_token" || tag.length == 0) {
    return new Judgement(Verdict.TOKEN_REFUSED, "Dropbox: the access token is invalid");
  }
  return new Judgement(
    Verdict.PERMANENT_ACCOUNT,
    "Dropbox refuses the account (" + plainTag(tag) + "); check it on www.dropbox.com",
  );
}

/** A scope is tags joined by dots. */
function plainScope(scope: string): string {
  const parts = scope.split(".");
  for (let index = 0; index < parts.length; index++) {
    const part = unchecked(parts[index]);
    if (plainTag(part) != part) return "for files";
  }
  return scope.length <= 60 ? scope : "for files";
}

/** The route's own errors. upload: error.reason holds the WriteError, others: error.path. */
function judgeTags(status: i32, error: JsonValue, path: string): Judgement {
  let tag = error.tag();
  let inner = error.member("reason");
  if (tag == "path") {
    if (!inner.isPresent()) inner = error.member("path");
    tag = inner.tag();
  } else if (tag.length == 0) tag = inner.tag();
  if (tag == "conflict") return judgeConflict(inner.member("conflict").tag(), path);
  if (tag == "not_found") return new Judgement(Verdict.NOT_FOUND, path + ": not in Dropbox");
  if (tag == "content_hash_mismatch") {
    return new Judgement(Verdict.WRONG_CONTENT, path + ": other bytes arrived than were announced");
  }
  if (tag == "too_many_write_operations" || tag == "too_many_requests") {
    const judgement = new Judgement(
      Verdict.RETRY,
      "Dropbox is busy with other writes (" + tag + ")",
    );
    judgement.firstWait_ms = RATE_JSON_FIRST_MS;
    return judgement;
  }
  return judgeWriteError(status, tag, path);
}

function judgeConflict(holder: string, path: string): Judgement {
  if (holder == "file") return new Judgement(Verdict.NAME_TAKEN, path + ": a file has this name");
  return new Judgement(
    Verdict.PERMANENT_PHOTO,
    holder == "folder"
      ? path + ": a folder has this name in Dropbox; rename or remove it"
      : path + ": a part of the path is a file in Dropbox; rename or remove it",
  );
}

function judgeWriteError(status: i32, tag: string, path: string): Judgement {
  if (tag == "insufficient_space") {
    return new Judgement(Verdict.PERMANENT_ACCOUNT, "Dropbox is full; free some space in it");
  }
  if (tag == "no_write_permission" || tag == "access_restricted" || tag == "team_folder") {
    return new Judgement(
      Verdict.PERMANENT_ACCOUNT,
      path + ": Dropbox allows no writing there (" + tag + "); choose another image_dir",
    );
  }
  if (tag == "disallowed_name" || tag == "malformed_path") {
    return new Judgement(
      Verdict.PERMANENT_PHOTO,
      path + ": Dropbox refuses the name (" + tag + "); change image_dir or cam_id",
    );
  }
  if (tag == "payload_too_large" || tag == "encryption_not_supported") {
    return new Judgement(
      Verdict.PERMANENT_PHOTO,
      path + ": Dropbox refuses the photo (" + tag + ")",
    );
  }
  return strange(status, "(" + plainTag(tag) + ")");
}

/** Judge the answer of /oauth2/token: classified by body, since its status has varied. */
export function judgeToken(exchange: Exchange): Judgement {
  if (exchange.state == ExchangeState.FAILED)
    return new Judgement(Verdict.RETRY, exchange.sentence);
  const status = exchange.response.status;
  const json = answerJson(exchange);
  if (isPassing(status)) return judgePassing(exchange, json);
  const error = json.member("error").text();
  if (status == 200 && json.isPresent()) {
    const judgement = new Judgement(Verdict.ACCEPTED, "");
    judgement.json = json;
    return judgement;
  }
  if (error == "invalid_grant") {
    return new Judgement(
      Verdict.PERMANENT_ACCOUNT,
      "Dropbox: the authorisation was revoked or belongs to another app; authorise again and" +
        " replace DBX_REFRESH_TOKEN",
    );
  }
  if (error == "invalid_client") {
    return new Judgement(
      Verdict.PERMANENT_ACCOUNT,
      "Dropbox does not know the app; correct DBX_APP_KEY and DBX_APP_SECRET",
    );
  }
  if (error.length == 0) return strange(status, "to a token request");
  return new Judgement(
    Verdict.PERMANENT_ACCOUNT,
    "Dropbox refuses to renew the token (" + plainTag(error) + "); authorise again",
  );
}
