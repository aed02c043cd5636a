/** What tests may do to the doubles of the host imports (as-app/tests/double). */
import { fromUtf8, utf8 } from "../assembly/host/text";

// @ts-ignore: a decorator on a function is AssemblyScript
@external("double", "reset")
export declare function resetDoubles(): void;
// @ts-ignore: a decorator on a function is AssemblyScript
@external("double", "clockAdvance")
export declare function clockAdvance(ms: i64): void;
/** The board starts anew; its wall clock gains so much. */
// @ts-ignore: a decorator on a function is AssemblyScript
@external("double", "clockRestart")
export declare function clockRestart(gainedMs: i64): void;
/** What the board answers to being asked for a sleep. */
// @ts-ignore: a decorator on a function is AssemblyScript
@external("double", "powerAnswer")
export declare function powerAnswer(answer: i32): void;
/** Until when the application asked to sleep, in uptime; -1 if it did not. */
// @ts-ignore: a decorator on a function is AssemblyScript
@external("double", "powerUntil")
export declare function powerUntil(): i64;
/** The board has woken: what was kept can be asked for, once. */
// @ts-ignore: a decorator on a function is AssemblyScript
@external("double", "powerWake")
export declare function powerWake(): void;
// @ts-ignore: a decorator on a function is AssemblyScript
@external("double", "settingsPut")
declare function settingsPutBytes(name: usize, nameLength: i32, at: usize, length: i32): void;
// @ts-ignore: a decorator on a function is AssemblyScript
@external("double", "logCount")
export declare function logCount(): i32;
// @ts-ignore: a decorator on a function is AssemblyScript
@external("double", "logLevel")
export declare function logLevel(index: i32): i32;
// @ts-ignore: a decorator on a function is AssemblyScript
@external("double", "logText")
declare function logTextBytes(index: i32, at: usize, length: i32): i32;

const scratch = new Uint8Array(8192);

/** Put a settings file into the double. */
export function settingsPut(name: string, text: string): void {
  const label = utf8(name);
  const bytes = utf8(text);
  settingsPutBytes(label.dataStart, label.length, bytes.dataStart, bytes.length);
}

/** Text of the index-th log line since reset. */
export function logText(index: i32): string {
  return fromUtf8(scratch, 0, logTextBytes(index, scratch.dataStart, scratch.length));
}
// @ts-ignore: a decorator on a function is AssemblyScript
@external("double", "cameraEnd")
export declare function cameraEnd(): void;
// @ts-ignore: a decorator on a function is AssemblyScript
@external("double", "cameraFail")
export declare function cameraFail(openError: i32, shootError: i32): void;
// @ts-ignore: a decorator on a function is AssemblyScript
@external("double", "cameraRefuse")
export declare function cameraRefuse(error: i32): void;
// @ts-ignore: a decorator on a function is AssemblyScript
@external("double", "cameraFrame")
export declare function cameraFrame(bytes: i32, marks: i32): void;
// @ts-ignore: a decorator on a function is AssemblyScript
@external("double", "cameraFramesHeld")
export declare function cameraFramesHeld(): i32;
// @ts-ignore: a decorator on a function is AssemblyScript
@external("double", "cameraSettingCount")
export declare function cameraSettingCount(): i32;
// @ts-ignore: a decorator on a function is AssemblyScript
@external("double", "cameraSetting")
declare function cameraSettingBytes(index: i32, at: usize, length: i32): i32;

/** The index-th "setting value" or "open SIZE QUALITY" that the camera was given since reset. */
export function cameraSetting(index: i32): string {
  return fromUtf8(scratch, 0, cameraSettingBytes(index, scratch.dataStart, scratch.length));
}

// @ts-ignore: a decorator on a function is AssemblyScript
@external("double", "cardFail")
export declare function cardFail(error: i32): void;
// @ts-ignore: a decorator on a function is AssemblyScript
@external("double", "cardWrites")
export declare function cardWrites(): i32;
// @ts-ignore: a decorator on a function is AssemblyScript
@external("double", "boardHealth")
export declare function boardHealth(resetReason: i32, signal_dbm: i32): void;
// @ts-ignore: a decorator on a function is AssemblyScript
@external("double", "boardHeap")
export declare function boardHeap(index: i32, bytes: i64): void;
// @ts-ignore: a decorator on a function is AssemblyScript
@external("double", "cardFailReading")
export declare function cardFailReading(error: i32): void;
// @ts-ignore: a decorator on a function is AssemblyScript
@external("double", "cardFailEvery")
export declare function cardFailEvery(n: i32, error: i32, keeps: i32): void;
// @ts-ignore: a decorator on a function is AssemblyScript
@external("double", "cardCapacity")
export declare function cardCapacity(bytes: i64): void;
// @ts-ignore: a decorator on a function is AssemblyScript
@external("double", "cardFrame")
export declare function cardFrame(bytes: i32): void;


@external("double", "cardCalls")
export declare function cardCalls(): i32;
// @ts-ignore: a decorator on a function is AssemblyScript
@external("double", "cardFailCalls")
export declare function cardFailCalls(first: i32, last: i32, error: i32): void;
// @ts-ignore: a decorator on a function is AssemblyScript
@external("double", "cardSetFree")
export declare function cardSetFree(bytes: i64): void;
// @ts-ignore: a decorator on a function is AssemblyScript
@external("double", "cardCount")
export declare function cardCount(): i32;
// @ts-ignore: a decorator on a function is AssemblyScript
@external("double", "cardReadBytes")
export declare function cardReadBytes(): i64;
// @ts-ignore: a decorator on a function is AssemblyScript
@external("double", "cardRecord")
export declare function cardRecord(): void;
// @ts-ignore: a decorator on a function is AssemblyScript
@external("double", "cardPoints")
export declare function cardPoints(): i32;
// @ts-ignore: a decorator on a function is AssemblyScript
@external("double", "cardCut")
export declare function cardCut(point: i32, garbage: i32): void;
// @ts-ignore: a decorator on a function is AssemblyScript
@external("double", "cardSwap")
export declare function cardSwap(): void;
// @ts-ignore: a decorator on a function is AssemblyScript
@external("double", "cardPut")
declare function cardPutBytes(name: usize, nameLength: i32, at: usize, length: i32): void;
// @ts-ignore: a decorator on a function is AssemblyScript
@external("double", "cardGet")
declare function cardGetBytes(name: usize, nameLength: i32, at: usize, length: i32): i32;
// @ts-ignore: a decorator on a function is AssemblyScript
@external("double", "cardRemove")
declare function cardRemovePath(name: usize, nameLength: i32): void;

/** Put a file on the card, past all errors on demand. */
export function cardPut(path: string, bytes: Uint8Array): void {
  const name = utf8(path);
  cardPutBytes(name.dataStart, name.length, bytes.dataStart, bytes.length);
}

/** What a file on the card holds; null if there is none. */
export function cardGet(path: string): Uint8Array | null {
  const name = utf8(path);
  const length = cardGetBytes(name.dataStart, name.length, 0, 0);
  if (length < 0) return null;
  const bytes = new Uint8Array(length);
  cardGetBytes(name.dataStart, name.length, bytes.dataStart, length);
  return bytes;
}

/** What a text file on the card holds; empty if there is none. */
export function cardText(path: string): string {
  const bytes = cardGet(path);
  return bytes == null ? "" : fromUtf8(bytes, 0, bytes.length);
}

/** Take a file from the card, as a person does. */
export function cardRemove(path: string): void {
  const name = utf8(path);
  cardRemovePath(name.dataStart, name.length);
}

// @ts-ignore: a decorator on a function is AssemblyScript
@external("double", "appExitCode")
export declare function appExitCode(): i32;
// @ts-ignore: a decorator on a function is AssemblyScript
@external("double", "appStop")
export declare function appStop(): void;
// @ts-ignore: a decorator on a function is AssemblyScript
@external("double", "reportCount")
export declare function reportCount(): i32;
// @ts-ignore: a decorator on a function is AssemblyScript
@external("double", "reportText")
declare function reportTextBytes(index: i32, at: usize, length: i32): i32;

/** The index-th event since reset. */
export function reportText(index: i32): string {
  return fromUtf8(scratch, 0, reportTextBytes(index, scratch.dataStart, scratch.length));
}
// @ts-ignore: a decorator on a function is AssemblyScript
@external("double", "listenAnswer")
export declare function listenAnswer(answer: i32): void;
// @ts-ignore: a decorator on a function is AssemblyScript
@external("double", "listening")
declare function listeningBytes(at: usize, length: i32): i32;

/** "name/token" of what the board was asked last to listen for, "" for nothing. */
export function listening(): string {
  return fromUtf8(scratch, 0, listeningBytes(scratch.dataStart, scratch.length));
}
// @ts-ignore: a decorator on a function is AssemblyScript
@external("double", "wifiAnswer")
export declare function wifiAnswer(answer: i32): void;
// @ts-ignore: a decorator on a function is AssemblyScript
@external("double", "wifiJoined")
declare function wifiJoinedBytes(at: usize, length: i32): i32;

/** "ssid/password" of the network joined last, "" for none. */
export function wifiJoined(): string {
  return fromUtf8(scratch, 0, wifiJoinedBytes(scratch.dataStart, scratch.length));
}


@external("double", "updateState")
declare function updateStateBytes(at: usize, length: i32): void;

/** What update.state tells from now on. */
export function updateState(members: string): void {
  const bytes = utf8(members);
  updateStateBytes(bytes.dataStart, bytes.length);
}
