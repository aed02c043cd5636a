/** One call of Dropbox's API with JSON in both directions, made with the token at hand. */
import { HttpClient } from "../http/client";
import { Exchange, ExchangeState } from "../http/exchange";
import { apiRequest } from "./api_request";
import { judgeCall, Judgement } from "./judgement";

export class ApiCall {
  private readonly exchange: Exchange;

  /**
   * Begins at the first step. `json` is the argument, empty for a route that has none; `subject`
   * is what the call is about, for sentences.
   */
  constructor(
    client: HttpClient,
    private readonly accessToken: string,
    route: string,
    json: string,
    private readonly subject: string,
  ) {
    this.exchange = client.begin(apiRequest(route, accessToken, json));
  }

  /** Null while at work, then what the answer means. */
  step(now: i64): Judgement | null {
    if (this.exchange.step(now) == ExchangeState.RUNNING) return null;
    return judgeCall(this.exchange, this.subject, this.accessToken);
  }

  abandon(): void {
    this.exchange.abandon();
  }
}
