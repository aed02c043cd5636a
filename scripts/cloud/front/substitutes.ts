/** The answers that faults put in the place of a service's own. */
import { errorReply } from "../dropbox/errors.ts";
import type { CloudRequest, Reply, Service } from "../exchange.ts";
import { htmlReply, textReply } from "../exchange.ts";
import type { FaultAction } from "../faults.ts";
import { hugeBody_bytes_max } from "../faults.ts";
import type { SeededRandom } from "../random.ts";

const titles = { 500: "Internal Server Error", 502: "Bad Gateway", 503: "Service Unavailable" };

function rateLimited(fault: FaultAction & { kind: "rate_limited" }, random: SeededRandom): Reply {
  const { body_s } = fault;
  const error = {
    reason: { ".tag": "too_many_requests" },
    ...(body_s === undefined ? {} : { retry_after: body_s }),
  };
  const reply =
    fault.body === "json"
      ? errorReply(random, 429, error)
      : textReply(429, "Your app is making too many requests.");
  if (fault.header_s !== undefined) reply.headers["Retry-After"] = String(fault.header_s);
  return reply;
}

function serverError({ status, body }: FaultAction & { kind: "server_error" }): Reply {
  if (body === "empty") return { status, headers: {}, body: Buffer.alloc(0) };
  return htmlReply(status, titles[status]);
}

/** An answer for which the service is not asked; null when it is to be asked. */
export function substituteReply(
  fault: FaultAction | null,
  service: Service,
  request: CloudRequest,
  random: SeededRandom,
): Reply | null {
  switch (fault?.kind) {
    case "rate_limited":
      return rateLimited(fault, random);
    case "server_error":
      return serverError(fault);
    case "api_error":
      return errorReply(random, fault.status, fault.error);
    case "too_many_write_operations":
    case "insufficient_space":
      return service.refuseWrite?.(request, fault.kind) ?? serverError(fault500);
    case "html_200":
      return htmlReply(200, "Welcome to this network");
    case "redirect": {
      const headers = { Location: fault.location };
      return { status: fault.status, headers, body: Buffer.alloc(0) };
    }
    case "answer":
      return answerReply(fault);
    default:
      return null;
  }
}

/** What a write refusal becomes on a host that knows none. */
const fault500 = { kind: "server_error", status: 500 } as const;

export function answerReply(fault: FaultAction & { kind: "answer" }): Reply {
  const headers = { "Content-Type": fault.type };
  return { status: fault.status, headers, body: Buffer.from(fault.body) };
}

function withWrongHash(reply: Reply): Reply {
  const text = reply.body.toString("utf8");
  const wrong = text.replace(
    /("content_hash": ")([0-9a-f])/g,
    (_all, before: string, digit: string) => before + (digit === "0" ? "1" : "0"),
  );
  return { ...reply, body: Buffer.from(wrong) };
}

function hugeReply(reply: Reply, size_bytes: number): Reply {
  const [before, after] = ['{"padding": "', '"}'];
  const room = Math.min(size_bytes, hugeBody_bytes_max) - before.length - after.length;
  const padding = Buffer.alloc(Math.max(0, room), "x");
  const body = Buffer.concat([Buffer.from(before), padding, Buffer.from(after)]);
  return { ...reply, headers: { ...reply.headers, "Content-Type": "application/json" }, body };
}

/** The service's answer as the fault leaves it. */
export function alteredReply(fault: FaultAction | null, reply: Reply): Reply {
  if (fault?.kind === "wrong_content_hash") return withWrongHash(reply);
  if (fault?.kind === "huge_body") return hugeReply(reply, fault.bytes);
  return reply;
}
