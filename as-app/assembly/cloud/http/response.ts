/** A parser of HTTP/1.1 answers (RFC 9112), fed with bytes in any pieces. Trusts nothing. */
import { HostError } from "../../host/errors";
import { FieldLine } from "./field_line";
import { GrowingBytes } from "./growing_bytes";

/** Most bytes of status lines, header fields and trailers together. */
export const HEAD_BYTES_MAX: i32 = 8192;
const CHUNK_LINE_BYTES_MAX: i32 = 256;
const CHUNK_DIGITS_MAX: i32 = 7;

/** Where in an answer the parser is. */
export enum ResponseState {
  STATUS_LINE,
  FIELDS,
  BODY,
  BODY_UNTIL_CLOSE,
  CHUNK_SIZE,
  CHUNK,
  CHUNK_END,
  TRAILERS,
  COMPLETE,
  FAILED,
}

export class Response {
  state: ResponseState = ResponseState.STATUS_LINE;
  /** Status code; 0 before it is known. */
  status: i32 = 0;
  /** Seconds of Retry-After, -1 if absent or not a number. */
  retryAfterS: i32 = -1;
  /** False if the connection must not carry another request. */
  keepAlive: bool = true;
  body: GrowingBytes;
  /** PROTOCOL or TOO_BIG after FAILED. */
  failure: i32 = 0;
  /** What was wrong, as the end of a sentence that began with the name of the host. */
  complaint: string = "";

  private line: GrowingBytes = new GrowingBytes(HEAD_BYTES_MAX);
  private headBytesLeft: i32 = HEAD_BYTES_MAX;
  private isHttp10: bool = false;
  private isChunked: bool = false;
  private contentLength: i64 = -1;
  /** Bytes missing of the body or of the chunk at hand. */
  private bytesLeft: i64 = 0;

  constructor(bodyBytesMax: i32) {
    this.body = new GrowingBytes(bodyBytesMax);
  }

  isEnded(): bool {
    return this.state >= ResponseState.COMPLETE;
  }

  /** Take the first `length` bytes; returns how many belonged to this answer. */
  feed(bytes: Uint8Array, length: i32): i32 {
    let at = 0;
    while (at < length && !this.isEnded()) {
      at += this.takesBody() ? this.feedBody(bytes, at, length) : this.feedLine(bytes, at, length);
    }
    return at;
  }

  /** The peer has closed: the end of a body without a length, or a loss. True if complete. */
  close(): bool {
    this.keepAlive = false;
    if (this.state == ResponseState.BODY_UNTIL_CLOSE) this.state = ResponseState.COMPLETE;
    return this.state == ResponseState.COMPLETE;
  }

  private fail(error: i32, complaint: string): void {
    this.state = ResponseState.FAILED;
    this.failure = error;
    this.complaint = complaint;
    this.keepAlive = false;
    this.body.clear();
  }

  private refuse(what: string): void {
    this.fail(HostError.PROTOCOL, "answered with a malformed " + what);
  }

  // --- body -------------------------------------------------------------------------------------

  private takesBody(): bool {
    const state = this.state;
    return (
      state == ResponseState.BODY ||
      state == ResponseState.CHUNK ||
      state == ResponseState.BODY_UNTIL_CLOSE
    );
  }

  private feedBody(bytes: Uint8Array, at: i32, length: i32): i32 {
    let count = length - at;
    const isBounded = this.state != ResponseState.BODY_UNTIL_CLOSE;
    if (isBounded) count = <i32>min(<i64>count, this.bytesLeft);
    if (!this.body.add(bytes, at, count)) {
      this.refuseBody();
      return count;
    }
    if (isBounded) {
      this.bytesLeft -= count;
      if (this.bytesLeft == 0) this.endPart();
    }
    return count;
  }

  private refuseBody(): void {
    const limit = this.body.bytesMax.toString();
    this.fail(HostError.TOO_BIG, "answered with more than " + limit + " bytes");
  }

  private endPart(): void {
    const isChunk = this.state == ResponseState.CHUNK;
    this.state = isChunk ? ResponseState.CHUNK_END : ResponseState.COMPLETE;
  }

  // --- lines ------------------------------------------------------------------------------------

  /** Take bytes up to and including the next line feed. */
  private feedLine(bytes: Uint8Array, start: i32, length: i32): i32 {
    const first = bytes.dataStart;
    let end = start;
    while (end < length && load<u8>(first + <usize>end) != 0x0a) end++;
    const hasEnd = end < length;
    const count = end - start + (hasEnd ? 1 : 0);
    const isChunkLine = this.isChunkLine();
    const room = isChunkLine ? CHUNK_LINE_BYTES_MAX - this.line.length : this.headBytesLeft;
    if (count > room || !this.line.add(bytes, start, count)) {
      this.refuseLine(isChunkLine);
      return count;
    }
    if (!isChunkLine) this.headBytesLeft -= count;
    if (hasEnd) this.endLine();
    return count;
  }

  private isChunkLine(): bool {
    return this.state == ResponseState.CHUNK_SIZE || this.state == ResponseState.CHUNK_END;
  }

  private refuseLine(isChunkLine: bool): void {
    if (isChunkLine) this.refuse("chunk");
    else this.fail(HostError.TOO_BIG, "answered with a head above 8 KB");
  }

  private endLine(): void {
    const line = new FieldLine(this.line.bytes, this.line.length - 2);
    if (!line.isPlain()) this.refuse("line");
    else if (this.state == ResponseState.STATUS_LINE) this.readStatus(line);
    else if (this.state == ResponseState.CHUNK_SIZE) this.readChunkSize(line);
    else if (this.state == ResponseState.CHUNK_END) this.endChunk(line);
    else if (line.length > 0) this.readField(line);
    else if (this.state == ResponseState.TRAILERS) this.state = ResponseState.COMPLETE;
    else this.endHead();
    this.line.clear();
  }

  /** `HTTP/1.x NNN[ reason]`; the reason is never read. */
  private readStatus(line: FieldLine): void {
    const status = <i32>line.decimal(9, 12, 3);
    const isGood =
      line.startsWith("http/1.") &&
      line.decimal(7, 8, 1) >= 0 &&
      line.at(8) == 0x20 &&
      status >= 100 &&
      status <= 599 &&
      (line.length == 12 || line.at(12) == 0x20);
    if (!isGood) return this.refuse("status line");
    this.isHttp10 = line.at(7) == 0x30;
    this.status = status;
    this.state = ResponseState.FIELDS;
  }

  private readField(line: FieldLine): void {
    if (!line.split()) return this.refuse("header field");
    if (this.state == ResponseState.TRAILERS) return;
    if (line.isNamed("content-length")) {
      const length = line.valueDecimal();
      if (length < 0) return this.refuse("Content-Length");
      if (this.contentLength >= 0 && this.contentLength != length) return this.refuseLengths();
      this.contentLength = length;
    } else if (line.isNamed("transfer-encoding")) {
      if (this.isChunked || !line.isValue("chunked")) return this.refuse("Transfer-Encoding");
      this.isChunked = true;
    } else if (line.isNamed("connection")) {
      if (line.valueHas("close")) this.keepAlive = false;
    } else if (line.isNamed("retry-after")) {
      const seconds = line.valueDecimal();
      this.retryAfterS = seconds < 0 ? -1 : <i32>min(seconds, <i64>i32.MAX_VALUE);
    }
  }

  private refuseLengths(): void {
    this.fail(HostError.PROTOCOL, "answered with conflicting lengths");
  }

  /** The empty line after the header fields: how long is the body? (RFC 9112, section 6.3) */
  private endHead(): void {
    if (this.status < 200) return this.skipInterim();
    if (this.isHttp10) this.keepAlive = false;
    if (this.status == 204 || this.status == 304) {
      this.state = ResponseState.COMPLETE;
    } else if (this.isChunked) {
      if (this.contentLength >= 0 || this.isHttp10) return this.refuseLengths();
      this.state = ResponseState.CHUNK_SIZE;
    } else if (this.contentLength < 0) {
      this.keepAlive = false;
      this.state = ResponseState.BODY_UNTIL_CLOSE;
    } else if (this.contentLength > <i64>this.body.bytesMax) {
      this.refuseBody();
    } else {
      this.bytesLeft = this.contentLength;
      this.state = this.bytesLeft == 0 ? ResponseState.COMPLETE : ResponseState.BODY;
    }
  }

  /** An interim answer says nothing; 101 would end HTTP and was not asked for. */
  private skipInterim(): void {
    if (this.status == 101) return this.refuse("status line");
    this.state = ResponseState.STATUS_LINE;
    this.status = 0;
    this.contentLength = -1;
    this.isChunked = false;
    this.retryAfterS = -1;
  }

  /** Hexadecimal digits; extensions after a semicolon say nothing. */
  private readChunkSize(line: FieldLine): void {
    const digits = line.hexadecimalDigits();
    const after = line.at(digits);
    const isGood =
      digits > 0 &&
      digits <= CHUNK_DIGITS_MAX &&
      (after < 0 || after == 0x3b || after == 0x20 || after == 0x09);
    if (!isGood) return this.refuse("chunk");
    this.bytesLeft = <i64>line.hexadecimal(digits);
    this.state = this.bytesLeft == 0 ? ResponseState.TRAILERS : ResponseState.CHUNK;
  }

  private endChunk(line: FieldLine): void {
    if (line.length != 0) this.refuse("chunk");
    else this.state = ResponseState.CHUNK_SIZE;
  }
}
