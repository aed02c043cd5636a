/** Where the segments of the ledger lie on the card. */
import { padded } from "../clock/civil";
import { HostError } from "../host/errors";
import { remove } from "../host/card";
import { cardList } from "../host/imports";
import { utf8 } from "../host/text";

const FOLDER = "wamcam/ledger";
/** FAT searches a folder from its beginning: few files in each keep that fast. */
const SEGMENTS_PER_FOLDER: i32 = 100;
/** Highest segment: beyond, the last one grows. */
export const SEGMENT_MAX: i32 = 999999;

export const CHECKPOINT_PATH = FOLDER + "/checkpoint";

function folderPath(folder: i32): string {
  return FOLDER + "/" + padded(folder, 4);
}

function segmentStem(segment: i32): string {
  return folderPath(segment / SEGMENTS_PER_FOLDER) + "/" + padded(segment, 6);
}

/** What was planned, stored and missed. */
export function logPath(segment: i32): string {
  return segmentStem(segment) + ".log";
}

/** What later happened to the photos of the segment. */
export function donePath(segment: i32): string {
  return segmentStem(segment) + ".done";
}

/** Whether an answer says nothing about a file, because the card, or memory, failed. */
export function isCardFailure(status: i64): bool {
  return status == HostError.IO || status == HostError.NO_DEVICE || status == HostError.NO_MEMORY;
}

const name = new Uint8Array(32);

/** Number that the first `digits` bytes of a name of `length` bytes spell; -1 if they do not. */
function nameNumber(length: i32, digits: i32): i32 {
  if (length <= digits) return -1;
  let value = 0;
  for (let index = 0; index < digits; index++) {
    const digit = <i32>unchecked(name[index]) - 0x30;
    if (<u32>digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value;
}

/**
 * Highest number below `limit` that names in a folder begin with, -1 if none, or a HostError below
 * -1.
 */
function highestName(folder: string, digits: i32, limit: i32): i32 {
  const path = utf8(folder);
  let highest = -1;
  for (let index = 0; index < 2 * SEGMENT_MAX; index++) {
    const length = cardList(path.dataStart, path.length, index, name.dataStart, name.length);
    if (length == HostError.NOT_FOUND) break;
    if (length < 0) return length;
    const value = nameNumber(min(length, name.length), digits);
    if (value < limit) highest = max(highest, value);
  }
  return highest;
}

/** The highest segment on the card, -1 if there is none, or a HostError below -1. */
export function lastSegment(): i32 {
  let segment = -1;
  let folder = highestName(FOLDER, 4, SEGMENT_MAX);
  while (folder >= 0) {
    const first = folder * SEGMENTS_PER_FOLDER;
    segment = highestName(folderPath(folder), 6, first + SEGMENTS_PER_FOLDER);
    if (segment < -1 || segment >= first) return segment;
    // A cut may leave a folder without files.
    folder = highestName(FOLDER, 4, folder);
  }
  return folder;
}

/** Number that the first name in a folder begins with; 0 if that cannot be told. */
function firstName(folder: string, digits: i32): i32 {
  const path = utf8(folder);
  const length = cardList(path.dataStart, path.length, 0, name.dataStart, name.length);
  return max(nameNumber(min(length, name.length), digits), 0);
}

/** The lowest segment on the card, or one below it. */
export function firstSegment(): i32 {
  return firstName(folderPath(firstName(FOLDER, 4)), 6);
}

/**
 * Remove both files of a segment. 1, or a HostError. The companion goes last: it says that nothing
 * of the segment is pending.
 */
export function removeSegment(segment: i32): i32 {
  const status = remove(logPath(segment));
  if (status < 0 && status != HostError.NOT_FOUND) return status;
  remove(donePath(segment));
  // A folder with something in it stays.
  remove(folderPath(segment / SEGMENTS_PER_FOLDER));
  return 1;
}
