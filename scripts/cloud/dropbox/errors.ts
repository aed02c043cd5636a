/** Dropbox's conventions for errors. */
import type { Reply } from "../exchange.ts";
import { headerSafeJson } from "../json.ts";
import type { SeededRandom } from "../random.ts";

/** A union in a response: always an object with its tag. */
export interface Union {
  ".tag": string;
  [field: string]: unknown;
}

/** An error with a JSON body: `error` is the route's or the status's union. */
export class ApiError extends Error {
  readonly status: number;
  readonly error: object;

  constructor(status: number, error: object) {
    super(summaryPath(error).join("/"));
    this.status = status;
    this.error = error;
  }
}

/** A 400 with a sentence; `reason` follows `Error in call to API function "<route>": `. */
export class BadInput extends Error {}

/** A path that cannot be written; the route wraps the WriteError in its own union. */
export class WriteFailure extends Error {
  readonly reason: Union;

  constructor(reason: Union) {
    super(reason[".tag"]);
    this.reason = reason;
  }
}

/** A path that cannot be found as wanted; the route wraps the LookupError in its own union. */
export class LookupFailure extends Error {
  readonly reason: Union;

  constructor(tag: string) {
    super(tag);
    this.reason = { ".tag": tag };
  }
}

/** A WriteError `conflict` with a file, a folder or a file_ancestor. */
export function conflict(kind: "file" | "folder" | "file_ancestor"): WriteFailure {
  return new WriteFailure({ ".tag": "conflict", conflict: { ".tag": kind } });
}

/** The tags from the outside in: `path`, `conflict`, `file`. */
export function summaryPath(error: object): string[] {
  const fields = error as Record<string, unknown>;
  const tag = fields[".tag"];
  const inner = (typeof tag === "string" ? fields[tag] : undefined) ?? fields["reason"];
  const deeper = typeof inner === "object" && inner !== null ? summaryPath(inner) : [];
  return typeof tag === "string" ? [tag, ...deeper] : deeper;
}

/** The JSON envelope; its summary ends in a slash and none to three dots, as on the live server. */
export function errorReply(random: SeededRandom, status: number, error: object): Reply {
  const summary = `${summaryPath(error).join("/")}/${".".repeat(random.integer(4))}`;
  const headers: Record<string, string> = { "Content-Type": "application/json" };
  if (status === 401) headers["WWW-Authenticate"] = 'Bearer realm="Dropbox-API"';
  return { status, headers, body: Buffer.from(headerSafeJson({ error_summary: summary, error })) };
}

export function jsonReply(value: unknown, status = 200): Reply {
  const headers = { "Content-Type": "application/json" };
  return { status, headers, body: Buffer.from(headerSafeJson(value)) };
}
