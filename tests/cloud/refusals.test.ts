/** What Dropbox refuses before it looks at its files. */
import { describe, expect, it } from "vitest";

import type { Ask } from "./client.ts";
import {
  accessToken,
  appKey,
  appSecret,
  ask,
  bearer,
  cloudForTest,
  connectTo,
  errorOf,
  json,
  readToEnd,
  routeUrl,
  rpc,
} from "./client.ts";

const jsonType = { "Content-Type": "application/json" };
const octets = { "Content-Type": "application/octet-stream" };
const list: Ask = { method: "POST", headers: { ...bearer, ...jsonType }, body: '{"path": ""}' };

function inCall(route: string, reason: string): string {
  return `Error in call to API function "${route}": ${reason}`;
}

function listing(headers: Record<string, string>): Ask {
  return { ...list, headers: { ...jsonType, ...headers } };
}

function uploading(headers: Record<string, string>): Ask {
  return { method: "POST", headers: { ...bearer, ...headers }, body: "x" };
}

const path = '{"path":"/a"}';
const listRoute = "files/list_folder";
const uploadRoute = "files/upload";
const uploadTypes =
  'Expecting one of "application/octet-stream", "text/plain; charset=dropbox-cors-hack".';

describe("400 with a sentence", () => {
  it.each<[why: string, route: string, wanted: Ask, reason: string]>([
    [
      "no authorization",
      listRoute,
      listing({}),
      'Must provide HTTP header "Authorization" or URL parameter "authorization".',
    ],
    [
      "a bearer without token",
      listRoute,
      listing({ Authorization: "Bearer" }),
      'Invalid authorization value in HTTP header "Authorization": "Bearer".  ' +
        'Expecting "Bearer <oauth2-access-token>".',
    ],
    [
      "what cannot be a token",
      listRoute,
      listing({ Authorization: "Bearer x" }),
      "The given OAuth 2 access token is malformed.",
    ],
    [
      "an upload typed with a charset",
      uploadRoute,
      uploading({
        "Content-Type": "application/octet-stream; charset=utf8",
        "Dropbox-API-Arg": path,
      }),
      `Bad HTTP "Content-Type" header: "application/octet-stream; charset=utf8".  ${uploadTypes}`,
    ],
    [
      "an upload typed in another spelling",
      uploadRoute,
      uploading({
        "Content-Type": "text/plain;charset=dropbox-cors-hack",
        "Dropbox-API-Arg": path,
      }),
      `Bad HTTP "Content-Type" header: "text/plain;charset=dropbox-cors-hack".  ${uploadTypes}`,
    ],
    [
      "an upload without type",
      uploadRoute,
      uploading({ "Dropbox-API-Arg": path }),
      `Bad HTTP "Content-Type" header: "".  ${uploadTypes}`,
    ],
    [
      "an upload without argument",
      uploadRoute,
      uploading(octets),
      'Must provide HTTP header "Dropbox-API-Arg" or URL parameter "arg".',
    ],
    [
      "an argument that is not JSON",
      uploadRoute,
      uploading({ ...octets, "Dropbox-API-Arg": "{path:/a}" }),
      'HTTP header "Dropbox-API-Arg": could not decode input as JSON',
    ],
    [
      "an argument that is not safe in a header",
      uploadRoute,
      uploading({ ...octets, "Dropbox-API-Arg": '{"path":"/\u00fc"}' }),
      'HTTP header "Dropbox-API-Arg": could not decode input as JSON',
    ],
    [
      "an empty JSON body of a Void call",
      "users/get_current_account",
      { method: "POST", headers: { ...bearer, ...jsonType } },
      "request body: could not decode input as JSON",
    ],
    [
      "the root as a slash",
      listRoute,
      { ...list, body: '{"path":"/"}' },
      'request body: path: Specify the root folder as an empty string rather than as "/".',
    ],
    [
      "a path without slash",
      listRoute,
      { ...list, body: '{"path":"x"}' },
      String.raw`request body: path: 'x' did not match pattern ` +
        String.raw`'(/(.|[\r\n])*)?|id:.*|(ns:[0-9]+(/(.|[\r\n])*)?)'`,
    ],
    [
      "the root's metadata",
      "files/get_metadata",
      { ...list, body: '{"path":""}' },
      "request body: path: The root folder is unsupported.",
    ],
    [
      "an upload to the root",
      uploadRoute,
      uploading({ ...octets, "Dropbox-API-Arg": '{"path":""}' }),
      'HTTP header "Dropbox-API-Arg": path: The root folder is unsupported.',
    ],
    [
      "an unknown field",
      "files/get_metadata",
      { ...list, body: '{"path":"/a","include_mounted_folders":true}' },
      "request body: unknown field 'include_mounted_folders'",
    ],
    [
      "a missing field",
      "files/create_folder_v2",
      { ...list, body: "{}" },
      "request body: missing required field 'path'",
    ],
    [
      "a field of the wrong type",
      "files/create_folder_v2",
      { ...list, body: '{"path":"/a","autorename":"no"}' },
      "request body: autorename: expected boolean, got string",
    ],
    [
      "a page of no entries",
      listRoute,
      { ...list, body: '{"path":"","limit":0}' },
      "request body: limit: 0 is not within range [1, 2000]",
    ],
    [
      "a mode that needs a value",
      uploadRoute,
      uploading({ ...octets, "Dropbox-API-Arg": '{"path":"/a","mode":"update"}' }),
      "HTTP header \"Dropbox-API-Arg\": mode: expected object for 'update', got symbol",
    ],
    [
      "an unknown mode",
      uploadRoute,
      uploading({ ...octets, "Dropbox-API-Arg": '{"path":"/a","mode":"replace"}' }),
      "HTTP header \"Dropbox-API-Arg\": mode: unknown tag 'replace'",
    ],
    [
      "a time with a fraction",
      uploadRoute,
      uploading({
        ...octets,
        "Dropbox-API-Arg": '{"path":"/a","client_modified":"2025-05-02T15:24:35.5Z"}',
      }),
      "HTTP header \"Dropbox-API-Arg\": client_modified: time data '2025-05-02T15:24:35.5Z' " +
        "does not match format '%Y-%m-%dT%H:%M:%SZ'",
    ],
    [
      "a day that does not exist",
      uploadRoute,
      uploading({
        ...octets,
        "Dropbox-API-Arg": '{"path":"/a","client_modified":"2025-02-30T00:00:00Z"}',
      }),
      "HTTP header \"Dropbox-API-Arg\": client_modified: time data '2025-02-30T00:00:00Z' " +
        "does not match format '%Y-%m-%dT%H:%M:%SZ'",
    ],
    [
      "a hash that is too short",
      uploadRoute,
      uploading({ ...octets, "Dropbox-API-Arg": '{"path":"/a","content_hash":"ab"}' }),
      'HTTP header "Dropbox-API-Arg": content_hash: ' +
        "'ab' must be at least 64 characters, got 2",
    ],
    [
      "a download that claims to be JSON",
      "files/download",
      uploading({ ...jsonType, "Dropbox-API-Arg": path }),
      'Bad HTTP "Content-Type" header: "application/json".  Expecting one of "text/plain", ' +
        '"text/plain; charset=utf-8", "application/octet-stream", ' +
        '"text/plain; charset=dropbox-cors-hack".',
    ],
  ])("%s", async (_why, route, wanted, reason) => {
    const cloud = await cloudForTest();
    const answer = await ask(cloud, routeUrl(route), wanted);
    expect(answer.text).toBe(inCall(route, reason));
    expect(answer.status).toBe(400);
    expect(answer.headers["content-type"]).toMatch(/^text\/plain/);
    expect(answer.headers["x-dropbox-request-id"]).toMatch(/^[0-9a-f]{32}$/);
    expect(cloud.files()).toEqual([]);
  });

  it("for a route that there is not", async () => {
    const cloud = await cloudForTest();
    const answer = await ask(cloud, routeUrl("files/nothing"), list);
    expect([answer.status, answer.text]).toEqual([400, 'Unknown API function: "files/nothing"']);
  });

  it("and 404 for a route on the wrong host", async () => {
    const cloud = await cloudForTest();
    const wrong = await ask(cloud, "https://content.dropboxapi.com/2/files/list_folder", list);
    expect(wrong.status).toBe(404);
    expect(wrong.headers["x-dropbox-request-id"]).toMatch(/^[0-9a-f]{32}$/);
  });
});

describe("401 with JSON", () => {
  it("for a token that might have been one", async () => {
    const cloud = await cloudForTest();
    const answer = await ask(
      cloud,
      routeUrl(listRoute),
      listing({ Authorization: `Bearer sl.${"z".repeat(60)}` }),
    );
    expect(answer.status).toBe(401);
    expect(json(answer)).toEqual({
      error_summary: expect.stringMatching(/^invalid_access_token\/\.{0,3}$/) as string,
      error: { ".tag": "invalid_access_token" },
    });
  });

  it.each([
    ["files/get_metadata", "files.metadata.read", { path: "/a" }],
    ["files/list_folder", "files.metadata.read", { path: "" }],
    ["files/create_folder_v2", "files.content.write", { path: "/a" }],
    ["files/delete_v2", "files.content.write", { path: "/a" }],
    ["check/user", "account_info.read", { query: "foo" }],
  ])("when %s lacks the scope %s", async (route, scope, argument) => {
    const scopes = ["files.content.read"];
    const cloud = await cloudForTest({
      credentials: [{ dropbox: { app_key: appKey, access_token: accessToken, scopes } }],
    });
    const answer = await rpc(cloud, route, argument);
    expect(answer.status).toBe(401);
    expect(errorOf(answer)).toEqual({ ".tag": "missing_scope", required_scope: scope });
  });

  it("when a single user's token selects a member of a team", async () => {
    const cloud = await cloudForTest();
    const headers = { ...bearer, "Dropbox-API-Select-User": "dbmid:x" };
    const answer = await ask(cloud, routeUrl(listRoute), listing(headers));
    expect(errorOf(answer)).toEqual({ ".tag": "invalid_select_user" });
  });
});

describe("Dropbox-API-Path-Root", () => {
  it.each([
    [{ ".tag": "home" }, 200],
    ["home", 200],
    [{ ".tag": "root", root: "3235641" }, 200],
    [{ ".tag": "root", root: "1" }, 422],
    [{ ".tag": "namespace_id", namespace_id: "1" }, 422],
    [{ ".tag": "elsewhere" }, 400],
  ])("%j gives %i", async (root, status) => {
    const cloud = await cloudForTest();
    const headers = { ...bearer, "Dropbox-API-Path-Root": JSON.stringify(root) };
    expect((await ask(cloud, routeUrl(listRoute), listing(headers))).status).toBe(status);
  });

  it("names the right root in the error", async () => {
    const cloud = await cloudForTest();
    const headers = { ...bearer, "Dropbox-API-Path-Root": '{".tag":"root","root":"1"}' };
    const answer = await ask(cloud, routeUrl(listRoute), listing(headers));
    expect(errorOf(answer)).toEqual({
      ".tag": "invalid_root",
      invalid_root: {
        ".tag": "user",
        root_namespace_id: "3235641",
        home_namespace_id: "3235641",
      },
    });
  });
});

describe("what is accepted in more than one form", () => {
  const me = "users/get_current_account";

  it.each<[string, Ask]>([
    ["null as JSON", { headers: { ...bearer, ...jsonType }, body: "null" }],
    ["nothing without type", { headers: bearer }],
  ])("a Void call with %s", async (_form, wanted) => {
    const cloud = await cloudForTest();
    const answer = await ask(cloud, routeUrl(me), { method: "POST", ...wanted });
    expect(answer.status).toBe(200);
    expect(json(answer)).toMatchObject({ root_info: { ".tag": "user" } });
    expect(json(answer)).not.toHaveProperty(".tag");
  });

  it("a Void call with neither length nor chunks", async () => {
    const cloud = await cloudForTest();
    const socket = await connectTo(cloud, "api.dropboxapi.com");
    const head = [
      `POST /2/${me} HTTP/1.1`,
      "Host: api.dropboxapi.com",
      `Authorization: Bearer ${accessToken}`,
      "Connection: close",
    ];
    socket.write(`${head.join("\r\n")}\r\n\r\n`);
    expect((await readToEnd(socket)).text).toMatch(/^HTTP\/1\.1 200 /);
  });

  it("JSON with a charset", async () => {
    const cloud = await cloudForTest();
    const headers = { ...bearer, "Content-Type": "application/json; charset=utf-8" };
    expect((await ask(cloud, routeUrl(listRoute), { ...list, headers })).status).toBe(200);
  });

  it("argument and token in the query, as a browser must send them", async () => {
    const cloud = await cloudForTest();
    const query = new URLSearchParams({
      arg: JSON.stringify({ path: "/ü.jpg" }),
      authorization: `Bearer ${accessToken}`,
    });
    const headers = { "Content-Type": "text/plain; charset=dropbox-cors-hack" };
    const url = `${routeUrl(uploadRoute)}?${query.toString()}`;
    expect((await ask(cloud, url, { method: "POST", headers, body: "x" })).status).toBe(200);
    expect(cloud.files()[0]?.path).toBe("/ü.jpg");
  });

  it("app authentication for check/app", async () => {
    const cloud = await cloudForTest({
      credentials: [{ dropbox: { app_key: appKey, app_secret: appSecret } }],
    });
    const Authorization = `Basic ${Buffer.from(`${appKey}:${appSecret}`).toString("base64")}`;
    const wanted = {
      method: "POST",
      headers: { Authorization, ...jsonType },
      body: '{"query":"a"}',
    };
    const answer = await ask(cloud, routeUrl("check/app"), wanted);
    expect([answer.status, answer.text]).toEqual([200, '{"result": "a"}']);
  });
});

describe("the endings of error summaries", () => {
  it("vary between none and three dots", async () => {
    const cloud = await cloudForTest();
    const endings = new Set<string>();
    for (let count = 0; count < 40; count += 1) {
      const answer = await rpc(cloud, "files/get_metadata", { path: "/none" });
      const { error_summary } = json(answer) as { error_summary: string };
      endings.add(error_summary.replace("path/not_found/", ""));
    }
    expect([...endings].sort()).toEqual(["", ".", "..", "..."]);
  });
});
