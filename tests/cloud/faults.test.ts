import { once } from "node:events";
import { request as httpsRequest } from "node:https";

import { describe, expect, it } from "vitest";

import { agentFor } from "../../scripts/cloud/agent.ts";
import type { Cloud, CloudOptions, FaultAction } from "../../scripts/cloud/cloud.ts";
import type { Answer } from "./client.ts";
import { accessToken, ask, cloudForTest, connectTo, errorOf, json } from "./client.ts";
import { readToEnd, rpc, upload } from "./client.ts";

const argument = { path: "/a.jpg", mode: "overwrite" };

function put(cloud: Cloud, body: string | Buffer = "hello world"): Promise<Answer> {
  return upload(cloud, "files/upload", argument, body);
}

async function faulty(action: FaultAction, options: CloudOptions = {}): Promise<Cloud> {
  const requests = [{ route: "files/upload", requests: 1, action }];
  return cloudForTest({ ...options, faults: { requests } });
}

/** An upload written by hand; what comes back is read to the end of the connection. */
async function rawUpload(cloud: Cloud, body: string) {
  const socket = await connectTo(cloud, "content.dropboxapi.com");
  const head = [
    "POST /2/files/upload HTTP/1.1",
    "Host: content.dropboxapi.com",
    `Authorization: Bearer ${accessToken}`,
    "Content-Type: application/octet-stream",
    `Dropbox-API-Arg: ${JSON.stringify(argument)}`,
    `Content-Length: ${body.length}`,
  ];
  socket.write(`${head.join("\r\n")}\r\n\r\n${body}`);
  return readToEnd(socket);
}

describe("which request a fault meets", () => {
  it("is counted by route since the faults were set", async () => {
    const action = { kind: "server_error", status: 503 } as const;
    const cloud = await cloudForTest();
    await put(cloud);
    await cloud.setFaults({
      requests: [{ route: "files/upload", requests: { from: 2, to: 3 }, action }],
    });
    const statuses = [];
    for (let count = 0; count < 4; count += 1) {
      expect((await rpc(cloud, "files/list_folder", { path: "" })).status).toBe(200);
      statuses.push((await put(cloud)).status);
    }
    expect(statuses).toEqual([200, 503, 503, 200]);
    expect(cloud.counters()).toEqual({ "files/upload": 5, "files/list_folder": 4 });
    expect(cloud.requests().map(({ fault }) => fault)).toContain("server_error");
  });

  it("may be one at a host, on any route", async () => {
    const cloud = await cloudForTest({
      faults: {
        requests: [
          { route: "*", host: "timeapi.io", action: { kind: "server_error", status: 502 } },
        ],
      },
    });
    const path = "/api/v1/time/current/unix";
    expect((await ask(cloud, `https://timeapi.io${path}`)).status).toBe(502);
    expect((await ask(cloud, `https://www.timeapi.io${path}`)).status).toBe(200);
  });
});

describe("answers in the place of the service's own", () => {
  it.each<[name: string, action: FaultAction, status: number, type: RegExp, text: RegExp]>([
    [
      "429 as JSON with the time in the body",
      { kind: "rate_limited", body: "json", body_s: 7 },
      429,
      /^application\/json$/,
      /"error": \{"reason": \{".tag": "too_many_requests"\}, "retry_after": 7\}\}$/,
    ],
    [
      "429 as JSON without",
      { kind: "rate_limited", body: "json", header_s: 15 },
      429,
      /^application\/json$/,
      /"error": \{"reason": \{".tag": "too_many_requests"\}\}\}$/,
    ],
    ["429 as text", { kind: "rate_limited", body: "text" }, 429, /^text\/plain/, /./],
    ["500", { kind: "server_error", status: 500 }, 500, /^text\/html$/, /^<!DOCTYPE html>/],
    ["502", { kind: "server_error", status: 502 }, 502, /^text\/html$/, /Bad Gateway/],
    [
      "503 without body",
      { kind: "server_error", status: 503, body: "empty" },
      503,
      /^undefined$/,
      /^$/,
    ],
    [
      "lock contention",
      { kind: "too_many_write_operations" },
      409,
      /^application\/json$/,
      /^\{"error_summary": "path\/too_many_write_operations\//,
    ],
    [
      "no space",
      { kind: "insufficient_space" },
      409,
      /^application\/json$/,
      /^\{"error_summary": "path\/insufficient_space\//,
    ],
    [
      "any error",
      { kind: "api_error", status: 401, error: { ".tag": "expired_access_token" } },
      401,
      /^application\/json$/,
      /^\{"error_summary": "expired_access_token\//,
    ],
    ["a captive portal", { kind: "html_200" }, 200, /^text\/html$/, /network/],
    [
      "a redirection",
      { kind: "redirect", status: 307, location: "https://elsewhere.invalid/" },
      307,
      /^undefined$/,
      /^$/,
    ],
    [
      "anything, before the body is read",
      { kind: "answer", status: 413, type: "text/plain", body: "no", early: true },
      413,
      /^text\/plain$/,
      /^no$/,
    ],
  ])("%s", async (_name, action, status, type, text) => {
    const cloud = await faulty(action);
    const answer = await put(cloud);
    expect(answer.status).toBe(status);
    expect(String(answer.headers["content-type"])).toMatch(type);
    expect(answer.text).toMatch(text);
    expect(answer.headers["x-dropbox-request-id"]).toMatch(/^[0-9a-f]{32}$/);
    expect(cloud.files()).toEqual([]);
    expect((await put(cloud)).status).toBe(200);
  });

  it("with Retry-After only when ordered", async () => {
    const with15 = await faulty({ kind: "rate_limited", body: "text", header_s: 15 });
    expect((await put(with15)).headers["retry-after"]).toBe("15");
    const without = await faulty({ kind: "rate_limited", body: "json", body_s: 1 });
    expect((await put(without)).headers["retry-after"]).toBeUndefined();
  });

  it("in the union of the route", async () => {
    const action = { kind: "too_many_write_operations" } as const;
    const cloud = await cloudForTest({ faults: { requests: [{ route: "*", action }] } });
    const folder = await rpc(cloud, "files/create_folder_v2", { path: "/a" });
    expect(errorOf(folder)).toEqual({ ".tag": "path", path: { ".tag": action.kind } });
    const deleted = await rpc(cloud, "files/delete_v2", { path: "/a" });
    expect(errorOf(deleted)).toEqual({ ".tag": action.kind });
  });

  it("with an upload session that holds the bytes", async () => {
    const cloud = await faulty({ kind: "insufficient_space" });
    const { upload_session_id } = errorOf(await put(cloud)) as { upload_session_id: string };
    const cursor = { session_id: upload_session_id, offset: 11 };
    await upload(cloud, "files/upload_session/finish", { cursor, commit: argument }, "");
    expect(cloud.read("/a.jpg").toString()).toBe("hello world");
  });
});

describe("altered answers", () => {
  it("carry a wrong content_hash though the bytes are stored", async () => {
    const cloud = await faulty({ kind: "wrong_content_hash" });
    const { content_hash } = json(await put(cloud)) as { content_hash: string };
    expect(content_hash).toMatch(/^[0-9a-f]{64}$/);
    expect(cloud.files()[0]?.content_hash).not.toBe(content_hash);
    expect(json(await put(cloud))).toMatchObject({ content_hash: cloud.files()[0]?.content_hash });
  });

  it("are huge", async () => {
    const cloud = await faulty({ kind: "huge_body", bytes: 3_000_000 });
    const answer = await put(cloud);
    expect([answer.status, answer.body.length]).toEqual([200, 3_000_000]);
    expect(json(answer)).toHaveProperty("padding");
  });

  it("come after interim ones", async () => {
    const cloud = await faulty({ kind: "interim", statuses: [102, 103, 102] });
    const answer = await put(cloud);
    expect([answer.status, answer.interim]).toEqual([200, [102, 103, 102]]);
  });

  it("come after an unasked 100", async () => {
    const cloud = await faulty({ kind: "interim", statuses: [100, 100] });
    const agent = agentFor(cloud);
    const url = "https://content.dropboxapi.com/2/files/upload";
    const request = httpsRequest(url, { agent, method: "POST" });
    let continued = 0;
    request.on("continue", () => {
      continued += 1;
    });
    request.end();
    const [message] = (await once(request, "response")) as [{ statusCode: number }];
    request.destroy();
    expect([message.statusCode, continued]).toEqual([400, 2]);
  });
});

describe("connections that break", () => {
  it.each([0, 1, 70_000])("by reset after %i bytes of the body", async (after_bytes) => {
    const cloud = await faulty({ kind: "reset_in_request", after_bytes });
    await expect(put(cloud, Buffer.alloc(200_000, "x"))).rejects.toMatchObject({
      code: expect.stringMatching(/^(ECONNRESET|EPIPE)$/) as string,
    });
    expect(cloud.files()).toEqual([]);
    const [record] = cloud.requests();
    expect(record?.status).toBeNull();
    expect(record?.body_bytes).toBeGreaterThanOrEqual(after_bytes);
    expect(record?.body_bytes).toBeLessThan(200_000);
    expect((await put(cloud)).status).toBe(200);
  });

  it.each([true, false])("by reset before the response, applied: %s", async (applied) => {
    const cloud = await faulty({ kind: "reset_before_response", applied });
    expect(await rawUpload(cloud, "hello")).toEqual({ text: "", error: "ECONNRESET" });
    expect(cloud.files()).toHaveLength(applied ? 1 : 0);
  });

  it.each(["content-length", "chunked"] as const)(
    "in the middle of a response framed by %s",
    async (framing) => {
      const action = { kind: "half_response", cut: "body", ending: "close" } as const;
      const cloud = await faulty(action, { framing });
      const { text } = await rawUpload(cloud, "hello");
      const [head = "", body = ""] = text.split("\r\n\r\n");
      expect(head).toMatch(/^HTTP\/1\.1 200 OK/);
      expect(head.toLowerCase()).toContain(
        framing === "chunked" ? "transfer-encoding: chunked" : "content-length: ",
      );
      expect(() => JSON.parse(body) as unknown).toThrow();
      expect(cloud.files()).toHaveLength(1);
    },
  );

  it("in the middle of the head", async () => {
    const cloud = await faulty({ kind: "half_response", cut: "head", ending: "close" });
    expect((await rawUpload(cloud, "hello")).text).toBe("HTTP/1.1 200 OK\r\nContent-Type: appli");
  });

  it("in the middle of a head without end, however long the client listens", async () => {
    const cloud = await faulty({ kind: "endless_head", bytes: 300_000 });
    const { text } = await rawUpload(cloud, "hello");
    expect(text).toMatch(/^HTTP\/1\.1 200 OK\r\nX-Padding: /);
    expect(text.length).toBeGreaterThanOrEqual(300_000);
    expect(text).not.toContain("\r\n\r\n");
    expect(cloud.files()).toHaveLength(1);
  });

  it("early, when a client hangs up on a head of a gigabyte", async () => {
    const cloud = await faulty({ kind: "endless_head", bytes: 2 ** 30 });
    await expect(put(cloud)).rejects.toMatchObject({ code: "HPE_HEADER_OVERFLOW" });
    expect((await put(cloud)).status).toBe(200);
  });

  it.each([5, -5])("after an answer whose length is wrong by %i", async (difference_bytes) => {
    const cloud = await faulty({ kind: "wrong_length", difference_bytes });
    const { text } = await rawUpload(cloud, "hello");
    const [head = "", body = ""] = text.split("\r\n\r\n");
    const announced = Number(/content-length: (\d+)/i.exec(head)?.[1]);
    expect(announced - body.length).toBe(difference_bytes);
    expect(JSON.parse(body)).toHaveProperty("content_hash");
  });

  it.each([true, false])("after the response, announced: %s", async (announced) => {
    const cloud = await faulty({ kind: "close_after_response", announced });
    const { text, error } = await rawUpload(cloud, "hello");
    expect(text).toMatch(/^HTTP\/1\.1 200 OK/);
    expect(/^connection: close/im.test(text)).toBe(announced);
    expect(error).toBeNull();
  });

  it.each(["request", "response", "body"] as const)(
    "by a stall in the %s that ends in closing",
    async (where) => {
      const cloud = await faulty({ kind: "stall", where, duration_ms: 20, then: "close" });
      const { text } = await rawUpload(cloud, "hello");
      expect(text).toMatch(where === "body" ? /^HTTP\/1\.1 200 OK/ : /^$/);
      expect(cloud.files()).toHaveLength(where === "body" ? 1 : 0);
    },
  );

  it.each(["request", "response", "body"] as const)(
    "not at all after a stall in the %s that ends in the answer",
    async (where) => {
      const cloud = await faulty({ kind: "stall", where, duration_ms: 20, then: "answer" });
      expect((await put(cloud)).status).toBe(200);
    },
  );

  it("only with the cloud, when a stall is long", async () => {
    const duration_ms = 60 * 60 * 1000;
    const cloud = await faulty({ kind: "stall", where: "response", duration_ms, then: "answer" });
    const waiting = rawUpload(cloud, "hello");
    while (cloud.requests()[0]?.body_bytes !== 5) await new Promise(setImmediate);
    await cloud.close();
    expect((await waiting).text).toBe("");
  });

  it("not at all when the body is read slowly", async () => {
    const cloud = await faulty({ kind: "slow_read", bytes_per_s: 1_000_000 });
    expect((await put(cloud, Buffer.alloc(100_000))).status).toBe(200);
  });
});

describe("a cloud that is down", () => {
  it("refuses connections, resets those that are open and comes back on its port", async () => {
    const cloud = await cloudForTest();
    const { port } = cloud;
    const open = await connectTo(cloud, "timeapi.io");
    const ending = readToEnd(open);
    await cloud.setFaults({ down: true });
    expect((await ending).error).toBe("ECONNRESET");
    await expect(put(cloud)).rejects.toMatchObject({ code: "ECONNREFUSED" });
    await cloud.setFaults({});
    expect(cloud.port).toBe(port);
    expect((await put(cloud)).status).toBe(200);
  });

  it("may be down from the start", async () => {
    const cloud = await cloudForTest({ faults: { down: true } });
    expect(cloud.port).toBeGreaterThan(0);
    await expect(put(cloud)).rejects.toMatchObject({ code: "ECONNREFUSED" });
  });
});

describe("the seed", () => {
  async function run(seed: number): Promise<string[]> {
    const clock = () => new Date("2025-05-02T12:00:00Z");
    const cloud = await cloudForTest({ seed, clock });
    const answers = [];
    for (let count = 0; count < 12; count += 1) answers.push(await put(cloud, String(count)));
    return answers.map(({ rawHeaders, text }) => JSON.stringify([rawHeaders, text]));
  }

  it("reproduces every answer", async () => {
    const first = await run(5);
    expect(await run(5)).toEqual(first);
    expect(await run(6)).not.toEqual(first);
  });

  it("makes answers come in both framings and both cases of header names", async () => {
    const all = (await run(5)).join("\n");
    for (const name of [
      "Content-Length",
      "content-length",
      "Transfer-Encoding",
      "transfer-encoding",
    ])
      expect(all).toContain(`"${name}"`);
  });
});
