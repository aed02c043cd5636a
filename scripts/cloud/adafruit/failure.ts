/** Adafruit IO's answers: JSON, and for failures an object with `error`. */
import type { Reply } from "../exchange.ts";

export class AdafruitFailure extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

export function json(value: unknown, status = 200): Reply {
  const headers = { "Content-Type": "application/json; charset=utf-8" };
  return { status, headers, body: Buffer.from(JSON.stringify(value)) };
}
