/** The words that lines of the ledger begin with; docs/ledger.md says what follows each. */
import { spells } from "../host/text";

export enum RecordKind {
  /** A word of a later version; its line is left alone. */
  OTHER = -1,
  LEDGER,
  OPENED,
  PLANNED,
  STORED,
  DOUBTFUL,
  MISSED,
  DROPPED,
  UPLOADED,
  VERIFIED,
  DATED,
  DELETED,
  REFUSED,
  GONE,
  COMPLETE,
  CHECKPOINT,
}

const words: StaticArray<string> = [
  "ledger",
  "opened",
  "planned",
  "stored",
  "doubtful",
  "missed",
  "dropped",
  "uploaded",
  "verified",
  "dated",
  "deleted",
  "refused",
  "gone",
  "complete",
  "checkpoint",
];

/** The word of a kind other than OTHER. */
export function kindWord(kind: RecordKind): string {
  return unchecked(words[kind]);
}

/** The kind that `length` bytes at `start` name. */
export function kindOf(start: usize, length: i32): RecordKind {
  for (let kind = 0; kind < words.length; kind++) {
    if (spells(unchecked(words[kind]), start, length)) return <RecordKind>kind;
  }
  return RecordKind.OTHER;
}
