/**
 * Cases of our own after the categories of JSONTestSuite: y_ must be accepted, n_ refused; what
 * RFC 8259 leaves open (i_) is pinned down. Only objects count, so every case stands in one.
 */
import { readJsonObject } from "../../../assembly/cloud/json/value";
import { JsonValue } from "../../../assembly/cloud/json/value";
import { utf8 } from "../../../assembly/host/text";

function read(text: string): JsonValue {
  const bytes = utf8(text);
  return readJsonObject(bytes, bytes.length);
}

/** Read `{"a":` + the given bytes + `}`. */
function readBytes(middle: u8[]): JsonValue {
  const bytes = new Uint8Array(middle.length + 6);
  bytes.set(utf8('{"a":'));
  bytes.set(middle, 5);
  bytes[bytes.length - 1] = 0x7d;
  return readJsonObject(bytes, bytes.length);
}

function value(text: string): JsonValue {
  return read('{"a":' + text + "}").member("a");
}

const good: string[] = [
  "0",
  "-0",
  "-1",
  "123",
  "1.5",
  "0.0",
  "-0.1e1",
  "1E22",
  "1e+2",
  "1e-2",
  "123e65",
  "123456789012345678901234567890",
  "true",
  "false",
  "null",
  '""',
  '"a"',
  '"\\"\\\\\\/\\b\\f\\n\\r\\t"',
  '"\\u0041\\uD83d\\uDE39"',
  '"\\uD800"',
  '"\\u0000"',
  '"\u007f"',
  '"é ö € 😀"',
  '"\u2028"',
  '"// no comment"',
  "[]",
  "[ ]",
  "{}",
  "{ }",
  '[1,"a",null,[],{}]',
  " [ 1 , 2 ] ",
  '{"":0}',
  '{"a":1,"a":2}',
  '{"a":"\\u0022"}',
  "\n\r\t 1 \n\r\t",
];

const bad: string[] = [
  "",
  "01",
  "-01",
  "+1",
  "-",
  "--1",
  "-a",
  "1.",
  ".5",
  "-.5",
  "1.e1",
  "1e",
  "1e+",
  "1E-",
  "1ee2",
  "0x10",
  "1_000",
  "1 000",
  "1,5",
  "NaN",
  "Infinity",
  "-Infinity",
  "\uff11",
  "True",
  "tru",
  "truth",
  "fals",
  "nul",
  "nulL",
  "undefined",
  '"',
  '"a',
  "'a'",
  "a",
  '"\\a"',
  '"\\x41"',
  '"\\u12"',
  '"\\u00g0"',
  '"\\uD83"',
  '"\\"',
  '"\\',
  '"\\U0041"',
  '"\\\u0000"',
  '"\n"',
  '"\t"',
  '"\u0000"',
  '"\u001f"',
  "[",
  "]",
  "[1",
  "[1,]",
  "[,1]",
  "[1,,2]",
  "[1 2]",
  "[1:2]",
  "[a]",
  "[1}",
  "[]]",
  "{",
  "{1:2}",
  "{a:1}",
  "{'a':1}",
  '{"a"}',
  '{"a":}',
  '{"a",1}',
  '{"a":1,}',
  '{,"a":1}',
  '{"a"::1}',
  '{"a":1 "b":2}',
  '{"a":1]',
  "1 // comment",
  "/* comment */ 1",
  "1#",
  "\u00a01",
  "\ufeff1",
  "\u000b1",
  "\f1",
  "1\u0000",
];

describe("JSON values that are accepted", () => {
  it("in every y_ case", () => {
    for (let index = 0; index < good.length; index++) {
      expect(value(good[index]).isPresent()).toBe(true, good[index]);
    }
  });

  it("of depth 16, the object around them included", () => {
    expect(value("[".repeat(15) + "]".repeat(15)).isPresent()).toBe(true);
    expect(value("[".repeat(16) + "]".repeat(16)).isPresent()).toBe(false);
  });

  it("of bytes at the edges of UTF-8", () => {
    expect(readBytes([0x22, 0xc2, 0x80, 0x22]).isPresent()).toBe(true);
    expect(readBytes([0x22, 0xdf, 0xbf, 0x22]).isPresent()).toBe(true);
    expect(readBytes([0x22, 0xe0, 0xa0, 0x80, 0x22]).isPresent()).toBe(true);
    expect(readBytes([0x22, 0xed, 0x9f, 0xbf, 0x22]).isPresent()).toBe(true);
    expect(readBytes([0x22, 0xee, 0x80, 0x80, 0x22]).isPresent()).toBe(true);
    expect(readBytes([0x22, 0xf0, 0x90, 0x80, 0x80, 0x22]).isPresent()).toBe(true);
    expect(readBytes([0x22, 0xf4, 0x8f, 0xbf, 0xbf, 0x22]).isPresent()).toBe(true);
  });
});

describe("JSON values that are refused", () => {
  it("in every n_ case", () => {
    for (let index = 0; index < bad.length; index++) {
      expect(read('{"a":' + bad[index] + "}").isPresent()).toBe(false, bad[index]);
    }
  });

  it("of bytes that are no UTF-8", () => {
    const faults: u8[][] = [
      [0x22, 0x80, 0x22],
      [0x22, 0xbf, 0x22],
      [0x22, 0xc0, 0xaf, 0x22],
      [0x22, 0xc1, 0xbf, 0x22],
      [0x22, 0xc3, 0x22],
      [0x22, 0xc3, 0x28, 0x22],
      [0x22, 0xe0, 0x9f, 0xbf, 0x22],
      [0x22, 0xe2, 0x82, 0x22],
      [0x22, 0xed, 0xa0, 0x80, 0x22],
      [0x22, 0xf0, 0x8f, 0xbf, 0xbf, 0x22],
      [0x22, 0xf4, 0x90, 0x80, 0x80, 0x22],
      [0x22, 0xf5, 0x80, 0x80, 0x80, 0x22],
      [0x22, 0xff, 0x22],
      [0x22, 0xe2, 0x82],
      [0xff],
    ];
    for (let index = 0; index < faults.length; index++) {
      expect(readBytes(faults[index]).isPresent()).toBe(false, "case " + index.toString());
    }
  });

  it("at the root: anything but one object", () => {
    const roots: string[] = ["", " ", "1", '"a"', "null", "[]", "[{}]", "{}{}", "{} x", "{}\u0000"];
    for (let index = 0; index < roots.length; index++) {
      expect(read(roots[index]).isPresent()).toBe(false, roots[index]);
    }
    expect(read(" \r\n\t{} \r\n\t").isPresent()).toBe(true);
    expect(read("\ufeff{}").isPresent()).toBe(false);
  });

  it("when cut anywhere", () => {
    const bytes = utf8('{"a":[1.5e3,"x\\u00e9€",true,null,{"b":{}}],"c":-0}');
    for (let length = 0; length < bytes.length; length++) {
      expect(readJsonObject(bytes, length).isPresent()).toBe(false, length.toString());
    }
    expect(readJsonObject(bytes, bytes.length).isPresent()).toBe(true);
  });

  it("however a byte of them is changed: never a trap, and every value still readable", () => {
    const text = utf8('{"a":"x\\n","n":-12.5e1,"o":{".tag":"t"},"l":[1,{}]}');
    for (let at = 0; at < text.length; at++) {
      for (let byte = 0; byte < 256; byte++) {
        const changed = text.slice();
        changed[at] = <u8>byte;
        const json = readJsonObject(changed, changed.length);
        json.member("a").text();
        json.member("n").integer(0);
        json.member("o").tag();
        json.member("l").member("a");
      }
    }
  });
});

describe("reading JSON", () => {
  it("finds members by name, also written with escapes, and tells their absence", () => {
    const json = read('{"x":{"y":{"z":"deep"}},"a\\u0062":"1","y":"}"}');
    expect(json.member("x").member("y").member("z").text()).toBe("deep");
    expect(json.member("ab").text()).toBe("1");
    expect(json.member("y").text()).toBe("}");
    expect(json.member("z").isPresent()).toBe(false);
    expect(json.member("x").member("z").member("y").isPresent()).toBe(false);
    expect(json.member("y").member("y").isPresent()).toBe(false);
  });

  it("takes the first of equal names", () => {
    expect(read('{"a":"1","a":"2"}').member("a").text()).toBe("1");
  });

  it("reads text with every escape", () => {
    expect(value('"\\"\\\\\\/\\b\\f\\n\\r\\t\\u0041\\u00E9\\u20ac"').text()).toBe(
      '"\\/\b\f\n\r\tAé€',
    );
    expect(value('"\\ud83D\\uDE00€😀"').text()).toBe("😀€😀");
    expect(value('"\\\\"').text()).toBe("\\");
    expect(value('"\\ud800"').text().charCodeAt(0)).toBe(0xd800);
    expect(value('"\\u0000x"').text().length).toBe(2);
    expect(value('""').text()).toBe("");
  });

  it("reads no text from other kinds", () => {
    const others: string[] = ["1", "null", "true", "[]", "{}", '["a"]'];
    for (let index = 0; index < others.length; index++) {
      expect(value(others[index]).text()).toBe("", others[index]);
    }
  });

  it("reads whole numbers and nothing that only looks like one", () => {
    expect(value("0").integer(-7)).toBe(0);
    expect(value("-12 ").integer(-7)).toBe(-12);
    expect(value("1750000000").integer(-7)).toBe(1750000000);
    expect(value("999999999999999").integer(-7)).toBe(999999999999999);
    expect(value("1000000000000000").integer(-7)).toBe(-7);
    expect(value("99999999999999999999999999").integer(-7)).toBe(-7);
    expect(value("14400.9").integer(-7)).toBe(14400);
    expect(value("1.75e9").integer(-7)).toBe(-7);
    expect(value("1E2").integer(-7)).toBe(-7);
    expect(value('"14400"').integer(-7)).toBe(-7);
    expect(value("null").integer(-7)).toBe(-7);
    expect(value("true").integer(-7)).toBe(-7);
    expect(value("{}").integer(-7)).toBe(-7);
    expect(value("[1]").integer(-7)).toBe(-7);
    expect(read("{}").member("a").integer(-7)).toBe(-7);
  });

  it("reads tags of unions in both forms", () => {
    expect(value('{".tag":"path","reason":1}').tag()).toBe("path");
    expect(value('"overwrite"').tag()).toBe("overwrite");
    expect(value('{".tag":5}').tag()).toBe("");
    expect(value("[]").tag()).toBe("");
  });
});
