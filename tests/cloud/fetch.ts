/** As much of fetch as Dropbox's JavaScript SDK calls, over an agent of node:https. */
import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import type { Agent } from "node:https";

interface FetchOptions {
  method?: string;
  headers?: Record<string, string>;
  body?: string | Buffer | null;
}

async function read(message: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of message as AsyncIterable<Buffer>) pieces.push(piece);
  return Buffer.concat(pieces);
}

/** The SDK knows node-fetch's answers: they have buffer() besides text(). */
export function fetchThrough(agent: Agent) {
  return async (url: string, { method = "GET", headers = {}, body }: FetchOptions) => {
    const request = httpsRequest(url, { agent, method, headers });
    const answered = once(request, "response") as Promise<[IncomingMessage]>;
    request.end(body ?? undefined);
    const [message] = await answered;
    const bytes = await read(message);
    const status = message.statusCode ?? 0;
    return {
      ok: status >= 200 && status < 300,
      status,
      headers: { get: (name: string) => message.headers[name.toLowerCase()] ?? null },
      text: () => Promise.resolve(bytes.toString("utf8")),
      buffer: () => Promise.resolve(bytes),
    };
  };
}
