/** Integers and floats of TOML. */
import { Node, NodeKind } from "./toml_node";
import { decimalToFloat } from "./toml_float";
import { hexadecimalDigit } from "./toml_string";
import { isDigit, Scanner } from "./toml_scanner";

const MINUS: i32 = 0x2d;
const PLUS: i32 = 0x2b;
const UNDERSCORE: i32 = 0x5f;

/** Step over digits with single underscores between them. */
function takeDigits(scanner: Scanner): bool {
  if (!isDigit(scanner.peek())) {
    return scanner.fail(scanner.at, "expected a digit; around . and _ there must be digits");
  }
  while (true) {
    while (isDigit(scanner.peek())) scanner.at++;
    if (scanner.peek() != UNDERSCORE) return true;
    if (!isDigit(scanner.byteAt(++scanner.at))) {
      return scanner.fail(scanner.at, "expected a digit after the underscore");
    }
  }
}

/** The unsigned integer at the scanner into `node`; digits end where the base has none. */
function readInteger(scanner: Scanner, node: Node, base: u64, limit: u64): bool {
  let value: u64 = 0;
  let isAfterDigit = false;
  while (true) {
    const byte = scanner.peek();
    const digit = hexadecimalDigit(byte);
    if (digit >= 0 && <u64>digit < base) {
      if (value > (limit - <u64>digit) / base) {
        return scanner.fail(node.at, "an integer must fit into 64 bits with a sign");
      }
      value = value * base + <u64>digit;
    } else if (byte != UNDERSCORE || !isAfterDigit) {
      break;
    }
    isAfterDigit = byte != UNDERSCORE;
    scanner.at++;
  }
  if (!isAfterDigit) return scanner.fail(scanner.at, "expected a digit of this number");
  node.kind = NodeKind.INTEGER;
  node.integer = value;
  return true;
}

/** Base of a prefix letter after 0, 0 for any other byte. */
function baseOf(letter: i32): u64 {
  return letter == 0x78 ? 16 : letter == 0x6f ? 8 : letter == 0x62 ? 2 : 0;
}

/** The rest of a float, whose whole part was stepped over. */
function readFloat(scanner: Scanner, node: Node, from: i32, isNegative: bool): bool {
  if (scanner.take(0x2e) && !takeDigits(scanner)) return false;
  if ((scanner.peek() | 0x20) == 0x65) {
    scanner.at++;
    if (!scanner.take(MINUS)) scanner.take(PLUS);
    if (!takeDigits(scanner)) return false;
  }
  const value = decimalToFloat(scanner, from, scanner.at);
  node.kind = NodeKind.FLOAT;
  node.integer = reinterpret<i64>(isNegative ? -value : value);
  return true;
}

/** True if the scanner stands before `inf` or `nan`. */
function isSpecial(scanner: Scanner, a: i32, b: i32, c: i32): bool {
  const at = scanner.at;
  if (scanner.byteAt(at) != a || scanner.byteAt(at + 1) != b) return false;
  return scanner.byteAt(at + 2) == c;
}

function readSpecial(scanner: Scanner, node: Node, value: f64): bool {
  scanner.at += 3;
  node.kind = NodeKind.FLOAT;
  node.integer = reinterpret<i64>(value);
  return true;
}

/** Read the number at the scanner into `node`; false after an error. */
export function readNumber(scanner: Scanner, node: Node): bool {
  const isNegative = scanner.take(MINUS);
  const isSigned = isNegative || scanner.take(PLUS);
  if (isSpecial(scanner, 0x69, 0x6e, 0x66)) {
    return readSpecial(scanner, node, isNegative ? -Infinity : Infinity);
  }
  if (isSpecial(scanner, 0x6e, 0x61, 0x6e)) return readSpecial(scanner, node, NaN);
  const from = scanner.at;
  if (scanner.peek() == 0x30) {
    const base = baseOf(scanner.byteAt(from + 1));
    if (base != 0 && !isSigned) {
      scanner.at += 2;
      return readInteger(scanner, node, base, <u64>i64.MAX_VALUE);
    }
    const next = scanner.byteAt(from + 1);
    if (isDigit(next) || next == UNDERSCORE) {
      scanner.circuitPython = "CircuitPython takes such a number as octal, so 011 is 9";
      return scanner.fail(node.at, "a number may not begin with 0; leave the zeros out");
    }
  }
  if (!isDigit(scanner.peek())) {
    return scanner.fail(
      node.at,
      'expected a value: "text", a number, true, false, a date, [ .. ] or { .. }',
    );
  }
  if (!takeDigits(scanner)) return false;
  const next = scanner.peek();
  if (next == 0x2e || (next | 0x20) == 0x65) return readFloat(scanner, node, from, isNegative);
  scanner.at = from;
  const limit = <u64>i64.MAX_VALUE + (isNegative ? 1 : 0);
  if (!readInteger(scanner, node, 10, limit)) return false;
  if (isNegative) node.integer = 0 - node.integer;
  return true;
}
