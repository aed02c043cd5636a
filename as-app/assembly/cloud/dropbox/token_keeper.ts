/** Keeps an access token that is good, renewing it in time. Its values never reach the log. */
import { nowMs } from "../../host/clock";
import { errorText } from "../../host/errors";
import { logWarning } from "../../log/log";
import { protectToken } from "../../log/secrets";
import { HttpClient } from "../http/client";
import { Exchange, ExchangeState } from "../http/exchange";
import { percentEncode } from "../http/percent";
import { Request } from "../http/request";
import { JsonValue } from "../json/value";
import { DropboxAccount } from "./account";
import { API_HOST } from "./api_request";
import { AUTHORISE, judgeToken, Judgement, Verdict } from "./judgement";
import { keepToken, KeptToken, keptToken } from "./token_file";

/** What lacks where no token can be had. */
export const WITHOUT_ACCOUNT =
  "Dropbox: DBX_APP_KEY and DBX_REFRESH_TOKEN are needed in settings.toml" + AUTHORISE;

/** A token with less time left is renewed before it is used, as Dropbox's own clients do. */
const REFRESH_BEFORE_S: i64 = 300;
/** Longer than any lifetime that Dropbox has given (4 h); more is taken as not known. */
const LIFETIME_S_MAX: i64 = 366 * 86400;

export class TokenKeeper {
  /** Empty while there is none. */
  accessToken: string;
  private expiresAt_s: i64;
  private exchange: Exchange | null = null;

  /** Takes the token of the settings, or the one kept in state.toml if that is newer. */
  constructor(
    private readonly client: HttpClient,
    readonly account: DropboxAccount,
  ) {
    this.accessToken = account.accessToken;
    this.expiresAt_s = account.expiresAt_s;
    const kept = account.canRefresh() ? keptToken() : null;
    if (kept != null && this.isNewer(kept)) {
      this.accessToken = kept.accessToken;
      this.expiresAt_s = kept.expiresAt_s;
      protectToken(kept.accessToken);
    }
  }

  /** True if a token belongs to the account and lasts longer than the one of the settings. */
  private isNewer(kept: KeptToken): bool {
    if (kept.mark != this.account.mark()) return false;
    return this.accessToken.length == 0 || kept.expiresAt_s > this.expiresAt_s;
  }

  /**
   * True if the token is absent or about to expire. While UTC or the expiry is not known only the
   * server can tell.
   */
  needsRefresh(): bool {
    if (this.accessToken.length == 0) return true;
    const now_s = nowMs() / 1000;
    if (now_s <= 0 || this.expiresAt_s <= 0 || !this.account.canRefresh()) return false;
    return this.expiresAt_s - now_s < REFRESH_BEFORE_S;
  }

  /** Begin to renew; `step` tells how it ends. Call only if the account can refresh. */
  begin(): void {
    const account = this.account;
    let form = "grant_type=refresh_token&refresh_token=" + percentEncode(account.refreshToken);
    form += "&client_id=" + percentEncode(account.appKey);
    if (account.appSecret.length > 0) form += "&client_secret=" + percentEncode(account.appSecret);
    const request = new Request(API_HOST, "POST", "/oauth2/token");
    request.text("application/x-www-form-urlencoded", form);
    this.exchange = this.client.begin(request);
  }

  /** Null while at work; a judgement once, ACCEPTED with a new accessToken in place. */
  step(now: i64): Judgement | null {
    const exchange = this.exchange;
    if (exchange == null || exchange.step(now) == ExchangeState.RUNNING) return null;
    this.exchange = null;
    const judgement = judgeToken(exchange);
    if (judgement.verdict == Verdict.ACCEPTED) this.take(judgement.json);
    return judgement;
  }

  abandon(): void {
    const exchange = this.exchange;
    if (exchange != null) exchange.abandon();
    this.exchange = null;
  }

  private take(answer: JsonValue): void {
    const token = answer.member("access_token").text();
    const lifetime_s = answer.member("expires_in").integer(0);
    const now_s = nowMs() / 1000;
    const isKnown = now_s > 0 && lifetime_s > 0 && lifetime_s <= LIFETIME_S_MAX;
    this.accessToken = token;
    protectToken(token);
    this.expiresAt_s = isKnown ? now_s + lifetime_s : 0;
    const status = keepToken(new KeptToken(token, this.expiresAt_s, this.account.mark()));
    if (status < 0) logWarning("state.toml: the token could not be kept: " + errorText(status));
  }
}
