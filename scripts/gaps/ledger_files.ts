/** Finds and reads the files of a ledger on a card. */
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

import { type LedgerRecord, readRecord } from "./record.ts";

/** A line that is not what was written. */
export interface DamagedLine {
  /** Path below the card. */
  file: string;
  /** From 1 on. */
  line: number;
  /** True for a last line without its end: power was cut while it was written. */
  torn: boolean;
}

/** The two files of a segment, in the order in which they are to be read. */
export interface Segment {
  number: number;
  records: LedgerRecord[];
}

const FOLDER = "wamcam/ledger";

function names(path: string): string[] {
  try {
    return readdirSync(path).sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOTDIR") return [];
    throw error;
  }
}

/** Numbers of all segments on a card. Throws what the file system says if there is no ledger. */
export function segmentNumbers(card: string): number[] {
  const found = new Set<number>();
  for (const folder of names(join(card, FOLDER))) {
    if (!/^\d{4}$/.test(folder)) continue;
    for (const name of names(join(card, FOLDER, folder))) {
      const parts = /^(\d{6})\.(?:log|done)$/.exec(name);
      const number = Number(parts?.[1]);
      if (parts !== null && Math.floor(number / 100) === Number(folder)) found.add(number);
    }
  }
  return [...found].sort((left, right) => left - right);
}

function readBytes(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return new Uint8Array();
    throw error;
  }
}

/** Records of one file; lines that are damaged go to `damaged`. */
function readLines(card: string, file: string, damaged: DamagedLine[]): LedgerRecord[] {
  const bytes = readBytes(join(card, file));
  const records: LedgerRecord[] = [];
  let start = 0;
  for (let line = 1; start < bytes.length; line++) {
    const newline = bytes.indexOf(0x0a, start);
    const end = newline < 0 ? bytes.length : newline;
    const record = newline < 0 ? undefined : readRecord(bytes.subarray(start, end));
    if (record !== undefined) records.push(record);
    else if (end > start) damaged.push({ file, line, torn: newline < 0 });
    start = end + 1;
  }
  return records;
}

export function readSegment(card: string, number: number, damaged: DamagedLine[]): Segment {
  const folder = String(Math.floor(number / 100)).padStart(4, "0");
  const stem = `${FOLDER}/${folder}/${String(number).padStart(6, "0")}`;
  const log = readLines(card, `${stem}.log`, damaged);
  return { number, records: [...log, ...readLines(card, `${stem}.done`, damaged)] };
}
