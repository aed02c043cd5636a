/** What an answer of Dropbox means: the one place where status codes and tags are read. */
import { Exchange, ExchangeState } from "../http/exchange";
import { fromUtf8, isAlphanumeric } from "../../host/text";
import { JsonValue, readJsonObject } from "../json/value";
import { isBearerToken } from "./token_file";

export enum Verdict {
  /** Done as asked. */
  ACCEPTED,
  /** The access token's time is over; another will do. */
  TOKEN_EXPIRED,
  /** The access token is not good; another may be. */
  TOKEN_REFUSED,
  /** Another file has the name. */
  NAME_TAKEN,
  /** There is no such file, or no such upload session. */
  NOT_FOUND,
  /** An upload session stands elsewhere: `correctOffset` says where. */
  WRONG_OFFSET,
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
export const FAILURE_FIRST_MS: i32 = 2000;
const RATE_JSON_FIRST_MS: i32 = 1000;
const RATE_TEXT_FIRST_MS: i32 = 5000;
const WAIT_S_MAX: i64 = 3600;
const QUOTE_UNITS_MAX: i32 = 160;
/** Text that repeats so much of the access token is not quoted. */
const TOKEN_UNITS_TOLD_MAX: i32 = 12;

/** Ends sentences about a name, and about what is in the way in Dropbox. */
const RENAME = "; change image_dir or cam_id";
export const CLEAR = "; rename or remove what is there";
/** Ends sentences about an authorisation that is no good any more. */
export const AUTHORISE = "; authorise again with npm run dropbox-auth";

/** Tags of a WriteError, or a LookupError, by who can help, between blanks. */
const FOLDER_TAGS = " no_write_permission access_restricted team_folder operation_suppressed ";
const NAME_TAGS = " disallowed_name malformed_path ";
const PHOTO_TAGS = " payload_too_large encryption_not_supported ";
const PLACE_TAGS =
  " not_file not_folder restricted_content unsupported_content_type unsupported_file ";
const PASSING_TAGS = " too_many_write_operations too_many_requests locked ";

export class Judgement {
  /** Exact wait in milliseconds that Dropbox asked for; -1 if it did not. */
  wait_ms: i32 = -1;
  /** First wait of a row of failures if Dropbox asked for none. */
  firstWait_ms: i32 = FAILURE_FIRST_MS;
  /** Bytes that an upload session has, after WRONG_OFFSET; -1 if Dropbox does not say. */
  correctOffset: i64 = -1;

  constructor(
    readonly verdict: Verdict,
    /** What happened and, if a person can help, what to do. */
    readonly sentence: string,
    /** The answer's object; absent if it has none. */
    readonly json: JsonValue,
  ) {}
}

/** An answer under judgement. */
class Answer {
  readonly status: i32;
  readonly json: JsonValue;

  constructor(
    private readonly exchange: Exchange,
    /** What the request was about. */
    private readonly path: string,
  ) {
    const response = exchange.response;
    this.status = response.status;
    this.json = readJsonObject(response.body.bytes, response.body.length);
  }

  judge(verdict: Verdict, sentence: string): Judgement {
    return new Judgement(verdict, sentence, this.json);
  }

  /** The photo itself, or where it should go, is refused. */
  refused(verdict: Verdict, reason: string, advice: string): Judgement {
    return this.judge(verdict, this.path + ": Dropbox refuses it (" + reason + ")" + advice);
  }

  /** The account or the app is refused. */
  forbidden(reason: string): Judgement {
    const sentence = "Dropbox forbids the app to act (" + reason + ")" + AUTHORISE;
    return this.judge(Verdict.PERMANENT_ACCOUNT, sentence);
  }

  tokenRefused(verdict: Verdict, reason: string): Judgement {
    return this.judge(verdict, "Dropbox refuses the access token (" + reason + ")");
  }

  /** Not Dropbox speaking: a proxy, a login page, a broken balancer. It may pass. */
  foreign(): Judgement {
    const host = this.exchange.request.host;
    const what = " gave an answer that is not Dropbox's (status " + this.status.toString() + ")";
    const advice = "; if this lasts, look for a login page or a filter in the network";
    return this.judge(Verdict.RETRY, host + what + advice);
  }

  /** Nothing that a document tells of. */
  strange(reason: string): Judgement {
    const status = this.status.toString();
    const sentence = "Dropbox answered unexpectedly (status " + status + " " + reason + ")";
    return this.judge(Verdict.STRANGE, sentence);
  }

  /** Statuses that say: not now. */
  isPassing(): bool {
    return this.status >= 500 || this.status == 429 || this.status == 408;
  }

  passing(reason: string): Judgement {
    const judgement = this.judge(Verdict.RETRY, "Dropbox cannot take it now (" + reason + ")");
    let seconds: i64 = this.exchange.response.retryAfterS;
    if (seconds < 0) seconds = this.json.member("error").member("retry_after").integer(-1);
    if (seconds >= 0) judgement.wait_ms = <i32>min(seconds, WAIT_S_MAX) * 1000;
    if (this.status == 429 || this.status == 409) {
      judgement.firstWait_ms = this.json.isPresent() ? RATE_JSON_FIRST_MS : RATE_TEXT_FIRST_MS;
    }
    return judgement;
  }

  /** An object, or the null of a route that has nothing to tell. */
  isWhole(): bool {
    return this.json.isPresent() || this.text() == "null";
  }

  /** The body as it is. */
  text(): string {
    const body = this.exchange.response.body;
    return fromUtf8(body.bytes, 0, body.length);
  }
}

/** Judge the answer to an API call about `path`, made with `accessToken`. */
export function judgeCall(exchange: Exchange, path: string, accessToken: string): Judgement {
  const answer = new Answer(exchange, path);
  if (exchange.state == ExchangeState.FAILED) return answer.judge(Verdict.RETRY, exchange.sentence);
  if (answer.isPassing()) return answer.passing("status " + answer.status.toString());
  const status = answer.status;
  if (status == 200 && answer.isWhole()) return answer.judge(Verdict.ACCEPTED, "");
  const error = answer.json.member("error");
  if (status == 400) return judgeBadInput(answer, accessToken);
  if (status == 401) return judgeAuthentication(answer, error);
  if (status == 413) return answer.refused(Verdict.PERMANENT_PHOTO, "too large", "");
  if (!answer.json.isPresent()) return answer.foreign();
  if (status == 403 || status == 422) return answer.forbidden(plainTag(error.tag()));
  if (status == 404 || status == 409) return judgeTags(answer, error);
  return answer.strange("");
}

/** 400 is text: about a token that cannot be one, about the path, or about something else. */
function judgeBadInput(answer: Answer, accessToken: string): Judgement {
  const text = answer.text();
  if (text.startsWith("<")) return answer.foreign();
  if (text.includes("access token") || text.includes("Authorization")) {
    return answer.tokenRefused(Verdict.TOKEN_REFUSED, "malformed");
  }
  const isTelling = text.includes(accessToken.substring(0, TOKEN_UNITS_TOLD_MAX));
  const reason = isTelling ? "400" : quote(text);
  if (text.includes("path:")) return answer.refused(Verdict.PERMANENT_PHOTO, reason, RENAME);
  return answer.refused(Verdict.PERMANENT_ACCOUNT, reason, "; update the application");
}

/** Server text for a sentence: short, without control characters and line ends. */
function quote(raw: string): string {
  let text = "";
  for (let index = 0; index < min(raw.length, QUOTE_UNITS_MAX); index++) {
    text += raw.charCodeAt(index) < 0x20 ? " " : raw.charAt(index);
  }
  return text;
}

/** A tag that is safe to repeat in a sentence: at most 40 of a-z, 0-9, _ and the dot of scopes. */
function plainTag(tag: string): string {
  let isPlain = tag.length > 0 && tag.length <= 40;
  for (let index = 0; index < tag.length; index++) {
    const unit = tag.charCodeAt(index);
    const isUpper = unit >= 0x41 && unit <= 0x5a;
    if (isUpper || (!isAlphanumeric(unit) && unit != 0x5f && unit != 0x2e)) isPlain = false;
  }
  return isPlain ? tag : "unknown";
}

function judgeAuthentication(answer: Answer, error: JsonValue): Judgement {
  const tag = error.tag();
  if (tag == "missing_scope") {
    const scope = plainTag(error.member("required_scope").text());
    const sentence = "Dropbox: give the app the permission " + scope + " in the app console";
    return answer.judge(Verdict.PERMANENT_ACCOUNT, sentence + AUTHORISE);
  }
  if (tag == "expired_access_token") return answer.tokenRefused(Verdict.TOKEN_EXPIRED, "expired");
  if (tag == "invalid_access_token" || tag.length == 0) {
    return answer.tokenRefused(Verdict.TOKEN_REFUSED, "invalid");
  }
  return answer.forbidden(plainTag(tag));
}

/**
 * The route's own errors: a tag, or a tag around another. upload keeps the inner one in `reason`,
 * the others in a member with the name of the outer (path, path_lookup, lookup_failed ...).
 */
function judgeTags(answer: Answer, error: JsonValue): Judgement {
  const outer = error.tag();
  let inner = error.member("reason");
  if (!inner.isPresent()) inner = error.member(outer);
  if (!inner.isPresent()) inner = error;
  const tag = plainTag(inner.tag());
  const listed = " " + tag + " ";
  if (tag == "conflict") return judgeConflict(answer, inner.member("conflict").tag());
  if (tag == "not_found") return answer.refused(Verdict.NOT_FOUND, tag, "");
  if (tag == "incorrect_offset") {
    const judgement = answer.refused(Verdict.WRONG_OFFSET, tag, "");
    judgement.correctOffset = inner.member("correct_offset").integer(-1);
    return judgement;
  }
  if (tag == "content_hash_mismatch") return answer.refused(Verdict.WRONG_CONTENT, tag, "");
  if (tag == "insufficient_space") {
    return answer.judge(Verdict.PERMANENT_ACCOUNT, "Dropbox is full; free some space in it");
  }
  if (PASSING_TAGS.includes(listed)) return answer.passing(tag);
  if (NAME_TAGS.includes(listed)) return answer.refused(Verdict.PERMANENT_PHOTO, tag, RENAME);
  if (PLACE_TAGS.includes(listed)) return answer.refused(Verdict.PERMANENT_PHOTO, tag, CLEAR);
  if (PHOTO_TAGS.includes(listed)) return answer.refused(Verdict.PERMANENT_PHOTO, tag, "");
  if (FOLDER_TAGS.includes(listed)) {
    return answer.refused(Verdict.PERMANENT_ACCOUNT, tag, "; choose another image_dir");
  }
  return answer.strange(tag);
}

function judgeConflict(answer: Answer, holder: string): Judgement {
  const verdict = holder == "file" ? Verdict.NAME_TAKEN : Verdict.PERMANENT_PHOTO;
  return answer.refused(verdict, "conflict " + plainTag(holder), CLEAR);
}

/** Judge the answer of /oauth2/token: classified by body, since its status has varied. */
export function judgeToken(exchange: Exchange): Judgement {
  const answer = new Answer(exchange, "");
  if (exchange.state == ExchangeState.FAILED) return answer.judge(Verdict.RETRY, exchange.sentence);
  if (answer.isPassing()) return answer.passing("status " + answer.status.toString());
  if (!answer.json.isPresent()) return answer.foreign();
  if (answer.status == 200) {
    const hasToken = isBearerToken(answer.json.member("access_token").text());
    return hasToken ? answer.judge(Verdict.ACCEPTED, "") : answer.strange("");
  }
  const error = answer.json.member("error").text();
  if (error.length == 0) return answer.strange("");
  if (error == "invalid_client") {
    const sentence = "Dropbox does not know the app; correct DBX_APP_KEY and DBX_APP_SECRET";
    return answer.judge(Verdict.PERMANENT_ACCOUNT, sentence);
  }
  const sentence = "Dropbox refuses the authorisation (" + plainTag(error) + ")" + AUTHORISE;
  return answer.judge(Verdict.PERMANENT_ACCOUNT, sentence);
}
