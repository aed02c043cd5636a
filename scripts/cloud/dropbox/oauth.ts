/** `POST /oauth2/token`: refresh and code exchange, with errors in the plain OAuth shape. */
import { createHash } from "node:crypto";

import type { CloudRequest, Reply } from "../exchange.ts";
import { basicCredentials } from "./authentication.ts";
import type { DropboxState } from "./call.ts";
import { jsonReply } from "./errors.ts";
import type { App, Authorization, TokenStore } from "./tokens.ts";

class OAuthError extends Error {
  readonly code: string;

  constructor(code: string, description: string) {
    super(description);
    this.code = code;
  }
}

/** The form body, or for a body that holds no form the query, as the JavaScript SDK sends it. */
function parameters(request: CloudRequest): URLSearchParams {
  const type = (request.headers["content-type"] ?? "").split(";")[0]?.trim().toLowerCase();
  if (type === "application/x-www-form-urlencoded" && request.body.length > 0)
    return new URLSearchParams(request.body.toString("utf8"));
  return request.query;
}

function needed(form: URLSearchParams, name: string): string {
  const value = form.get(name);
  if (value === null || value === "")
    throw new OAuthError("invalid_request", `missing required parameter "${name}"`);
  return value;
}

interface Client {
  app: App;
  /** Whether the client showed the app's secret. */
  proven: boolean;
}

const wrongClient = new OAuthError("invalid_client", "Invalid client_id or client_secret");

/** HTTP Basic, or key and secret in the form, or the key alone. */
function client(request: CloudRequest, form: URLSearchParams, tokens: TokenStore): Client {
  const header = request.headers.authorization;
  const basic = header === undefined ? undefined : basicCredentials(header);
  if (header !== undefined && basic === undefined) throw wrongClient;
  const key = basic?.key ?? needed(form, "client_id");
  const secret = basic?.secret ?? form.get("client_secret");
  const app = tokens.app(key);
  if (app === undefined || (secret !== null && secret !== app.secret)) throw wrongClient;
  return { app, proven: secret !== null };
}

/** Either all scopes of the grant or the subset that is asked for. */
function scopesAsked(form: URLSearchParams, granted: ReadonlySet<string>): ReadonlySet<string> {
  const scope = form.get("scope");
  if (scope === null || scope === "") return granted;
  const asked = scope.split(" ");
  if (asked.some((each) => !granted.has(each)))
    throw new OAuthError("invalid_scope", "requested scopes must be a subset of the granted ones");
  return new Set(asked);
}

/** Refresh tokens have 64 characters; a code pasted in its place does not. */
function isPlausibleRefreshToken(token: string): boolean {
  return /^[A-Za-z0-9_-]{60,}$/.test(token);
}

function refresh(request: CloudRequest, form: URLSearchParams, { tokens }: DropboxState): Reply {
  const { app, proven } = client(request, form, tokens);
  const token = needed(form, "refresh_token");
  const found = tokens.refreshToken(token);
  if (found === undefined && !isPlausibleRefreshToken(token))
    throw new OAuthError("invalid_grant", "refresh token is malformed");
  if (found === undefined || found.revoked || found.app.key !== app.key)
    throw new OAuthError("invalid_grant", "refresh token is invalid or revoked");
  if (!found.pkce && !proven) throw wrongClient;
  const scopes = scopesAsked(form, found.scopes);
  const access = tokens.issueAccess({ app, scopes, refresh: found }, request.now);
  return jsonReply({
    access_token: access.token,
    token_type: "bearer",
    expires_in: tokens.rules.expires_in_s,
  });
}

/** The challenge of RFC 7636 for a verifier. */
export function codeChallenge(verifier: string, method: "S256" | "plain"): string {
  if (method === "plain") return verifier;
  return createHash("sha256").update(verifier, "ascii").digest("base64url");
}

function checkVerifier(form: URLSearchParams, { challenge }: Authorization): void {
  if (challenge === null) return;
  const verifier = needed(form, "code_verifier");
  if (!/^[A-Za-z0-9._~-]{43,128}$/.test(verifier))
    throw new OAuthError("invalid_grant", "invalid code verifier");
  if (codeChallenge(verifier, challenge.method) !== challenge.value)
    throw new OAuthError("invalid_grant", "invalid code verifier");
}

function redeem(request: CloudRequest, form: URLSearchParams, { tokens }: DropboxState) {
  const { app, proven } = client(request, form, tokens);
  const authorization = tokens.redeemCode(needed(form, "code"), request.now);
  if (authorization === undefined || authorization.app.key !== app.key)
    throw new OAuthError("invalid_grant", "code doesn't exist or has expired");
  if (authorization.redirect_uri !== form.get("redirect_uri"))
    throw new OAuthError("invalid_grant", "redirect_uri mismatch");
  if (authorization.challenge === null && !proven) throw wrongClient;
  checkVerifier(form, authorization);
  return authorization;
}

function exchangeCode(request: CloudRequest, form: URLSearchParams, state: DropboxState): Reply {
  const { tokens, profile } = state;
  const authorization = redeem(request, form, state);
  const { app, scopes, offline } = authorization;
  const refreshToken = offline ? tokens.issueRefresh(authorization) : null;
  const access = tokens.issueAccess({ app, scopes, refresh: refreshToken }, request.now);
  return jsonReply({
    access_token: access.token,
    token_type: "bearer",
    expires_in: tokens.rules.expires_in_s,
    refresh_token: refreshToken?.token,
    scope: [...scopes].join(" "),
    uid: "12345",
    account_id: profile.account_id,
  });
}

function grant(request: CloudRequest, state: DropboxState): Reply {
  if (request.method !== "POST") throw new OAuthError("invalid_request", "the method must be POST");
  const form = parameters(request);
  const type = needed(form, "grant_type");
  if (type === "refresh_token") return refresh(request, form, state);
  if (type === "authorization_code") return exchangeCode(request, form, state);
  throw new OAuthError("unsupported_grant_type", `grant type "${type}" is not supported`);
}

export function tokenReply(request: CloudRequest, state: DropboxState): Reply {
  try {
    return grant(request, state);
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error;
    return jsonReply({ error: error.code, error_description: error.message }, 400);
  }
}
