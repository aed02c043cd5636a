/** A time server: NTP version 4 (RFC 5905) as far as clients see it, over UDP on the loopback. */
import type { RemoteInfo, Socket } from "node:dgram";
import { createSocket } from "node:dgram";
import { once } from "node:events";

import type { SeededRandom } from "../random.ts";

/** What goes wrong with an answer. */
export type NtpFaultAction =
  /** None comes. */
  | { kind: "silence" }
  /** A kiss-o'-death, RFC 5905 section 7.4. */
  | { kind: "kiss"; code: "DENY" | "RSTR" | "RATE" }
  /** The server says that it does not know the time. */
  | { kind: "unsynchronised" }
  /** A time that is wrong; with a minus: too early. */
  | { kind: "shifted"; by_s: number }
  /** Random bytes, as many as an answer has. */
  | { kind: "garbage" }
  /** An answer to a question that was not asked; its time is an hour ahead. */
  | { kind: "forged" };

export const packet_bytes = 48;

/** Where the fields of a packet begin. */
export const fields = {
  stratum: 1,
  poll: 2,
  precision: 3,
  rootDelay: 4,
  rootDispersion: 8,
  referenceId: 12,
  reference: 16,
  originate: 24,
  receive: 32,
  transmit: 40,
} as const;

const modeClient = 3;
const modeServer = 4;
const notSynchronised = 3;
const secondsFrom1900To1970 = 2_208_988_800;

/** The 64 bits of a moment; the seconds begin anew in 2036. */
export function writeTimestamp(packet: Buffer, at: number, utc_ms: number): void {
  const seconds = Math.floor(utc_ms / 1000);
  const fraction = Math.floor(((utc_ms / 1000 - seconds) * 2 ** 32) % 2 ** 32);
  packet.writeUInt32BE((seconds + secondsFrom1900To1970) % 2 ** 32, at);
  packet.writeUInt32BE(fraction, at + 4);
}

/** Only clients are answered: a server that answers servers can be made to talk to itself. */
function isQuestion(packet: Buffer): boolean {
  const first = packet[0] ?? 0;
  const version = (first >> 3) & 7;
  return packet.length >= packet_bytes && (first & 7) === modeClient && version >= 1;
}

/** The answer of a server of stratum 2, its times still to be filled in. */
function answerTo(question: Buffer): Buffer {
  const answer = Buffer.alloc(packet_bytes);
  const version = Math.min(((question[0] ?? 0) >> 3) & 7, 4);
  answer[0] = (version << 3) | modeServer;
  answer[fields.stratum] = 2;
  answer[fields.poll] = question[fields.poll] ?? 0;
  answer.writeInt8(-20, fields.precision);
  answer.writeUInt32BE(0x0000_0290, fields.rootDelay);
  answer.writeUInt32BE(0x0000_0410, fields.rootDispersion);
  answer.set([127, 127, 1, 0], fields.referenceId);
  question.copy(answer, fields.originate, fields.transmit, fields.transmit + 8);
  return answer;
}

/** Make a good answer the one that a fault orders. */
function spoil(answer: Buffer, fault: NtpFaultAction, random: SeededRandom): void {
  const first = answer[0] ?? 0;
  switch (fault.kind) {
    case "kiss":
      answer[0] = first | (notSynchronised << 6);
      answer[fields.stratum] = 0;
      answer.write(fault.code, fields.referenceId, "latin1");
      break;
    case "unsynchronised":
      answer[0] = first | (notSynchronised << 6);
      answer[fields.stratum] = 16;
      break;
    case "garbage":
      answer.forEach((_byte, at) => (answer[at] = random.integer(256)));
      break;
    case "forged":
      for (const at of [fields.receive, fields.transmit])
        answer.writeUInt32BE((answer.readUInt32BE(at) + 3600) % 2 ** 32, at);
      answer[fields.originate] = (answer[fields.originate] ?? 0) ^ 1;
      break;
    default:
  }
}

export interface NtpOptions {
  /** Port on 127.0.0.1; 0: any free one. */
  port: number;
  clock: () => Date;
  random: SeededRandom;
  /** What goes wrong with the next answer; null for nothing. */
  takeFault: () => NtpFaultAction | null;
}

export class NtpServer {
  readonly #options: NtpOptions;
  #port: number;
  #socket: Socket | null = null;
  /** Questions so far. */
  questions = 0;

  constructor(options: NtpOptions) {
    this.#options = options;
    this.#port = options.port;
  }

  get port(): number {
    return this.#port;
  }

  /** Answer on 127.0.0.1. Rejects when the port is taken. */
  async listen(): Promise<void> {
    if (this.#socket !== null) return;
    const socket = createSocket("udp4");
    socket.on("message", (question, client) => {
      this.#hear(socket, question, client);
    });
    try {
      socket.bind(this.#port, "127.0.0.1");
      await once(socket, "listening");
    } catch (error) {
      socket.close();
      throw error;
    }
    this.#socket = socket;
    this.#port = socket.address().port;
  }

  /** Nobody is there any more; the port is kept for listen(). */
  async refuse(): Promise<void> {
    const socket = this.#socket;
    this.#socket = null;
    if (socket === null) return;
    const closed = once(socket, "close");
    socket.close();
    await closed;
  }

  #hear(socket: Socket, question: Buffer, client: RemoteInfo): void {
    const heard_ms = this.#options.clock().getTime();
    if (!isQuestion(question)) return;
    this.questions += 1;
    const fault = this.#options.takeFault();
    if (fault?.kind === "silence") return;
    const shift_ms = fault?.kind === "shifted" ? fault.by_s * 1000 : 0;
    const answer = answerTo(question);
    writeTimestamp(answer, fields.reference, heard_ms + shift_ms - 60_000);
    writeTimestamp(answer, fields.receive, heard_ms + shift_ms);
    writeTimestamp(answer, fields.transmit, this.#options.clock().getTime() + shift_ms);
    if (fault !== null) spoil(answer, fault, this.#options.random);
    // A client that is gone already is no reason to end.
    socket.send(answer, client.port, client.address, () => undefined);
  }
}
