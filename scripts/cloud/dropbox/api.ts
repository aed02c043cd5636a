/** The Dropbox API hosts: find the route, check the call step by step, answer or refuse. */
import type { CloudRequest, Reply, Service, WriteRefusal } from "../exchange.ts";
import { textReply } from "../exchange.ts";
import { SchemaError } from "../schema.ts";
import { checkVoid, sentArgument } from "./arguments.ts";
import { authenticate, checkPathRoot } from "./authentication.ts";
import type { ApiHost, DropboxState, Route } from "./call.ts";
import { ApiError, BadInput, errorReply } from "./errors.ts";
import { fileRoutes, refusedUpload } from "./files.ts";
import { listingRoutes } from "./listing-routes.ts";
import { tokenReply } from "./oauth.ts";
import { uploadSessionRoutes } from "./session-routes.ts";
import { userRoutes } from "./users.ts";

/** 150 MiB, for the body of an upload-style call. */
export const uploadBytesMax = 150 * 1024 * 1024;
const rpcBytesMax = 1024 * 1024;

const routes = new Map(
  [...fileRoutes, ...listingRoutes, ...uploadSessionRoutes, ...userRoutes].map((route) => [
    route.name,
    route,
  ]),
);

/** Names of all routes of the Dropbox API there are here. */
export const routeNames: readonly string[] = [...routes.keys()];

async function run(route: Route, request: CloudRequest, state: DropboxState): Promise<Reply> {
  const caller = authenticate(route, request, state);
  checkPathRoot(request, state);
  const sent = sentArgument(route, request);
  if (route.void) checkVoid(sent);
  try {
    return await route.run(sent.value, { state, request, caller, now: request.now });
  } catch (error) {
    if (error instanceof SchemaError) throw new BadInput(`${sent.where}: ${error.message}`);
    throw error;
  }
}

async function answer(route: Route, request: CloudRequest, state: DropboxState): Promise<Reply> {
  try {
    return await run(route, request, state);
  } catch (error) {
    if (error instanceof ApiError) return errorReply(state.random, error.status, error.error);
    if (error instanceof BadInput)
      return textReply(400, `Error in call to API function "${route.name}": ${error.message}`);
    throw error;
  }
}

function routeName(path: string): string {
  return path.startsWith("/2/") ? path.slice("/2/".length) : path.slice(1);
}

/** Headers seen on live traffic; the request id is on every answer. */
export function dropboxHeaders(state: DropboxState): Record<string, string> {
  return {
    Server: "envoy",
    "Cache-Control": "no-cache",
    "X-Content-Type-Options": "nosniff",
    "X-Dropbox-Request-Id": state.random.hex(32),
    "X-Dropbox-Response-Origin": "far_remote",
    "X-Robots-Tag": "noindex, nofollow, noimageindex",
    "X-Server-Response-Time": String(20 + state.random.integer(200)),
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains; preload",
    Vary: "Accept-Encoding",
  };
}

/** The error a write gets by order of a fault, in the union of its route. */
function writeRefusal(request: CloudRequest, tag: WriteRefusal, state: DropboxState): ApiError {
  const name = routeName(request.path);
  const reason = { ".tag": tag };
  if (name === "files/upload") return refusedUpload({ state, request, now: request.now }, reason);
  if (name === "files/create_folder_v2" || name === "files/upload_session/finish")
    return new ApiError(409, { ".tag": "path", path: reason });
  if (name === "files/delete_v2" && tag === "insufficient_space")
    return new ApiError(409, { ".tag": "path_write", path_write: reason });
  return new ApiError(409, reason);
}

/** `host` picks the routes: one asked for at another host is answered with 404. */
export function dropboxApi(host: ApiHost, state: DropboxState): Service {
  return {
    route: (_method, path) => routeName(path),
    bodyBytesMax: (name) => (routes.get(name)?.style === "upload" ? uploadBytesMax : rpcBytesMax),
    standingHeaders: () => dropboxHeaders(state),
    refuseWrite: (request, tag) => {
      const { status, error } = writeRefusal(request, tag, state);
      return errorReply(state.random, status, error);
    },
    answer: (request) => {
      if (host === "api" && request.path === "/oauth2/token") return tokenReply(request, state);
      const name = routeName(request.path);
      const route = request.path.startsWith("/2/") ? routes.get(name) : undefined;
      if (route === undefined) return textReply(400, `Unknown API function: "${name}"`);
      if (route.host !== host)
        return textReply(404, `The API function "${name}" is not served by this host.`);
      return answer(route, request, state);
    },
  };
}
