/** The consent page of www.dropbox.com: `/oauth2/authorize`. */
import type { CloudRequest, Reply, Service } from "../exchange.ts";
import { escapeHtml, textReply } from "../exchange.ts";
import { dropboxHeaders } from "./api.ts";
import type { DropboxState } from "./call.ts";
import type { App, Authorization } from "./tokens.ts";
import { allScopes } from "./tokens.ts";

const path = "/oauth2/authorize";
const parameterNames = [
  "client_id",
  "response_type",
  "token_access_type",
  "redirect_uri",
  "state",
  "code_challenge",
  "code_challenge_method",
  "scope",
  "include_granted_scopes",
  "locale",
];

/** A request for consent that must not be led back to the app: it is shown to the user. */
class BadAuthorization extends Error {}

function page(status: number, title: string, content: string): Reply {
  const head = `<head><meta charset="utf-8"><title>${escapeHtml(title)}</title></head>`;
  const body = `<body><h1>${escapeHtml(title)}</h1>${content}</body>`;
  return textReply(status, `<!DOCTYPE html>\n<html lang="en">${head}${body}</html>\n`, "text/html");
}

function challenge(asked: URLSearchParams): Authorization["challenge"] {
  const value = asked.get("code_challenge");
  if (value === null) return null;
  const method = asked.get("code_challenge_method") ?? "plain";
  if (method !== "S256" && method !== "plain")
    throw new BadAuthorization("code_challenge_method must be S256 or plain.");
  if (!/^[A-Za-z0-9._~-]{43,128}$/.test(value))
    throw new BadAuthorization("code_challenge must have 43 to 128 URL-safe characters.");
  return { method, value };
}

function scopes(asked: URLSearchParams): ReadonlySet<string> {
  const wanted = (asked.get("scope") ?? "").split(" ").filter((scope) => scope !== "");
  const known = new Set<string>(allScopes);
  if (wanted.some((scope) => !known.has(scope))) throw new BadAuthorization("Unknown scope.");
  return wanted.length === 0 ? known : new Set(wanted);
}

function redirectUri(asked: URLSearchParams, app: App): string | null {
  const uri = asked.get("redirect_uri");
  if (uri !== null && !app.redirect_uris.has(uri))
    throw new BadAuthorization("redirect_uri is not registered for this app.");
  return uri;
}

/** Throws BadAuthorization. */
function wanted(asked: URLSearchParams, { tokens }: DropboxState): Authorization {
  const app = tokens.app(asked.get("client_id") ?? "");
  if (app === undefined) throw new BadAuthorization("Invalid client_id.");
  if (asked.get("response_type") !== "code")
    throw new BadAuthorization("response_type must be code.");
  const accessType = asked.get("token_access_type") ?? "online";
  if (!["online", "offline"].includes(accessType))
    throw new BadAuthorization("token_access_type must be online or offline.");
  return {
    app,
    scopes: scopes(asked),
    offline: accessType === "offline",
    redirect_uri: redirectUri(asked, app),
    challenge: challenge(asked),
  };
}

function consentPage(asked: URLSearchParams, { app, scopes: granted }: Authorization): Reply {
  const hidden = parameterNames
    .filter((name) => asked.has(name))
    .map(
      (name) => `<input type="hidden" name="${name}" value="${escapeHtml(asked.get(name) ?? "")}">`,
    );
  const wishes = [...granted].map((scope) => `<li>${escapeHtml(scope)}</li>`).join("");
  const buttons = ["allow", "deny"].map(
    (decision) => `<button name="decision" value="${decision}">${decision}</button>`,
  );
  return page(
    200,
    "Local cloud: connect an app",
    `<p>The app <code>${escapeHtml(app.key)}</code> asks for:</p><ul>${wishes}</ul>
<form method="post" action="${path}">${hidden.join("")}${buttons.join(" ")}</form>`,
  );
}

function leadBack(uri: string, parameters: Record<string, string | null>): Reply {
  const target = new URL(uri);
  for (const [name, value] of Object.entries(parameters))
    if (value !== null) target.searchParams.set(name, value);
  return { status: 302, headers: { Location: target.href }, body: Buffer.alloc(0) };
}

function decide(asked: URLSearchParams, request: CloudRequest, state: DropboxState): Reply {
  const authorization = wanted(asked, state);
  const uri = authorization.redirect_uri;
  const echoed = asked.get("state");
  if (asked.get("decision") !== "allow") {
    if (uri === null) return page(200, "Access denied", "<p>Nothing was connected.</p>");
    const error_description = "The user chose not to give your app access.";
    return leadBack(uri, { error: "access_denied", error_description, state: echoed });
  }
  const code = state.tokens.issueCode(authorization, request.now);
  if (uri !== null) return leadBack(uri, { code, state: echoed });
  return page(200, "Copy this code", `<p><code id="authorization-code">${code}</code></p>`);
}

function answer(request: CloudRequest, state: DropboxState): Reply {
  if (request.path !== path) return page(404, "Not found", "");
  try {
    if (request.method === "GET") return consentPage(request.query, wanted(request.query, state));
    if (request.method === "POST")
      return decide(new URLSearchParams(request.body.toString("utf8")), request, state);
    return page(405, "Method not allowed", "");
  } catch (error) {
    if (!(error instanceof BadAuthorization)) throw error;
    return page(400, "The request is not valid", `<p>${escapeHtml(error.message)}</p>`);
  }
}

export function dropboxWebsite(state: DropboxState): Service {
  return {
    route: (_method, requested) => requested.slice(1),
    bodyBytesMax: () => 64 * 1024,
    standingHeaders: () => dropboxHeaders(state),
    answer: (request) => answer(request, state),
  };
}

/** dropbox.com, where the JavaScript SDK sends people, leads on to the name with www. */
export function dropboxBareDomain(state: DropboxState): Service {
  return {
    ...dropboxWebsite(state),
    answer: ({ path: requested, query }) => {
      const Location = `https://www.dropbox.com${requested}?${query.toString()}`;
      return { status: 301, headers: { Location }, body: Buffer.alloc(0) };
    },
  };
}
