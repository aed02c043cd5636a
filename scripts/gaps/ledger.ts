/** Everything that a ledger tells about the shots of a camera. */
import { existsSync } from "node:fs";
import { join } from "node:path";

import { type DamagedLine, readSegment, segmentNumbers } from "./ledger_files.ts";
import { fields, type LedgerRecord, utcMs, wholeNumber } from "./record.ts";

/** Shots in a row that are missing for one reason. Times are UTC in milliseconds. */
export interface Missing {
  first: number;
  count: number;
  firstDueMs: number | undefined;
  lastDueMs: number | undefined;
  reason: string;
}

export interface Totals {
  /** Shots that were due, as far as the ledger tells. */
  planned: number;
  /** Photos that were stored on the card at some time. */
  stored: number;
  /** Of these: safe in the cloud. */
  verified: number;
  /** Of these: waiting for their upload, refused ones included. */
  pending: number;
  /** Of the pending: refused by the cloud. */
  refused: number;
  /** Of the stored: removed from the card on purpose. */
  deleted: number;
  /** Of the stored: kept although the frame was doubtful. */
  doubtful: number;
  /** Shots of which there is no photo. */
  missed: number;
  /** Of the stored: photos whose file was not there any more before they were uploaded. */
  lost: number;
}

export interface LedgerContent {
  totals: Totals;
  missing: Missing[];
  damaged: DamagedLine[];
  /** How often the board was started. */
  starts: number;
  /** Records that the camera could not write. */
  dropped: number;
  /**
   * Shots of which nothing is told any more: to keep room on a full card, the camera has given up
   * the records of those of which nothing was left on it. They count in none of the totals.
   */
  givenUp: number;
}

interface Shot {
  number: number;
  dueMs: number | undefined;
  /** Paths the photo may have, the last one first. */
  paths: string[];
  isStored: boolean;
  missedFor: string | undefined;
  goneFor: string | undefined;
  marks: Set<string>;
}

/** Shots in a row: missing ones, or ones of which there is or was a photo. */
interface Row extends Missing {
  outcome: "photo" | "missed" | "lost";
}

/** Why a shot is missing that was planned and of which nothing more is known. */
const REASON_CUT = "power was cut";
const REASON_NO_RECORD = "no record tells why";

class LedgerReader {
  readonly #card: string;
  /** Shots of the segment that is being read; all others are counted already. */
  readonly #shots = new Map<number, Shot>();
  readonly #rows: Row[] = [];
  readonly content: LedgerContent = {
    totals: {
      planned: 0,
      stored: 0,
      verified: 0,
      pending: 0,
      refused: 0,
      deleted: 0,
      doubtful: 0,
      missed: 0,
      lost: 0,
    },
    missing: [],
    damaged: [],
    starts: 0,
    dropped: 0,
    givenUp: 0,
  };
  /** First numbers of the segments before which some are not there any more. */
  readonly #afterHoles: number[] = [];

  constructor(card: string) {
    this.#card = card;
  }

  read(): LedgerContent {
    let next = 0;
    for (const number of segmentNumbers(this.#card)) {
      const segment = readSegment(this.#card, number, this.content.damaged);
      const header = segment.records.find(({ kind }) => kind === "ledger");
      if (header !== undefined) {
        if (number > next) this.#afterHoles.push(wholeNumber(header.rest.split(" ")[3]) ?? 0);
        next = number + 1;
      }
      for (const record of segment.records) this.#take(record);
      for (const shot of this.#shots.values()) this.#close(shot);
      this.#shots.clear();
    }
    this.#collectMissing();
    return this.content;
  }

  #take(record: LedgerRecord): void {
    const { words } = fields(record.rest, 1);
    const number = wholeNumber(words[0]);
    if (number === undefined) return;
    if (record.kind === "opened") this.content.starts = Math.max(this.content.starts, number);
    else if (record.kind === "dropped") this.content.dropped += number;
    else if (record.kind === "missed") this.#takeMissed(record);
    else if (record.kind === "planned") this.#takePlanned(record, number);
    else this.#takeFact(record, number);
  }

  #takePlanned(record: LedgerRecord, number: number): void {
    const { words, text } = fields(record.rest, 4);
    const shot = this.#shot(number);
    shot.dueMs = utcMs(words[2]);
    shot.paths.unshift(text);
  }

  /** A planned shot that was missed, or a row of shots that were not even planned. */
  #takeMissed(record: LedgerRecord): void {
    const { words, text } = fields(record.rest, 5);
    const first = wholeNumber(words[0]);
    const count = wholeNumber(words[1]);
    if (first === undefined || count === undefined) return;
    const shot = this.#shots.get(first);
    if (shot !== undefined) {
      shot.missedFor ??= text;
      return;
    }
    this.#rows.push({
      ...{ first, count, reason: text, outcome: "missed" },
      ...{ firstDueMs: utcMs(words[2]), lastDueMs: utcMs(words[4]) },
    });
  }

  #takeFact({ kind, rest }: LedgerRecord, number: number): void {
    const shot = kind === "stored" ? this.#shot(number) : this.#shots.get(number);
    if (shot === undefined) return;
    if (kind === "stored") {
      shot.isStored = true;
      shot.paths.unshift(fields(rest, 8).text);
    } else if (kind === "dated") {
      shot.paths.unshift(fields(rest, 3).text);
    } else if (kind === "gone") {
      shot.goneFor = fields(rest, 1).text;
    } else {
      shot.marks.add(kind);
    }
  }

  #shot(number: number): Shot {
    let shot = this.#shots.get(number);
    if (shot === undefined) {
      shot = {
        number,
        dueMs: undefined,
        paths: [],
        isStored: false,
        missedFor: undefined,
        goneFor: undefined,
        marks: new Set(),
      };
      this.#shots.set(number, shot);
    }
    return shot;
  }

  /** All is read that is told about a shot. */
  #close(shot: Shot): void {
    // The camera finds a photo without a record itself at its next start.
    const isFound = shot.missedFor === undefined && this.#hasFile(shot);
    if (!shot.isStored && !isFound) {
      this.#addRow(shot, "missed", shot.missedFor ?? REASON_CUT);
      return;
    }
    const { totals } = this.content;
    const isSafe = shot.marks.has("verified");
    const isDeleted = shot.marks.has("deleted");
    totals.stored++;
    if (shot.marks.has("doubtful")) totals.doubtful++;
    if (isSafe) totals.verified++;
    if (isDeleted) totals.deleted++;
    if (shot.goneFor !== undefined && !isSafe && !isDeleted) {
      this.#addRow(shot, "lost", `lost: ${shot.goneFor}`);
      return;
    }
    this.#addRow(shot, "photo", "");
    if (isSafe || isDeleted) return;
    totals.pending++;
    if (shot.marks.has("refused")) totals.refused++;
  }

  #hasFile(shot: Shot): boolean {
    return shot.paths.some((path) => path !== "" && existsSync(join(this.#card, path)));
  }

  #addRow({ number, dueMs }: Shot, outcome: Row["outcome"], reason: string): void {
    const last = this.#rows.at(-1);
    if (outcome === "photo" && last?.outcome === "photo" && last.first + last.count === number) {
      last.count++;
      return;
    }
    const times = { firstDueMs: dueMs, lastDueMs: dueMs };
    this.#rows.push({ first: number, count: 1, outcome, reason, ...times });
  }

  /** Go through all numbers in order, and find those of which nothing is told. */
  #collectMissing(): void {
    const { totals, missing } = this.content;
    let next = 1;
    for (const row of this.#rows.sort((left, right) => left.first - right.first)) {
      const hole = this.#afterHoles.findLast((first) => first <= row.first) ?? 0;
      if (hole > next) {
        this.content.givenUp += hole - next;
        next = hole;
      }
      if (row.first > next) {
        const count = row.first - next;
        const times = { firstDueMs: undefined, lastDueMs: undefined };
        missing.push({ first: next, count, reason: REASON_NO_RECORD, ...times });
        totals.missed += count;
      }
      // A record that was written twice tells nothing new.
      if (row.first < next) continue;
      next = row.first + row.count;
      if (row.outcome === "missed") totals.missed += row.count;
      if (row.outcome === "lost") totals.lost += row.count;
      if (row.outcome !== "photo") addMissing(missing, row);
    }
    totals.planned = totals.stored + totals.missed;
  }
}

/** Add missing shots, joined with the last ones if they follow them and tell the same reason. */
function addMissing(missing: Missing[], row: Row): void {
  const { first, count, firstDueMs, lastDueMs, reason } = row;
  const last = missing.at(-1);
  if (last?.reason === reason && first === last.first + last.count) {
    last.count += count;
    last.firstDueMs ??= firstDueMs;
    last.lastDueMs = lastDueMs ?? last.lastDueMs;
  } else {
    missing.push({ first, count, firstDueMs, lastDueMs, reason });
  }
}

/** Read the ledger of a card. Throws what the file system says if there is none. */
export function readLedger(card: string): LedgerContent {
  return new LedgerReader(card).read();
}
