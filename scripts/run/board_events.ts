/**
 * What the desktop board tells on its standard output: one JSON object a line, each with a `kind`.
 * The reader is strict about the fields it needs and indifferent to kinds and fields it does not
 * know, so that an application may report more.
 */

export type LogLevel = "error" | "warning" | "information" | "debug";
export type Period = "day" | "night";

/** A photo is on the card. */
export interface StoredEvent {
  kind: "stored";
  /** 1 for the first photo of the application's ledger. */
  number: number;
  /** On the card, from its top folder. */
  path: string;
  bytes: number;
  /** Dropbox content hash, 64 hexadecimal digits. */
  content_hash: string;
  save_ms: number;
  /** Wall clock in the camera's zone, as the application writes it. */
  local_time: string;
  period: Period;
  late_ms: number;
}

/** The upload service has confirmed a photo's content hash. */
export interface VerifiedEvent {
  kind: "verified";
  number: number;
  upload_ms: number;
  kilobytes_per_second: number;
  content_hash: string;
}

export interface UploadFailedEvent {
  kind: "upload_failed";
  number: number;
  reason: string;
  /** True when it will not be tried again. */
  permanent: boolean;
  retry_in_ms: number;
}

/** The application's own count at its end. */
export interface FinishedEvent {
  kind: "finished";
  shots: number;
  stored: number;
  verified: number;
  pending: number;
  failed: number;
}

/** The board's last line. */
export interface EndEvent {
  kind: "end";
  exit_code: number;
  reason: string;
  wasm_bytes: number | null;
  linear_memory_peak: number | null;
  host_heap_peak: number | null;
  /** Processor time in the application's start, but for the imports that it called. */
  start_us: number | null;
  ticks: number | null;
  /** The same of all ticks; most of one tick. */
  control_us: number | null;
  control_us_max: number | null;
  /** Processor time in the imports that the ticks called. */
  import_us: number | null;
  /** Counted by the application itself, if it does so. */
  executed_instructions: number | null;
}

export type BoardEvent =
  | { kind: "log"; level: LogLevel; text: string }
  | { kind: "started"; cam_id: string; shots: number; time_zone: string; camera: string }
  | { kind: "time"; source: string; utc_ms: number }
  | StoredEvent
  /** `count` shots in a row from `number` on; 0 as long as no card was there to tell the number. */
  | { kind: "missed"; number: number; count: number; reason: string }
  /** An uploaded photo made room on the card. */
  | { kind: "removed"; number: number; path: string }
  | { kind: "uploading"; number: number; sent_bytes: number; bytes: number }
  | { kind: "uploaded"; number: number }
  | VerifiedEvent
  | UploadFailedEvent
  | FinishedEvent
  | EndEvent;

/** A line that is no event of a known kind. */
export interface UnknownLine {
  kind: "unknown";
  line: string;
  /** False for kinds that are merely not known here; true when board and reader disagree. */
  malformed: boolean;
}

type Json = Readonly<Record<string, unknown>>;

/** Thrown inside the reader when a known kind lacks a field; it becomes an UnknownLine. */
class FieldMissing extends Error {}

function text(json: Json, field: string): string {
  const value = json[field];
  if (typeof value !== "string") {
    throw new FieldMissing(field);
  }
  return value;
}

/** A finite number of at least zero, the only numbers that events carry. */
function count(json: Json, field: string): number {
  const value = json[field];
  if (typeof value !== "number" || !Number.isFinite(value) || value < 0) {
    throw new FieldMissing(field);
  }
  return value;
}

function countOr<T>(json: Json, field: string, otherwise: T): number | T {
  return typeof json[field] === "number" ? count(json, field) : otherwise;
}

function textOr(json: Json, field: string, otherwise: string): string {
  return typeof json[field] === "string" ? json[field] : otherwise;
}

function oneOf<T extends string>(json: Json, field: string, values: readonly T[]): T {
  const value = values.find((candidate) => candidate === json[field]);
  if (value === undefined) {
    throw new FieldMissing(field);
  }
  return value;
}

/** Levels by every name in use; a line of a level unknown here is still a line for a person. */
const levels = new Map<unknown, LogLevel>([
  ["error", "error"],
  ["warning", "warning"],
  ["warn", "warning"],
  ["information", "information"],
  ["info", "information"],
  ["debug", "debug"],
]);

/** One reader per kind; all fields that are needed later are checked here and only here. */
const readers: { [K in BoardEvent["kind"]]: (json: Json) => Extract<BoardEvent, { kind: K }> } = {
  log: (json) => ({
    kind: "log",
    level: levels.get(json.level) ?? "information",
    text: text(json, "text"),
  }),
  started: (json) => ({
    kind: "started",
    cam_id: textOr(json, "cam_id", ""),
    shots: countOr(json, "shots", 0),
    time_zone: textOr(json, "time_zone", ""),
    camera: textOr(json, "camera", ""),
  }),
  time: (json) => ({
    kind: "time",
    source: textOr(json, "source", "unknown"),
    utc_ms: count(json, "utc_ms"),
  }),
  stored: (json) => ({
    kind: "stored",
    number: count(json, "number"),
    path: text(json, "path"),
    bytes: count(json, "bytes"),
    content_hash: text(json, "content_hash"),
    save_ms: count(json, "save_ms"),
    local_time: textOr(json, "local_time", ""),
    period: oneOf(json, "period", ["day", "night"]),
    late_ms: countOr(json, "late_ms", 0),
  }),
  missed: (json) => ({
    kind: "missed",
    number: count(json, "number"),
    count: count(json, "count"),
    reason: textOr(json, "reason", "no reason given"),
  }),
  removed: (json) => ({
    kind: "removed",
    number: count(json, "number"),
    path: text(json, "path"),
  }),
  uploading: (json) => ({
    kind: "uploading",
    number: count(json, "number"),
    sent_bytes: count(json, "sent_bytes"),
    bytes: count(json, "bytes"),
  }),
  uploaded: (json) => ({ kind: "uploaded", number: count(json, "number") }),
  verified: (json) => ({
    kind: "verified",
    number: count(json, "number"),
    upload_ms: count(json, "upload_ms"),
    kilobytes_per_second: count(json, "kilobytes_per_second"),
    content_hash: text(json, "content_hash"),
  }),
  upload_failed: (json) => ({
    kind: "upload_failed",
    number: count(json, "number"),
    reason: textOr(json, "reason", "no reason given"),
    permanent: json.permanent === true,
    retry_in_ms: countOr(json, "retry_in_ms", 0),
  }),
  finished: (json) => ({
    kind: "finished",
    shots: count(json, "shots"),
    stored: count(json, "stored"),
    verified: count(json, "verified"),
    pending: count(json, "pending"),
    failed: count(json, "failed"),
  }),
  end: (json) => ({
    kind: "end",
    exit_code: count(json, "exit_code"),
    reason: textOr(json, "reason", ""),
    wasm_bytes: countOr(json, "wasm_bytes", null),
    linear_memory_peak: countOr(json, "linear_memory_peak", null),
    host_heap_peak: countOr(json, "host_heap_peak", null),
    start_us: countOr(json, "start_us", null),
    ticks: countOr(json, "ticks", null),
    control_us: countOr(json, "control_us", null),
    control_us_max: countOr(json, "control_us_max", null),
    import_us: countOr(json, "import_us", null),
    executed_instructions: countOr(json, "executed_instructions", null),
  }),
};

function isKnownKind(kind: unknown): kind is BoardEvent["kind"] {
  return typeof kind === "string" && Object.hasOwn(readers, kind);
}

function parseObject(line: string): Json | null {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Json)
      : null;
  } catch {
    return null;
  }
}

/** Read one line of the board's output. Never throws. */
export function readBoardEvent(line: string): BoardEvent | UnknownLine {
  const json = parseObject(line);
  if (json === null || !isKnownKind(json.kind)) {
    return { kind: "unknown", line, malformed: typeof json?.kind !== "string" };
  }
  try {
    return readers[json.kind](json);
  } catch (error) {
    if (error instanceof FieldMissing) {
      return { kind: "unknown", line, malformed: true };
    }
    throw error;
  }
}
