/** Events for status pages and tests, one JSON object each. docs/abi.md lists kinds and fields. */
import { headerJsonString } from "../cloud/dropbox/header_json";
import { event } from "../host/report";

export class Event {
  private json: string;

  constructor(kind: string) {
    this.json = '{"kind":' + headerJsonString(kind);
  }

  text(name: string, value: string): Event {
    this.json += ',"' + name + '":' + headerJsonString(value);
    return this;
  }

  whole(name: string, value: i64): Event {
    this.json += ',"' + name + '":' + value.toString();
    return this;
  }

  /** A number with one decimal, given in tenths. */
  tenths(name: string, value: i64): Event {
    this.json += ',"' + name + '":' + (value / 10).toString() + "." + (value % 10).toString();
    return this;
  }

  flag(name: string, value: bool): Event {
    this.json += ',"' + name + (value ? '":true' : '":false');
    return this;
  }

  publish(): void {
    event(this.json + "}");
  }
}
