/** An upload in several requests, for files that one should not carry alone. */
import { Request } from "../http/request";
import { JsonValue } from "../json/value";
import { contentRequest, OCTETS } from "./content_request";
import { headerJsonString } from "./header_json";

/** Files above this go in parts: a lost connection then costs one part, not the file. */
export const SINGLE_BYTES_MAX: i64 = 8 * 1024 * 1024;
/** Dropbox asks for multiples of 4 MiB. */
const PART_BYTES: i64 = 4 * 1024 * 1024;

/** Goes on where Dropbox stands, also after failures, as long as the application runs. */
export class UploadSession {
  /** False once Dropbox has said where it stands, until the next attempt. */
  mayCorrect: bool = true;
  /** Empty before Dropbox has given one. */
  private id: string = "";
  /** Bytes that Dropbox has, as far as is known. */
  private offset: i64 = 0;

  constructor(
    readonly contentHash: string,
    private readonly bytes: i64,
  ) {}

  /** True if the next request makes a file of the parts. */
  isComplete(): bool {
    return this.offset == this.bytes;
  }

  /** The next request: begin, append a part, or finish with `commit` (JSON of a CommitInfo). */
  request(accessToken: string, cardPath: string, commit: string): Request {
    if (this.id.length == 0) return this.empty("start", accessToken, "{}");
    const offset = this.offset;
    let argument = '{"cursor":{"session_id":' + headerJsonString(this.id);
    argument += ',"offset":' + offset.toString() + "}";
    if (this.isComplete()) {
      return this.empty("finish", accessToken, argument + ',"commit":' + commit + "}");
    }
    const request = contentRequest("upload_session/append_v2", accessToken, argument + "}");
    request.file(OCTETS, cardPath, offset, this.partBytes());
    return request;
  }

  private empty(step: string, accessToken: string, argument: string): Request {
    const request = contentRequest("upload_session/" + step, accessToken, argument);
    request.text(OCTETS, "");
    return request;
  }

  private partBytes(): i64 {
    return min(PART_BYTES, this.bytes - this.offset);
  }

  /** The last request was accepted; false if its answer lacks what is needed to go on. */
  advance(answer: JsonValue): bool {
    if (this.id.length > 0) this.offset += this.partBytes();
    else this.id = answer.member("session_id").text();
    return this.id.length > 0;
  }

  /** Go on from where Dropbox stands; false if it has said so before or that cannot be. */
  correct(offset: i64): bool {
    if (!this.mayCorrect || offset < 0 || offset > this.bytes) return false;
    this.mayCorrect = false;
    this.offset = offset;
    return true;
  }
}
