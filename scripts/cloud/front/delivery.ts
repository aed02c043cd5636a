/** Writing an answer to the wire: framing, header names, and the ways in which it may break. */
import type { ServerResponse } from "node:http";
import { setTimeout as delay } from "node:timers/promises";

import type { Reply } from "../exchange.ts";
import type { FaultAction } from "../faults.ts";
import { endlessHead_bytes_max, stallMax_ms } from "../faults.ts";
import type { SeededRandom } from "../random.ts";
import type { Connection } from "./connections.ts";

export type Framing = "content-length" | "chunked" | "random";
export type HeaderNames = "mixed" | "lower" | "random";

/** How answers look where the protocol leaves a choice. */
export interface WireStyle {
  framing: Framing;
  headerNames: HeaderNames;
}

/** One answer under way. */
export interface Delivery {
  response: ServerResponse;
  connection: Connection;
  reply: Reply;
  /** For the Date header. */
  now: Date;
  random: SeededRandom;
  style: WireStyle;
  fault: FaultAction | null;
  closing: AbortSignal;
}

/** Returns early when the cloud closes. */
export async function pause(duration_ms: number, closing: AbortSignal): Promise<void> {
  await delay(Math.min(duration_ms, stallMax_ms), undefined, { signal: closing }).catch(
    () => undefined,
  );
}

function chosen<T extends string>(choice: T | "random", random: SeededRandom, both: [T, T]): T {
  return choice === "random" ? (both[random.integer(2)] ?? both[0]) : choice;
}

/** 204 and 304 have no body and so no framing. */
function isBodiless({ status }: Reply): boolean {
  return status === 204 || status === 304;
}

/** What Content-Length says. */
function announcedLength({ reply, fault }: Delivery): number {
  const difference_bytes = fault?.kind === "wrong_length" ? fault.difference_bytes : 0;
  return Math.max(0, reply.body.length + difference_bytes);
}

function rawHeaders(delivery: Delivery, chunked: boolean): string[] {
  const { reply, random, style, now } = delivery;
  const headers: Record<string, string> = { Date: now.toUTCString(), ...reply.headers };
  if (chunked) headers["Transfer-Encoding"] = "chunked";
  else if (!isBodiless(reply)) headers["Content-Length"] = String(announcedLength(delivery));
  if (delivery.fault?.kind === "close_after_response" && delivery.fault.announced)
    headers["Connection"] = "close";
  const names = chosen<"mixed" | "lower">(style.headerNames, random, ["mixed", "lower"]);
  return Object.entries(headers).flatMap(([name, value]) => [
    names === "lower" ? name.toLowerCase() : name,
    value,
  ]);
}

/** Resolves when the bytes have been handed to the socket, or when the connection is gone. */
function write(response: ServerResponse, bytes: Buffer): Promise<void> {
  return new Promise((resolve) => {
    if (bytes.length === 0 || response.destroyed) {
      resolve();
      return;
    }
    response.once("close", resolve);
    response.write(bytes, () => {
      response.off("close", resolve);
      resolve();
    });
  });
}

function finish(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    response.once("close", resolve);
    response.end(resolve);
  });
}

async function sendInterim(response: ServerResponse, statuses: readonly number[]): Promise<void> {
  for (const status of statuses) {
    if (status === 100) response.writeContinue();
    if (status === 102) response.writeProcessing();
    if (status === 103)
      await new Promise<void>((resolve) => {
        response.writeEarlyHints({ link: "</hint>; rel=preload" }, resolve);
      });
  }
}

/** End the connection at once: by TCP reset, or closed without the TLS closing notice. */
export function cut({ raw, secure }: Connection, ending: "reset" | "close"): void {
  if (ending === "reset") raw.resetAndDestroy();
  else (secure ?? raw).destroy();
}

/** Write past the HTTP layer. False when the connection is gone. */
async function writeRaw({ response }: Delivery, text: string): Promise<boolean> {
  const { socket } = response;
  if (socket?.writable !== true) return false;
  return new Promise((resolve) => {
    socket.write(text, (error) => {
      resolve(error === undefined || error === null);
    });
  });
}

/** The beginning of a status line and headers. */
async function sendHalfHead(delivery: Delivery): Promise<void> {
  await writeRaw(delivery, "HTTP/1.1 200 OK\r\nContent-Type: appli");
}

/** Fields until all ordered bytes are written, the client has had enough, or the cloud closes. */
async function sendEndlessHead(delivery: Delivery, ordered_bytes: number): Promise<void> {
  const fields = "X-Padding: 0123456789012345678901234567890123456789012345678901\r\n".repeat(256);
  let goesOn = await writeRaw(delivery, "HTTP/1.1 200 OK\r\n");
  let left_bytes = Math.min(ordered_bytes, endlessHead_bytes_max);
  for (; goesOn && left_bytes > 0 && !delivery.closing.aborted; left_bytes -= fields.length) {
    goesOn = await writeRaw(delivery, fields);
  }
}

/** What happens in the middle of the body. False when the rest is not to be sent. */
async function interrupt({ fault, connection, closing }: Delivery): Promise<boolean> {
  if (fault?.kind === "half_response") {
    cut(connection, fault.ending);
    return false;
  }
  if (fault?.kind === "stall" && fault.where === "body") {
    await pause(fault.duration_ms, closing);
    if (fault.then === "answer") return true;
    cut(connection, "close");
    return false;
  }
  return true;
}

async function sendWhole(delivery: Delivery): Promise<boolean> {
  const { response, reply, random, style } = delivery;
  const framing = chosen<"content-length" | "chunked">(style.framing, random, [
    "content-length",
    "chunked",
  ]);
  const mayChunk = delivery.fault?.kind !== "wrong_length" && !isBodiless(reply);
  const chunked = framing === "chunked" && mayChunk;
  response.writeHead(reply.status, rawHeaders(delivery, chunked));
  const body = isBodiless(reply) ? Buffer.alloc(0) : reply.body;
  const middle = chunked ? random.integer(body.length + 1) : Math.floor(body.length / 2);
  // Without a body there is no middle, but the head must go out before the interruption.
  if (body.length === 0) response.flushHeaders();
  await write(response, body.subarray(0, middle));
  if (!(await interrupt(delivery))) return false;
  await write(response, body.subarray(middle));
  await finish(response);
  return true;
}

/** Send the answer as the fault, if any, wants it. Returns the status, null if none arrived. */
export async function deliver(delivery: Delivery): Promise<number | null> {
  const { response, connection, fault, reply } = delivery;
  response.sendDate = false;
  if (fault?.kind === "interim") await sendInterim(response, fault.statuses);
  if (fault?.kind === "half_response" && fault.cut === "head") {
    await sendHalfHead(delivery);
    cut(connection, fault.ending);
    return null;
  }
  if (fault?.kind === "endless_head") {
    await sendEndlessHead(delivery, fault.bytes);
    cut(connection, "close");
    return null;
  }
  if (!(await sendWhole(delivery))) return null;
  const isLast = fault?.kind === "close_after_response" || fault?.kind === "wrong_length";
  if (isLast) connection.secure?.end();
  return reply.status;
}
