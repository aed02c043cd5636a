import { describe, expect, it } from "vitest";

import type { Cloud } from "../../scripts/cloud/cloud.ts";
import { SeededRandom } from "../../scripts/cloud/random.ts";
import { ask, cloudForTest, errorOf, json, rpc, upload } from "./client.ts";

interface Entry {
  ".tag": string;
  path_lower: string;
}

interface Page {
  entries: Entry[];
  cursor: string;
  has_more: boolean;
}

async function list(cloud: Cloud, argument: object): Promise<Page> {
  return json(await rpc(cloud, "files/list_folder", argument)) as Page;
}

async function more(cloud: Cloud, cursor: string): Promise<Page> {
  return json(await rpc(cloud, "files/list_folder/continue", { cursor })) as Page;
}

function put(cloud: Cloud, path: string, body = path) {
  return upload(cloud, "files/upload", { path, mode: "overwrite" }, body);
}

function shown({ entries }: Page): string[] {
  return entries.map((entry) => `${entry[".tag"]} ${entry.path_lower}`);
}

describe("files/list_folder", () => {
  it("lists a folder's own entries, or all below with the folder itself", async () => {
    const cloud = await cloudForTest();
    for (const path of ["/Day/A.jpg", "/Day/sub/B.jpg", "/c.jpg"]) await put(cloud, path);
    expect(shown(await list(cloud, { path: "" }))).toEqual(["file /c.jpg", "folder /day"]);
    expect(shown(await list(cloud, { path: "/DAY", recursive: true }))).toEqual([
      "folder /day",
      "file /day/a.jpg",
      "folder /day/sub",
      "file /day/sub/b.jpg",
    ]);
  });

  it.each([1, 2, 3, 7, 2000])("gives every entry once in pages of %i", async (limit) => {
    const cloud = await cloudForTest();
    for (let count = 0; count < 7; count += 1) await put(cloud, `/f${count}.jpg`);
    let page = await list(cloud, { path: "", limit });
    const seen = shown(page);
    while (page.has_more) {
      expect(page.entries.length).toBeLessThanOrEqual(limit);
      page = await more(cloud, page.cursor);
      seen.push(...shown(page));
    }
    expect(seen).toEqual([0, 1, 2, 3, 4, 5, 6].map((count) => `file /f${count}.jpg`));
    expect(await more(cloud, page.cursor)).toMatchObject({ entries: [], has_more: false });
  });

  it("shows the deleted on request", async () => {
    const cloud = await cloudForTest();
    await put(cloud, "/a.jpg");
    await rpc(cloud, "files/delete_v2", { path: "/a.jpg" });
    expect(shown(await list(cloud, { path: "" }))).toEqual([]);
    const all = await list(cloud, { path: "", include_deleted: true });
    expect(shown(all)).toEqual(["deleted /a.jpg"]);
  });

  it.each([
    ["/none", "not_found"],
    ["/a.jpg", "not_folder"],
  ])("refuses %s with %s", async (path, tag) => {
    const cloud = await cloudForTest();
    await put(cloud, "/a.jpg");
    for (const route of ["files/list_folder", "files/list_folder/get_latest_cursor"]) {
      const answer = await rpc(cloud, route, { path });
      expect(answer.status).toBe(409);
      expect(errorOf(answer)).toEqual({ ".tag": "path", path: { ".tag": tag } });
    }
  });
});

describe("cursors", () => {
  it("from get_latest_cursor give only what changes afterwards", async () => {
    const cloud = await cloudForTest();
    await put(cloud, "/old.jpg");
    await put(cloud, "/day/old.jpg");
    const latest = await rpc(cloud, "files/list_folder/get_latest_cursor", {
      path: "",
      recursive: true,
    });
    const { cursor } = json(latest) as { cursor: string };
    await put(cloud, "/day/new.jpg");
    await rpc(cloud, "files/delete_v2", { path: "/old.jpg" });
    const news = await more(cloud, cursor);
    expect(shown(news)).toEqual(["file /day/new.jpg", "deleted /old.jpg"]);
    expect(await more(cloud, news.cursor)).toMatchObject({ entries: [], has_more: false });
  });

  it("give changes in pages, each path once at the place of its last change", async () => {
    const cloud = await cloudForTest();
    let page = await list(cloud, { path: "", limit: 1 });
    for (const [path, body] of ["a1", "b1", "a2"].map((text) => [`/${text.charAt(0)}`, text]))
      await put(cloud, String(path), body);
    const seen: string[][] = [];
    do {
      page = await more(cloud, page.cursor);
      seen.push(shown(page));
    } while (page.has_more);
    expect(seen).toEqual([["file /b"], ["file /a"]]);
  });

  it("keep a copy in step with the tree, whatever happens", async () => {
    const random = new SeededRandom(7);
    const cloud = await cloudForTest();
    const copy = new Map<string, string>();
    let page = await list(cloud, { path: "", recursive: true, limit: 3 });
    for (let step = 0; step < 60; step += 1) {
      const path = `/d${random.integer(3)}/f${random.integer(3)}`;
      const target = random.integer(3) === 0 ? path.slice(0, 3) : path;
      if (random.integer(3) === 0) await rpc(cloud, "files/delete_v2", { path: target });
      else await put(cloud, path, String(step));
      if (random.integer(4) > 0 && step < 59) continue;
      do {
        page = await more(cloud, page.cursor);
        for (const entry of page.entries) {
          if (entry[".tag"] === "deleted") copy.delete(entry.path_lower);
          else copy.set(entry.path_lower, entry[".tag"]);
        }
      } while (page.has_more);
    }
    const now = await list(cloud, { path: "", recursive: true });
    expect([...copy].map(([path, tag]) => `${tag} ${path}`).sort()).toEqual(shown(now).sort());
    expect(copy.size).toBeGreaterThan(3);
  });

  it("are refused with reset when they were not given here", async () => {
    const cloud = await cloudForTest();
    const { cursor } = await list(cloud, { path: "" });
    const answer = await rpc(cloud, "files/list_folder/continue", { cursor: `${cursor}x` });
    expect(answer.status).toBe(409);
    expect(answer.text).toMatch(/^\{"error_summary": "reset\//);
  });

  it("find their folder gone", async () => {
    const cloud = await cloudForTest();
    await put(cloud, "/day/a.jpg");
    const { cursor } = await list(cloud, { path: "/day" });
    await rpc(cloud, "files/delete_v2", { path: "/day" });
    const answer = await rpc(cloud, "files/list_folder/continue", { cursor });
    expect(errorOf(answer)).toEqual({ ".tag": "path", path: { ".tag": "not_found" } });
  });
});

describe("files/list_folder/longpoll", () => {
  const url = "https://notify.dropboxapi.com/2/files/list_folder/longpoll";

  function poll(cloud: Cloud, cursor: string) {
    const headers = { "Content-Type": "application/json" };
    return ask(cloud, url, { method: "POST", headers, body: JSON.stringify({ cursor }) });
  }

  it("answers at once when something has changed", async () => {
    const cloud = await cloudForTest();
    const { cursor } = await list(cloud, { path: "" });
    await put(cloud, "/a.jpg");
    expect((await poll(cloud, cursor)).text).toBe('{"changes": true}');
  });

  it("wakes when something changes in its folder", async () => {
    const cloud = await cloudForTest();
    await put(cloud, "/day/old.jpg");
    const { cursor } = await list(cloud, { path: "/day" });
    const polling = poll(cloud, cursor);
    const polled = () => cloud.requests().find(({ route }) => route.endsWith("/longpoll"));
    while ((polled()?.body_bytes ?? 0) === 0) await new Promise(setImmediate);
    await put(cloud, "/elsewhere.jpg");
    expect(polled()?.status).toBeNull();
    await put(cloud, "/day/a.jpg");
    expect((await polling).text).toBe('{"changes": true}');
  });
});
