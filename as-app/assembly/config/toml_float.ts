/**
 * Decimal to binary64, rounded to nearest, ties to even, exactly. The digits are halved or
 * doubled as decimal digits until they spell 53 bits: slow but small, without tables, and with
 * no rounding before the last (the method of Go's strconv/decimal.go). AssemblyScript's own
 * parseFloat multiplies by rounded powers of ten and misses the nearest double now and then.
 */
import { isDigit, Scanner } from "./toml_scanner";

/** No double, nor the middle between two, has more significant digits than 768. */
const DIGITS_MAX: i32 = 800;
/** Most bits shifted in one step, and the decimal digits these can add in front. */
const SHIFT_MAX: i32 = 27;
const SHIFT_DIGITS: i32 = 9;

/** The digits of the one number at work: a document may hold many, and nothing is freed between. */
const digits: usize = memory.data(DIGITS_MAX + SHIFT_DIGITS);

/** A number 0.d1d2d3... times ten to the power `point`. */
class Decimal {
  count: i32 = 0;
  point: i32 = 0;
  /** Digits other than 0 were lost behind the last one. */
  private truncated: bool = false;

  get first(): i32 {
    return this.digit(0);
  }

  private digit(index: i32): i32 {
    return index < this.count ? <i32>load<u8>(digits + <usize>index) : 0;
  }

  put(digit: i32): void {
    if (this.count < DIGITS_MAX) {
      store<u8>(digits + <usize>this.count, <u8>digit);
      this.count++;
    } else if (digit != 0) {
      this.truncated = true;
    }
  }

  /** Multiply by two to the power `bits`. */
  shiftLeft(bits: i32): void {
    let carry: u64 = 0;
    for (let i = this.count - 1; i >= 0; i--) {
      carry += (<u64>this.digit(i)) << bits;
      store<u8>(digits + <usize>i + SHIFT_DIGITS, <u8>(carry % 10));
      carry /= 10;
    }
    for (let i = SHIFT_DIGITS - 1; i >= 0; i--) {
      store<u8>(digits + <usize>i, <u8>(carry % 10));
      carry /= 10;
    }
    this.normalise(this.count + SHIFT_DIGITS);
    this.point += SHIFT_DIGITS;
    let zeros = 0;
    while (zeros < this.count && this.digit(zeros) == 0) zeros++;
    memory.copy(digits, digits + <usize>zeros, this.count - zeros);
    this.count -= zeros;
    this.point -= zeros;
  }

  /** Divide by two to the power `bits`. */
  shiftRight(bits: i32): void {
    const count = this.count;
    let rest: u64 = 0;
    let read = 0;
    while (rest >> bits == 0) rest = rest * 10 + <u64>this.digit(read++);
    this.point -= read - 1;
    let written = 0;
    const mask: u64 = ((<u64>1) << bits) - 1;
    for (; read < count || rest != 0; read++) {
      const digit = <u8>(rest >> bits);
      // What is read lies ahead of what is written, so one array serves both.
      const next = <u64>this.digit(read);
      if (written < DIGITS_MAX) {
        store<u8>(digits + <usize>written, digit);
        written++;
      } else if (digit != 0) {
        this.truncated = true;
      }
      rest = (rest & mask) * 10 + next;
    }
    this.normalise(written);
  }

  /** Cut to DIGITS_MAX and drop zeros at the end. */
  private normalise(count: i32): void {
    this.count = count;
    while (this.count > DIGITS_MAX) {
      if (this.digit(this.count - 1) != 0) this.truncated = true;
      this.count--;
    }
    while (this.count > 0 && this.digit(this.count - 1) == 0) this.count--;
  }

  /** The nearest whole number; `point` is at most 19. */
  round(): u64 {
    let whole: u64 = 0;
    for (let i = 0; i < this.point; i++) whole = whole * 10 + <u64>this.digit(i);
    if (this.point < 0) return 0;
    const next = this.digit(this.point);
    const isMiddle = next == 5 && this.count == this.point + 1 && !this.truncated;
    if (isMiddle ? (whole & 1) != 0 : next >= 5) whole++;
    return whole;
  }
}

/** Read digits with a point and an exponent; the sign is not looked at. */
function readDecimal(scanner: Scanner, from: i32, to: i32): Decimal {
  const decimal = new Decimal();
  let at = from;
  let isFraction = false;
  for (; at < to; at++) {
    const byte = scanner.byteAt(at);
    if ((byte | 0x20) == 0x65) break;
    if (byte == 0x2e) isFraction = true;
    if (!isDigit(byte)) continue;
    if (byte == 0x30 && decimal.count == 0) {
      if (isFraction) decimal.point--;
      continue;
    }
    if (!isFraction) decimal.point++;
    decimal.put(byte - 0x30);
  }
  let exponent = 0;
  const isNegative = scanner.byteAt(at + 1) == 0x2d;
  for (; at < to; at++) {
    const byte = scanner.byteAt(at);
    if (isDigit(byte) && exponent < 1000000) exponent = exponent * 10 + byte - 0x30;
  }
  decimal.point += isNegative ? -exponent : exponent;
  return decimal;
}

/** The double nearest to the unsigned number that stands from `from` up to `to`. */
export function decimalToFloat(scanner: Scanner, from: i32, to: i32): f64 {
  const decimal = readDecimal(scanner, from, to);
  if (decimal.count == 0 || decimal.point < -330) return 0;
  if (decimal.point > 310) return Infinity;
  // Bring the number to 0.5 <= number < 1; 8 to the power n stays below 10 to the power n.
  let exponent = 0;
  while (decimal.point > 0) {
    const bits = min(SHIFT_MAX, decimal.point * 3);
    decimal.shiftRight(bits);
    exponent += bits;
  }
  while (decimal.point < 0 || decimal.first < 5) {
    const bits = min(SHIFT_MAX, max(1, -decimal.point * 3));
    decimal.shiftLeft(bits);
    exponent -= bits;
  }
  // 53 bits, fewer where the exponent is at its end (subnormal numbers).
  let bits = min(53, exponent + 1074);
  exponent -= bits;
  if (bits < 0) return 0;
  for (; bits > 0; bits -= min(bits, SHIFT_MAX)) decimal.shiftLeft(min(bits, SHIFT_MAX));
  return assemble(decimal.round(), exponent);
}

/** whole times two to the power `exponent`; at most 2^53 times, no smaller than 2^-1074. */
function assemble(whole: u64, exponent: i32): f64 {
  let significand = whole;
  let biased = exponent + 1075;
  if (significand >> 53 != 0) {
    significand >>= 1;
    biased++;
  }
  if (biased > 2046) return Infinity;
  // Without the leading bit the number is subnormal, which is biased exponent 0.
  if (significand >> 52 == 0) return reinterpret<f64>(significand);
  return reinterpret<f64>(((<u64>biased) << 52) | (significand & 0xfffffffffffff));
}
