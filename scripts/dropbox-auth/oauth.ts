/** The conversation with Dropbox: address to open, code for tokens, whose account it is. */
import * as oauth from "oauth4webapi";

import { AuthorisationFailed, ExitCode } from "./failure.ts";
import { type Fetch, unreachable } from "./https_fetch.ts";

/** What the camera does: upload, look whether a photo is there; and here: tell who connected. */
export const scopes = [
  "account_info.read",
  "files.content.read",
  "files.content.write",
  "files.metadata.read",
] as const;

const dropbox: oauth.AuthorizationServer = {
  issuer: "https://www.dropbox.com",
  authorization_endpoint: "https://www.dropbox.com/oauth2/authorize",
  token_endpoint: "https://api.dropboxapi.com/oauth2/token",
};
const accountUrl = "https://api.dropboxapi.com/2/users/get_current_account";

/** One try to be let in; good for one code. */
export interface Attempt {
  appKey: string;
  /** Registered address that Dropbox leads back to; null: Dropbox shows the code. */
  redirect: string | null;
  /** Page to open in a browser. */
  address: string;
  /** Secret. */
  verifier: string;
  state: string;
}

export interface Tokens {
  accessToken: string;
  refreshToken: string;
}

export interface Account {
  name: string;
  email: string;
}

function refused(sentence: string): AuthorisationFailed {
  return new AuthorisationFailed(ExitCode.REFUSED, sentence);
}

/** Prepare the page: authorization code with PKCE (RFC 7636, S256), for offline use. */
export async function beginAttempt(appKey: string, redirect: string | null): Promise<Attempt> {
  const verifier = oauth.generateRandomCodeVerifier();
  const state = oauth.generateRandomState();
  const address = new URL(dropbox.authorization_endpoint ?? "");
  const parameters = {
    client_id: appKey,
    response_type: "code",
    token_access_type: "offline",
    scope: scopes.join(" "),
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: "S256",
    ...(redirect === null ? {} : { redirect_uri: redirect, state }),
  };
  for (const [name, value] of Object.entries(parameters)) address.searchParams.set(name, value);
  // A plus for a blank is a habit of forms; %20 means a blank everywhere.
  return { appKey, redirect, address: address.href.replaceAll("+", "%20"), verifier, state };
}

/** The code in the query that Dropbox led back with. Throws AuthorisationFailed. */
export function codeIn(query: URLSearchParams, { appKey, state }: Attempt): string {
  try {
    oauth.validateAuthResponse(dropbox, { client_id: appKey }, query, state);
  } catch (error) {
    if (!(error instanceof oauth.AuthorizationResponseError)) {
      throw refused(
        "The answer did not come from the page that this command opened (its state differs); " +
          "run the command again.",
      );
    }
    throw error.error === "access_denied"
      ? refused("Dropbox was told not to let the app in; run the command again to allow it.")
      : refused(`Dropbox did not let the app in (${plain(error.error)}); run the command again.`);
  }
  const code = query.get("code") ?? "";
  if (code === "") throw refused("Dropbox sent no code; run the command again.");
  return code;
}

/** An error code that is safe to repeat. */
function plain(code: string): string {
  return /^[a-z0-9_.]{1,40}$/.test(code) ? code : "unknown error";
}

/** The sentence for an error of the token endpoint. */
function tokenRefusal(error: oauth.ResponseBodyError): AuthorisationFailed {
  if (error.error === "invalid_grant") {
    return refused(
      "Dropbox does not take the code: it is mistyped, was used before or is older than ten " +
        "minutes; run the command again for a new one.",
    );
  }
  if (error.error === "invalid_client") {
    return refused(
      "Dropbox does not know an app with this key; copy the App key from the app's page in the " +
        "app console.",
    );
  }
  return refused(`Dropbox refuses the app (${plain(error.error)}).`);
}

/** Something else than Dropbox answered, or Dropbox cannot answer now. */
function notAnswered(url: string, status: number): AuthorisationFailed {
  return unreachable(url, `its answer, with status ${status}, is none of Dropbox's`);
}

/** Exchange a code for tokens. Throws AuthorisationFailed. */
export async function exchangeCode(attempt: Attempt, code: string, fetch: Fetch): Promise<Tokens> {
  const client = { client_id: attempt.appKey };
  const parameters = {
    code,
    code_verifier: attempt.verifier,
    ...(attempt.redirect === null ? {} : { redirect_uri: attempt.redirect }),
  };
  const response = await oauth.genericTokenEndpointRequest(
    dropbox,
    client,
    oauth.None(),
    "authorization_code",
    parameters,
    { [oauth.customFetch]: fetch },
  );
  const { status } = response;
  try {
    const answer = await oauth.processGenericTokenEndpointResponse(dropbox, client, response);
    checkScopes(answer.scope ?? scopes.join(" "));
    if (answer.refresh_token === undefined) throw refused("Dropbox gave no refresh token.");
    return { accessToken: answer.access_token, refreshToken: answer.refresh_token };
  } catch (error) {
    if (error instanceof AuthorisationFailed) throw error;
    if (error instanceof oauth.ResponseBodyError && status < 500) throw tokenRefusal(error);
    throw notAnswered(dropbox.token_endpoint ?? "", status);
  }
}

function missing(scope: string): AuthorisationFailed {
  return refused(
    `The app lacks the permission ${scope}; tick ${scopes.join(", ")} on the Permissions tab of ` +
      "the app console, press Submit and run the command again.",
  );
}

function checkScopes(granted: string): void {
  const given = new Set(granted.split(" "));
  for (const scope of scopes) if (!given.has(scope)) throw missing(scope);
}

/** Whose Dropbox the token opens. Throws AuthorisationFailed. */
export async function accountOf(accessToken: string, fetch: Fetch): Promise<Account> {
  const response = await fetch(accountUrl, {
    method: "POST",
    headers: { Authorization: `Bearer ${accessToken}` },
  });
  const answer = await jsonOf(response);
  if (response.status === 200 && typeof answer?.email === "string") {
    const name = (answer.name as { display_name?: unknown } | undefined)?.display_name;
    return { name: typeof name === "string" ? name : answer.email, email: answer.email };
  }
  const error = answer?.error as { ".tag"?: unknown; required_scope?: unknown } | undefined;
  if (error?.[".tag"] === "missing_scope") throw missing(plain(String(error.required_scope)));
  if (response.status === 401) throw refused("Dropbox does not take the token it has just given.");
  throw notAnswered(accountUrl, response.status);
}

async function jsonOf(response: Response): Promise<Record<string, unknown> | null> {
  try {
    const value: unknown = await response.json();
    return typeof value === "object" ? (value as Record<string, unknown> | null) : null;
  } catch {
    return null;
  }
}
