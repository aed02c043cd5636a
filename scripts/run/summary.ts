/** The summary of a run and the exit code that follows from it. */
import type { EndEvent, Period } from "./board_events.ts";
import type { BoardEnding } from "./board_process.ts";
import type { RunOptions } from "./options.ts";
import type { PhotoRecord, RunRecord } from "./run_record.ts";

/** Exit codes of `wamcam run`; the application's own codes have the same meaning. */
export const ExitCode = {
  DONE: 0,
  FAILED: 1,
  BAD_CONFIGURATION: 2,
  PENDING: 3,
  INTERRUPTED: 130,
} as const;

export interface PhotoSummary {
  number: number;
  path: string;
  bytes: number;
  content_hash: string;
  save_ms: number;
  upload_ms: number | null;
  kilobytes_per_second: number | null;
  verified: boolean;
  /** True when it made room on the card; it is in the cloud. */
  removed: boolean;
  local_time: string;
  period: Period;
  failure: string | null;
}

/** What the application's own work has cost: everything but the host's imports. */
export interface ControlWork {
  /** Processor time in the application's start. */
  start_us: number;
  ticks: number;
  /** Processor time in all ticks, of a saved photo (null without one), and of the longest tick. */
  total_us: number;
  per_photo_us: number | null;
  longest_tick_us: number;
  /** Processor time in the imports that the ticks called: camera, card, network, log. */
  imports_us: number;
  /** Executed WebAssembly instructions, start included; null unless the application counts them. */
  instructions: number | null;
  instructions_per_photo: number | null;
}

/** DIR/summary.json. Counts are of this run alone. */
export interface Summary {
  /** Photos asked for; without a number, shots that were due. */
  shots: number;
  saved: number;
  uploaded: number;
  verified: number;
  /** Saved, and still to be uploaded or confirmed. */
  pending: number;
  /** Saved, but the service will not take them. */
  failed: number;
  /** Shots that gave no photo. */
  missed: number;
  /** Verified, and removed from the card to make room. */
  removed: number;
  /** Photos of earlier runs into the same folder that were confirmed in this one. */
  earlier_verified: number;
  /** Uploaded files that equal the file on the card; null when they cannot be compared. */
  uploaded_identical: number | null;
  interrupted: boolean;
  exit_code: number;
  reason: string;
  photos: PhotoSummary[];
  wasm_bytes: number | null;
  linear_memory_peak: number | null;
  host_heap_peak: number | null;
  control: ControlWork | null;
  cloud: RunOptions["cloud"];
  camera: string;
}

/** Everything that the summary is made from. */
export interface RunOutcome {
  options: Pick<RunOptions, "shots" | "cloud" | "camera">;
  record: RunRecord;
  ending: BoardEnding;
  interrupted: boolean;
  /** Uploads that equal the card's files, paths of those that do not; null: no comparison. */
  comparison: { identical: number; different: string[] } | null;
}

interface Verdict {
  exit_code: number;
  reason: string;
}

function photos(count: number): string {
  return count === 1 ? "1 photo" : `${count} photos`;
}

function shotsWanted({ options, record }: RunOutcome, saved: number): number {
  return options.shots ?? (record.shotsAsked > 0 ? record.shotsAsked : saved + record.missed);
}

/** What is wrong with the run apart from being interrupted; null when nothing is. */
function fault(outcome: RunOutcome, counts: ReturnType<typeof count>): Verdict | null {
  const { record, ending, comparison } = outcome;
  const failed = (reason: string): Verdict => ({ exit_code: ExitCode.FAILED, reason });
  const said = record.end?.reason ?? "";
  const code = ending.code ?? record.end?.exit_code ?? null;
  if (code === null || (record.end === null && code !== ExitCode.BAD_CONFIGURATION)) {
    return failed(unexpectedEnd(ending));
  }
  if (code === ExitCode.BAD_CONFIGURATION) {
    const reason = (record.lastError ?? said) || ending.complaint;
    return { exit_code: ExitCode.BAD_CONFIGURATION, reason: reason || "bad configuration" };
  }
  if (code !== ExitCode.DONE && code !== ExitCode.PENDING) {
    return failed(said || (record.lastError ?? `the board ended with code ${code}`));
  }
  if (comparison !== null && comparison.different.length > 0) {
    return failed(`not what was saved, as uploaded: ${comparison.different.join(", ")}`);
  }
  if (counts.failed > 0) {
    return failed(`${photos(counts.failed)} could not be uploaded: ${firstFailure(record)}`);
  }
  const wanted = shotsWanted(outcome, counts.saved);
  if (!outcome.interrupted && counts.saved < wanted) {
    return failed(`only ${counts.saved} of ${photos(wanted)} were saved`);
  }
  return null;
}

function unexpectedEnd(ending: BoardEnding): string {
  const how = ending.signal === null ? `code ${ending.code ?? "none"}` : `signal ${ending.signal}`;
  const complaint = ending.complaint === "" ? "" : `: ${ending.complaint}`;
  return `the board ended unexpectedly with ${how}${complaint}`;
}

function firstFailure(record: RunRecord): string {
  return record.photos.find((photo) => photo.failed)?.failure ?? "no reason given";
}

function verdict(outcome: RunOutcome, counts: ReturnType<typeof count>): Verdict {
  const wrong = fault(outcome, counts);
  if (wrong !== null) {
    return wrong;
  }
  if (outcome.interrupted) {
    return { exit_code: ExitCode.INTERRUPTED, reason: "interrupted" };
  }
  if (counts.pending > 0 || outcome.ending.code === ExitCode.PENDING) {
    const why = outcome.record.photos.find((photo) => photo.failure !== null)?.failure ?? null;
    const reason = `${photos(counts.pending)} on the card still to be uploaded`;
    return { exit_code: ExitCode.PENDING, reason: why === null ? reason : `${reason}: ${why}` };
  }
  return { exit_code: ExitCode.DONE, reason: "every photo was saved, uploaded and verified" };
}

function count(all: readonly PhotoRecord[]) {
  const verified = all.filter((photo) => photo.verified).length;
  const failed = all.filter((photo) => photo.failed && !photo.verified).length;
  return {
    saved: all.length,
    uploaded: all.filter((photo) => photo.uploaded).length,
    verified,
    pending: all.length - verified - failed,
    failed,
  };
}

function photoSummary(photo: PhotoRecord): PhotoSummary {
  const { number, path, bytes, content_hash, save_ms, upload_ms, kilobytes_per_second } = photo;
  const { verified, removed, local_time, period, failure } = photo;
  return {
    ...{ number, path, bytes, content_hash, save_ms, upload_ms, kilobytes_per_second },
    ...{ verified, removed, local_time, period, failure },
  };
}

function controlWork(end: EndEvent | null, saved: number): ControlWork | null {
  const { start_us, ticks, control_us, control_us_max, import_us } = end ?? {};
  if (start_us == null || ticks == null || control_us == null) return null;
  if (control_us_max == null || import_us == null) return null;
  const instructions = end?.executed_instructions ?? null;
  const perPhoto = (total: number | null): number | null =>
    saved === 0 || total === null ? null : Math.round(total / saved);
  return {
    ...{ start_us, ticks, total_us: control_us, per_photo_us: perPhoto(control_us) },
    ...{ longest_tick_us: control_us_max, imports_us: import_us },
    ...{ instructions, instructions_per_photo: perPhoto(instructions) },
  };
}

/** Put the summary together and decide the exit code. */
export function summarise(outcome: RunOutcome): Summary {
  const { options, record } = outcome;
  const counts = count(record.photos);
  return {
    shots: shotsWanted(outcome, counts.saved),
    ...counts,
    missed: record.missed,
    removed: record.photos.filter((photo) => photo.removed).length,
    earlier_verified: record.earlierVerified,
    uploaded_identical: outcome.comparison?.identical ?? null,
    interrupted: outcome.interrupted,
    ...verdict(outcome, counts),
    photos: record.photos.map(photoSummary),
    wasm_bytes: record.end?.wasm_bytes ?? null,
    linear_memory_peak: record.end?.linear_memory_peak ?? null,
    host_heap_peak: record.end?.host_heap_peak ?? null,
    control: controlWork(record.end, counts.saved),
    cloud: options.cloud,
    camera: options.camera,
  };
}
