/** One line of the ledger, checked; docs/ledger.md is the specification. */
import { crc32 } from "node:zlib";

export interface LedgerRecord {
  kind: string;
  /** All between the kind and the checksum. */
  rest: string;
}

const CHECKSUM_BYTES = 9;

/** The record that a line holds; undefined if its checksum is not that of its bytes. */
export function readRecord(line: Uint8Array): LedgerRecord | undefined {
  const end = line.length - CHECKSUM_BYTES;
  if (end < 1) return undefined;
  const told = Buffer.from(line.subarray(end)).toString("latin1");
  const body = Buffer.from(line.subarray(0, end));
  if (told !== ` ${crc32(body).toString(16).padStart(8, "0")}`) return undefined;
  const text = body.toString("utf8");
  const blank = text.indexOf(" ");
  return blank < 0
    ? { kind: text, rest: "" }
    : { kind: text.slice(0, blank), rest: text.slice(blank + 1) };
}

/** The first `count` fields of a record, and the text behind them, which may hold blanks. */
export function fields(rest: string, count: number): { words: string[]; text: string } {
  const words: string[] = [];
  let at = 0;
  while (words.length < count && at <= rest.length) {
    const blank = rest.indexOf(" ", at);
    const end = blank < 0 ? rest.length : blank;
    words.push(rest.slice(at, end));
    at = end + 1;
  }
  return { words, text: rest.slice(at) };
}

/** A number of 0 or more; undefined for anything else. */
export function wholeNumber(word: string | undefined): number | undefined {
  return word !== undefined && /^\d{1,15}$/.test(word) ? Number(word) : undefined;
}

/** UTC in milliseconds of 20250101T000000.000Z; undefined for - and for anything else. */
export function utcMs(word: string | undefined): number | undefined {
  const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d\.\d{3}Z)$/.exec(word ?? "");
  if (parts === null) return undefined;
  const [year, month, day, hour, minute, second] = parts.slice(1);
  const time = Date.parse(
    [[year, month, day].join("-"), [hour, minute, second].join(":")].join("T"),
  );
  return Number.isNaN(time) ? undefined : time;
}
