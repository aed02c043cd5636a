/** A plain HTTPS client for tests, and a cloud that ends with its test. */
import { once } from "node:events";
import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import { connect } from "node:tls";
import type { TLSSocket } from "node:tls";

import { onTestFinished } from "vitest";

import { agentFor } from "../../scripts/cloud/agent.ts";
import type { Cloud, CloudOptions } from "../../scripts/cloud/cloud.ts";
import { startCloud } from "../../scripts/cloud/cloud.ts";

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  rawHeaders: string[];
  body: Buffer;
  text: string;
  /** Status codes of the interim answers. */
  interim: number[];
}

export interface Ask {
  method?: string;
  headers?: Record<string, string>;
  body?: string | Buffer;
}

export const appKey = "camera0app0key0";
export const appSecret = "camera0app0secret";
export const refreshToken = "R".repeat(64);
export const accessToken = `sl.${"a".repeat(60)}`;

/** A cloud with one app and an access token of all scopes; its own mistakes fail the test. */
export async function cloudForTest(options: CloudOptions = {}): Promise<Cloud> {
  const mistakes: unknown[] = [];
  const cloud = await startCloud({
    onMistake: (mistake) => mistakes.push(mistake),
    ...options,
    credentials: options.credentials ?? [
      {
        dropbox: { app_key: appKey, refresh_token: refreshToken, access_token: accessToken },
        adafruit: { user: "franz", key: "aio_key" },
      },
    ],
  });
  onTestFinished(async () => {
    await cloud.close();
    if (mistakes.length > 0) throw mistakes[0] as Error;
  });
  return cloud;
}

async function read(message: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of message as AsyncIterable<Buffer>) pieces.push(piece);
  return Buffer.concat(pieces);
}

/** One request on a connection of its own. Rejects with the network's error. */
export async function ask(cloud: Cloud, url: string, wanted: Ask = {}): Promise<Answer> {
  const { method = "GET", headers = {}, body } = wanted;
  const agent = agentFor(cloud, { keepAlive: false });
  const request = httpsRequest(url, { agent, method, headers });
  const interim: number[] = [];
  request.on("information", ({ statusCode }) => interim.push(statusCode));
  const answered = once(request, "response") as Promise<[IncomingMessage]>;
  request.end(body);
  const [message] = await answered;
  const bytes = await read(message);
  const { statusCode = 0, headers: received, rawHeaders } = message;
  const text = bytes.toString("utf8");
  return { status: statusCode, headers: received, rawHeaders, body: bytes, text, interim };
}

const contentRoutes = ["files/upload", "files/download", "files/upload_session/"];

/** URL of a route of the Dropbox API on the host it belongs to. */
export function routeUrl(route: string): string {
  const content = contentRoutes.some((prefix) => route.startsWith(prefix));
  return `https://${content ? "content" : "api"}.dropboxapi.com/2/${route}`;
}

export const bearer = { Authorization: `Bearer ${accessToken}` };

/** An RPC call with the test's access token. */
export function rpc(cloud: Cloud, route: string, argument: unknown): Promise<Answer> {
  return ask(cloud, routeUrl(route), {
    method: "POST",
    headers: { ...bearer, "Content-Type": "application/json" },
    body: JSON.stringify(argument),
  });
}

/** An upload-style call with the test's access token. */
export function upload(
  cloud: Cloud,
  route: string,
  argument: unknown,
  body: string | Buffer,
): Promise<Answer> {
  return ask(cloud, routeUrl(route), {
    method: "POST",
    headers: {
      ...bearer,
      "Content-Type": "application/octet-stream",
      "Dropbox-API-Arg": JSON.stringify(argument),
    },
    body,
  });
}

/** The body as JSON, for tests that look into it with matchers. */
export function json(answer: Answer): unknown {
  return JSON.parse(answer.text);
}

/** The union in an error's envelope. */
export function errorOf(answer: Answer): unknown {
  return (json(answer) as { error: unknown }).error;
}

/**
 * A TLS connection to write HTTP on by hand. With TLS 1.2 both sides are done with the handshake
 * when the client is, so that what the server does next is seen as happening afterwards.
 */
export async function connectTo(cloud: Cloud, host: string): Promise<TLSSocket> {
  const where = { host: "127.0.0.1", port: cloud.port, ca: cloud.caPem, servername: host };
  const socket = connect({ ...where, maxVersion: "TLSv1.2" });
  await once(socket, "secureConnect");
  return socket;
}

/** Everything until the peer ends the connection, and the error if it was no orderly end. */
export async function readToEnd(
  socket: TLSSocket,
): Promise<{ text: string; error: string | null }> {
  const pieces: Buffer[] = [];
  let error: string | null = null;
  socket.on("error", (problem: NodeJS.ErrnoException) => {
    error = problem.code ?? problem.message;
  });
  socket.on("data", (piece: Buffer) => pieces.push(piece));
  await new Promise<void>((resolve) => socket.once("close", resolve));
  return { text: Buffer.concat(pieces).toString("utf8"), error };
}
