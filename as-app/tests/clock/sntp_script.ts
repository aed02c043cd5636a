/** Scripted time servers: what sntp in the double offers. */
import { fromUtf8, utf8 } from "../../assembly/host/text";

// @ts-ignore: a decorator on a function is AssemblyScript
@external("double", "sntpCount")
export declare function sntpCount(): i32;
// @ts-ignore: a decorator on a function is AssemblyScript
@external("double", "sntpAsked")
declare function sntpAskedBytes(index: i32, at: usize, length: i32): i32;
// @ts-ignore: a decorator on a function is AssemblyScript
@external("double", "sntpIsOpen")
export declare function sntpIsOpen(): bool;
// @ts-ignore: a decorator on a function is AssemblyScript
@external("double", "sntpAskFail")
export declare function sntpAskFail(error: i32): void;
// @ts-ignore: a decorator on a function is AssemblyScript
@external("double", "sntpTell")
export declare function sntpTell(utcMinusUptimeUs: i64, roundTripUs: i64): void;
// @ts-ignore: a decorator on a function is AssemblyScript
@external("double", "sntpFail")
declare function sntpFailBytes(error: i32, at: usize, length: i32): void;

const scratch = new Uint8Array(512);

/** "host limit" of the index-th question. */
export function sntpAsked(index: i32): string {
  return fromUtf8(scratch, 0, sntpAskedBytes(index, scratch.dataStart, scratch.length));
}

/** The question that is open fails. */
export function sntpFail(error: i32, sentence: string): void {
  const bytes = utf8(sentence);
  sntpFailBytes(error, bytes.dataStart, bytes.length);
}
