/** Reading a request's body, with the ways in which the server may fail to. */
import type { IncomingMessage } from "node:http";

import type { FaultAction } from "../faults.ts";
import type { Connection } from "./connections.ts";
import { cut, pause } from "./delivery.ts";

/** The connection ended, by the client or by a fault, before the request was complete. */
export class Interrupted extends Error {}

export interface ReceivedBody {
  bytes: Buffer;
  tooLong: boolean;
}

export interface Reception {
  message: IncomingMessage;
  connection: Connection;
  bytesMax: number;
  fault: FaultAction | null;
  closing: AbortSignal;
  /** Told of every piece. */
  onBytes(count: number): void;
}

function resetByOrder(connection: Connection): never {
  cut(connection, "reset");
  throw new Interrupted("reset by order");
}

/** What the fault wants before the first byte is read. */
async function begin({ fault, connection, closing }: Reception): Promise<void> {
  if (fault?.kind === "reset_in_request" && fault.after_bytes === 0) resetByOrder(connection);
  if (fault?.kind !== "stall" || fault.where !== "request") return;
  await pause(fault.duration_ms, closing);
  if (fault.then === "answer") return;
  cut(connection, "close");
  throw new Interrupted("closed by order");
}

/** What the fault wants after a piece of the body. */
async function afterPiece(reception: Reception, piece_bytes: number, bytes: number) {
  const { fault, connection, closing } = reception;
  if (fault?.kind === "reset_in_request" && bytes >= fault.after_bytes) resetByOrder(connection);
  if (fault?.kind === "slow_read") await pause((piece_bytes / fault.bytes_per_s) * 1000, closing);
}

/** A length that is announced and too long is not waited for. */
function isAnnouncedTooLong({ message, bytesMax }: Reception): boolean {
  return Number(message.headers["content-length"] ?? 0) > bytesMax;
}

/** Throws Interrupted. Bytes beyond the limit are read and dropped. */
export async function receive(reception: Reception): Promise<ReceivedBody> {
  const { message, bytesMax } = reception;
  await begin(reception);
  if (isAnnouncedTooLong(reception)) return { bytes: Buffer.alloc(0), tooLong: true };
  const pieces: Buffer[] = [];
  let length = 0;
  try {
    for await (const piece of message as AsyncIterable<Buffer>) {
      length += piece.length;
      reception.onBytes(piece.length);
      if (length <= bytesMax) pieces.push(piece);
      await afterPiece(reception, piece.length, length);
    }
  } catch (error) {
    if (error instanceof Interrupted) throw error;
    throw new Interrupted("the client ended the connection");
  }
  return { bytes: Buffer.concat(pieces), tooLong: length > bytesMax };
}
