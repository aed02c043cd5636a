/** Zones by their IANA name, from the table in clock/zone_table.ts. */
import { ZoneResult, parsePosixTz } from "./posix_tz";
import { NAME_BYTES_MAX, ZONE_COUNT, posixTzStrings, zoneNames } from "./zone_table";

/** Longer texts than this are not searched for a similar name. */
const SIMILAR_UNITS_MAX: i32 = 48;

/** A name is called similar when at most this many letters must be changed. */
const SIMILAR_EDITS_MAX: i32 = 3;

/** The name that the cursor is at. */
const name: usize = memory.data(NAME_BYTES_MAX);

/** One row of the table of edit distances. */
const row: usize = memory.data(NAME_BYTES_MAX + 1);

/** Reads the table from its start; clock/zone_table.ts tells how it is written. */
class TableCursor {
  private at: usize = zoneNames;
  private index: i32 = 0;
  nameBytes: i32 = 0;
  /** Number of the POSIX string of the name. */
  posixTz: i32 = 0;

  /** Put the next name into `name`; false after the last. */
  next(): bool {
    if (this.index == ZONE_COUNT) return false;
    this.index++;
    this.nameBytes = load<u8>(this.at++);
    let byte: i32;
    do {
      byte = load<u8>(this.at++);
      store<u8>(name + <usize>this.nameBytes, <u8>(byte & 0x7f));
      this.nameBytes++;
    } while (byte < 0x80);
    this.posixTz = load<u8>(this.at++);
    return true;
  }

  isNamed(text: string): bool {
    if (text.length != this.nameBytes) return false;
    for (let i = 0; i < this.nameBytes; i++) {
      if (text.charCodeAt(i) != load<u8>(name + <usize>i)) return false;
    }
    return true;
  }

  /** Where the part after the last slash begins. */
  cityStart(): i32 {
    let start = this.nameBytes;
    while (start > 0 && load<u8>(name + <usize>(start - 1)) != 0x2f) start--;
    return start;
  }

  text(): string {
    return String.UTF8.decodeUnsafe(name, <usize>this.nameBytes, false);
  }
}

/** The POSIX TZ string of an IANA name, spelt exactly as in the table, or "" without one. */
export function posixTzOf(zoneName: string): string {
  const cursor = new TableCursor();
  while (cursor.next()) {
    if (cursor.isNamed(zoneName)) return posixTzAt(cursor.posixTz);
  }
  return "";
}

function posixTzAt(index: i32): string {
  let at = posixTzStrings;
  for (let i = 0; i < index; i++) at += 1 + <usize>load<u8>(at);
  return String.UTF8.decodeUnsafe(at + 1, <usize>load<u8>(at), false);
}

/** The index-th zone name in alphabetic order, or "" from ZONE_COUNT on. */
export function zoneNameAt(index: i32): string {
  const cursor = new TableCursor();
  for (let i = 0; i <= index; i++) {
    if (!cursor.next()) return "";
  }
  return cursor.text();
}

/** The zone of an IANA name, or a sentence that names a similar zone where there is one. */
export function zoneOf(zoneName: string): ZoneResult {
  const posixTz = posixTzOf(zoneName);
  if (posixTz.length > 0) return parsePosixTz(posixTz);
  const similar = similarZoneName(zoneName);
  const advice =
    similar.length > 0
      ? '; did you mean "' + similar + '"?'
      : '; write an IANA name like "Europe/Amsterdam"';
  return new ZoneResult(null, 'there is no time zone "' + zoneName + '"' + advice);
}

/**
 * The zone name that differs in the fewest letters, capital or not, from a text; the text may lack
 * the part before the last slash. "" when all differ in more than three.
 */
export function similarZoneName(zoneName: string): string {
  let best = "";
  if (zoneName.length > SIMILAR_UNITS_MAX || zoneName.length == 0) return best;
  // The whole name counts a little more than its last part: "utc" is UTC, not Etc/UTC.
  let bestScore = 2 * (min(SIMILAR_EDITS_MAX, (zoneName.length + 1) / 3) + 1);
  const cursor = new TableCursor();
  while (cursor.next()) {
    const whole = 2 * editDistance(zoneName, 0, cursor.nameBytes);
    const city = 2 * editDistance(zoneName, cursor.cityStart(), cursor.nameBytes) + 1;
    const score = min(whole, city);
    if (score >= bestScore) continue;
    bestScore = score;
    best = cursor.text();
  }
  return best;
}

/** Levenshtein's distance of a text from the bytes [start, end) of `name`, capitals being equal. */
function editDistance(text: string, start: i32, end: i32): i32 {
  const length = <usize>(end - start);
  for (let i: usize = 0; i <= length; i++) store<u8>(row + i, <u8>i);
  for (let j = 0; j < text.length; j++) {
    const unit = small(text.charCodeAt(j));
    let diagonal = <i32>load<u8>(row);
    store<u8>(row, <u8>(j + 1));
    for (let i: usize = 1; i <= length; i++) {
      const above = <i32>load<u8>(row + i);
      const left = <i32>load<u8>(row + i - 1);
      const same = small(<i32>load<u8>(name + <usize>start + i - 1)) == unit;
      store<u8>(row + i, <u8>min(diagonal + (same ? 0 : 1), min(above, left) + 1));
      diagonal = above;
    }
  }
  return load<u8>(row + length);
}

function small(unit: i32): i32 {
  return unit >= 0x41 && unit <= 0x5a ? unit | 0x20 : unit;
}
