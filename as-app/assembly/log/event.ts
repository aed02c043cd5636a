/**
 * Events for status pages and tests, one JSON object each; docs/abi.md lists kinds and fields. The
 * status is one, too, kept in a file (docs/status.md).
 */
import { addJsonString } from "../cloud/dropbox/header_json";
import { GrowingBytes } from "../cloud/http/growing_bytes";
import { event } from "../host/report";

/** More than the host takes of an event, enough for the status. */
const BYTES_MAX: i32 = 6000;

export class Event {
  private json: GrowingBytes = new GrowingBytes(BYTES_MAX);

  constructor(kind: string) {
    this.json.ascii('{"kind":');
    addJsonString(this.json, kind);
  }

  private name(name: string): void {
    this.json.ascii(',"');
    this.json.ascii(name);
    this.json.ascii('":');
  }

  text(name: string, value: string): Event {
    this.name(name);
    addJsonString(this.json, value);
    return this;
  }

  whole(name: string, value: i64): Event {
    this.name(name);
    this.json.ascii(value.toString());
    return this;
  }

  /** A number of 0 or more with one decimal, given in tenths. */
  tenths(name: string, value: i64): Event {
    this.whole(name, value / 10);
    this.json.put(0x2e);
    this.json.ascii((value % 10).toString());
    return this;
  }

  flag(name: string, value: bool): Event {
    this.name(name);
    this.json.ascii(value ? "true" : "false");
    return this;
  }

  /** A value that is not known. */
  nothing(name: string): Event {
    this.name(name);
    this.json.ascii("null");
    return this;
  }

  /** Members that the host has written. */
  members(text: Uint8Array, length: i32): void {
    this.json.put(0x2c);
    this.json.add(text, 0, length);
  }

  /** The object as UTF-8; nothing may be added any more. */
  bytes(): Uint8Array {
    this.json.put(0x7d);
    return this.json.bytes.subarray(0, this.json.length);
  }

  publish(): void {
    event(this.bytes());
  }
}
