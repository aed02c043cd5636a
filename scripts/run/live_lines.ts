/** What a person sees while a run goes on: one line per photo, and what goes wrong. */
import { LiveRows, type Output } from "../build/live_rows.ts";
import type { BoardEvent, StoredEvent, UnknownLine } from "./board_events.ts";

const bar_characters = 20;
/** Photos in flight that are shown at the same time; the rest is counted. */
const rows_max = 6;

/** Bytes in kilobytes (1,000 bytes) or megabytes, as cards and services count. */
export function size(bytes: number): string {
  return bytes < 999_500 ? `${Math.round(bytes / 1000)} KB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

/** A duration for a person: tenths of a millisecond matter only below ten. */
export function milliseconds(time_ms: number): string {
  return `${time_ms < 10 ? time_ms.toFixed(1) : Math.round(time_ms)} ms`;
}

/** Text from outside, without what could steer a terminal. */
export function printable(text: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  return text.replace(/[\u0000-\u001f\u007f-\u009f]+/g, " ");
}

function missedShots({ number, count }: { number: number; count: number }): string {
  if (count > 1) return `${count} photos were missed`;
  return number > 0 ? `photo ${number} was missed` : "a photo was missed";
}

interface InFlight {
  stored: StoredEvent;
  sent_bytes: number;
  uploaded: boolean;
}

export class LiveLines {
  readonly #rows: LiveRows;
  readonly #photos = new Map<number, InFlight>();
  #malformed = 0;
  /** The last line of the log: it often says already what an event says again. */
  #said = "";

  constructor(output: Output) {
    this.#rows = new LiveRows(output);
  }

  /** Show what an event means to a person, if anything. */
  show(event: BoardEvent | UnknownLine): void {
    switch (event.kind) {
      case "started":
        this.#started(event);
        break;
      case "stored":
        this.#photos.set(event.number, { stored: event, sent_bytes: 0, uploaded: false });
        break;
      case "uploading":
      case "uploaded":
        this.#progress(event);
        break;
      case "verified":
        this.#finish(event.number, [
          `uploaded in ${milliseconds(event.upload_ms)}`,
          `${Math.round(event.kilobytes_per_second)} KB/s`,
          "verified",
        ]);
        break;
      case "upload_failed":
        this.#failed(event);
        break;
      case "missed":
        this.#warn(missedShots(event), event.reason);
        break;
      case "log":
        if (event.level === "error" || event.level === "warning") {
          this.#said = printable(event.text);
          this.#rows.print(`${event.level}: ${this.#said}`);
        }
        break;
      case "unknown":
        this.#unknown(event);
        break;
      case "time":
        this.#rows.print(`Clock: ${printable(event.source)}`);
        break;
      case "finished":
      case "end":
        break;
    }
    this.#rows.show(this.#pending());
  }

  /** Say a line between the photos. */
  print(line: string): void {
    this.#rows.print(line);
  }

  /** Turn what is still in flight into lines that stay. */
  close(): void {
    this.#rows.show([]);
    for (const { stored } of this.#photos.values()) {
      this.#rows.print(`${head(stored)}  still to be uploaded`);
    }
    this.#photos.clear();
  }

  #started(event: Extract<BoardEvent, { kind: "started" }>): void {
    const what = [
      event.cam_id === "" ? "Camera" : `Camera ${printable(event.cam_id)}`,
      event.camera === "" ? "" : `(${printable(event.camera)})`,
      event.shots === 0 ? "" : `takes ${event.shots} photo${event.shots === 1 ? "" : "s"}`,
      event.time_zone === "" ? "" : `in ${printable(event.time_zone)}`,
    ];
    this.#rows.print(what.filter((part) => part !== "").join(" "));
  }

  #progress(event: Extract<BoardEvent, { kind: "uploading" | "uploaded" }>): void {
    const photo = this.#photos.get(event.number);
    if (photo !== undefined) {
      photo.uploaded = event.kind === "uploaded";
      photo.sent_bytes = event.kind === "uploaded" ? photo.stored.bytes : event.sent_bytes;
    }
  }

  #failed(event: Extract<BoardEvent, { kind: "upload_failed" }>): void {
    if (event.permanent) {
      this.#finish(event.number, [`not uploaded: ${printable(event.reason)}`]);
      return;
    }
    const again = `again in ${(event.retry_in_ms / 1000).toFixed(0)} s`;
    this.#warn(`upload of photo ${event.number} failed, ${again}`, event.reason);
  }

  /** A warning that is left out when the log has just given the same reason. */
  #warn(what: string, reason: string): void {
    if (!this.#said.includes(printable(reason))) {
      this.#rows.print(`warning: ${what}: ${printable(reason)}`);
    }
  }

  #finish(number: number, parts: string[]): void {
    const photo = this.#photos.get(number);
    this.#photos.delete(number);
    const what = photo === undefined ? `${label(number)}  of an earlier run` : head(photo.stored);
    this.#rows.print([what, ...parts].join("  "));
  }

  #unknown(event: UnknownLine): void {
    if (event.malformed && ++this.#malformed <= 5) {
      this.#rows.print(`warning: the board said: ${printable(event.line.slice(0, 300))}`);
    }
  }

  #pending(): string[] {
    const photos = [...this.#photos.values()];
    const rows = photos
      .slice(0, rows_max)
      .map((photo) => `${shortHead(photo.stored)}  ${bar(photo)}`);
    const rest = photos.length - rows.length;
    return rest > 0 ? [...rows, `     … and ${rest} more to upload`] : rows;
  }
}

function label(number: number): string {
  return String(number).padStart(4);
}

function head(stored: StoredEvent): string {
  const local = printable(stored.local_time).replace("T", " ").slice(0, 19);
  const time = local === "" ? "time unknown".padEnd(19) : local;
  return [
    label(stored.number),
    time,
    stored.period.padEnd(5),
    size(stored.bytes).padStart(7),
    `saved in ${milliseconds(stored.save_ms)}`,
  ].join("  ");
}

/** As head(), for a row that has to fit a narrow terminal next to its progress bar. */
function shortHead(stored: StoredEvent): string {
  const time = printable(stored.local_time).slice(11, 19).padEnd(8);
  return [label(stored.number), time, stored.period.padEnd(5), size(stored.bytes)].join("  ");
}

function bar(photo: InFlight): string {
  if (photo.uploaded) {
    return "uploaded, being verified";
  }
  if (photo.sent_bytes === 0) {
    return "waiting";
  }
  const share = Math.min(1, photo.sent_bytes / Math.max(1, photo.stored.bytes));
  const full = Math.round(share * bar_characters);
  return `${"█".repeat(full)}${"░".repeat(bar_characters - full)} ${Math.round(share * 100)} %`;
}
