import { copyAscii, fromUtf8, hexadecimal, spells, utf8 } from "../../assembly/host/text";

/** Texts of all lengths up to 12 that are "a", but for one unit. */
const units: i32[] = [
  0, 0x09, 0x1f, 0x20, 0x21, 0x7e, 0x7f, 0x80, 0xff, 0x100, 0x17f, 0xd7ff, 0xffff,
];

function textWith(unit: i32, at: i32, length: i32): string {
  return "a".repeat(at) + String.fromCharCode(unit) + "a".repeat(length - at - 1);
}

describe("text", () => {
  it("is UTF-8 as the library has it, and comes back, whatever stands where", () => {
    for (let length = 1; length <= 12; length++) {
      for (let at = 0; at < length; at++) {
        for (let index = 0; index < units.length; index++) {
          const text = textWith(units[index], at, length);
          const bytes = utf8(text);
          expect(bytes).toStrictEqual(Uint8Array.wrap(String.UTF8.encode(text)));
          expect(fromUtf8(bytes, 0, bytes.length)).toBe(text);
        }
      }
    }
    expect(utf8("").length).toBe(0);
    expect(fromUtf8(new Uint8Array(0), 0, 0)).toBe("");
  });

  it("is copied as ASCII only if every unit is from the lowest to ~", () => {
    const to = new Uint8Array(16);
    const lowest: u32[] = [0, 0x20, 0x21];
    for (let length = 1; length <= 12; length++) {
      for (let at = 0; at < length; at++) {
        for (let index = 0; index < units.length * lowest.length; index++) {
          const unit = units[index % units.length];
          const low = lowest[index / units.length];
          const text = textWith(unit, at, length);
          const isGood = unit >= <i32>low && unit <= 0x7e;
          to.fill(0x2a);
          expect(copyAscii(text, to.dataStart + 1, length, low)).toBe(isGood);
          expect(to[0]).toBe(0x2a);
          expect(to[length + 1]).toBe(0x2a);
          if (isGood) expect(fromUtf8(to, 1, length)).toBe(text);
        }
      }
    }
  });

  it("of every plane is UTF-8 as the library has it", () => {
    for (let code = 1; code < 0x110000; code += code < 0x900 ? 1 : 251) {
      if ((code & ~0x7ff) == 0xd800) continue;
      const text = "é" + String.fromCodePoint(code) + "a";
      expect(utf8(text)).toStrictEqual(Uint8Array.wrap(String.UTF8.encode(text)));
    }
  });

  it("that is broken becomes U+FFFD, a lone surrogate too", () => {
    const bytes = utf8("abc" + String.fromCharCode(0xd800) + "d");
    expect(fromUtf8(bytes, 0, bytes.length)).toBe("abc\ufffdd");
    const late = utf8("é" + String.fromCharCode(0xdc00) + String.fromCharCode(0xd800));
    expect(fromUtf8(late, 0, late.length)).toBe("é\ufffd\ufffd");
  });

  it("is spelled by its bytes alone", () => {
    const bytes = utf8("stored é");
    expect(spells("stored", bytes.dataStart, 6)).toBe(true);
    expect(spells("stored", bytes.dataStart, 5)).toBe(false);
    expect(spells("storeD", bytes.dataStart, 6)).toBe(false);
    expect(spells("", bytes.dataStart, 0)).toBe(true);
  });

  it("shows bytes in hexadecimal", () => {
    const bytes: u8[] = [0, 9, 10, 15, 16, 0x9a, 0xff];
    const array = new Uint8Array(bytes.length);
    array.set(bytes);
    expect(hexadecimal(array, bytes.length)).toBe("00090a0f109aff");
  });
});
