/** TCP and TLS: one listener, a TLS server per certificate variant, resets and refusals. */
import { createServer as createHttpsServer } from "node:https";
import type { Server as HttpsServer } from "node:https";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer as createTcpServer } from "node:net";
import type { AddressInfo, Server, Socket } from "node:net";
import type { TLSSocket } from "node:tls";

import type { CertificateAuthority, CertificateVariant } from "../certificates.ts";

/** What is known of one connection. */
export interface Connection {
  /** Counted from 1. */
  number: number;
  /** Below TLS; only this one can be reset. */
  raw: Socket;
  /** Null before the TLS handshake is done. */
  secure: TLSSocket | null;
}

/** How many connections there have been. */
export interface ConnectionCounts {
  accepted: number;
  /** Finished a TLS handshake. */
  secured: number;
  /** Of those, with a resumed session. */
  resumed: number;
  /** Code of every handshake that failed, as Node.js names it. */
  handshakeFailures: string[];
}

export type RequestHandler = (
  request: IncomingMessage,
  response: ServerResponse,
  connection: Connection,
) => void;

/** Dropbox's own HTTP servers give up after this. */
const requestTimeout_ms = 90_000;
/** Longer than any test, so that idle connections end only when ordered. */
const keepAliveTimeout_ms = 10 * 60 * 1000;

function tlsLimits(variant: CertificateVariant) {
  // OpenSSL 3 offers what came before TLS 1.2 only at security level 0.
  if (variant === "old_tls")
    return { minVersion: "TLSv1", maxVersion: "TLSv1.1", ciphers: "DEFAULT@SECLEVEL=0" } as const;
  return { minVersion: "TLSv1.2" } as const;
}

export class Connections {
  readonly #authority: CertificateAuthority;
  readonly #handler: RequestHandler;
  readonly #servers = new Map<CertificateVariant, HttpsServer>();
  /** By the client's port, which tells connections over the loopback apart. */
  readonly #open = new Map<number, Connection>();
  #listener: Server | null = null;
  #port: number;
  certificate: CertificateVariant = "trusted";
  readonly counts: ConnectionCounts = {
    accepted: 0,
    secured: 0,
    resumed: 0,
    handshakeFailures: [],
  };

  /** `port` 0: any free one. */
  constructor(authority: CertificateAuthority, port: number, handler: RequestHandler) {
    this.#authority = authority;
    this.#port = port;
    this.#handler = handler;
  }

  get port(): number {
    return this.#port;
  }

  /** Accept connections on 127.0.0.1. Rejects when the port is taken. */
  async listen(): Promise<void> {
    if (this.#listener !== null) return;
    const listener = createTcpServer((socket) => {
      this.#accept(socket);
    });
    await new Promise<void>((resolve, reject) => {
      listener.once("error", reject);
      listener.listen(this.#port, "127.0.0.1", resolve);
    });
    this.#listener = listener;
    this.#port = (listener.address() as AddressInfo).port;
  }

  /** Refuse new connections and reset those that are open; the port is kept for listen(). */
  async refuse(): Promise<void> {
    const listener = this.#listener;
    this.#listener = null;
    this.resetAll();
    if (listener === null) return;
    await new Promise<void>((resolve) => {
      listener.close(() => {
        resolve();
      });
    });
  }

  resetAll(): void {
    for (const connection of this.#open.values()) connection.raw.resetAndDestroy();
  }

  #accept(raw: Socket): void {
    const port = raw.remotePort;
    // A client that is gone already has no port any more.
    if (port === undefined) {
      raw.destroy();
      return;
    }
    this.counts.accepted += 1;
    this.#open.set(port, { number: this.counts.accepted, raw, secure: null });
    raw.on("error", () => undefined);
    raw.on("close", () => this.#open.delete(port));
    raw.setNoDelay(true);
    this.#server(this.certificate).emit("connection", raw);
  }

  #connection(socket: Socket): Connection | undefined {
    return this.#open.get(socket.remotePort ?? 0);
  }

  #server(variant: CertificateVariant): HttpsServer {
    const server = this.#servers.get(variant) ?? this.#makeServer(variant);
    this.#servers.set(variant, server);
    return server;
  }

  #makeServer(variant: CertificateVariant): HttpsServer {
    const { key, certificate } = this.#authority.identity(variant);
    const server = createHttpsServer({
      key,
      cert: certificate,
      ...tlsLimits(variant),
      requestTimeout: requestTimeout_ms,
      keepAliveTimeout: keepAliveTimeout_ms,
    });
    server.on("request", (request: IncomingMessage, response: ServerResponse) => {
      const connection = this.#connection(request.socket);
      if (connection === undefined) request.socket.destroy();
      else this.#handler(request, response, connection);
    });
    server.on("secureConnection", (socket: TLSSocket) => {
      const connection = this.#connection(socket);
      if (connection !== undefined) connection.secure = socket;
      this.counts.secured += 1;
      if (socket.isSessionReused()) this.counts.resumed += 1;
      socket.on("error", () => undefined);
    });
    server.on("tlsClientError", (error: NodeJS.ErrnoException) => {
      this.counts.handshakeFailures.push(error.code ?? error.message);
    });
    return server;
  }
}
