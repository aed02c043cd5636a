/** Who calls the Dropbox API, and whether that caller may. */
import type { CloudRequest } from "../exchange.ts";
import { SchemaError, string, union } from "../schema.ts";
import type { Caller, DropboxState, Route } from "./call.ts";
import { ApiError, BadInput } from "./errors.ts";
import type { AccessToken, App, TokenStore } from "./tokens.ts";

/** What a token can look like; anything else is malformed rather than unknown. */
const plausibleToken = /^(sl\.[A-Za-z0-9._~+/=-]{20,}|[A-Za-z0-9_-]{40,})$/;

function authorization(request: CloudRequest): { text: string; place: string } {
  const header = request.headers.authorization;
  if (header !== undefined) return { text: header, place: 'HTTP header "Authorization"' };
  const parameter = request.query.get("authorization");
  if (parameter !== null) return { text: parameter, place: 'URL parameter "authorization"' };
  throw new BadInput('Must provide HTTP header "Authorization" or URL parameter "authorization".');
}

function invalidAuthorization(place: string, text: string, wanted: string): BadInput {
  return new BadInput(
    `Invalid authorization value in ${place}: "${text}".  Expecting "${wanted}".`,
  );
}

function checkAlive(access: AccessToken | undefined, now: Date): AccessToken {
  if (access === undefined || access.revoked || access.refresh?.revoked === true)
    throw new ApiError(401, { ".tag": "invalid_access_token" });
  if (access.expires_at !== null && now >= access.expires_at)
    throw new ApiError(401, { ".tag": "expired_access_token" });
  return access;
}

function userOf(request: CloudRequest, tokens: TokenStore): AccessToken {
  const { text, place } = authorization(request);
  const [, token] = /^Bearer ([!-~]+)$/i.exec(text) ?? [];
  if (token === undefined) throw invalidAuthorization(place, text, "Bearer <oauth2-access-token>");
  const access = tokens.accessToken(token);
  if (access === undefined && !plausibleToken.test(token))
    throw new BadInput("The given OAuth 2 access token is malformed.");
  return checkAlive(access, request.now);
}

/** Key and secret of HTTP Basic; undefined when the text is of another form. */
export function basicCredentials(text: string): { key: string; secret: string } | undefined {
  const [, encoded] = /^Basic ([A-Za-z0-9+/]+=*)$/i.exec(text) ?? [];
  if (encoded === undefined) return undefined;
  const [, key, secret] = /^([^:]*):(.*)$/s.exec(Buffer.from(encoded, "base64").toString()) ?? [];
  return key === undefined || secret === undefined ? undefined : { key, secret };
}

function appOf(request: CloudRequest, tokens: TokenStore): App {
  const { text, place } = authorization(request);
  const given = basicCredentials(text);
  if (given === undefined)
    throw invalidAuthorization(place, text, "Basic <base64(APP_KEY:APP_SECRET)>");
  const app = tokens.app(given.key);
  if (app === undefined || app.secret !== given.secret)
    throw new ApiError(401, { ".tag": "invalid_access_token" });
  return app;
}

/** Throws BadInput for a credential of the wrong form, ApiError 401 for one that does not hold. */
export function authenticate(route: Route, request: CloudRequest, state: DropboxState): Caller {
  if (route.auth === "anyone") return { kind: "anyone" };
  if (route.auth === "app") return { kind: "app", app: appOf(request, state.tokens) };
  const access = userOf(request, state.tokens);
  // These headers belong to tokens of a business team; a single user's token may not use them.
  if (request.headers["dropbox-api-select-user"] !== undefined)
    throw new ApiError(401, { ".tag": "invalid_select_user" });
  if (request.headers["dropbox-api-select-admin"] !== undefined)
    throw new ApiError(401, { ".tag": "invalid_select_admin" });
  if (route.scope !== null && !access.scopes.has(route.scope))
    throw new ApiError(401, { ".tag": "missing_scope", required_scope: route.scope });
  return { kind: "user", access };
}

const namespaceId = string({ pattern: "[-_0-9a-zA-Z:]+" });
const pathRoot = union({ home: null, root: namespaceId, namespace_id: namespaceId });

function pathRootHeader(header: string) {
  try {
    return pathRoot(JSON.parse(header));
  } catch (error) {
    const reason = error instanceof SchemaError ? error.message : "could not decode input as JSON";
    throw new BadInput(`HTTP header "Dropbox-API-Path-Root": ${reason}`);
  }
}

/** Throws BadInput for a malformed header, ApiError 422 for a root that is not this user's. */
export function checkPathRoot(request: CloudRequest, { homeNamespace }: DropboxState): void {
  const header = request.headers["dropbox-api-path-root"];
  if (header === undefined) return;
  const { tag, value } = pathRootHeader(String(header));
  if (tag === "home" || value === homeNamespace) return;
  if (tag === "namespace_id") throw new ApiError(422, { ".tag": "no_permission" });
  const root_info = {
    ".tag": "user",
    root_namespace_id: homeNamespace,
    home_namespace_id: homeNamespace,
  };
  throw new ApiError(422, { ".tag": "invalid_root", invalid_root: root_info });
}
