/** What is asked of a server: the head as text, and a body of bytes or of a file on the card. */
import { utf8 } from "../../host/text";
import { APPLICATION_VERSION } from "../../version";
import { GrowingBytes } from "./growing_bytes";

/** More than any head has. */
const HEAD_BYTES_MAX: i32 = 1 << 20;
const BLANK: u32 = 0x20;
const VISIBLE: u32 = 0x21;

/** A request of HTTP/1.1 over TLS, port 443. */
export class Request {
  /** Bounds in real milliseconds: until open, without progress in sending (0: as the person has
   *  set it), until an answer. */
  openMs: i32 = 20000;
  stallMs: i32 = 0;
  responseMs: i32 = 100000;
  /** Most bytes of an answer's body that are kept. */
  answerBytesMax: i32 = 16384;
  /** False once a part was refused because it would break the head; such a request fails. */
  isSafe: bool;
  /**
   * False for what may have taken effect once it was sent whole: it is not sent again by itself
   * when a connection that was used before breaks without an answer.
   */
  isRepeatable: bool = true;
  /** Takes no connection from others, and gives its own up when they need it. */
  isYielding: bool = false;
  /** File on the card whose part is the body, or empty. */
  filePath: string = "";
  fileOffset: i64 = 0;
  /** Bytes of the part, 0 if there is none. */
  fileBytes: i64 = 0;

  /** The head up to the length of the body. */
  private head: GrowingBytes = new GrowingBytes(HEAD_BYTES_MAX);
  private body: Uint8Array = new Uint8Array(0);

  constructor(
    readonly host: string,
    method: string,
    target: string,
  ) {
    const head = this.head;
    head.ascii(method);
    head.ascii(" ");
    this.isSafe = target.startsWith("/") && head.ascii(target, VISIBLE);
    head.ascii(" HTTP/1.1\r\nHost: ");
    if (!head.ascii(host, VISIBLE)) this.isSafe = false;
    head.ascii(
      "\r\nUser-Agent: wamcam/" + APPLICATION_VERSION + "\r\nAccept-Encoding: identity\r\n",
    );
  }

  /** Add a header field; its value must be ASCII without control characters. */
  field(name: string, value: string): void {
    const head = this.head;
    const start = head.length;
    head.ascii(name);
    head.ascii(": ");
    const isPlain = head.ascii(value, BLANK);
    if (isPlain) head.ascii("\r\n");
    else {
      head.length = start;
      this.isSafe = false;
    }
  }

  /** Send text as the body. */
  text(contentType: string, text: string): void {
    this.field("Content-Type", contentType);
    this.body = utf8(text);
  }

  /** Send `bytes` of a file on the card, from `offset`, as the body. */
  file(contentType: string, path: string, offset: i64, bytes: i64): void {
    this.field("Content-Type", contentType);
    this.filePath = path;
    this.fileOffset = offset;
    this.fileBytes = bytes;
  }

  /** The head and, unless it is a file, the body. Nothing may be added any more. */
  bytes(): Uint8Array {
    const hasFile = this.filePath.length > 0;
    const body = this.body;
    const head = this.head;
    const start = head.length;
    head.ascii("Content-Length: ");
    head.ascii((hasFile ? this.fileBytes : <i64>body.length).toString());
    head.ascii("\r\n\r\n");
    if (!hasFile) head.add(body, 0, body.length);
    const bytes = head.bytes.subarray(0, head.length);
    head.length = start;
    return bytes;
  }
}
