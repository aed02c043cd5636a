import { describe, expect, it } from "vitest";

import type { Cloud, CloudOptions } from "../../scripts/cloud/cloud.ts";
import { contentHash } from "../../scripts/cloud/content-hash.ts";
import { cloudForTest, errorOf, json, upload } from "./client.ts";

const unit = 4_194_304;

async function begin(options: CloudOptions = {}, argument: object = {}, body = "") {
  const cloud = await cloudForTest(options);
  const started = await upload(cloud, "files/upload_session/start", argument, body);
  expect(started.status).toBe(200);
  const { session_id } = json(started) as { session_id: string };
  expect(session_id).toMatch(/^pid_upload_session:/);
  const append = (offset: number, bytes: string | Buffer, more: object = {}) =>
    upload(
      cloud,
      "files/upload_session/append_v2",
      { cursor: { session_id, offset }, ...more },
      bytes,
    );
  const finish = (offset: number, bytes: string, commit: object, more: object = {}) =>
    upload(
      cloud,
      "files/upload_session/finish",
      { cursor: { session_id, offset }, commit, ...more },
      bytes,
    );
  return { cloud, append, finish };
}

function contents(cloud: Cloud, path: string): string {
  return cloud.read(path).toString();
}

describe("a sequential upload session", () => {
  it("puts the pieces together", async () => {
    const { cloud, append, finish } = await begin({}, {}, "ab");
    const appended = await append(2, "cd");
    expect([appended.text, appended.headers["content-type"]]).toEqual(["null", "application/json"]);
    const finished = await finish(4, "ef", { path: "/a.jpg" });
    expect(json(finished)).toMatchObject({ size: 6, name: "a.jpg" });
    expect(json(finished)).not.toHaveProperty(".tag");
    expect(contents(cloud, "/a.jpg")).toBe("abcdef");
  });

  it("tells the right offset after a lost answer, of append and of finish", async () => {
    const { append, finish } = await begin();
    await append(0, "abcd");
    const repeated = await append(0, "abcd");
    expect(errorOf(repeated)).toEqual({ ".tag": "incorrect_offset", correct_offset: 4 });
    const wrong = await finish(9, "", { path: "/a.jpg" });
    expect(wrong.status).toBe(409);
    expect(json(wrong)).toEqual({
      error_summary: expect.stringMatching(/^lookup_failed\/incorrect_offset\/\.{0,3}$/) as string,
      error: {
        ".tag": "lookup_failed",
        lookup_failed: { ".tag": "incorrect_offset", correct_offset: 4 },
      },
    });
  });

  it("keeps the bytes when the path is refused", async () => {
    const { cloud, finish } = await begin({}, {}, "ab");
    await upload(cloud, "files/upload", { path: "/a.jpg" }, "other");
    const refused = await finish(2, "cd", { path: "/a.jpg" });
    expect(errorOf(refused)).toEqual({
      ".tag": "path",
      path: { ".tag": "conflict", conflict: { ".tag": "file" } },
    });
    expect((await finish(4, "", { path: "/b.jpg" })).status).toBe(200);
    expect(contents(cloud, "/b.jpg")).toBe("abcd");
  });

  it("takes nothing more once closed", async () => {
    const { append, finish } = await begin();
    await append(0, "ab", { close: true });
    expect(errorOf(await append(2, "cd"))).toEqual({ ".tag": "closed" });
    expect((await finish(2, "", { path: "/a.jpg" })).status).toBe(200);
  });

  it("ends with its finish, and after seven days", async () => {
    let now = new Date("2025-05-02T12:00:00Z");
    const { append, finish } = await begin({ clock: () => now });
    now = new Date("2025-05-09T12:00:00Z");
    expect((await append(0, "ab")).status).toBe(200);
    now = new Date("2025-05-09T12:00:01Z");
    expect(errorOf(await append(2, "cd"))).toEqual({ ".tag": "not_found" });
    now = new Date("2025-05-09T12:00:00Z");
    expect((await finish(2, "", { path: "/a.jpg" })).status).toBe(200);
    expect(errorOf(await finish(2, "", { path: "/a.jpg" }))).toEqual({
      ".tag": "lookup_failed",
      lookup_failed: { ".tag": "not_found" },
    });
  });

  it("compares content_hash with one call's bytes, and stores none of a wrong one", async () => {
    const { append } = await begin();
    const content_hash = contentHash(Buffer.from("ab"));
    expect(errorOf(await append(0, "xx", { content_hash }))).toEqual({
      ".tag": "content_hash_mismatch",
    });
    expect((await append(0, "ab", { content_hash })).status).toBe(200);
  });
});

describe("a concurrent upload session", () => {
  const session_type = { ".tag": "concurrent" };

  it("takes pieces in any order", async () => {
    const { cloud, append, finish } = await begin({}, { session_type });
    expect((await append(unit, "end", { close: true })).status).toBe(200);
    expect((await append(0, Buffer.alloc(unit, "a"))).status).toBe(200);
    expect((await finish(unit + 3, "", { path: "/a.jpg" })).status).toBe(200);
    expect(cloud.files()[0]?.size_bytes).toBe(unit + 3);
    expect(contents(cloud, "/a.jpg").slice(-4)).toBe("aend");
  });

  it("insists on multiples of 4 MiB, completeness and closing", async () => {
    const { append, finish } = await begin({}, { session_type });
    expect(errorOf(await append(1, "a"))).toEqual({ ".tag": "concurrent_session_invalid_offset" });
    expect(errorOf(await append(0, "a"))).toEqual({
      ".tag": "concurrent_session_invalid_data_size",
    });
    const early = await finish(0, "", { path: "/a.jpg" });
    expect(errorOf(early)).toEqual({ ".tag": "concurrent_session_not_closed" });
    await append(unit, "end", { close: true });
    const gap = await finish(0, "", { path: "/a.jpg" });
    expect(errorOf(gap)).toEqual({ ".tag": "concurrent_session_missing_data" });
    const data = await finish(0, "x", { path: "/a.jpg" });
    expect(errorOf(data)).toEqual({ ".tag": "concurrent_session_data_not_allowed" });
  });

  it("carries no data at its start", async () => {
    const cloud = await cloudForTest();
    const answer = await upload(cloud, "files/upload_session/start", { session_type }, "x");
    expect(errorOf(answer)).toEqual({ ".tag": "concurrent_session_data_not_allowed" });
  });
});
