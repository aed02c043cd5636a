/** Dates and times of TOML: RFC 3339, with or without an offset. */
import { daysInMonth } from "../clock/civil";
import { fromUtf8 } from "../host/text";
import { Node, NodeKind } from "./toml_node";
import { isDigit, Scanner } from "./toml_scanner";

/** The number that `count` digits from an offset spell, -1 if one is no digit. */
export function digitsAt(scanner: Scanner, at: i32, count: i32): i32 {
  let value = 0;
  for (let i = 0; i < count; i++) {
    const byte = scanner.byteAt(at + i);
    if (!isDigit(byte)) return -1;
    value = value * 10 + byte - 0x30;
  }
  return value;
}

/** True before YYYY- or HH:, which no other value begins with. */
export function isDateOrTime(scanner: Scanner): bool {
  const at = scanner.at;
  if (digitsAt(scanner, at, 4) >= 0 && scanner.byteAt(at + 4) == 0x2d) return true;
  return digitsAt(scanner, at, 2) >= 0 && scanner.byteAt(at + 2) == 0x3a;
}

function takeDate(scanner: Scanner): bool {
  const at = scanner.at;
  const year = digitsAt(scanner, at, 4);
  const month = digitsAt(scanner, at + 5, 2);
  const day = digitsAt(scanner, at + 8, 2);
  const isMonth = scanner.byteAt(at + 7) == 0x2d && month >= 1 && month <= 12;
  if (!isMonth || day < 1 || day > daysInMonth(year, month)) {
    return scanner.fail(at, "expected a date of the calendar as YYYY-MM-DD");
  }
  scanner.at += 10;
  return true;
}

/** Hours and minutes with a colon between them. */
function isClock(scanner: Scanner, at: i32): bool {
  const hour = digitsAt(scanner, at, 2);
  const minute = digitsAt(scanner, at + 3, 2);
  return hour >= 0 && hour < 24 && minute >= 0 && minute < 60 && scanner.byteAt(at + 2) == 0x3a;
}

/** 60 seconds are allowed, as RFC 3339 does for leap seconds. */
function takeTime(scanner: Scanner): bool {
  const at = scanner.at;
  const second = digitsAt(scanner, at + 6, 2);
  let isTime = isClock(scanner, at) && scanner.byteAt(at + 5) == 0x3a;
  isTime = isTime && second >= 0 && second <= 60;
  if (isTime) {
    scanner.at += 8;
    if (scanner.take(0x2e)) {
      isTime = isDigit(scanner.peek());
      while (isDigit(scanner.peek())) scanner.at++;
    }
  }
  return isTime || scanner.fail(at, "expected a time of day as HH:MM:SS");
}

/** Z or +HH:MM or -HH:MM; kind of the date-time with or without it, TABLE after an error. */
function takeOffset(scanner: Scanner): NodeKind {
  const byte = scanner.peek();
  if ((byte | 0x20) == 0x7a) {
    scanner.at++;
    return NodeKind.OFFSET_DATE_TIME;
  }
  if (byte != 0x2b && byte != 0x2d) return NodeKind.LOCAL_DATE_TIME;
  if (isClock(scanner, scanner.at + 1)) {
    scanner.at += 6;
    return NodeKind.OFFSET_DATE_TIME;
  }
  scanner.fail(scanner.at, "expected Z or an offset as +HH:MM");
  return NodeKind.TABLE;
}

/** True if a time follows a date: after T, or after one blank with a digit behind it. */
function takeSeparator(scanner: Scanner): bool {
  const byte = scanner.peek();
  const isBlank = byte == 0x20 && isDigit(scanner.byteAt(scanner.at + 1));
  if (!isBlank && (byte | 0x20) != 0x74) return false;
  scanner.at++;
  return true;
}

/** Read the date, time or both at the scanner into `node`; false after an error. */
export function readDateTime(scanner: Scanner, node: Node): bool {
  const from = scanner.at;
  if (scanner.byteAt(from + 2) == 0x3a) {
    if (!takeTime(scanner)) return false;
    node.kind = NodeKind.LOCAL_TIME;
    node.text = fromUtf8(scanner.bytes, from, scanner.at - from);
    return true;
  }
  if (!takeDate(scanner)) return false;
  node.kind = NodeKind.LOCAL_DATE;
  node.text = fromUtf8(scanner.bytes, from, 10);
  if (!takeSeparator(scanner)) return true;
  const timeAt = scanner.at;
  if (!takeTime(scanner)) return false;
  node.kind = takeOffset(scanner);
  if (node.kind == NodeKind.TABLE) return false;
  const isUtc = (scanner.byteAt(scanner.at - 1) | 0x20) == 0x7a;
  const length = scanner.at - timeAt - (isUtc ? 1 : 0);
  node.text += "T" + fromUtf8(scanner.bytes, timeAt, length) + (isUtc ? "Z" : "");
  return true;
}
