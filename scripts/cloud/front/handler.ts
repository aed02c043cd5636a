/** One request from its head to its answer: route, fault, body, service, delivery, record. */
import type { IncomingMessage, ServerResponse } from "node:http";

import type { CloudRequest, Reply, Service } from "../exchange.ts";
import { htmlReply, textReply } from "../exchange.ts";
import type { FaultAction, FaultPlan } from "../faults.ts";
import type { SeededRandom } from "../random.ts";
import type { Connection } from "./connections.ts";
import type { WireStyle } from "./delivery.ts";
import { cut, deliver, pause } from "./delivery.ts";
import type { Redaction, RequestRecord } from "./log.ts";
import { Interrupted, receive } from "./receiving.ts";
import { alteredReply, answerReply, substituteReply } from "./substitutes.ts";

export interface HandlerOptions {
  services: ReadonlyMap<string, Service>;
  clock: () => Date;
  random: SeededRandom;
  style: WireStyle;
  redaction: Redaction;
  closing: AbortSignal;
  /** The faults in force when a request comes in. */
  plan: () => FaultPlan;
  /** Told of a mistake in the cloud itself; the client gets a 500. */
  onMistake: (error: unknown) => void;
}

/** Records kept; older ones are dropped, since a cloud may run for months. */
const recordsMax = 10_000;

/** Answers for a name in the Host header that nobody serves here. */
const nobody: Service = {
  route: () => "unknown host",
  bodyBytesMax: () => 64 * 1024,
  standingHeaders: () => ({}),
  answer: () => textReply(421, "This host name is not served here."),
};

interface Target {
  path: string;
  query: URLSearchParams;
}

interface RequestHead {
  host: string;
  method: string;
  route: string;
  target: Target;
  connection: Connection;
}

interface Exchange {
  message: IncomingMessage;
  response: ServerResponse;
  connection: Connection;
  service: Service;
  route: string;
  target: Target;
  fault: FaultAction | null;
  record: RequestRecord;
}

export class Handler {
  readonly #options: HandlerOptions;
  readonly records: RequestRecord[] = [];
  readonly counters = new Map<string, number>();
  #requests = 0;

  constructor(options: HandlerOptions) {
    this.#options = options;
  }

  /** Never rejects. */
  async handle(message: IncomingMessage, response: ServerResponse, connection: Connection) {
    const exchange = this.#open(message, response, connection);
    try {
      await this.#run(exchange);
    } catch (error) {
      if (!(error instanceof Interrupted)) this.#options.onMistake(error);
      cut(connection, "close");
    }
  }

  #open(message: IncomingMessage, response: ServerResponse, connection: Connection): Exchange {
    const host = (message.headers.host ?? "").replace(/:\d+$/, "").toLowerCase();
    const service = this.#options.services.get(host) ?? nobody;
    const target = parseTarget(message.url ?? "/");
    const method = message.method ?? "";
    const route = service.route(method, target.path);
    const fault = this.#options.plan().take(host, route);
    const record = this.#record(message, { host, method, route, target, connection });
    record.fault = fault?.kind ?? null;
    return { message, response, connection, service, route, target, fault, record };
  }

  /** Count the request and begin its record. A path that is no route may hold anything at all. */
  #record(message: IncomingMessage, about: RequestHead): RequestRecord {
    const { redaction, clock } = this.#options;
    const { host, method, target } = about;
    const route = redaction.text(about.route);
    this.counters.set(route, (this.counters.get(route) ?? 0) + 1);
    this.#requests += 1;
    const record: RequestRecord = {
      number: this.#requests,
      at: clock(),
      connection: about.connection.number,
      host,
      method,
      route,
      target: redaction.target(target.path, target.query),
      headers: redaction.headers(message.headers),
      body_bytes: 0,
      status: null,
      fault: null,
      request_id: null,
    };
    this.records.push(record);
    if (this.records.length > recordsMax) this.records.shift();
    return record;
  }

  async #run(exchange: Exchange): Promise<void> {
    const { fault } = exchange;
    if (fault?.kind === "answer" && fault.early === true) {
      await this.#send(exchange, answerReply(fault));
      return;
    }
    const request = await this.#receive(exchange);
    if (fault?.kind === "reset_before_response" && !fault.applied) {
      cut(exchange.connection, "reset");
      return;
    }
    if (fault?.kind === "stall" && !(await this.#stall(exchange, fault))) return;
    const reply = await this.#answer(exchange, request);
    if (fault?.kind === "reset_before_response") cut(exchange.connection, "reset");
    else await this.#send(exchange, alteredReply(fault, reply));
  }

  async #receive(exchange: Exchange): Promise<CloudRequest> {
    const { message, connection, service, route, target, fault, record } = exchange;
    const { closing, clock } = this.#options;
    const body = await receive({
      message,
      connection,
      fault,
      closing,
      bytesMax: service.bodyBytesMax(route),
      onBytes: (count) => {
        record.body_bytes += count;
      },
    });
    return {
      method: record.method,
      host: record.host,
      ...target,
      headers: message.headers,
      body: body.bytes,
      bodyTooLong: body.tooLong,
      now: clock(),
    };
  }

  /** A stall before the response. False when the connection was closed instead. */
  async #stall({ connection }: Exchange, fault: FaultAction & { kind: "stall" }) {
    if (fault.where !== "response") return true;
    await pause(fault.duration_ms, this.#options.closing);
    if (fault.then === "answer") return true;
    cut(connection, "close");
    return false;
  }

  async #answer({ service, fault }: Exchange, request: CloudRequest): Promise<Reply> {
    try {
      const substitute = substituteReply(fault, service, request, this.#options.random);
      return substitute ?? (await service.answer(request));
    } catch (error) {
      this.#options.onMistake(error);
      return htmlReply(500, "Internal Server Error");
    }
  }

  async #send({ response, connection, service, fault, record }: Exchange, reply: Reply) {
    const { random, style, closing, clock } = this.#options;
    const headers = { ...reply.headers, ...service.standingHeaders() };
    record.request_id = headers["X-Dropbox-Request-Id"] ?? null;
    record.status = reply.status;
    record.status = await deliver({
      response,
      connection,
      reply: { ...reply, headers },
      now: clock(),
      random,
      style,
      fault,
      closing,
    });
  }
}

/** Path as it was sent, and the query. */
function parseTarget(target: string): Target {
  const mark = target.indexOf("?");
  if (mark === -1) return { path: target, query: new URLSearchParams() };
  return { path: target.slice(0, mark), query: new URLSearchParams(target.slice(mark + 1)) };
}
