/** What stands in each line of the ledger; docs/ledger.md is the specification. */
import { LineReader } from "./line_reader";
import { LineWriter } from "./line_writer";
import { Photo, PhotoTimeSource } from "./photo";
import { RecordKind } from "./record_kind";

export const LEDGER_VERSION: i32 = 1;

const UNKNOWN_HASH = "-";
const HASH_DIGITS: i32 = 64;

function timeSourceWord(source: PhotoTimeSource): string {
  switch (source) {
    case PhotoTimeSource.SNTP:
      return "sntp";
    case PhotoTimeSource.HTTP:
      return "http";
    case PhotoTimeSource.ESTIMATED:
      return "estimated";
    default:
      return "unknown";
  }
}

function timeSourceOf(word: string): PhotoTimeSource {
  if (word == "sntp") return PhotoTimeSource.SNTP;
  if (word == "http") return PhotoTimeSource.HTTP;
  return word == "estimated" ? PhotoTimeSource.ESTIMATED : PhotoTimeSource.UNKNOWN;
}

/** A record that is to be written. Which fields count depends on the kind. */
export class Entry {
  count: i64 = 1;
  utcMs: i64 = -1;
  uptimeMs: i64 = 0;
  lastUtcMs: i64 = -1;
  text: string = "";
  timeSource: PhotoTimeSource = PhotoTimeSource.UNKNOWN;
  photo: Photo | null = null;

  /** `segment` is the one that the photo `number` belongs to, -1 for a number that is new. */
  constructor(
    readonly kind: RecordKind,
    readonly segment: i32,
    public number: i64,
  ) {}

  /** Write the line, or lines. */
  write(writer: LineWriter): void {
    // With an empty line between, no damaged byte costs both lines that tell where a photo is.
    if (this.kind == RecordKind.STORED) writer.emptyLine();
    writer.begin(this.kind);
    writer.number(this.number);
    const photo = this.photo;
    if (this.kind == RecordKind.MISSED) {
      writer.number(this.count);
      writer.time(this.utcMs);
      writer.number(this.uptimeMs);
      writer.time(this.lastUtcMs);
    } else if (this.kind == RecordKind.PLANNED && photo != null) {
      writePlan(writer, photo);
    } else if (this.kind == RecordKind.STORED && photo != null) {
      writeFacts(writer, photo);
    } else if (this.kind == RecordKind.DATED) {
      writer.time(this.utcMs);
      writer.word(timeSourceWord(this.timeSource));
    }
    if (this.text.length > 0) writer.text(this.text);
    writer.end();
    if (this.kind == RecordKind.STORED && photo != null && photo.doubt.length > 0) {
      writer.begin(RecordKind.DOUBTFUL);
      writer.number(this.number);
      writer.text(photo.doubt);
      writer.end();
    }
  }
}

function writePlan(writer: LineWriter, photo: Photo): void {
  writer.number(photo.bootNumber);
  writer.time(photo.dueUtcMs);
  writer.number(photo.dueUptimeMs);
  writer.text(photo.path);
}

function writeFacts(writer: LineWriter, photo: Photo): void {
  writer.number(photo.bytes);
  writer.word(photo.contentHash.length == HASH_DIGITS ? photo.contentHash : UNKNOWN_HASH);
  writer.time(photo.capturedUtcMs);
  writer.number(photo.capturedUptimeMs);
  writer.word(timeSourceWord(photo.timeSource));
  writer.number(photo.retakes);
  writer.word(photo.night ? "night" : "day");
  writer.text(photo.path);
}

/** Fields of a planned line behind its number. */
function readPlan(line: LineReader, photo: Photo): void {
  photo.bootNumber = line.count();
  photo.dueUtcMs = line.time();
  photo.dueUptimeMs = line.number();
  photo.path = line.text();
}

/** Fields of a stored line behind its number. */
function readFacts(line: LineReader, photo: Photo): void {
  photo.bytes = line.count();
  readHash(line.word(), photo);
  photo.capturedUtcMs = line.time();
  photo.capturedUptimeMs = line.number();
  photo.timeSource = timeSourceOf(line.word());
  photo.retakes = line.count();
  photo.night = line.isWord("night");
  photo.path = line.text();
}

function readHash(hash: string, photo: Photo): void {
  if (hash.length == HASH_DIGITS) photo.contentHash = hash;
}

/** Take over what a line tells about its photo; the reader stands behind the number. */
export function applyLine(line: LineReader, photo: Photo): void {
  switch (line.kind) {
    case RecordKind.PLANNED:
      readPlan(line, photo);
      break;
    case RecordKind.STORED:
      readFacts(line, photo);
      break;
    case RecordKind.DOUBTFUL:
      photo.doubt = line.text();
      break;
    case RecordKind.UPLOADED:
      photo.uploaded = true;
      readHash(line.word(), photo);
      break;
    case RecordKind.DATED:
      photo.capturedUtcMs = line.time();
      photo.timeSource = timeSourceOf(line.word());
      photo.path = line.text();
      break;
    default:
      break;
  }
}
