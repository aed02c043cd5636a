/** What Dropbox does with files and folders. */
import { describe, expect, it } from "vitest";

import type { Cloud } from "../../scripts/cloud/cloud.ts";
import { contentHash } from "../../scripts/cloud/content-hash.ts";
import { ask, bearer, cloudForTest, errorOf, json, routeUrl, rpc, upload } from "./client.ts";

const clock = () => new Date("2025-05-02T15:24:37.900Z");

function put(cloud: Cloud, path: string, body: string, more: object = {}) {
  return upload(cloud, "files/upload", { path, ...more }, body);
}

function paths(cloud: Cloud): string[] {
  return cloud.files().map(({ path }) => path);
}

describe("files/upload", () => {
  it("answers with metadata without a tag and makes the folders", async () => {
    const cloud = await cloudForTest({ clock });
    const more = { client_modified: "2025-05-02T15:24:35Z", mode: "overwrite", mute: true };
    const answer = await put(cloud, "/Webcam/20250502/Photo-CAM1.jpg", "hello world", more);
    expect(answer.status).toBe(200);
    expect(json(answer)).toEqual({
      name: "Photo-CAM1.jpg",
      path_lower: "/webcam/20250502/photo-cam1.jpg",
      path_display: "/Webcam/20250502/Photo-CAM1.jpg",
      id: expect.stringMatching(/^id:.{22}$/) as string,
      client_modified: "2025-05-02T15:24:35Z",
      server_modified: "2025-05-02T15:24:37Z",
      rev: expect.stringMatching(/^[0-9a-f]{9,}$/) as string,
      size: 11,
      is_downloadable: true,
      content_hash: "bc62d4b80d9e36da29c16c5d4d9f11731f36052c72401a76c23c0fb5a9b74423",
    });
    const folder = await rpc(cloud, "files/get_metadata", { path: "/WEBCAM/20250502" });
    expect(json(folder)).toMatchObject({ ".tag": "folder", path_display: "/Webcam/20250502" });
  });

  it("knows names regardless of case and keeps the first spelling of folders", async () => {
    const cloud = await cloudForTest();
    await put(cloud, "/Web/a.jpg", "1");
    await put(cloud, "/wEB/B.jpg", "2");
    await put(cloud, "/web/A.JPG", "3", { mode: "overwrite" });
    expect(paths(cloud)).toEqual(["/Web/a.jpg", "/Web/B.jpg"]);
    expect(cloud.read("/WEB/A.jpg").toString()).toBe("3");
  });

  it("writes nothing when the same contents are there, and says so with the old rev", async () => {
    const cloud = await cloudForTest();
    const first = json(await put(cloud, "/a.jpg", "same"));
    for (const mode of ["add", "overwrite"])
      expect(json(await put(cloud, "/A.jpg", "same", { mode }))).toEqual(first);
  });

  it("conflicts on the same contents when strict", async () => {
    const cloud = await cloudForTest();
    await put(cloud, "/a.jpg", "same");
    const answer = await put(cloud, "/a.jpg", "same", { strict_conflict: true });
    expect(errorOf(answer)).toMatchObject({ reason: { conflict: { ".tag": "file" } } });
  });

  it("refuses to add over other contents and keeps the bytes for finish", async () => {
    const cloud = await cloudForTest();
    await put(cloud, "/a.jpg", "old");
    const answer = await put(cloud, "/a.jpg", "new");
    expect(answer.status).toBe(409);
    expect(json(answer)).toEqual({
      error_summary: expect.stringMatching(/^path\/conflict\/file\/\.{0,3}$/) as string,
      error: {
        ".tag": "path",
        reason: { ".tag": "conflict", conflict: { ".tag": "file" } },
        upload_session_id: expect.stringMatching(/^pid_upload_session:/) as string,
      },
    });
    const { upload_session_id } = errorOf(answer) as { upload_session_id: string };
    const cursor = { session_id: upload_session_id, offset: 3 };
    const argument = { cursor, commit: { path: "/b.jpg" } };
    const finished = await upload(cloud, "files/upload_session/finish", argument, "");
    expect(finished.status).toBe(200);
    expect(cloud.read("/b.jpg").toString()).toBe("new");
  });

  it("renames a copy that is to be added, once for repeated contents", async () => {
    const cloud = await cloudForTest();
    await put(cloud, "/a.b.jpg", "0");
    await put(cloud, "/a.b.jpg", "1", { autorename: true });
    await put(cloud, "/a.b.jpg", "2", { autorename: true });
    await put(cloud, "/a.b.jpg", "1", { autorename: true });
    expect(paths(cloud)).toEqual(["/a.b (2).jpg", "/a.b (3).jpg", "/a.b.jpg"]);
  });

  it("overwrites a file but never a folder", async () => {
    const cloud = await cloudForTest();
    await put(cloud, "/dir/a.jpg", "1");
    expect((await put(cloud, "/dir/a.jpg", "22", { mode: "overwrite" })).status).toBe(200);
    const onFolder = await put(cloud, "/dir", "3", { mode: "overwrite" });
    expect(errorOf(onFolder)).toMatchObject({ reason: { conflict: { ".tag": "folder" } } });
    await put(cloud, "/dir", "3", { mode: "overwrite", autorename: true });
    expect(paths(cloud)).toEqual(["/dir (2)", "/dir/a.jpg"]);
  });

  it("finds a file among the folders of a path", async () => {
    const cloud = await cloudForTest();
    await put(cloud, "/a", "1");
    const answer = await put(cloud, "/a/b.jpg", "2");
    expect(errorOf(answer)).toMatchObject({ reason: { conflict: { ".tag": "file_ancestor" } } });
  });

  it("updates only the named revision", async () => {
    const cloud = await cloudForTest();
    const { rev } = json(await put(cloud, "/a.jpg", "1")) as { rev: string };
    const mode = { ".tag": "update", update: rev };
    expect((await put(cloud, "/a.jpg", "2", { mode })).status).toBe(200);
    expect((await put(cloud, "/a.jpg", "3", { mode })).status).toBe(409);
    await put(cloud, "/a.jpg", "3", { mode, autorename: true });
    expect(paths(cloud)).toEqual(["/a (conflicted copy).jpg", "/a.jpg"]);
  });

  it("does not bring a deleted file back when strict", async () => {
    const cloud = await cloudForTest();
    const { rev } = json(await put(cloud, "/a.jpg", "1")) as { rev: string };
    await rpc(cloud, "files/delete_v2", { path: "/a.jpg" });
    const mode = { ".tag": "update", update: rev };
    const strict = await put(cloud, "/a.jpg", "2", { mode, strict_conflict: true });
    expect(strict.status).toBe(409);
    expect((await put(cloud, "/a.jpg", "2", { mode })).status).toBe(200);
  });

  it("compares the announced content_hash with the bytes", async () => {
    const cloud = await cloudForTest();
    const content_hash = contentHash(Buffer.from("right"));
    const wrong = await put(cloud, "/a.jpg", "wrong", { content_hash });
    expect(errorOf(wrong)).toEqual({ ".tag": "content_hash_mismatch" });
    expect(cloud.files()).toEqual([]);
    expect((await put(cloud, "/a.jpg", "right", { content_hash })).status).toBe(200);
  });

  it("runs out of space at the last byte, counting what is replaced", async () => {
    const cloud = await cloudForTest({ allocated_bytes: 10 });
    expect((await put(cloud, "/a.jpg", "1234567890")).status).toBe(200);
    const full = await put(cloud, "/b.jpg", "1");
    expect(full.status).toBe(409);
    expect(full.text).toMatch(/"error_summary": "path\/insufficient_space\//);
    expect((await put(cloud, "/a.jpg", "0987654321", { mode: "overwrite" })).status).toBe(200);
    await rpc(cloud, "files/delete_v2", { path: "/a.jpg" });
    expect((await put(cloud, "/b.jpg", "1")).status).toBe(200);
  });

  it.each([
    ["/a/", "malformed_path"],
    ["/a//b", "malformed_path"],
    ["/a/../b", "malformed_path"],
    ["/a\\b", "malformed_path"],
    ["/a.jpg ", "malformed_path"],
    [`/${"x".repeat(256)}`, "malformed_path"],
    ["/desktop.ini", "disallowed_name"],
    ["/Thumbs.db", "disallowed_name"],
    ["/.DS_Store", "disallowed_name"],
    ["ns:99/a.jpg", "no_write_permission"],
  ])("refuses %j with %s", async (path, tag) => {
    const cloud = await cloudForTest();
    const answer = await put(cloud, path, "1");
    expect(answer.status).toBe(409);
    expect(errorOf(answer)).toMatchObject({ ".tag": "path", reason: { ".tag": tag } });
    expect(cloud.files()).toEqual([]);
  });

  it("takes names of 255 characters and the number of the user's own namespace", async () => {
    const cloud = await cloudForTest();
    expect((await put(cloud, `/${"x".repeat(255)}`, "1")).status).toBe(200);
    expect((await put(cloud, "ns:3235641/a.jpg", "2")).status).toBe(200);
    expect(paths(cloud)).toContain("/a.jpg");
  });

  it("refuses more than 150 MiB before reading them", async () => {
    const cloud = await cloudForTest();
    const answer = await ask(cloud, routeUrl("files/upload"), {
      method: "POST",
      headers: {
        ...bearer,
        "Content-Type": "application/octet-stream",
        "Dropbox-API-Arg": '{"path":"/a"}',
        "Content-Length": String(157_286_401),
        Expect: "100-continue",
      },
    });
    expect(answer.status).toBe(409);
    expect(errorOf(answer)).toEqual({ ".tag": "payload_too_large" });
  });
});

describe("files/create_folder_v2", () => {
  it("wraps metadata without a tag, and conflicts the second time", async () => {
    const cloud = await cloudForTest();
    const made = await rpc(cloud, "files/create_folder_v2", { path: "/webcam/Day" });
    expect(json(made)).toEqual({
      metadata: {
        name: "Day",
        path_lower: "/webcam/day",
        path_display: "/webcam/Day",
        id: expect.stringMatching(/^id:/) as string,
      },
    });
    const again = await rpc(cloud, "files/create_folder_v2", { path: "/webcam/day" });
    expect(again.status).toBe(409);
    expect(json(again)).toEqual({
      error_summary: expect.stringMatching(/^path\/conflict\/folder\/\.{0,3}$/) as string,
      error: { ".tag": "path", path: { ".tag": "conflict", conflict: { ".tag": "folder" } } },
    });
  });

  it("conflicts with a file, in place and on the way", async () => {
    const cloud = await cloudForTest();
    await put(cloud, "/a", "1");
    const inPlace = await rpc(cloud, "files/create_folder_v2", { path: "/a" });
    expect(errorOf(inPlace)).toMatchObject({ path: { conflict: { ".tag": "file" } } });
    const onTheWay = await rpc(cloud, "files/create_folder_v2", { path: "/a/b" });
    expect(errorOf(onTheWay)).toMatchObject({ path: { conflict: { ".tag": "file_ancestor" } } });
  });

  it("renames on request", async () => {
    const cloud = await cloudForTest();
    const argument = { path: "/a", autorename: true };
    await rpc(cloud, "files/create_folder_v2", argument);
    const second = await rpc(cloud, "files/create_folder_v2", argument);
    expect(json(second)).toMatchObject({ metadata: { name: "a (2)" } });
  });
});

describe("files/get_metadata and files/delete_v2", () => {
  it("show a tag", async () => {
    const cloud = await cloudForTest();
    const uploaded = json(await put(cloud, "/a.jpg", "1")) as { id: string; rev: string };
    for (const path of ["/A.jpg", uploaded.id, `rev:${uploaded.rev}`])
      expect(json(await rpc(cloud, "files/get_metadata", { path }))).toEqual({
        ".tag": "file",
        ...uploaded,
      });
    const deleted = await rpc(cloud, "files/delete_v2", { path: "/a.JPG" });
    expect(json(deleted)).toEqual({ metadata: { ".tag": "file", ...uploaded } });
    expect(cloud.files()).toEqual([]);
  });

  it("say what is missing", async () => {
    const cloud = await cloudForTest();
    const metadata = await rpc(cloud, "files/get_metadata", { path: "/x" });
    expect(metadata.status).toBe(409);
    expect(errorOf(metadata)).toEqual({ ".tag": "path", path: { ".tag": "not_found" } });
    const deleted = await rpc(cloud, "files/delete_v2", { path: "/x" });
    expect(errorOf(deleted)).toEqual({
      ".tag": "path_lookup",
      path_lookup: { ".tag": "not_found" },
    });
  });

  it("remember the deleted, with everything that was inside", async () => {
    const cloud = await cloudForTest();
    await put(cloud, "/Day/a.jpg", "1");
    await rpc(cloud, "files/delete_v2", { path: "/day" });
    for (const path of ["/day", "/day/a.jpg"]) {
      const shown = await rpc(cloud, "files/get_metadata", { path, include_deleted: true });
      expect(json(shown)).toMatchObject({ ".tag": "deleted", path_lower: path });
      expect((await rpc(cloud, "files/get_metadata", { path })).status).toBe(409);
    }
  });

  it("delete only the named revision", async () => {
    const cloud = await cloudForTest();
    const { rev } = json(await put(cloud, "/a.jpg", "1")) as { rev: string };
    await put(cloud, "/a.jpg", "2", { mode: "overwrite" });
    const answer = await rpc(cloud, "files/delete_v2", { path: "/a.jpg", parent_rev: rev });
    expect(errorOf(answer)).toMatchObject({ ".tag": "path_write" });
  });
});

describe("files/download", () => {
  async function download(cloud: Cloud, headers: Record<string, string>, method = "POST") {
    const argument = { "Dropbox-API-Arg": '{"path":"/ü.jpg"}'.replace("ü", "\\u00fc") };
    const wanted = { method, headers: { ...bearer, ...argument, ...headers } };
    return ask(cloud, routeUrl("files/download"), wanted);
  }

  it("gives the bytes, and metadata that is safe in a header", async () => {
    const cloud = await cloudForTest();
    await upload(cloud, "files/upload?arg=%7B%22path%22:%22/%C3%BC.jpg%22%7D", {}, "x");
    const uploaded = await ask(
      cloud,
      `${routeUrl("files/upload")}?arg=${encodeURIComponent('{"path":"/ü.jpg"}')}`,
      {
        method: "POST",
        headers: { ...bearer, "Content-Type": "application/octet-stream" },
        body: Buffer.from([0, 255, 13, 10]),
      },
    );
    const answer = await download(cloud, {});
    expect(answer.body).toEqual(Buffer.from([0, 255, 13, 10]));
    const result = String(answer.headers["dropbox-api-result"]);
    expect(result).toMatch(/^[ -~]*$/);
    expect(JSON.parse(result)).toEqual(json(uploaded));
  });

  it("gives ranges, and nothing to whom the file is known", async () => {
    const cloud = await cloudForTest();
    await put(cloud, "/u.jpg", "0123456789");
    const get = (headers: Record<string, string>) =>
      ask(cloud, routeUrl("files/download"), {
        headers: { ...bearer, "Dropbox-API-Arg": '{"path":"/u.jpg"}', ...headers },
      });
    const part = await get({ Range: "bytes=2-4" });
    expect([part.status, part.text]).toEqual([206, "234"]);
    expect(part.headers["content-range"]).toBe("bytes 2-4/10");
    expect((await get({ Range: "bytes=-3" })).text).toBe("789");
    expect((await get({ Range: "bytes=7-99" })).text).toBe("789");
    expect((await get({ Range: "bytes=10-" })).status).toBe(416);
    const known = await get({ "If-None-Match": String(part.headers.etag) });
    expect([known.status, known.text]).toEqual([304, ""]);
  });

  it("refuses folders and what is not there", async () => {
    const cloud = await cloudForTest();
    expect(errorOf(await download(cloud, {}))).toMatchObject({ path: { ".tag": "not_found" } });
    await rpc(cloud, "files/create_folder_v2", { path: "/ü.jpg" });
    expect(errorOf(await download(cloud, {}))).toMatchObject({ path: { ".tag": "not_file" } });
  });
});

describe("users", () => {
  it("tell the account and its space", async () => {
    const cloud = await cloudForTest({ allocated_bytes: 1000, profile: { email: "a@b.invalid" } });
    await put(cloud, "/a.jpg", "12345");
    const wanted = { method: "POST", headers: bearer };
    const account = await ask(cloud, routeUrl("users/get_current_account"), wanted);
    expect(json(account)).toMatchObject({
      email: "a@b.invalid",
      account_type: { ".tag": "basic" },
      name: { display_name: "Franz Ferdinand", abbreviated_name: "FF" },
    });
    const space = await ask(cloud, routeUrl("users/get_space_usage"), wanted);
    expect(json(space)).toEqual({
      used: 5,
      allocation: { ".tag": "individual", allocated: 1000 },
    });
  });

  it("echo", async () => {
    const cloud = await cloudForTest();
    expect((await rpc(cloud, "check/user", { query: "foo" })).text).toBe('{"result": "foo"}');
    expect((await rpc(cloud, "check/user", {})).text).toBe('{"result": ""}');
    expect((await rpc(cloud, "check/user", { query: "x".repeat(501) })).status).toBe(400);
  });
});
