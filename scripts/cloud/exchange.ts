/** What passes between the HTTP front and the services behind the host names. */
import type { IncomingHttpHeaders } from "node:http";

/** One request, complete with its body. */
export interface CloudRequest {
  method: string;
  host: string;
  /** Path of the URL without the query, as it was sent. */
  path: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  body: Buffer;
  /** The body was longer than the service's limit; what came beyond was not kept. */
  bodyTooLong: boolean;
  /** The cloud's clock when the request was complete. */
  now: Date;
}

/** One final answer. Framing (Content-Length or chunks) and Date are added by the front. */
export interface Reply {
  status: number;
  headers: Record<string, string>;
  body: Buffer;
}

/** Everything that answers under one host name. */
export interface Service {
  /** Name of the route for counters, faults and the log, e.g. `files/upload`. */
  route(method: string, path: string): string;
  /** Longest request body the route accepts. */
  bodyBytesMax(route: string): number;
  answer(request: CloudRequest): Reply | Promise<Reply>;
  /** Headers that every answer of this host carries, injected faults included. */
  standingHeaders(): Record<string, string>;
  /** Refuse a write in the form of its route's own error; only where there are such errors. */
  refuseWrite?(request: CloudRequest, tag: WriteRefusal): Reply;
}

/** Reasons for refusing a write that a fault may order. */
export type WriteRefusal = "too_many_write_operations" | "insufficient_space";

export function textReply(status: number, text: string, type = "text/plain"): Reply {
  const headers = { "Content-Type": `${type}; charset=utf-8` };
  return { status, headers, body: Buffer.from(text) };
}

/** A page as a load balancer or proxy would send it in place of an API's answer. */
export function htmlReply(status: number, title: string): Reply {
  const head = `<head><title>${title}</title></head>`;
  const page = `<!DOCTYPE html>\n<html>${head}\n<body><h1>${title}</h1></body></html>\n`;
  return { status, headers: { "Content-Type": "text/html" }, body: Buffer.from(page) };
}

export function escapeHtml(text: string): string {
  const entities: Record<string, string> = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
  };
  return text.replace(/[&<>"]/g, (character) => entities[character] ?? character);
}
