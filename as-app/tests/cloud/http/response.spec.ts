import { HEAD_BYTES_MAX, Response, ResponseState } from "../../../assembly/cloud/http/response";
import { HostError } from "../../../assembly/host/errors";
import { fromUtf8, utf8 } from "../../../assembly/host/text";

const LIMIT: i32 = 1024;

function bodyOf(response: Response): string {
  return fromUtf8(response.body.bytes, 0, response.body.length);
}

/** Everything that an application can see of an answer, after the peer has closed. */
function seen(response: Response, taken: i32): string {
  response.close();
  return (
    [
      <i32>response.state,
      response.status,
      response.retryAfterS,
      <i32>response.keepAlive,
      response.failure,
      taken,
    ].join(" ") +
    " " +
    response.complaint +
    "|" +
    bodyOf(response)
  );
}

function parse(text: string): Response {
  const response = new Response(LIMIT);
  const bytes = utf8(text);
  response.feed(bytes, bytes.length);
  return response;
}

function feedPart(response: Response, bytes: Uint8Array, start: i32, end: i32): i32 {
  return response.feed(bytes.subarray(start, end), end - start);
}

const answers: string[] = [
  "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
  "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello surplus",
  "HTTP/1.1 200\r\ncontent-LENGTH:\t 2 \t\r\n\r\n{}",
  "HTTP/1.1 200 \r\nContent-Length: 0\r\n\r\n",
  "HTTP/1.1 204 No Content\r\n\r\n",
  "HTTP/1.1 204 No Content\r\nContent-Length: 9\r\n\r\n",
  "HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n",
  "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n",
  "HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n" +
    '5;name=value;other="x y"\r\nhello\r\n00A \r\n0123456789\r\n0;last\r\nX-Trailer: 1\r\nY: 2\r\n\r\nmore',
  "HTTP/1.1 200 OK\r\n\r\nuntil close",
  "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok",
  "HTTP/1.1 200 OK\r\nConnection: Keep-Alive, Close\r\nContent-Length: 2\r\n\r\nok",
  "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
  "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\nContent-Length: 7\r\n\r\nHTTP/1.1 100 x\r\n\r\n" +
    "HTTP/1.1 429 too_many_write_operations/.\r\nRetry-After: 300\r\nContent-Length: 1\r\n\r\nx",
  "HTTP/1.1 503 Out\r\nRetry-After: Fri, 31 Dec 1999 23:59:59 GMT\r\nContent-Length: 0\r\n\r\n",
  "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 3\r\n\r\nabc",
  "HTTP/1.1 200 \u00e9\u20ac\r\nX: \u00e9\u20ac\r\nContent-Length: 3\r\n\r\n\u20ac",
  // And answers that are refused.
  "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
  "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
  "HTTP/1.1 200 OK\r\nX: 1\r\n folded\r\nContent-Length: 3\r\n\r\nabc",
  "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhelloX\r\n0\r\n\r\n",
  "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
  "HTTP/1.1 200 OK\r\nContent-Length: 1025\r\n\r\n" + "x".repeat(1025),
  "HTTP/1.1 200 OK\r\n\r\n" + "x".repeat(1025),
  "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n400\r\n" +
    "x".repeat(1024) +
    "\r\n1\r\ny\r\n",
  "<!DOCTYPE html>\r\n<html></html>\r\n",
  "HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nended too early",
];

describe("an HTTP answer", () => {
  it("is read the same in whatever two pieces it comes", () => {
    for (let index = 0; index < answers.length; index++) {
      const bytes = utf8(answers[index]);
      const whole = new Response(LIMIT);
      const expected = seen(whole, whole.feed(bytes, bytes.length));
      for (let cut = 0; cut <= bytes.length; cut++) {
        const response = new Response(LIMIT);
        let taken = feedPart(response, bytes, 0, cut);
        taken += feedPart(response, bytes, cut, bytes.length);
        if (response.state != ResponseState.FAILED) {
          expect(seen(response, taken)).toBe(expected, answers[index] + " @" + cut.toString());
        } else {
          // How much of a refused answer was looked at is nobody's business.
          expect(seen(response, 0)).toBe(seen(whole, 0), answers[index] + " @" + cut.toString());
        }
      }
    }
  });

  it("is read the same byte by byte, and in pieces of 3 and 7", () => {
    const steps: i32[] = [1, 3, 7];
    for (let index = 0; index < answers.length; index++) {
      const bytes = utf8(answers[index]);
      const whole = new Response(LIMIT);
      whole.feed(bytes, bytes.length);
      const expected = seen(whole, 0);
      for (let step = 0; step < steps.length; step++) {
        const response = new Response(LIMIT);
        for (let at = 0; at < bytes.length; at += steps[step]) {
          feedPart(response, bytes, at, min(at + steps[step], bytes.length));
        }
        expect(seen(response, 0)).toBe(expected, answers[index]);
      }
    }
  });

  it("is read the same in every three pieces", () => {
    const bytes = utf8(
      "HTTP/1.1 100 C\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;e\r\nabc\r\n0\r\nT: 1\r\n\r\n",
    );
    for (let first = 0; first <= bytes.length; first++) {
      for (let second = first; second <= bytes.length; second++) {
        const response = new Response(LIMIT);
        feedPart(response, bytes, 0, first);
        feedPart(response, bytes, first, second);
        feedPart(response, bytes, second, bytes.length);
        expect(response.state).toBe(ResponseState.COMPLETE);
        expect(bodyOf(response)).toBe("abc");
      }
    }
  });

  it("has a status, a body and a connection that may go on", () => {
    const response = parse(answers[0]);
    expect(response.state).toBe(ResponseState.COMPLETE);
    expect(response.status).toBe(200);
    expect(bodyOf(response)).toBe("hello");
    expect(response.keepAlive).toBe(true);
    expect(response.retryAfterS).toBe(-1);
  });

  it("takes no more than its own bytes", () => {
    const bytes = utf8(answers[1]);
    expect(new Response(LIMIT).feed(bytes, bytes.length)).toBe(bytes.length - 8);
  });

  it("joins chunks, ignoring extensions and trailers", () => {
    expect(bodyOf(parse(answers[7]))).toBe("hello world");
    const response = parse(answers[8]);
    expect(response.state).toBe(ResponseState.COMPLETE);
    expect(bodyOf(response)).toBe("hello0123456789");
    expect(response.keepAlive).toBe(true);
  });

  it("has no body after 204 and 304, whatever it says", () => {
    for (let index = 4; index <= 6; index++) {
      expect(parse(answers[index]).state).toBe(ResponseState.COMPLETE, answers[index]);
    }
  });

  it("may end with the connection", () => {
    const response = parse(answers[9]);
    expect(response.state).toBe(ResponseState.BODY_UNTIL_CLOSE);
    expect(response.close()).toBe(true);
    expect(bodyOf(response)).toBe("until close");
    expect(response.keepAlive).toBe(false);
  });

  it("ends the use of a connection when it says so, and for HTTP/1.0", () => {
    expect(parse(answers[10]).keepAlive).toBe(false);
    expect(parse(answers[11]).keepAlive).toBe(false);
  });

  it("follows interim answers", () => {
    const response = parse(answers[13]);
    expect(response.status).toBe(429);
    expect(response.retryAfterS).toBe(300);
    expect(bodyOf(response)).toBe("x");
  });

  it("has no Retry-After that is a date or beyond numbers", () => {
    expect(parse(answers[14]).retryAfterS).toBe(-1);
    const head = "HTTP/1.1 503 x\r\nContent-Length: 0\r\nRetry-After: ";
    expect(parse(head + "-1\r\n\r\n").retryAfterS).toBe(-1);
    expect(parse(head + "1.5\r\n\r\n").retryAfterS).toBe(-1);
    expect(parse(head + "99999999999\r\n\r\n").retryAfterS).toBe(i32.MAX_VALUE);
    expect(parse(head + "9999999999999999999999\r\n\r\n").retryAfterS).toBe(-1);
    expect(parse(head + "\r\n\r\n").retryAfterS).toBe(-1);
  });

  it("cut short is not complete", () => {
    const response = parse(answers[answers.length - 1]);
    expect(response.close()).toBe(false);
    const chunked = parse("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n");
    expect(chunked.close()).toBe(false);
  });
});

const malformed: string[] = [
  "HTTP/2 200 OK\r\n\r\n",
  "HTTP/1.x 200 OK\r\n\r\n",
  "HTTP/1.1 20 OK\r\n\r\n",
  "HTTP/1.1 2000 OK\r\n\r\n",
  "HTTP/1.1 099 OK\r\n\r\n",
  "HTTP/1.1 600 OK\r\n\r\n",
  "HTTP/1.1  200 OK\r\n\r\n",
  "HTTP/1.1 200OK\r\n\r\n",
  "HTTP/1.1 +20 OK\r\n\r\n",
  "HTTP/1.1\r\n\r\n",
  "\r\nHTTP/1.1 200 OK\r\n\r\n",
  "HTTP/1.1 200 OK\n\n",
  "HTTP/1.1 200 O\rK\r\n\r\n",
  "HTTP/1.1 200 O\u0000K\r\n\r\n",
  "HTTP/1.1 101 Switching\r\nUpgrade: x\r\n\r\n",
  "HTTP/1.1 200 OK\r\nNo colon\r\n\r\n",
  "HTTP/1.1 200 OK\r\n: no name\r\n\r\n",
  "HTTP/1.1 200 OK\r\nName : blank\r\n\r\n",
  "HTTP/1.1 200 OK\r\n folded: first\r\n\r\n",
  "HTTP/1.1 200 OK\r\nX: 1\r\n\tfolded\r\n\r\n",
  "HTTP/1.1 200 OK\r\nX: a\u0000b\r\n\r\n",
  "HTTP/1.1 200 OK\r\nX: a\u007fb\r\n\r\n",
  "HTTP/1.1 200 OK\r\nN\u00e4me: a\r\n\r\n",
  "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
  "HTTP/1.1 200 OK\r\nContent-Length: +1\r\n\r\n",
  "HTTP/1.1 200 OK\r\nContent-Length: 0x1\r\n\r\n",
  "HTTP/1.1 200 OK\r\nContent-Length: 1, 1\r\n\r\n",
  "HTTP/1.1 200 OK\r\nContent-Length: 1 1\r\n\r\n",
  "HTTP/1.1 200 OK\r\nContent-Length:\r\n\r\n",
  "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n",
  "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
  "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
  "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 1\r\n\r\n",
  "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n",
  "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
  "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n",
  "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
];

const chunks: string[] = [
  "\r\n",
  "g\r\n",
  "-1\r\n",
  "0x5\r\nhello\r\n",
  " 5\r\nhello\r\n",
  "5\nhello\r\n",
  "5\r\nhello",
  "5\r\nhello\n",
  "5\r\nhello0\r\n",
  "5x\r\nhello\r\n",
  "10000000\r\n",
  "FFFFFFFFFFFFFFFF\r\n",
  "1;" + "e".repeat(300) + "\r\n",
  "0\r\nbad trailer\r\n\r\n",
  "0\r\n folded\r\n\r\n",
];

describe("an HTTP answer is refused", () => {
  it("with a malformed head", () => {
    for (let index = 0; index < malformed.length; index++) {
      const response = parse(malformed[index]);
      expect(response.state).toBe(ResponseState.FAILED, malformed[index]);
      expect(response.failure).toBe(HostError.PROTOCOL, malformed[index]);
      expect(response.keepAlive).toBe(false);
      expect(response.complaint.length).toBeGreaterThan(0);
    }
  });

  it("with a malformed chunk", () => {
    const head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    for (let index = 0; index < chunks.length; index++) {
      // With a proper end, so that only the fault itself can be the reason.
      const response = parse(head + chunks[index] + "0\r\n\r\n");
      expect(response.state).toBe(ResponseState.FAILED, chunks[index]);
    }
  });

  it("with a body above the limit, whether announced, chunked or until close", () => {
    for (let index = 22; index <= 24; index++) {
      const response = parse(answers[index]);
      expect(response.failure).toBe(HostError.TOO_BIG, index.toString());
      expect(response.status).toBe(200);
    }
    expect(parse("HTTP/1.1 200 OK\r\nContent-Length: 1024\r\n\r\n" + "x".repeat(1024)).state).toBe(
      ResponseState.COMPLETE,
    );
  });

  it("with a head above the limit, in one line, in many, or in trailers", () => {
    const lines = "X: 0123456789012345678901234567890123456789\r\n".repeat(200);
    const heads: string[] = [
      "HTTP/1.1 200 OK\r\nX: " + "x".repeat(HEAD_BYTES_MAX),
      "HTTP/1.1 200 OK\r\n" + lines,
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n" + lines,
      "HTTP/1.1 100 Continue\r\n\r\n".repeat(400),
      "x".repeat(HEAD_BYTES_MAX + 1),
    ];
    for (let index = 0; index < heads.length; index++) {
      expect(parse(heads[index]).failure).toBe(HostError.TOO_BIG, index.toString());
    }
  });

  it("or accepted, but never a trap, with any one byte changed", () => {
    const text = utf8(answers[8]);
    for (let at = 0; at < text.length; at++) {
      for (let byte = 0; byte < 256; byte += 3) {
        const changed = text.slice();
        changed[at] = <u8>byte;
        const response = new Response(LIMIT);
        response.feed(changed, changed.length);
        response.close();
      }
    }
  });
});
