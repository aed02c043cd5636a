/** The files of the log on the card: numbered, so that they sort; the lowest is the oldest. */
import { padded } from "../clock/civil";
import { HostError } from "../host/errors";
import { read, remove, size } from "../host/card";
import { cardList } from "../host/imports";
import { utf8 } from "../host/text";

const FOLDER = "wamcam/log";
const DIGITS: i32 = 6;
/** As `000001.log`; a little-endian word for its end. */
const NAME_BYTES: i32 = 10;
const NAME_END: u32 = 0x676f6c2e;
const NUMBER_MAX: i32 = 999999;
/** A folder with more entries was not filled by a log. */
const ENTRIES_MAX: i32 = 256;

function logPath(number: i32): string {
  return FOLDER + "/" + padded(number, DIGITS) + ".log";
}

const name = new Uint8Array(NAME_BYTES);

/** The number in a name of `length` bytes; 0 if it is no name of a log. */
function numberOf(length: i32): i32 {
  if (length != NAME_BYTES || load<u32>(name.dataStart, DIGITS) != NAME_END) return 0;
  let number = 0;
  for (let index = 0; index < DIGITS; index++) {
    const digit = <i32>unchecked(name[index]) - 0x30;
    if (<u32>digit > 9) return 0;
    number = number * 10 + digit;
  }
  return number;
}

export class LogFiles {
  private lowest: i32 = 0;
  /** Number of the file to append to, after sizeForMore. */
  private highest: i32 = 0;

  constructor(
    private readonly bytesMax: i64,
    private readonly filesMax: i32,
  ) {}

  /** The file to append to, after sizeForMore. */
  get path(): string {
    return logPath(this.highest);
  }

  /** Look what is on the card, which may be another one by now. 0 or a HostError. */
  private look(): i32 {
    const folder = utf8(FOLDER);
    this.highest = 0;
    for (let index = 0; index < ENTRIES_MAX; index++) {
      const at = name.dataStart;
      const length = cardList(folder.dataStart, folder.length, index, at, name.length);
      if (length == HostError.NOT_FOUND) break;
      if (length < 0) return length;
      const number = numberOf(length);
      if (number == 0) continue;
      // In the order of their names.
      if (this.highest == 0) this.lowest = number;
      this.highest = number;
    }
    if (this.highest == 0) this.highest = this.lowest = 1;
    return 0;
  }

  /**
   * Find the file that takes `bytes` more: its size, 0 for one that is not there yet, or a
   * HostError. One that would grow too large is followed by the next, for which the oldest gives
   * way; one that cannot be removed is left alone.
   */
  sizeForMore(bytes: i32): i64 {
    const status = this.look();
    if (status < 0) return status;
    let present = size(this.path);
    if (present > 0 && present + bytes > this.bytesMax) {
      // At the end of the numbers the last file begins anew.
      if (this.highest == NUMBER_MAX) remove(this.path);
      else this.highest++;
      present = size(this.path);
    }
    if (this.lowest <= this.highest - this.filesMax) remove(logPath(this.lowest));
    return present == HostError.NOT_FOUND ? 0 : present;
  }

  /** Whether a file of `bytes` does not end with a whole line. */
  isTorn(bytes: i64): bool {
    return bytes > 0 && (read(this.path, bytes - 1, name) < 1 || unchecked(name[0]) != 0x0a);
  }
}
