/** Capability random: for jitter and names, not for keys. */
import { randomFill } from "./imports";

const word = new Uint8Array(4);

/** A number from 0 to below `limit`; 0 if `limit` is below 2. */
export function randomBelow(limit: u32): u32 {
  if (limit < 2) return 0;
  randomFill(word.dataStart, word.length);
  return load<u32>(word.dataStart) % limit;
}
