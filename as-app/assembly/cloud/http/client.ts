/** Connections that are kept for the next request, at most one per host. */
import { NetworkConfig } from "../../config/camconfig";
import { HostError } from "../../host/errors";
import * as net from "../../host/net";
import { Exchange, ExchangeState } from "./exchange";
import { Request } from "./request";

/** How long a connection without work is kept; servers close theirs a little later. */
const IDLE_MS_MAX: i64 = 30000;
const HTTPS_PORT: i32 = 443;

class KeptConnection {
  constructor(
    readonly host: string,
    readonly connection: i32,
    readonly sinceMs: i64,
  ) {}
}

const probe = new Uint8Array(1);

export class HttpClient {
  private kept: KeptConnection[] = [];
  private begun: Exchange[] = [];
  /** The last exchange that yields to others; there is one at a time. */
  private yielding: Exchange | null = null;

  constructor(private readonly network: NetworkConfig = new NetworkConfig()) {}

  /** An exchange that runs as its step is called. */
  begin(request: Request): Exchange {
    const exchange = new Exchange(this, request);
    this.begun.push(exchange);
    if (request.isYielding) this.yielding = exchange;
    return exchange;
  }

  /** Close what has been idle for too long; `now` is uptime in milliseconds. */
  step(now: i64): void {
    for (let index = this.kept.length - 1; index >= 0; index--) {
      if (now - unchecked(this.kept[index]).sinceMs >= IDLE_MS_MAX) this.closeKept(index);
    }
  }

  /** Uptime at which step, or an exchange, has something to do although no connection moves. */
  nextStepAtMs(): i64 {
    let at = i64.MAX_VALUE;
    for (let index = 0; index < this.kept.length; index++) {
      at = min(at, unchecked(this.kept[index]).sinceMs + IDLE_MS_MAX);
    }
    for (let index = this.begun.length - 1; index >= 0; index--) {
      const exchange = unchecked(this.begun[index]);
      if (exchange.state == ExchangeState.RUNNING) at = min(at, exchange.nextStepAtMs());
      else this.begun.splice(index, 1);
    }
    return at;
  }

  /** Close all connections that are kept. */
  close(): void {
    while (this.kept.length > 0) this.closeKept(0);
  }

  /** A kept connection to the host that is open and quiet, or 0. */
  take(host: string): i32 {
    for (let index = this.kept.length - 1; index >= 0; index--) {
      if (unchecked(this.kept[index]).host != host) continue;
      const connection = unchecked(this.kept[index]).connection;
      const isQuiet = net.receive(connection, probe) == HostError.WOULD_BLOCK;
      if (isQuiet && net.state(connection) == net.ConnectionState.OPEN) {
        this.kept.splice(index, 1);
        return connection;
      }
      this.closeKept(index);
    }
    return 0;
  }

  /**
   * A new connection, or an error. If the host has no more, one that is only kept makes room, then
   * the one of an exchange that yields.
   */
  open(request: Request): i32 {
    let connection = net.open(request.host, HTTPS_PORT);
    while (connection == HostError.NO_MEMORY && !request.isYielding && this.makeRoom()) {
      connection = net.open(request.host, HTTPS_PORT);
    }
    if (connection > 0) this.setUp(connection);
    return connection;
  }

  /** How long a link may take no byte, in milliseconds. */
  stallMs(): i32 {
    return this.network.stall_s * 1000;
  }

  private setUp(connection: i32): void {
    const network = this.network;
    net.pace(connection, network.pauseMin_ms, network.pauseMax_ms, network.chunk_bytes);
    net.socketOptions(
      connection,
      network.sendBuffer_bytes,
      network.keepAlive_s,
      network.keepAliveInterval_s,
      network.keepAliveProbes,
    );
  }

  private makeRoom(): bool {
    const yielding = this.yielding;
    if (this.kept.length == 0) return yielding != null && yielding.giveWay();
    this.closeKept(0);
    return true;
  }

  /** Keep a connection whose exchange is over. */
  keep(host: string, connection: i32, now: i64): void {
    for (let index = this.kept.length - 1; index >= 0; index--) {
      if (unchecked(this.kept[index]).host == host) this.closeKept(index);
    }
    this.kept.push(new KeptConnection(host, connection, now));
  }

  private closeKept(index: i32): void {
    net.close(unchecked(this.kept[index]).connection);
    this.kept.splice(index, 1);
  }
}
