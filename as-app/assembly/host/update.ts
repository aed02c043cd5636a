/** Capability update: applications that take the place of this one. */
import { updateBegin, updateDescribe, updateEnd, updateListen, updateWrite } from "./imports";
import { textFromHost, utf8 } from "./text";

const hashBytes = new Uint8Array(32);
const sentenceBytes = new Uint8Array(256);

/**
 * Begin to receive an application's file, or go on: how many bytes are there already, or a
 * HostError. `hash` is 64 lower-case hexadecimal digits; `flags` and `trial_s` as the import has them.
 */
export function begin(bytes: i32, hash: string, flags: i32, trial_s: i32): i32 {
  for (let index = 0; index < 32; index++) {
    const first = digitOf(hash.charCodeAt(index << 1));
    unchecked((hashBytes[index] = <u8>((first << 4) | digitOf(hash.charCodeAt((index << 1) + 1)))));
  }
  return updateBegin(bytes, hashBytes.dataStart, hashBytes.length, flags, trial_s);
}

function digitOf(unit: i32): i32 {
  return (unit & 15) + (unit > 0x39 ? 9 : 0);
}

/** The first `length` bytes are those of the file at `offset`. 0 or a HostError. */
export function write(offset: i32, bytes: Uint8Array, length: i32): i32 {
  return updateWrite(offset, bytes.dataStart, length);
}

/** The file is complete: 0 if it will be tried, or a HostError. */
export function end(): i32 {
  return updateEnd();
}

/** One plain sentence about why it was refused; empty if it was not. */
export function describe(): string {
  const length = updateDescribe(sentenceBytes.dataStart, sentenceBytes.length);
  return textFromHost(sentenceBytes, length);
}

/**
 * Take applications from the local network under a name, from whoever knows the token. 0, INVALID
 * for a name or token of another form, NOT_SUPPORTED on a board that does not listen, IO.
 */
export function listen(name: string, token: string): i32 {
  const text = utf8(name);
  const secret = utf8(token);
  return updateListen(text.dataStart, text.length, secret.dataStart, secret.length);
}
