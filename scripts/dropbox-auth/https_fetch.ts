/** As much of fetch as an OAuth client calls, over an agent of node:https. */
import { request as httpsRequest } from "node:https";
import type { Agent } from "node:https";
import type { IncomingMessage } from "node:http";
import { once } from "node:events";

import { AuthorisationFailed, ExitCode } from "./failure.ts";

/** Dropbox's own servers give up after 90 s. */
const answer_ms_max = 100_000;
const answer_bytes_max = 1024 * 1024;

export interface FetchOptions {
  method?: string;
  headers?: Record<string, string>;
  body?: { toString(): string } | null | undefined;
  signal?: AbortSignal | undefined;
}

export type Fetch = (url: string, options: FetchOptions) => Promise<Response>;

export function unreachable(url: string, reason: string): AuthorisationFailed {
  return new AuthorisationFailed(
    ExitCode.UNREACHABLE,
    `${new URL(url).host} could not be reached (${reason}); check the network and run the command again.`,
  );
}

async function read(message: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of message as AsyncIterable<Buffer>) {
    bytes += piece.length;
    if (bytes > answer_bytes_max) throw new Error("more than 1 MiB came back");
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

async function ask(url: string, options: FetchOptions, agent: Agent): Promise<Response> {
  const { method = "GET", headers = {}, body, signal } = options;
  const request = httpsRequest(url, { agent, method, headers, ...(signal ? { signal } : {}) });
  const answered = once(request, "response") as Promise<[IncomingMessage]>;
  request.end(body?.toString());
  const [message] = await answered;
  const text = (await read(message)).toString("utf8");
  const type = message.headers["content-type"];
  return new Response(text === "" ? null : text, {
    status: message.statusCode ?? 0,
    ...(type === undefined ? {} : { headers: { "Content-Type": type } }),
  });
}

/** Redirects are not followed. Rejects with AuthorisationFailed when no answer comes. */
export function httpsFetch(agent: Agent, stop: AbortSignal): Fetch {
  return async (url, options) => {
    const limit = AbortSignal.timeout(answer_ms_max);
    try {
      return await ask(url, { ...options, signal: AbortSignal.any([stop, limit]) }, agent);
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      throw unreachable(url, limit.aborted ? "no answer came in time" : (code ?? message));
    }
  };
}
