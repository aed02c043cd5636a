/** Uploads in several requests: sequential and concurrent sessions. */
import type { SeededRandom } from "../random.ts";
import type { Union } from "./errors.ts";

const lifetime_ms = 7 * 24 * 60 * 60 * 1000;
/** Offsets and lengths in a concurrent session are multiples of this. */
const concurrentUnit_bytes = 4_194_304;
/** Largest file: 2^41 - 2^22 bytes. */
const file_bytes_max = 2 ** 41 - 2 ** 22;

/** An UploadSessionLookupError; routes put it into their own union. */
export class SessionFailure extends Error {
  readonly reason: Union;

  constructor(tag: string, fields: Record<string, unknown> = {}) {
    super(tag);
    this.reason = { ".tag": tag, ...fields };
  }
}

export class UploadSession {
  readonly id: string;
  readonly concurrent: boolean;
  readonly #startedAt: Date;
  /** By offset. */
  readonly #pieces = new Map<number, Buffer>();
  closed = false;

  constructor(id: string, concurrent: boolean, now: Date) {
    this.id = id;
    this.concurrent = concurrent;
    this.#startedAt = now;
  }

  hasExpired(now: Date): boolean {
    return now.getTime() - this.#startedAt.getTime() > lifetime_ms;
  }

  /** Offset after the piece that reaches furthest. */
  get end(): number {
    return Math.max(0, ...[...this.#pieces].map(([offset, bytes]) => offset + bytes.length));
  }

  /** Whether the pieces lie without gap from 0 to the end. */
  get complete(): boolean {
    let stored_bytes = 0;
    for (const bytes of this.#pieces.values()) stored_bytes += bytes.length;
    return stored_bytes === this.end;
  }

  /** Throws SessionFailure when `bytes` may not be added at `offset`. */
  checkAppend(offset: number, bytes: Buffer, close: boolean): void {
    if (this.concurrent) this.#checkConcurrent(offset, bytes, close);
    else this.#checkSequential(offset, bytes);
    if (offset + bytes.length > file_bytes_max) throw new SessionFailure("too_large");
  }

  #checkSequential(offset: number, bytes: Buffer): void {
    // The offset comes first: a repeat of the closing chunk learns that it was stored.
    if (offset !== this.end)
      throw new SessionFailure("incorrect_offset", { correct_offset: this.end });
    if (this.closed && bytes.length > 0) throw new SessionFailure("closed");
  }

  #checkConcurrent(offset: number, bytes: Buffer, close: boolean): void {
    if (offset % concurrentUnit_bytes !== 0)
      throw new SessionFailure("concurrent_session_invalid_offset");
    if (bytes.length % concurrentUnit_bytes !== 0 && !close)
      throw new SessionFailure("concurrent_session_invalid_data_size");
    if (this.closed && close) throw new SessionFailure("closed");
  }

  /** Store a piece that checkAppend let pass. */
  append(offset: number, bytes: Buffer, close: boolean): void {
    if (bytes.length > 0) this.#pieces.set(offset, bytes);
    if (close) this.closed = true;
  }

  bytes(): Buffer {
    const inOrder = [...this.#pieces].sort(([one], [other]) => one - other);
    return Buffer.concat(inOrder.map(([, bytes]) => bytes));
  }
}

export class UploadSessions {
  readonly #sessions = new Map<string, UploadSession>();
  readonly #random: SeededRandom;

  constructor(random: SeededRandom) {
    this.#random = random;
  }

  start(concurrent: boolean, now: Date): UploadSession {
    const id = `pid_upload_session:${this.#random.text(44)}`;
    const session = new UploadSession(id, concurrent, now);
    this.#sessions.set(session.id, session);
    return session;
  }

  /** Throws SessionFailure not_found. */
  find(id: string, now: Date): UploadSession {
    const session = this.#sessions.get(id);
    if (session === undefined || session.hasExpired(now)) throw new SessionFailure("not_found");
    return session;
  }

  end(session: UploadSession): void {
    this.#sessions.delete(session.id);
  }
}
