import { HttpClient } from "../../../assembly/cloud/http/client";
import { Exchange, ExchangeState } from "../../../assembly/cloud/http/exchange";
import { Request } from "../../../assembly/cloud/http/request";
import { HostError } from "../../../assembly/host/errors";
import { fromUtf8 } from "../../../assembly/host/text";
import { clockAdvance, resetDoubles } from "../../double";
import {
  answer,
  netAlive,
  netAnswer,
  netClearSent,
  netConnectionsMax,
  netDeadlines,
  netFile,
  netIsAlive,
  netOpenCount,
  netOpened,
  netOpenFail,
  netSendFileFail,
  netSendMax,
  netSent,
  netSetSentence,
  netSetSentHash,
  netSetState,
  netSetUnsent,
} from "../net_script";

const HASH = "1a006620651c79d197bcf137ec09a49c0080d7774b2af3f63bf52c0818622236";

let client = new HttpClient();

function get(host: string): Exchange {
  return client.begin(new Request(host, "GET", "/"));
}

function upload(): Exchange {
  const request = new Request("a", "POST", "/up");
  request.file("application/octet-stream", "x.jpg", 24, 1000);
  return client.begin(request);
}

/** Begin, open the connection and send everything. */
function opened(exchange: Exchange, connection: i32): void {
  exchange.step(0);
  netSetState(connection, 3);
  exchange.step(0);
}

function bodyOf(exchange: Exchange): string {
  const body = exchange.response.body;
  return fromUtf8(body.bytes, 0, body.length);
}

describe("an exchange", () => {
  beforeEach(() => {
    resetDoubles();
    client = new HttpClient();
  });

  it("opens port 443 with its deadlines, waits, sends and reads", () => {
    const exchange = get("timeapi.io");
    expect(netOpenCount()).toBe(0);
    expect(exchange.step(0)).toBe(ExchangeState.RUNNING);
    expect(netOpened(0)).toBe("timeapi.io:443");
    expect(netDeadlines(1)).toBe("20000 20000 100000");
    for (let state = 0; state < 3; state++) {
      netSetState(1, state);
      expect(exchange.step(0)).toBe(ExchangeState.RUNNING);
      expect(netSent(1)).toBe("");
    }
    netSetState(1, 3);
    expect(exchange.step(70)).toBe(ExchangeState.RUNNING);
    expect(netSent(1)).toBe(fromUtf8(exchange.request.bytes(), 0, exchange.request.bytes().length));
    expect(exchange.sentAtMs).toBe(70);
    netAnswer(1, answer(200, "", "hello"));
    expect(exchange.step(90)).toBe(ExchangeState.DONE);
    expect(exchange.endedAtMs).toBe(90);
    expect(exchange.response.status).toBe(200);
    expect(bodyOf(exchange)).toBe("hello");
    expect(netOpenCount()).toBe(1);
  });

  it("sends on as the connection takes bytes", () => {
    const exchange = get("a");
    exchange.step(0);
    netSetState(1, 3);
    netSendMax(1, 7);
    for (let step = 0; step < 40; step++) exchange.step(step);
    expect(netSent(1).endsWith("Content-Length: 0\r\n\r\n")).toBe(true);
    expect(netSent(1).startsWith("GET / HTTP/1.1\r\nHost: a\r\n")).toBe(true);
    expect(netSent(1).length).toBe(exchange.request.bytes().length);
  });

  it("sends a file after the head and tells its hash", () => {
    const exchange = upload();
    exchange.step(0);
    netSetState(1, 3);
    netSendMax(1, 0);
    exchange.step(0);
    expect(netFile(1)).toBe("");
    netSendMax(1, 10000);
    netSetUnsent(1, 1000);
    exchange.step(0);
    expect(netFile(1)).toBe("x.jpg 24 1000");
    expect(exchange.sentAtMs).toBe(-1);
    netSetUnsent(1, 0);
    netSetSentHash(1, HASH);
    exchange.step(5);
    expect(exchange.sentAtMs).toBe(5);
    netAnswer(1, answer(200, "", "{}"));
    expect(exchange.step(6)).toBe(ExchangeState.DONE);
    expect(exchange.sentHash).toBe(HASH);
  });

  it("waits while another file is being sent, and fails if its own cannot be", () => {
    netSendFileFail(HostError.BUSY);
    let exchange = upload();
    opened(exchange, 1);
    expect(exchange.step(0)).toBe(ExchangeState.RUNNING);
    netSendFileFail(HostError.NOT_FOUND);
    expect(exchange.step(0)).toBe(ExchangeState.FAILED);
    expect(exchange.failure).toBe(HostError.NOT_FOUND);
    expect(exchange.sentence).toBe("a: x.jpg: no such file, setting or frame");
    expect(netAlive()).toBe(0);
  });

  it("ends with a refusal that comes while it is still sending", () => {
    const exchange = upload();
    exchange.step(0);
    netSetState(1, 3);
    netSetUnsent(1, 900);
    exchange.step(0);
    netAnswer(1, answer(401, "", "{}"));
    expect(exchange.step(0)).toBe(ExchangeState.DONE);
    expect(exchange.response.status).toBe(401);
    expect(exchange.sentHash).toBe("");
    expect(netAlive()).toBe(0);
  });

  it("goes on sending after an early success", () => {
    const exchange = upload();
    exchange.step(0);
    netSetState(1, 3);
    netSetUnsent(1, 900);
    netAnswer(1, answer(200, "", "{}"));
    expect(exchange.step(0)).toBe(ExchangeState.RUNNING);
    netSetUnsent(1, 0);
    netSetSentHash(1, HASH);
    expect(exchange.step(0)).toBe(ExchangeState.DONE);
    expect(exchange.sentHash).toBe(HASH);
  });

  it("reads an answer that came before the connection broke while sending", () => {
    const exchange = upload();
    exchange.step(0);
    netSetState(1, HostError.CONNECTION_RESET);
    netAnswer(1, answer(507, "", "full"));
    expect(exchange.step(0)).toBe(ExchangeState.DONE);
    expect(exchange.response.status).toBe(507);
    expect(netAlive()).toBe(0);
  });

  it("tells every failure of the connection with the host's sentence", () => {
    const errors: i32[] = [
      HostError.CONNECTION_RESET,
      HostError.TIMED_OUT,
      HostError.CONNECTION_REFUSED,
      HostError.UNREACHABLE,
      HostError.NAME_UNKNOWN,
      HostError.CERTIFICATE,
      HostError.PROTOCOL,
      HostError.IO,
    ];
    for (let index = 0; index < errors.length; index++) {
      resetDoubles();
      const exchange = get("timeapi.io");
      exchange.step(0);
      netSetSentence(1, "the certificate is for example.com");
      netSetState(1, errors[index]);
      expect(exchange.step(0)).toBe(ExchangeState.FAILED);
      expect(exchange.failure).toBe(errors[index]);
      expect(exchange.sentence).toBe("timeapi.io: the certificate is for example.com");
      expect(netAlive()).toBe(0);
    }
  });

  it("fails if no connection can be had", () => {
    netOpenFail(HostError.ACCESS);
    const exchange = get("a");
    expect(exchange.step(0)).toBe(ExchangeState.FAILED);
    expect(exchange.failure).toBe(HostError.ACCESS);
    expect(exchange.sentence.startsWith("a: the path, the host")).toBe(true);
  });

  it("fails if the peer closes before the answer is whole", () => {
    const pieces: string[] = [
      "",
      "HTTP/1.1 200 OK\r\n",
      "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nab",
    ];
    for (let index = 0; index < pieces.length; index++) {
      resetDoubles();
      const exchange = get("a");
      opened(exchange, 1);
      if (index > 0) netAnswer(1, pieces[index]);
      netSetState(1, 4);
      expect(exchange.step(0)).toBe(ExchangeState.FAILED);
      expect(exchange.failure).toBe(HostError.CONNECTION_RESET);
      expect(netAlive()).toBe(0);
    }
  });

  it("fails if a body without a length ends with an error, not with a close", () => {
    const exchange = get("a");
    opened(exchange, 1);
    netAnswer(1, "HTTP/1.1 200 OK\r\n\r\nhalf");
    netSetState(1, HostError.CONNECTION_RESET);
    expect(exchange.step(0)).toBe(ExchangeState.FAILED);
  });

  it("takes a body that ends with the connection", () => {
    const exchange = get("a");
    opened(exchange, 1);
    netAnswer(1, "HTTP/1.1 200 OK\r\n\r\nall");
    expect(exchange.step(0)).toBe(ExchangeState.RUNNING);
    netSetState(1, 4);
    expect(exchange.step(0)).toBe(ExchangeState.DONE);
    expect(bodyOf(exchange)).toBe("all");
    expect(netAlive()).toBe(0);
  });

  it("tells a malformed answer and closes", () => {
    const exchange = get("a");
    opened(exchange, 1);
    netAnswer(1, "<html>\r\n\r\n");
    expect(exchange.step(0)).toBe(ExchangeState.FAILED);
    expect(exchange.failure).toBe(HostError.PROTOCOL);
    expect(exchange.sentence).toBe("a: answered with a malformed status line");
    expect(netAlive()).toBe(0);
  });

  it("keeps the status of a refusal whose page is too long, but no such success", () => {
    let exchange = get("a");
    opened(exchange, 1);
    netAnswer(1, "HTTP/1.1 502 x\r\nContent-Length: 300000\r\n\r\n");
    expect(exchange.step(0)).toBe(ExchangeState.DONE);
    expect(exchange.response.status).toBe(502);
    expect(bodyOf(exchange)).toBe("");
    exchange = get("b");
    opened(exchange, 2);
    netAnswer(2, "HTTP/1.1 200 x\r\n\r\n" + "x".repeat(300000));
    expect(exchange.step(0)).toBe(ExchangeState.FAILED);
    expect(exchange.failure).toBe(HostError.TOO_BIG);
    expect(netAlive()).toBe(0);
  });

  it("fails if an answer drips for too long", () => {
    const exchange = get("a");
    opened(exchange, 1);
    netAnswer(1, "H");
    exchange.step(0);
    clockAdvance(119000);
    netAnswer(1, "T");
    expect(exchange.step(0)).toBe(ExchangeState.RUNNING);
    clockAdvance(1000);
    netAnswer(1, "T");
    expect(exchange.step(0)).toBe(ExchangeState.FAILED);
    expect(exchange.failure).toBe(HostError.TIMED_OUT);
    expect(netAlive()).toBe(0);
  });

  it("wakes the application when an answer has taken too long, though the peer is silent", () => {
    const exchange = get("a");
    opened(exchange, 1);
    expect(client.nextStepAtMs()).toBe(i64.MAX_VALUE);
    clockAdvance(5000);
    netAnswer(1, "HTTP/1.1 200 OK\r\n");
    exchange.step(5000);
    expect(client.nextStepAtMs()).toBe(125001);
    clockAdvance(60000);
    netAnswer(1, "X: 1\r\n");
    exchange.step(65000);
    expect(client.nextStepAtMs()).toBe(125001);
    clockAdvance(60001);
    expect(exchange.step(client.nextStepAtMs())).toBe(ExchangeState.FAILED);
    expect(exchange.sentence).toBe("a: took more than 120 s for one answer");
    expect(client.nextStepAtMs()).toBe(i64.MAX_VALUE);
  });

  it("is refused before anything is sent if a part could break the head", () => {
    const request = new Request("a", "GET", "/");
    request.field("X", "a\r\nY: b");
    const exchange = client.begin(request);
    expect(exchange.step(0)).toBe(ExchangeState.FAILED);
    expect(exchange.failure).toBe(HostError.INVALID);
    expect(netOpenCount()).toBe(0);
  });

  it("can be given up at any time", () => {
    let exchange = get("a");
    exchange.abandon();
    expect(exchange.step(0)).toBe(ExchangeState.FAILED);
    exchange = get("a");
    opened(exchange, 1);
    exchange.abandon();
    expect(netAlive()).toBe(0);
    exchange.abandon();
    expect(exchange.step(0)).toBe(ExchangeState.FAILED);
  });
});

/** A whole exchange over the connection. */
function talk(host: string, connection: i32, fields: string, now: i64): Exchange {
  const exchange = get(host);
  exchange.step(now);
  netSetState(connection, 3);
  netAnswer(connection, answer(200, fields, "x"));
  expect(exchange.step(now)).toBe(ExchangeState.DONE);
  return exchange;
}

describe("a connection", () => {
  beforeEach(() => {
    resetDoubles();
    client = new HttpClient();
  });

  it("is used again for the same host only", () => {
    talk("a", 1, "", 0);
    talk("b", 2, "", 0);
    expect(netAlive()).toBe(2);
    netClearSent(1);
    const exchange = get("a");
    exchange.step(1);
    expect(netOpenCount()).toBe(2);
    expect(netSent(1).startsWith("GET")).toBe(true);
    netAnswer(1, answer(200, "", "again"));
    expect(exchange.step(1)).toBe(ExchangeState.DONE);
    expect(bodyOf(exchange)).toBe("again");
  });

  it("is closed after 30 s without work", () => {
    talk("a", 1, "", 1000);
    expect(client.nextStepAtMs()).toBe(31000);
    client.step(30999);
    expect(netAlive()).toBe(1);
    client.step(31000);
    expect(netAlive()).toBe(0);
    expect(client.nextStepAtMs()).toBe(i64.MAX_VALUE);
  });

  it("is not kept when the server says so, or sends more than an answer", () => {
    talk("a", 1, "Connection: close\r\n", 0);
    expect(netAlive()).toBe(0);
    const exchange = get("a");
    opened(exchange, 2);
    netAnswer(2, answer(200, "", "x") + "HTTP");
    expect(exchange.step(0)).toBe(ExchangeState.DONE);
    expect(netAlive()).toBe(0);
  });

  it("that died or spoke meanwhile is not used", () => {
    talk("a", 1, "", 0);
    netSetState(1, 4);
    get("a").step(0);
    expect(netOpenCount()).toBe(2);
    expect(netIsAlive(1)).toBe(false);
    resetDoubles();
    client = new HttpClient();
    talk("a", 1, "", 0);
    netAnswer(1, "unasked");
    get("a").step(0);
    expect(netOpenCount()).toBe(2);
    expect(netIsAlive(1)).toBe(false);
  });

  it("that dies before the first byte of an answer is replaced once", () => {
    const ends: i32[] = [4, HostError.CONNECTION_RESET, HostError.TIMED_OUT];
    for (let index = 0; index < ends.length; index++) {
      resetDoubles();
      client = new HttpClient();
      talk("a", 1, "", 0);
      const exchange = upload();
      exchange.step(10);
      expect(netOpenCount()).toBe(1);
      netSetState(1, ends[index]);
      expect(exchange.step(11)).toBe(ExchangeState.RUNNING);
      expect(netIsAlive(1)).toBe(false);
      netSetState(2, 3);
      netSetSentHash(2, HASH);
      exchange.step(12);
      expect(netSent(2).startsWith("POST /up HTTP/1.1\r\n")).toBe(true);
      expect(netFile(2)).toBe("x.jpg 24 1000");
      expect(exchange.sentAtMs).toBe(12);
      netSetState(2, ends[index]);
      expect(exchange.step(13)).toBe(ExchangeState.FAILED);
      expect(netOpenCount()).toBe(2);
      expect(netAlive()).toBe(0);
    }
  });

  it("that dies once all was sent is replaced only for what may be asked twice", () => {
    for (let repeatable = 0; repeatable < 2; repeatable++) {
      resetDoubles();
      client = new HttpClient();
      talk("a", 1, "", 0);
      const exchange = upload();
      exchange.request.isRepeatable = repeatable == 1;
      netSetUnsent(1, 1);
      exchange.step(10);
      expect(exchange.sentAtMs).toBe(-1);
      netSetUnsent(1, 0);
      netSetState(1, HostError.CONNECTION_RESET);
      exchange.step(11);
      const expected = repeatable == 1 ? ExchangeState.RUNNING : ExchangeState.FAILED;
      expect(exchange.state).toBe(expected);
      expect(exchange.sentAtMs).toBe(repeatable == 1 ? -1 : 11);
      expect(netOpenCount()).toBe(1 + repeatable);
    }
  });

  it("that dies in the middle of sending is replaced in any case", () => {
    talk("a", 1, "", 0);
    const exchange = upload();
    exchange.request.isRepeatable = false;
    netSetUnsent(1, 500);
    exchange.step(10);
    netSetState(1, HostError.CONNECTION_RESET);
    expect(exchange.step(11)).toBe(ExchangeState.RUNNING);
    expect(netOpenCount()).toBe(2);
  });

  it("that dies after the first byte of an answer is not replaced", () => {
    talk("a", 1, "", 0);
    const exchange = get("a");
    exchange.step(0);
    netAnswer(1, "H");
    exchange.step(0);
    netSetState(1, 4);
    expect(exchange.step(0)).toBe(ExchangeState.FAILED);
    expect(netOpenCount()).toBe(1);
  });

  it("that is new is not replaced", () => {
    const exchange = get("a");
    opened(exchange, 1);
    netSetState(1, HostError.CONNECTION_RESET);
    expect(exchange.step(0)).toBe(ExchangeState.FAILED);
    expect(netOpenCount()).toBe(1);
  });

  it("is not replaced when the card failed", () => {
    talk("a", 1, "", 0);
    const exchange = upload();
    exchange.step(0);
    netSetState(1, HostError.IO);
    expect(exchange.step(0)).toBe(ExchangeState.FAILED);
    expect(exchange.failure).toBe(HostError.IO);
    expect(netOpenCount()).toBe(1);
  });

  it("that is only kept makes room for another host", () => {
    netConnectionsMax(1);
    talk("a", 1, "", 0);
    const exchange = get("b");
    expect(exchange.step(0)).toBe(ExchangeState.RUNNING);
    expect(netOpened(1)).toBe("b:443");
    expect(netIsAlive(1)).toBe(false);
    const refused = get("c");
    expect(refused.step(0)).toBe(ExchangeState.FAILED);
    expect(refused.failure).toBe(HostError.NO_MEMORY);
  });

  it("is kept once per host, and all are closed with the client", () => {
    const first = get("a");
    const second = get("a");
    opened(first, 1);
    opened(second, 2);
    netAnswer(1, answer(200, "", ""));
    netAnswer(2, answer(200, "", ""));
    first.step(0);
    second.step(0);
    expect(netAlive()).toBe(1);
    talk("b", 3, "", 0);
    client.close();
    expect(netAlive()).toBe(0);
  });
});
