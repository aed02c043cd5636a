/** Faults to order: what goes wrong, on which route, at which request. */
import type { CertificateVariant } from "./certificates.ts";
import type { NtpFaultAction } from "./time/ntp.ts";

/**
 * What goes wrong. Unless a comment says otherwise the request is not acted upon; "applied" means
 * that it is, so that only the client's knowledge of it is lost.
 */
export type FaultAction =
  /** 429. `header_s` goes into Retry-After, `body_s` into the JSON's `retry_after`. */
  | { kind: "rate_limited"; body: "json" | "text"; header_s?: number; body_s?: number }
  /** 500, 502 or 503 as a load balancer sends it. */
  | { kind: "server_error"; status: 500 | 502 | 503; body?: "html" | "empty" }
  /** Any error of Dropbox's JSON form; the summary is made from the union. */
  | { kind: "api_error"; status: number; error: object }
  /** 409 in the form of the route's own union; an upload's bytes stay in an upload session. */
  | { kind: "too_many_write_operations" | "insufficient_space" }
  /** TCP reset once this many bytes of the request body have come; 0: before the first. */
  | { kind: "reset_in_request"; after_bytes: number }
  /** TCP reset after the whole body, instead of the response. */
  | { kind: "reset_before_response"; applied: boolean }
  /** Applied. Header fields without end; after this many bytes the connection closes. */
  | { kind: "endless_head"; bytes: number }
  /** Applied. Content-Length is wrong by so much, then the connection closes. */
  | { kind: "wrong_length"; difference_bytes: number }
  /** Applied. The response ends in the middle, by TCP reset or by closing without TLS notice. */
  | { kind: "half_response"; cut: "head" | "body"; ending: "reset" | "close" }
  /** Applied unless it then closes before the answer. At most `stallMax_ms`. */
  | {
      kind: "stall";
      /** While the body is being read, before the response, or in the middle of its body. */
      where: "request" | "response" | "body";
      duration_ms: number;
      then: "answer" | "close";
    }
  /** Applied. Reads the request body no faster than this. */
  | { kind: "slow_read"; bytes_per_s: number }
  /** Applied. A 200 whose content_hash is not that of the bytes. */
  | { kind: "wrong_content_hash" }
  /** A 200 with a web page, as a captive portal sends it. */
  | { kind: "html_200" }
  /** Applied. 1xx answers before the final one. */
  | { kind: "interim"; statuses: readonly (100 | 102 | 103)[] }
  /** Applied. A JSON object of about this many bytes instead of the answer. At most 64 MiB. */
  | { kind: "huge_body"; bytes: number }
  | { kind: "redirect"; status: 301 | 302 | 307 | 308; location: string }
  /** Any answer; `early`: before the request body is read. */
  | { kind: "answer"; status: number; type: string; body: string; early?: boolean }
  /** Applied. The connection ends after the response, with `Connection: close` or without. */
  | { kind: "close_after_response"; announced: boolean };

export const stallMax_ms = 10 * 60 * 1000;
export const hugeBody_bytes_max = 64 * 1024 * 1024;
export const endlessHead_bytes_max = 1024 * 1024 * 1024;

/**
 * Which of the matching requests, counted from 1 since the faults were set: one number or a range
 * with both ends included.
 */
export type Which = number | { from: number; to: number };

export interface Fault {
  /** Name of a route as the counters show it, e.g. `files/upload`, or `*` for all. */
  route: string;
  /** Only at this host; at any when left out. */
  host?: string;
  /** All when left out. */
  requests?: Which;
  action: FaultAction;
}

/** A fault of the time server. */
export interface NtpFault {
  /** Which questions it meets; all when left out. */
  requests?: Which;
  action: NtpFaultAction;
}

/** All faults in force at a time. */
export interface CloudFaults {
  /** The first that matches a request is used; every one that matches counts it. */
  requests: readonly Fault[];
  /** The first that matches a question to the time server is used. */
  ntp: readonly NtpFault[];
  /** Refuse connections, after resetting those that are open; nor is there a time server. */
  down: boolean;
  certificate: CertificateVariant;
}

export const noFaults: CloudFaults = {
  requests: [],
  ntp: [],
  down: false,
  certificate: "trusted",
};

function isDue({ requests }: { requests?: Which }, count: number): boolean {
  if (requests === undefined) return true;
  if (typeof requests === "number") return count === requests;
  return count >= requests.from && count <= requests.to;
}

/** Counts requests against faults. */
export class FaultPlan {
  readonly #counted: { fault: Fault; count: number }[];

  constructor(faults: readonly Fault[]) {
    this.#counted = faults.map((fault) => ({ fault, count: 0 }));
  }

  /** The fault for a request that has just come in, or null. */
  take(host: string, route: string): FaultAction | null {
    let chosen: FaultAction | null = null;
    for (const counted of this.#counted) {
      const { fault } = counted;
      if (fault.route !== "*" && fault.route !== route) continue;
      if (fault.host !== undefined && fault.host !== host) continue;
      counted.count += 1;
      if (isDue(fault, counted.count)) chosen ??= fault.action;
    }
    return chosen;
  }
}

/** Counts questions to the time server against its faults. */
export class NtpFaultPlan {
  readonly #faults: readonly NtpFault[];
  #count = 0;

  constructor(faults: readonly NtpFault[]) {
    this.#faults = faults;
  }

  /** The fault for a question that has just come in, or null. */
  take(): NtpFaultAction | null {
    this.#count += 1;
    return this.#faults.find((fault) => isDue(fault, this.#count))?.action ?? null;
  }
}
