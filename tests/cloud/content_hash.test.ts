import { describe, expect, it } from "vitest";

import { contentHash } from "../../scripts/cloud/content-hash.ts";

const block = 4 * 1024 * 1024;

function counting(length: number, modulus: number): Buffer {
  return Buffer.from(Uint8Array.from({ length }, (_nothing, index) => index % modulus));
}

/** Published vectors; the rows of repeated A agree with rclone's. */
const vectors: [name: string, bytes: Buffer, hash: string][] = [
  ["empty", Buffer.alloc(0), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"],
  ["A", Buffer.from("A"), "1cd6ef71e6e0ff46ad2609d403dc3fee244417089aa4461245a4e4fe23a55e42"],
  [
    "hello world",
    Buffer.from("hello world"),
    "bc62d4b80d9e36da29c16c5d4d9f11731f36052c72401a76c23c0fb5a9b74423",
  ],
  [
    "FF D8 FF D9",
    Buffer.from("ffd8ffd9", "hex"),
    "1a006620651c79d197bcf137ec09a49c0080d7774b2af3f63bf52c0818622236",
  ],
  [
    "00..FF",
    counting(256, 256),
    "60bd11c69262f84ddfea5f0d116d40af862c4dd8c2a92fb90e368b132e8fa89c",
  ],
  [
    "100000 bytes",
    counting(100_000, 251),
    "88b85b9000b6743c667d110b1cfaf1c760a607c0131974ac1498342c241fe708",
  ],
  [
    "a block less one",
    Buffer.alloc(block - 1, "A"),
    "647c8627d70f7a7d13ce96b1e7710a771a55d41a62c3da490d92e56044d311fa",
  ],
  [
    "a block",
    Buffer.alloc(block, "A"),
    "d4d63bac5b866c71620185392a8a6218ac1092454a2d16f820363b69852befa3",
  ],
  [
    "a block and one",
    Buffer.alloc(block + 1, "A"),
    "8f553da8d00d0bf509d8470e242888be33019c20c0544811f5b2b89e98360b92",
  ],
  [
    "two blocks and one",
    Buffer.alloc(2 * block + 1, "A"),
    "02c8a4aefc2bfc9036f89a7098001865885938ca580e5c9e5db672385edd303c",
  ],
  [
    "9000000 bytes",
    counting(9_000_000, 251),
    "f3c9b1fe5a25dd4cd3decf2e05cbc4bdf75551d2dfa14f45834b8c5f32b9607c",
  ],
];

describe("content_hash", () => {
  it.each(vectors)("of %s", (_name, bytes, hash) => {
    expect(contentHash(bytes)).toBe(hash);
  });
});
