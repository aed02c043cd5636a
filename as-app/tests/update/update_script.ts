/** What the double of update was asked for, and what it answers. */
import { fromUtf8, utf8 } from "../../assembly/host/text";

// @ts-ignore: a decorator on a function is AssemblyScript
@external("double", "updateAnswers")
declare function updateAnswersBytes(begin: i32, write: i32, end: i32, at: usize, length: i32): void;
// @ts-ignore: a decorator on a function is AssemblyScript
@external("double", "updateAsked")
declare function updateAskedBytes(at: usize, length: i32): i32;
// @ts-ignore: a decorator on a function is AssemblyScript
@external("double", "updateWritten")
declare function updateWrittenBytes(at: usize, length: i32): i32;
// @ts-ignore: a decorator on a function is AssemblyScript
@external("double", "updateEnds")
export declare function updateEnds(): i32;

const scratch = new Uint8Array(4096);

/** What begin, write and end answer from now on, and the sentence of a refusal. */
export function updateAnswers(begin: i32, write: i32 = 0, end: i32 = 0, text: string = ""): void {
  const bytes = utf8(text);
  updateAnswersBytes(begin, write, end, bytes.dataStart, bytes.length);
}

/** "bytes hash flags trial_s" of the last begin. */
export function updateAsked(): string {
  return fromUtf8(scratch, 0, updateAskedBytes(scratch.dataStart, scratch.length));
}

/** "offset+length" of all that was written. */
export function updateWritten(): string {
  return fromUtf8(scratch, 0, updateWrittenBytes(scratch.dataStart, scratch.length));
}
