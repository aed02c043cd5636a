/** What tests/clock asks of the zones: texts go through `buffer`, instants as arguments. */
import { formatRfc3339 } from "../../assembly/clock/civil";
import { Zone, ZoneResult, parsePosixTz } from "../../assembly/clock/posix_tz";
import { posixTzOf, similarZoneName, zoneNameAt, zoneOf } from "../../assembly/clock/zone";
import { ZONE_COUNT } from "../../assembly/clock/zone_table";

const BUFFER_BYTES: i32 = 1024;
const bytes: usize = memory.data(1024);
let zone: Zone = new Zone();

function give(text: string): i32 {
  return <i32>String.UTF8.encodeUnsafe(changetype<usize>(text), text.length, bytes, false);
}

function take(length: i32): string {
  return String.UTF8.decodeUnsafe(bytes, <usize>min(length, BUFFER_BYTES), false);
}

/** Open the result's zone; 0, or the length of the error in the buffer. */
function open(result: ZoneResult): i32 {
  const opened = result.zone;
  if (opened) zone = opened;
  return give(result.error);
}

export function buffer(): usize {
  return bytes;
}

export function zoneCount(): i32 {
  return ZONE_COUNT;
}

export function nameOf(index: i32): i32 {
  return give(zoneNameAt(index));
}

export function posixTz(nameLength: i32): i32 {
  return give(posixTzOf(take(nameLength)));
}

export function similar(nameLength: i32): i32 {
  return give(similarZoneName(take(nameLength)));
}

export function openName(nameLength: i32): i32 {
  return open(zoneOf(take(nameLength)));
}

export function openPosixTz(length: i32): i32 {
  return open(parsePosixTz(take(length)));
}

export function offset_s(utcMs: i64): i32 {
  return zone.offset_s(utcMs);
}

export function abbreviation(utcMs: i64): i32 {
  return give(zone.abbreviation(utcMs));
}

export function nextChange(utcMs: i64): i64 {
  return zone.nextChange(utcMs);
}

export function utcMs(wallMs: i64, second: bool): i64 {
  return zone.utcMs(wallMs, second);
}

export function isRepeated(utcMs: i64): bool {
  return zone.isRepeated(utcMs);
}

export function rfc3339(utcMs: i64): i32 {
  return give(formatRfc3339(utcMs, zone.offset_s(utcMs)));
}
