/** Whatever the bytes are, the parser answers; and the floats it reads are the nearest ones. */
import { beforeAll, describe, expect, it } from "vitest";

import { SeededRandom } from "../../scripts/cloud/random.ts";
import { readSuiteFile, suiteFiles } from "./suite_files.ts";
import { TomlDecoder } from "./toml_decoder.ts";

let decoder: TomlDecoder;

beforeAll(async () => {
  decoder = await TomlDecoder.build();
});

const everything = `# every kind of value
title = "text \\u00e9 \\"quoted\\""
multi = """
one\\
   two"""
literal = 'C:\\path'
numbers = [1, -2, 0x1F, 0o17, 0b11, 1_000, 1.5e-3, inf, nan, [true, false]]
times = [1979-05-27T07:32:00Z, 1979-05-27 07:32:00.25, 1979-05-27, 07:32:00]
inline = { a.b = 1, "c d" = {} }
[table."with dots".x]
[[list]]
name = "é"
[[list]]
`;

const fragments = ["[", "]]", "{", "}", '"', '"""', "'''", "=", ".", ",", "\n", "\r", "\\", "#"];

function seeds(): Uint8Array[] {
  const files = suiteFiles("valid/").map((name) => readSuiteFile(name));
  return [new TextEncoder().encode(everything), ...files];
}

function randomBytes(random: SeededRandom, length: number): Uint8Array {
  return Uint8Array.from({ length }, () => random.integer(256));
}

/** A copy with some places overwritten, cut out or filled with what TOML is made of. */
function mutate(random: SeededRandom, document: Uint8Array): Uint8Array {
  let bytes = Buffer.from(document);
  for (let rounds = 1 + random.integer(4); rounds > 0; rounds--) {
    const at = random.integer(bytes.length + 1);
    const rest = bytes.subarray(at + random.integer(3));
    const fragment = fragments[random.integer(fragments.length)] ?? "";
    const middle = random.integer(3) === 0 ? randomBytes(random, 1) : Buffer.from(fragment);
    bytes = Buffer.concat([bytes.subarray(0, at), middle, rest]);
  }
  return bytes;
}

describe("no document traps the parser", () => {
  it("random bytes", () => {
    const random = new SeededRandom(20260101);
    for (let i = 0; i < 3000; i++) decoder.decode(randomBytes(random, random.integer(200)));
  });

  it("documents with a few bytes changed, which are refused with a place or understood", () => {
    const random = new SeededRandom(20260102);
    const documents = seeds();
    const counts = { valid: 0, refused: 0 };
    for (let i = 0; i < 6000; i++) {
      const document = documents[i % documents.length] ?? new Uint8Array();
      const decoded = decoder.decode(mutate(random, document));
      counts[decoded.valid ? "valid" : "refused"]++;
      if (!decoded.valid) expect(decoded.reason).toMatch(/^line \d+, column \d+: ./);
    }
    expect(counts.valid).toBeGreaterThan(100);
    expect(counts.refused).toBeGreaterThan(1000);
  });

  it("documents cut off anywhere", () => {
    const bytes = new TextEncoder().encode(everything);
    for (let length = 0; length < bytes.length; length++) decoder.decode(bytes.subarray(0, length));
  });

  it.each([
    ["arrays", "a = " + "[".repeat(30000)],
    ["inline tables", "a = " + "{a=".repeat(20000)],
    ["dotted keys", "a.".repeat(20000) + "a = 1"],
    ["headers", "[" + "a.".repeat(20000) + "a]"],
  ])("%s nested without end", (_, document) => {
    const decoded = decoder.decode(new TextEncoder().encode(document));
    expect(decoded).toMatchObject({ valid: false });
    expect(JSON.stringify(decoded)).toContain("at most 32 deep");
  });

  it("nesting up to the limit is understood", () => {
    const document = "a = " + "[".repeat(31) + "1" + "]".repeat(31);
    expect(decoder.decode(new TextEncoder().encode(document)).valid).toBe(true);
  });
});

describe("errors keep quiet about values", () => {
  it.each([
    'KEY = "hunter2secret\nNEXT = 1',
    'KEY = "a" hunter2secret',
    "KEY = hunter2secret",
    'KEY = "hunter2\\qsecret"',
    'KEY = "x"\nKEY = "hunter2secret"',
    'KEY = ["hunter2secret" "hunter2secret"]',
    "KEY hunter2secret",
  ])("%j", (document) => {
    const decoded = decoder.decode(new TextEncoder().encode(document));
    if (decoded.valid) throw new Error("this is no TOML");
    expect(decoded.reason).not.toMatch(/hunter2|secret/);
  });
});

describe("columns count characters", () => {
  it("and not bytes, nor a byte order mark", () => {
    const decoded = decoder.decode(new TextEncoder().encode("\ufeffé = 1"));
    expect(decoded).toMatchObject({ valid: false });
    expect(JSON.stringify(decoded)).toContain("line 1, column 1:");
    const late = decoder.decode(new TextEncoder().encode('\n"é😀" = x'));
    expect(JSON.stringify(late)).toContain("line 2, column 8:");
  });
});

/** JavaScript's Number() rounds correctly by its specification, so it is the measure. */
describe("floats are the nearest doubles", () => {
  const hard = [
    "9007199254740993.0",
    "2.2250738585072011e-308",
    "2.2250738585072014e-308",
    "4.9406564584124654e-324",
    "2.4703282292062327e-324",
    "2.4703282292062328e-324",
    "1.7976931348623157e308",
    "1.7976931348623158e308",
    "1.7976931348623159e308",
    "5e-324",
    "6.631236846766476e-316",
    "3.2378839133029012895883524125015321748630094e-319",
    "8.5e22",
    "1e23",
    "123456789012345678901234567890.0",
    "0.1",
    "1.0",
    "52.3702",
    `1.${"0".repeat(1200)}1`,
    `${(2n ** 1000n + 2n ** 947n).toString()}.0`,
    `${(2n ** 1000n + 2n ** 947n).toString()}.${"0".repeat(600)}1`,
    `0.${"0".repeat(400)}1e400`,
    "1e999999999999999999",
    "1e-999999999999999999",
  ];

  it.each(hard)("%s", (number) => {
    expect(decoder.float(number)).toBe(Number(number));
    expect(decoder.float(`-${number}`)).toBe(-Number(number));
  });

  it("for random digits and exponents", () => {
    const random = new SeededRandom(20260103);
    for (let i = 0; i < 4000; i++) {
      const digits = Array.from({ length: 1 + random.integer(25) }, () => random.integer(10));
      const number = `1${digits.join("")}.${random.integer(1000)}e${random.integer(660) - 350}`;
      expect(decoder.float(number), number).toBe(Number(number));
    }
  });

  it("for random doubles as they are printed", () => {
    const random = new SeededRandom(20260104);
    for (let i = 0; i < 4000; i++) {
      const double = new Float64Array(randomBytes(random, 8).buffer)[0] ?? 0;
      if (!Number.isFinite(double)) continue;
      const number = double.toExponential();
      expect(decoder.float(number.replace("+", "")), number).toBe(double);
    }
  });
});
