/** io.adafruit.com: time for everyone, and per account local time and the feeds of a log. */
import type { CloudRequest, Reply, Service } from "../exchange.ts";
import type { AdafruitAccount, AdafruitAccounts } from "./accounts.ts";
import { AdafruitFailure, json } from "./failure.ts";
import type { Feeds } from "./feeds.ts";
import { accountTime, plainTime } from "./times.ts";

const prefix = "/api/v2/";

/** The parts of a path below `/api/v2/`, decoded; none for any other path. A slash may end it. */
function parts(path: string): string[] {
  if (!path.startsWith(prefix)) return [];
  try {
    return path.slice(prefix.length).replace(/\/$/, "").split("/").map(decodeURIComponent);
  } catch {
    return [];
  }
}

/** The user's name and the feed's key are left out of route names. */
function routeName(path: string): string {
  const [first, ...rest] = parts(path);
  if (first === undefined) return path.slice(1);
  if (first === "time") return ["time", ...rest].join("/");
  return rest[0] === "feeds" && rest.length > 1
    ? ["feeds", "{key}", ...rest.slice(2)].join("/")
    : rest.join("/");
}

const notFound = new AdafruitFailure(404, "not found - that route does not exist");

function allow(request: CloudRequest, method: string): void {
  if (request.method !== method) throw notFound;
}

function account(user: string, request: CloudRequest, accounts: AdafruitAccounts) {
  const found = accounts.find(user);
  if (found === undefined)
    throw new AdafruitFailure(404, "not found - that username does not exist");
  const key = request.headers["x-aio-key"] ?? keyInQuery(request.query);
  if (key !== found.key) throw new AdafruitFailure(401, "request failed - invalid API key");
  return found;
}

/** The parameter's name is written in any case. */
function keyInQuery(query: URLSearchParams): string | undefined {
  for (const [name, value] of query) if (name.toLowerCase() === "x-aio-key") return value;
  return undefined;
}

/** The routes below `feeds`: by method and what follows the feed's key. */
function feedReply(owner: AdafruitAccount, rest: string[], request: CloudRequest, feeds: Feeds) {
  const [key, ...action] = rest;
  const { method, now } = request;
  if (key === undefined) {
    if (method === "GET") return feeds.list(owner);
    allow(request, "POST");
    return feeds.create(owner, request);
  }
  switch (`${method} ${action.join("/")}`) {
    case "GET ":
      return feeds.show(owner, key);
    case "DELETE ":
      return feeds.remove(owner, key, now);
    case "GET data/last":
      return feeds.last(owner, key);
    case "POST data":
      return feeds.add(owner, key, request);
    case "POST data/batch":
      return feeds.addBatch(owner, key, request);
    default:
      throw notFound;
  }
}

function accountReply(owner: AdafruitAccount, rest: string[], request: CloudRequest, feeds: Feeds) {
  const [area, ...inner] = rest;
  if (area === "feeds") return feedReply(owner, inner, request, feeds);
  allow(request, "GET");
  if (area === "throttle" && inner.length === 0) return feeds.throttle(owner, request.now);
  const [kind, name, ...beyond] = inner;
  if (area !== "integrations" || kind !== "time" || beyond.length > 0) throw notFound;
  return accountTime(name ?? "", request);
}

function answer(request: CloudRequest, accounts: AdafruitAccounts, feeds: Feeds): Reply {
  const [first, ...rest] = parts(request.path);
  if (first === undefined) throw notFound;
  if (first === "time") {
    allow(request, "GET");
    return plainTime(rest.join("/"), request.now) ?? notFoundReply();
  }
  const owner = account(first, request, accounts);
  return accountReply(owner, rest, request, feeds) ?? notFoundReply();
}

function notFoundReply(): never {
  throw notFound;
}

export function adafruitIo(accounts: AdafruitAccounts, feeds: Feeds): Service {
  return {
    route: (_method, path) => routeName(path),
    bodyBytesMax: () => 1024 * 1024,
    standingHeaders: () => ({ Server: "nginx" }),
    answer: (request) => {
      try {
        return answer(request, accounts, feeds);
      } catch (error) {
        if (!(error instanceof AdafruitFailure)) throw error;
        return json({ error: error.message }, error.status);
      }
    },
  };
}
