/** Dropbox's content_hash: SHA-256 over the SHA-256 digests of blocks of 4 MiB. */
import { createHash } from "node:crypto";

const block_bytes = 4 * 1024 * 1024;

/** 64 lower-case hexadecimal digits. */
export function contentHash(bytes: Uint8Array): string {
  const whole = createHash("sha256");
  for (let at = 0; at < bytes.length; at += block_bytes)
    whole.update(
      createHash("sha256")
        .update(bytes.subarray(at, at + block_bytes))
        .digest(),
    );
  return whole.digest("hex");
}
