/** What happened in a run, put together from the board's events. */
import type { BoardEvent, EndEvent, FinishedEvent, Period, UnknownLine } from "./board_events.ts";

/** One photo of this run. Times are null until they are known. */
export interface PhotoRecord {
  number: number;
  /** On the card, from its top folder. */
  path: string;
  bytes: number;
  content_hash: string;
  local_time: string;
  period: Period;
  save_ms: number;
  late_ms: number;
  upload_ms: number | null;
  kilobytes_per_second: number | null;
  uploaded: boolean;
  verified: boolean;
  /** True when it made room on the card. */
  removed: boolean;
  /** True when its upload will not be tried again. */
  failed: boolean;
  /** Why the last try failed; null when it did not. */
  failure: string | null;
}

export class RunRecord {
  readonly #photos = new Map<number, PhotoRecord>();
  readonly #earlier = new Set<number>();
  /** Photos that the application was asked for; 0: no end. */
  shotsAsked = 0;
  /** Shots that gave no photo. */
  missed = 0;
  /** Lines that the board should not have sent; more than a few are only counted. */
  malformedLines = 0;
  /** The last error of the log: the reason when the board gives no better one. */
  lastError: string | null = null;
  finished: FinishedEvent | null = null;
  end: EndEvent | null = null;

  /** Photos of this run in the order of their numbers. */
  get photos(): PhotoRecord[] {
    return [...this.#photos.values()].sort((a, b) => a.number - b.number);
  }

  /** Photos of earlier runs that were verified during this one. */
  get earlierVerified(): number {
    return this.#earlier.size;
  }

  photo(number: number): PhotoRecord | null {
    return this.#photos.get(number) ?? null;
  }

  /** Take one event into account. */
  apply(event: BoardEvent | UnknownLine): void {
    switch (event.kind) {
      case "stored":
        this.#store(event);
        break;
      case "uploaded":
        this.#change(event.number, { uploaded: true });
        break;
      case "verified":
        this.#verify(event);
        break;
      case "upload_failed":
        this.#change(event.number, { failed: event.permanent, failure: event.reason });
        break;
      case "missed":
        this.missed += event.count;
        break;
      case "removed":
        this.#change(event.number, { removed: true });
        break;
      case "finished":
        this.finished = event;
        break;
      case "end":
        this.end = event;
        break;
      case "log":
        this.lastError = event.level === "error" ? event.text : this.lastError;
        break;
      case "unknown":
        this.malformedLines += event.malformed ? 1 : 0;
        break;
      case "started":
        this.shotsAsked = event.shots;
        break;
      case "time":
      case "uploading":
        break;
    }
  }

  #store(event: Extract<BoardEvent, { kind: "stored" }>): void {
    this.#photos.set(event.number, {
      number: event.number,
      path: event.path,
      bytes: event.bytes,
      content_hash: event.content_hash,
      local_time: event.local_time,
      period: event.period,
      save_ms: event.save_ms,
      late_ms: event.late_ms,
      upload_ms: null,
      kilobytes_per_second: null,
      uploaded: false,
      verified: false,
      removed: false,
      failed: false,
      failure: null,
    });
  }

  #verify(event: Extract<BoardEvent, { kind: "verified" }>): void {
    const photo = this.#photos.get(event.number);
    if (photo === undefined) {
      this.#earlier.add(event.number);
      return;
    }
    // The claim counts only if it is about the bytes that were saved.
    const verified = event.content_hash === photo.content_hash;
    this.#change(event.number, {
      uploaded: true,
      verified,
      failed: false,
      failure: verified ? null : "the confirmed content hash is not that of the saved photo",
      upload_ms: event.upload_ms,
      kilobytes_per_second: event.kilobytes_per_second,
    });
  }

  #change(number: number, changes: Partial<PhotoRecord>): void {
    const photo = this.#photos.get(number);
    if (photo !== undefined) {
      Object.assign(photo, changes);
    }
  }
}
