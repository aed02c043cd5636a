/** Scripted peers for tests of the cloud: what net and its neighbours in the double offer. */
import { fromUtf8, utf8 } from "../../assembly/host/text";

// @ts-ignore: a decorator on a function is AssemblyScript
@external("double", "netOpenCount")
export declare function netOpenCount(): i32;
// @ts-ignore: a decorator on a function is AssemblyScript
@external("double", "netOpened")
declare function netOpenedBytes(index: i32, at: usize, length: i32): i32;
// @ts-ignore: a decorator on a function is AssemblyScript
@external("double", "netOpenFail")
export declare function netOpenFail(error: i32): void;
// @ts-ignore: a decorator on a function is AssemblyScript
@external("double", "netConnectionsMax")
export declare function netConnectionsMax(count: i32): void;
// @ts-ignore: a decorator on a function is AssemblyScript
@external("double", "netAlive")
export declare function netAlive(): i32;
// @ts-ignore: a decorator on a function is AssemblyScript
@external("double", "netIsAlive")
export declare function netIsAlive(connection: i32): bool;
// @ts-ignore: a decorator on a function is AssemblyScript
@external("double", "netSetState")
export declare function netSetState(connection: i32, state: i32): void;
// @ts-ignore: a decorator on a function is AssemblyScript
@external("double", "netSetSentence")
declare function netSetSentenceBytes(connection: i32, at: usize, length: i32): void;
// @ts-ignore: a decorator on a function is AssemblyScript
@external("double", "netAnswer")
declare function netAnswerBytes(connection: i32, at: usize, length: i32): void;
// @ts-ignore: a decorator on a function is AssemblyScript
@external("double", "netSendMax")
export declare function netSendMax(connection: i32, count: i32): void;
// @ts-ignore: a decorator on a function is AssemblyScript
@external("double", "netSendFileFail")
export declare function netSendFileFail(error: i32): void;
// @ts-ignore: a decorator on a function is AssemblyScript
@external("double", "netSetUnsent")
export declare function netSetUnsent(connection: i32, count: i64): void;
// @ts-ignore: a decorator on a function is AssemblyScript
@external("double", "netSetSentHash")
declare function netSetSentHashBytes(connection: i32, at: usize, length: i32): void;
// @ts-ignore: a decorator on a function is AssemblyScript
@external("double", "netSent")
declare function netSentBytes(connection: i32, at: usize, length: i32): i32;
// @ts-ignore: a decorator on a function is AssemblyScript
@external("double", "netClearSent")
export declare function netClearSent(connection: i32): void;
// @ts-ignore: a decorator on a function is AssemblyScript
@external("double", "netFile")
declare function netFileBytes(connection: i32, at: usize, length: i32): i32;
// @ts-ignore: a decorator on a function is AssemblyScript
@external("double", "netDeadlines")
declare function netDeadlinesBytes(connection: i32, at: usize, length: i32): i32;
// @ts-ignore: a decorator on a function is AssemblyScript
@external("double", "netPace")
declare function netPaceBytes(connection: i32, at: usize, length: i32): i32;
// @ts-ignore: a decorator on a function is AssemblyScript
@external("double", "netSocketOptions")
declare function netSocketOptionsBytes(connection: i32, at: usize, length: i32): i32;
// @ts-ignore: a decorator on a function is AssemblyScript
@external("double", "cardPut")
declare function cardPutBytes(path: usize, pathLength: i32, at: usize, length: i32): void;
// @ts-ignore: a decorator on a function is AssemblyScript
@external("double", "settingsGet")
declare function settingsGetBytes(name: usize, nameLength: i32, at: usize, length: i32): i32;
// @ts-ignore: a decorator on a function is AssemblyScript
@external("double", "settingsFail")
export declare function settingsFail(error: i32): void;

const scratch = new Uint8Array(65536);

/** "host:port" of the index-th connection that was opened. */
export function netOpened(index: i32): string {
  return fromUtf8(scratch, 0, netOpenedBytes(index, scratch.dataStart, scratch.length));
}

/** Everything sent over a connection. */
export function netSent(connection: i32): string {
  return fromUtf8(scratch, 0, netSentBytes(connection, scratch.dataStart, scratch.length));
}

/** "path offset length" of the last file sent over a connection. */
export function netFile(connection: i32): string {
  return fromUtf8(scratch, 0, netFileBytes(connection, scratch.dataStart, scratch.length));
}

/** "open stall response" of a connection, in milliseconds. */
export function netDeadlines(connection: i32): string {
  return fromUtf8(scratch, 0, netDeadlinesBytes(connection, scratch.dataStart, scratch.length));
}

/** "least most chunk" as last set. */
export function netPace(connection: i32): string {
  return fromUtf8(scratch, 0, netPaceBytes(connection, scratch.dataStart, scratch.length));
}

/** "send_buffer idle interval count" as last set. */
export function netSocketOptions(connection: i32): string {
  return fromUtf8(scratch, 0, netSocketOptionsBytes(connection, scratch.dataStart, scratch.length));
}

export function netSetSentence(connection: i32, text: string): void {
  const bytes = utf8(text);
  netSetSentenceBytes(connection, bytes.dataStart, bytes.length);
}

/** What the peer sends next, as one piece. */
export function netAnswer(connection: i32, text: string): void {
  const bytes = utf8(text);
  netAnswerBytes(connection, bytes.dataStart, bytes.length);
}

export function netSetSentHash(connection: i32, hash: string): void {
  const bytes = utf8(hash);
  netSetSentHashBytes(connection, bytes.dataStart, bytes.length);
}

/** Put a file on the card. */
export function cardPut(path: string, content: Uint8Array): void {
  const name = utf8(path);
  cardPutBytes(name.dataStart, name.length, content.dataStart, content.length);
}

/** A settings file's content; empty if there is none. */
export function settingsGet(name: string): string {
  const label = utf8(name);
  const length = settingsGetBytes(label.dataStart, label.length, scratch.dataStart, scratch.length);
  return length < 0 ? "" : fromUtf8(scratch, 0, length);
}

/** An answer with a Content-Length. `fields` are header fields with CR LF after each. */
export function answer(status: i32, fields: string, body: string): string {
  const length = utf8(body).length.toString();
  const head = "HTTP/1.1 " + status.toString() + " Reason\r\n" + fields;
  return head + "Content-Length: " + length + "\r\n\r\n" + body;
}

/** Value of a header field that was sent over a connection; empty if there is none. */
export function sentField(connection: i32, name: string): string {
  const sent = netSent(connection);
  const start = sent.indexOf("\r\n" + name + ": ");
  if (start < 0) return "";
  const from = start + name.length + 4;
  return sent.substring(from, sent.indexOf("\r\n", from));
}
