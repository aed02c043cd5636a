/** ECDSA as Node's OpenSSL has it, against the core's mbedTLS: the same verdict on each signature. */
import { spawn } from "node:child_process";
import { generateKeyPairSync, type KeyObject, randomBytes, sign, verify } from "node:crypto";

import { beforeAll, expect, it } from "vitest";

import { toolEnvironment } from "../../scripts/build/tool.ts";
import { publicPoint } from "../../scripts/package/keys.ts";
import { repository } from "../../scripts/repository.ts";

const ecdsa = { dsaEncoding: "ieee-p1363" } as const;
/** Order of the group of P-256 (FIPS 186-4, D.1.2.3). */
const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

interface Signed {
  title: string;
  key: KeyObject;
  message: Buffer;
  signature: Buffer;
}

const newKey = (): KeyObject => generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey;

function bytesOf(number: bigint): Buffer {
  return Buffer.from(number.toString(16).padStart(64, "0"), "hex");
}

function numbersOf(signature: Buffer): [bigint, bigint] {
  const number = (from: number): bigint =>
    BigInt(`0x${signature.subarray(from, from + 32).toString("hex")}`);
  return [number(0), number(32)];
}

/** Signatures with any keys of messages of any length. */
function anySignatures(count: number): Signed[] {
  return Array.from({ length: count }, () => {
    const key = newKey();
    const message = randomBytes(1 + Math.floor(Math.random() * 100));
    return { title: "any", key, message, signature: sign("sha256", message, { key, ...ecdsa }) };
  });
}

/** Sign again until r and s look so. */
function wanted(title: string, matches: (r: bigint, s: bigint) => boolean): Signed {
  const key = newKey();
  for (;;) {
    const message = randomBytes(16);
    const signature = sign("sha256", message, { key, ...ecdsa });
    if (matches(...numbersOf(signature))) return { title, key, message, signature };
  }
}

const isShort = (number: bigint): boolean => number < 1n << 248n;

function specialSignatures(): Signed[] {
  return [
    wanted("r with a leading zero byte", isShort),
    wanted("s with a leading zero byte", (_r, s) => isShort(s)),
    wanted("r with more leading zero bits", (r) => r < 1n << 244n),
    wanted("s with more leading zero bits", (_r, s) => s < 1n << 244n),
    wanted("a high r", (r) => r >> 255n === 1n),
    wanted("a low s", (_r, s) => s < order / 2n),
    wanted("a high s", (_r, s) => s > order / 2n),
  ];
}

/** What can be made of a signature by who has no key; the first one is good, too. */
function changed({ key, message, signature }: Signed): Signed[] {
  const [r, s] = numbersOf(signature);
  const made = (title: string, ...[one, other]: [bigint, bigint]): Signed => {
    return { title, key, message, signature: Buffer.concat([bytesOf(one), bytesOf(other)]) };
  };
  const most = (1n << 256n) - 1n;
  return [
    made("s mirrored", r, order - s),
    made("r and s exchanged", s, r),
    ...[0n, 1n, order - 1n, order, order + 1n, most].flatMap((number) => [
      made(`r is ${number}`, number, s),
      made(`s is ${number}`, r, number),
      made(`both are ${number}`, number, number),
    ]),
    ...[0, 100, 255, 256, 300, 511].map((bit) => {
      const flipped = Buffer.from(signature);
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      return { title: `bit ${bit} flipped`, key, message, signature: flipped };
    }),
    { title: "another message", key, message: Buffer.concat([message, message]), signature },
    { title: "another key", key: newKey(), message, signature },
  ];
}

/** The core's verdicts. */
async function judgedByCore(all: readonly Signed[]): Promise<number[]> {
  const words = ["run", "--quiet", "--locked", "-p", "wamcam-core-tests", "--", "verify"];
  const options = { cwd: repository, env: toolEnvironment() };
  const child = spawn("cargo", words, { ...options, stdio: ["pipe", "pipe", "inherit"] });
  let output = "";
  child.stdout.on("data", (piece: Buffer) => (output += piece.toString()));
  const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
  for (const { key, message, signature } of all) {
    const parts = [publicPoint(key), message, signature];
    child.stdin.write(`${parts.map((part) => part.toString("hex")).join(" ")}\n`);
  }
  child.stdin.end();
  expect(await ended).toBe(0);
  return output.trimEnd().split("\n").map(Number);
}

let all: Signed[] = [];
let verdicts: number[] = [];
beforeAll(async () => {
  const good = [...anySignatures(500), ...specialSignatures()];
  all = [...good, ...good.slice(-20).flatMap(changed)];
  verdicts = await judgedByCore(all);
}, 600_000);

it("is the same for both, whatever r and s are", () => {
  expect(verdicts).toHaveLength(all.length);
  all.forEach(({ title, key, message, signature }, index) => {
    const isGood = verify("sha256", message, { key, ...ecdsa }, signature);
    // -13 is ACCESS.
    const proof = [publicPoint(key), message, signature].map((part) => part.toString("hex"));
    expect(verdicts[index], `${title}: ${proof.join(" ")}`).toBe(isGood ? 0 : -13);
  });
});

it("is yes for what Node has signed, and for its mirror", () => {
  const good = verdicts.filter((verdict) => verdict === 0);
  expect(good).toHaveLength(507 + 20);
});
