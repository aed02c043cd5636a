/** The record of requests, with secrets left out. */

/** One request as it was answered, or not. */
export interface RequestRecord {
  /** Counted from 1. */
  number: number;
  /** By the cloud's clock, when the head of the request had come. */
  at: Date;
  /** The connection it came on, counted from 1. */
  connection: number;
  host: string;
  method: string;
  route: string;
  /** Path and query with secrets replaced. */
  target: string;
  /** Lower-case names; secrets replaced. */
  headers: Record<string, string>;
  body_bytes: number;
  /** Status of the final answer; null when none was sent. */
  status: number | null;
  /** Kind of the fault that was injected. */
  fault: string | null;
  request_id: string | null;
}

const secretParameters = new Set([
  "access_token",
  "authorization",
  "client_secret",
  "code",
  "code_verifier",
  "refresh_token",
  "x-aio-key",
]);
const secretHeaders = new Set(["authorization", "x-aio-key", "cookie"]);
const blank = "(secret)";

/** `secrets` are blanked wherever they stand, besides the places that always hold one. */
export class Redaction {
  readonly #secrets: () => Iterable<string>;

  constructor(secrets: () => Iterable<string>) {
    this.#secrets = secrets;
  }

  text(text: string): string {
    let clean = text;
    for (const secret of this.#secrets())
      if (secret !== "") clean = clean.replaceAll(secret, blank);
    return clean;
  }

  target(path: string, query: URLSearchParams): string {
    const clean = [...query].map(([name, value]) => {
      const shown = secretParameters.has(name.toLowerCase()) ? blank : this.text(value);
      return `${name}=${encodeURIComponent(shown)}`;
    });
    return this.text(path) + (clean.length === 0 ? "" : `?${clean.join("&")}`);
  }

  /** The scheme of Authorization stays readable. */
  headers(headers: NodeJS.Dict<string | string[]>): Record<string, string> {
    const clean = Object.entries(headers).map(([name, value]) => {
      const text = String(value);
      if (!secretHeaders.has(name)) return [name, this.text(text)];
      const [, scheme] = /^(Bearer|Basic) /i.exec(text) ?? [];
      return [name, scheme === undefined ? blank : `${scheme} ${blank}`];
    });
    return Object.fromEntries(clean) as Record<string, string>;
  }
}
