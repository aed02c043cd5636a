/** What is asked of a server: the head as text, and a body of bytes or of a file on the card. */
import { utf8 } from "../../host/text";
import { APPLICATION_VERSION } from "../../version";

/** True if every character is visible ASCII, or a blank where those are allowed. */
function isPlain(text: string, blanksAllowed: bool): bool {
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (unit > 0x7e || unit < 0x20 || (unit == 0x20 && !blanksAllowed)) return false;
  }
  return true;
}

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

  private fields: string = "";
  private body: Uint8Array = new Uint8Array(0);

  constructor(
    readonly host: string,
    private readonly method: string,
    private readonly target: string,
  ) {
    this.isSafe = isPlain(host, false) && isPlain(target, false) && target.startsWith("/");
  }

  /** Add a header field; its value must be ASCII without control characters. */
  field(name: string, value: string): void {
    if (isPlain(value, true)) this.fields += name + ": " + value + "\r\n";
    else this.isSafe = false;
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

  /** The head and, unless it is a file, the body. */
  bytes(): Uint8Array {
    const hasFile = this.filePath.length > 0;
    const length = hasFile ? this.fileBytes : <i64>this.body.length;
    const head = utf8(this.head(length));
    if (hasFile || this.body.length == 0) return head;
    const whole = new Uint8Array(head.length + this.body.length);
    whole.set(head);
    whole.set(this.body, head.length);
    return whole;
  }

  private head(length: i64): string {
    const start = this.method + " " + this.target + " HTTP/1.1\r\nHost: " + this.host;
    const agent =
      "\r\nUser-Agent: wamcam/" + APPLICATION_VERSION + "\r\nAccept-Encoding: identity\r\n";
    return start + agent + this.fields + "Content-Length: " + length.toString() + "\r\n\r\n";
  }
}
