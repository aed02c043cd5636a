import { describe, expect, it } from "vitest";

import type { Cloud } from "../../scripts/cloud/cloud.ts";
import type { Answer } from "./client.ts";
import { ask, cloudForTest, json } from "./client.ts";

const base = "https://io.adafruit.com/api/v2";
const key = { "X-AIO-Key": "aio_key" };

function get(cloud: Cloud, path: string, headers: Record<string, string> = key): Promise<Answer> {
  return ask(cloud, `${base}${path}`, { headers });
}

function post(cloud: Cloud, path: string, body: unknown): Promise<Answer> {
  const headers = { ...key, "Content-Type": "application/json" };
  return ask(cloud, `${base}${path}`, { method: "POST", headers, body: JSON.stringify(body) });
}

async function withFeed(options = {}): Promise<Cloud> {
  const cloud = await cloudForTest(options);
  const form = { name: "xiaocam-logging", description: null, license: null };
  expect((await post(cloud, "/franz/feeds", form)).status).toBe(200);
  return cloud;
}

describe("time without account", () => {
  it.each([
    ["seconds", "1530906256"],
    ["millis", "1530906256724"],
    ["ISO-8601", "2018-07-06T19:44:16+00:00"],
  ])("as %s", async (name, text) => {
    const cloud = await cloudForTest({ clock: () => new Date("2018-07-06T19:44:16.724Z") });
    const answer = await get(cloud, `/time/${name}`, {});
    expect([answer.status, answer.text]).toEqual([200, text]);
    expect(answer.headers["content-type"]).toMatch(/^text\/plain/);
  });
});

describe("local time with an account", () => {
  const clock = () => new Date("2025-03-27T17:32:36.5Z");
  const format = "fmt=%25Y-%25m-%25dT%25H%3A%25M%3A%25S+%25w+%25j";
  const path = "/franz/integrations/time/strftime";

  it.each<[string, string, Record<string, string>]>([
    ["in the query", `${path}?x-aio-key=aio_key&tz=Europe/Amsterdam&${format}`, {}],
    ["in the header", `${path}?tz=Europe%2FAmsterdam&${format}`, key],
  ])("with the key %s", async (_place, target, headers) => {
    const cloud = await cloudForTest({ clock });
    const answer = await get(cloud, target, headers);
    expect([answer.status, answer.text]).toEqual([200, "2025-03-27T18:32:36 4 086"]);
  });

  it("gives epoch and offset", async () => {
    const cloud = await cloudForTest({ clock });
    const answer = await get(cloud, `${path}?tz=America/New_York&fmt=%25s+%25z`);
    expect(answer.text).toBe("1743096756 -0400");
  });

  it("is UTC when no zone is asked for", async () => {
    const cloud = await cloudForTest({ clock });
    expect((await get(cloud, `${path}?fmt=%25H+%25Z`)).text).toBe("17 UTC");
  });

  it("comes as a struct", async () => {
    const cloud = await cloudForTest({ clock: () => new Date("2025-07-06T10:00:05Z") });
    const answer = await get(cloud, "/franz/integrations/time/struct.json?tz=Europe/Amsterdam");
    expect(json(answer)).toEqual({
      year: 2025,
      mon: 7,
      mday: 6,
      hour: 12,
      min: 0,
      sec: 5,
      wday: 0,
      yday: 187,
      isdst: 1,
    });
  });

  it.each([
    ["a misspelt zone", `${path}?tz=Europe/Amsterdm&${format}`, 400, "request failed - failed to"],
    ["a bad format", `${path}?fmt=%25Q`, 400, "request failed - failed to generate strftime with"],
    [
      "an unknown user",
      path.replace("franz", "fritz"),
      404,
      "not found - that username does not exist",
    ],
  ])("refuses %s with JSON", async (_why, target, status, error) => {
    const cloud = await cloudForTest();
    const answer = await get(cloud, target);
    expect(answer.status).toBe(status);
    expect((json(answer) as { error: string }).error).toContain(error);
  });

  it("refuses a wrong key and none", async () => {
    const cloud = await cloudForTest();
    for (const headers of [{ "X-AIO-Key": "other" }, {}] as Record<string, string>[])
      expect((await get(cloud, path, headers)).status).toBe(401);
  });
});

describe("the feed of a log", () => {
  const feed = "/franz/feeds/xiaocam-logging";

  it("is not there until it is created, in either form", async () => {
    const cloud = await cloudForTest();
    const missing = await get(cloud, feed);
    expect(missing.status).toBe(404);
    expect((json(missing) as { error: string }).error).toMatch(/^not found - /);
    const created = await post(cloud, "/franz/feeds", { feed: { name: "xiaocam-logging" } });
    expect(created.status).toBe(200);
    expect(json(created)).toMatchObject({ key: "xiaocam-logging", visibility: "private" });
    expect(json(await get(cloud, feed))).toEqual(json(created));
    expect((await post(cloud, "/franz/feeds", { name: "xiaocam-logging" })).status).toBe(422);
  });

  it("takes values, with the time they are of", async () => {
    const cloud = await withFeed({ clock: () => new Date("2025-05-02T12:00:00Z") });
    const created_at = "2025-05-02T11:59:00Z";
    const answer = await post(cloud, `${feed}/data`, { value: "one ü", created_at });
    expect(json(answer)).toMatchObject({
      value: "one ü",
      feed_key: "xiaocam-logging",
      created_at: "2025-05-02T11:59:00.000Z",
      created_epoch: 1_746_187_140,
    });
    expect(json(await get(cloud, feed))).toMatchObject({ last_value: "one ü" });
    const batch = await post(cloud, `${feed}/data/batch`, {
      data: [{ value: "2" }, { value: "3" }],
    });
    expect(json(batch)).toMatchObject([{ value: "2" }, { value: "3" }]);
    const [stored] = cloud.feeds();
    expect(stored?.data.map(({ value }) => value)).toEqual(["one ü", "2", "3"]);
  });

  it("takes 1 KB at most, on the byte", async () => {
    const cloud = await withFeed();
    expect((await post(cloud, `${feed}/data`, { value: "x".repeat(1024) })).status).toBe(200);
    const value = `${"x".repeat(1023)}ü`;
    expect((await post(cloud, `${feed}/data`, { value })).status).toBe(422);
  });

  it("keeps the last value only, but 100 KB of it, without history", async () => {
    const cloud = await cloudForTest();
    await post(cloud, "/franz/feeds", { feed: { name: "xiaocam-logging", history: false } });
    await post(cloud, `${feed}/data`, { value: "1" });
    const long = "x".repeat(100 * 1024);
    expect((await post(cloud, `${feed}/data`, { value: long })).status).toBe(200);
    expect((await post(cloud, `${feed}/data`, { value: `${long}x` })).status).toBe(422);
    expect(cloud.feeds()[0]?.data.map(({ value }) => value.length)).toEqual([long.length]);
  });

  it("takes 30 writes a minute, batches counted by element and feeds too", async () => {
    let now = new Date("2025-05-02T12:00:00Z");
    const cloud = await withFeed({ clock: () => now });
    const data = Array.from({ length: 28 }, () => ({ value: "x" }));
    expect((await post(cloud, `${feed}/data/batch`, { data })).status).toBe(200);
    expect((await post(cloud, `${feed}/data/batch`, { data: data.slice(0, 2) })).status).toBe(429);
    expect((await post(cloud, `${feed}/data`, { value: "30th" })).status).toBe(200);
    expect((await post(cloud, `${feed}/data`, { value: "31st" })).status).toBe(429);
    expect(json(await get(cloud, "/franz/throttle"))).toMatchObject({
      data_rate_limit: 30,
      active_data_rate: 30,
    });
    now = new Date("2025-05-02T12:01:00Z");
    expect((await post(cloud, `${feed}/data`, { value: "later" })).status).toBe(200);
    expect(cloud.feeds()[0]?.data).toHaveLength(30);
  });

  it("is one of ten", async () => {
    const cloud = await cloudForTest();
    for (let count = 0; count < 10; count += 1)
      expect((await post(cloud, "/franz/feeds", { name: `f${count}` })).status).toBe(200);
    expect((await post(cloud, "/franz/feeds", { name: "f10" })).status).toBe(422);
  });

  it.each([
    ["no value", { text: "x" }],
    ["a value that is no text", { value: { a: 1 } }],
    ["a time that is none", { value: "x", created_at: "yesterday" }],
    ["a place that is none", { value: "x", lat: "north" }],
    ["a time without its zone", { value: "x", created_at: "2025-05-02T12:00:00" }],
    ["a field that nobody knows", { value: "x", created: "2025-05-02T12:00:00Z" }],
    ["a field that is the service's own", { value: "x", id: "0F" }],
    ["an empty value", { value: "" }],
    ["a list", ["x"]],
  ])("refuses %s", async (_why, body) => {
    const cloud = await withFeed();
    const answer = await post(cloud, `${feed}/data`, body);
    expect(answer.status).toBe(422);
    expect((json(answer) as { error: string }).error).not.toBe("");
    expect(cloud.feeds()[0]?.data).toEqual([]);
  });

  it.each([
    ["no list", { data: { value: "x" } }],
    ["an empty list", { data: [] }],
    ["one bad element", { data: [{ value: "x" }, {}] }],
    ["another field", { data: [{ value: "x" }], feed: "y" }],
  ])("refuses a batch with %s as a whole", async (_why, body) => {
    const cloud = await withFeed();
    expect((await post(cloud, `${feed}/data/batch`, body)).status).toBe(422);
    expect(cloud.feeds()[0]?.data).toEqual([]);
  });

  it("refuses a body that is no JSON, or no UTF-8", async () => {
    const cloud = await withFeed();
    for (const body of ['{"value":', Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22])]) {
      const headers = { ...key, "Content-Type": "application/json" };
      const answer = await ask(cloud, `${base}${feed}/data`, { method: "POST", headers, body });
      expect(answer.status).toBe(400);
    }
  });

  it("is listed, shows its last value, and goes when it is removed", async () => {
    const cloud = await withFeed();
    expect((await get(cloud, `${feed}/data/last`)).status).toBe(404);
    await post(cloud, `${feed}/data`, { value: "1" });
    await post(cloud, `${feed}/data`, { value: 2 });
    expect(json(await get(cloud, `${feed}/data/last`))).toMatchObject({ value: "2" });
    expect(json(await get(cloud, "/franz/feeds"))).toMatchObject([{ key: "xiaocam-logging" }]);
    const removal = await ask(cloud, `${base}${feed}`, { method: "DELETE", headers: key });
    expect(removal.status).toBe(200);
    expect((await get(cloud, feed)).status).toBe(404);
    expect(json(await get(cloud, "/franz/feeds"))).toEqual([]);
  });

  it("fails on demand", async () => {
    const cloud = await withFeed();
    await cloud.setFaults({
      requests: [
        {
          route: "feeds/{key}/data/batch",
          requests: 1,
          action: { kind: "rate_limited", body: "json" },
        },
        { route: "feeds/{key}/data/batch", requests: 2, action: { kind: "html_200" } },
      ],
    });
    const answers: Answer[] = [];
    for (let count = 0; count < 3; count += 1)
      answers.push(await post(cloud, `${feed}/data/batch`, { data: [{ value: "x" }] }));
    expect(answers.map(({ status }) => status)).toEqual([429, 200, 200]);
    expect(answers[1]?.text).toContain("<html");
    expect(cloud.feeds()[0]?.data).toHaveLength(1);
  });
});
