/** What a cloud lets its owner see, on disk and in its records. */
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { describe, expect, it, onTestFinished } from "vitest";

import { startCloud } from "../../scripts/cloud/cloud.ts";
import { credentialsInSettings } from "../../scripts/cloud/credentials.ts";
import { accessToken, appKey, appSecret, ask, bearer, cloudForTest } from "./client.ts";
import { json, refreshToken, routeUrl, rpc, upload } from "./client.ts";

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), "cloud-"));
  onTestFinished(() => {
    rmSync(path, { recursive: true });
  });
  return path;
}

describe("uploaded files", () => {
  const argument = { path: "/Webcam/Day/A.jpg", client_modified: "2025-05-02T15:24:35Z" };

  it("lie under their display paths with their dates, and outlive the cloud", async () => {
    const directory = folder();
    const cloud = await cloudForTest({ directory });
    await upload(cloud, "files/upload", argument, Buffer.from([0, 255, 10]));
    await upload(cloud, "files/upload", { path: "/WEBCAM/b.jpg" }, "b");
    await cloud.close();
    const path = join(directory, "Webcam", "Day", "A.jpg");
    expect(readFileSync(path)).toEqual(Buffer.from([0, 255, 10]));
    expect(statSync(path).mtime).toEqual(new Date("2025-05-02T15:24:35Z"));
    expect(cloud.files().map(({ diskPath }) => diskPath)).toEqual(
      [join(directory, "Webcam", "b.jpg"), path].sort((one, other) =>
        one.toLowerCase() < other.toLowerCase() ? -1 : 1,
      ),
    );
  });

  it("are part of the next cloud's Dropbox", async () => {
    const directory = folder();
    const first = await cloudForTest({ directory });
    await upload(first, "files/upload", argument, "hello world");
    await first.close();
    const second = await cloudForTest({ directory });
    const path = "/webcam/day/a.jpg";
    expect(json(await rpc(second, "files/get_metadata", { path }))).toMatchObject({
      path_display: "/Webcam/Day/A.jpg",
      client_modified: "2025-05-02T15:24:35Z",
      content_hash: "bc62d4b80d9e36da29c16c5d4d9f11731f36052c72401a76c23c0fb5a9b74423",
    });
    expect((await upload(second, "files/upload", { path }, "other")).status).toBe(409);
  });

  it("go when they are deleted", async () => {
    const directory = folder();
    const cloud = await cloudForTest({ directory });
    await upload(cloud, "files/upload", argument, "x");
    await rpc(cloud, "files/delete_v2", { path: "/webcam" });
    expect(readdirSync(directory)).toEqual([]);
  });

  it("are replaced under the first spelling of the name", async () => {
    const directory = folder();
    const cloud = await cloudForTest({ directory });
    await upload(cloud, "files/upload", argument, "x");
    const again = { path: "/webcam/day/a.JPG", mode: "overwrite" };
    await upload(cloud, "files/upload", again, "y");
    expect(readdirSync(join(directory, "Webcam", "Day"))).toEqual(["A.jpg"]);
  });

  it("must not differ in case only, where the cloud starts", async () => {
    const directory = folder();
    writeFileSync(join(directory, "a.jpg"), "1");
    writeFileSync(join(directory, "A.jpg"), "2");
    await expect(startCloud({ directory })).rejects.toThrow(/differs only in case/);
  });
});

describe("records", () => {
  it("tell what came, without a secret", async () => {
    const cloud = await cloudForTest({
      credentials: [
        {
          dropbox: {
            app_key: appKey,
            app_secret: appSecret,
            refresh_token: refreshToken,
            access_token: accessToken,
          },
          adafruit: { user: "franz", key: "aio_key" },
        },
      ],
    });
    const query = new URLSearchParams({ authorization: `Bearer ${accessToken}` }).toString();
    await ask(cloud, `${routeUrl("users/get_current_account")}?${query}`, { method: "POST" });
    await ask(cloud, "https://io.adafruit.com/api/v2/franz/throttle?X-AIO-key=aio_key");
    await ask(cloud, "https://io.adafruit.com/api/v2/franz/throttle", {
      headers: { "X-AIO-Key": "not the right one", Cookie: "secret" },
    });
    const refreshing = { grant_type: "refresh_token", refresh_token: refreshToken };
    const form = new URLSearchParams({
      ...refreshing,
      client_secret: appSecret,
      client_id: appKey,
    });
    const token = `https://api.dropboxapi.com/oauth2/token`;
    const issued = await ask(cloud, `${token}?${form.toString()}`, { method: "POST" });
    const { access_token } = json(issued) as { access_token: string };
    await ask(cloud, `https://timeapi.io/${access_token}?x=${access_token}`, {
      headers: { "X-Note": `my token is ${access_token}` },
    });
    await ask(cloud, token, { method: "POST", headers: { Authorization: `Basic ${appSecret}` } });
    const text = JSON.stringify(cloud.requests());
    for (const secret of [accessToken, access_token, refreshToken, appSecret, "aio_key", "right"])
      expect(text).not.toContain(secret);
    expect(cloud.requests().map(({ status }) => status)).toEqual([200, 200, 401, 200, 404, 400]);
    expect(text).toContain("my token is (secret)");
  });

  it("name connection, size and request id", async () => {
    const cloud = await cloudForTest();
    const answer = await upload(cloud, "files/upload", { path: "/a.jpg" }, "12345");
    await rpc(cloud, "check/user", {});
    expect(cloud.requests()).toMatchObject([
      {
        number: 1,
        connection: 1,
        method: "POST",
        host: "content.dropboxapi.com",
        route: "files/upload",
        target: "/2/files/upload",
        body_bytes: 5,
        status: 200,
        fault: null,
        request_id: answer.headers["x-dropbox-request-id"],
      },
      { number: 2, connection: 2, route: "check/user" },
    ]);
    expect(cloud.counters()).toEqual({ "files/upload": 1, "check/user": 1 });
    expect(cloud.connections()).toMatchObject({ accepted: 2, secured: 2, handshakeFailures: [] });
  });
});

describe("credentials", () => {
  it("are made when none are given", async () => {
    const cloud = await startCloud();
    onTestFinished(() => cloud.close());
    const { dropbox } = cloud.credentials;
    const body = new URLSearchParams({
      grant_type: "refresh_token",
      refresh_token: dropbox?.refresh_token ?? "",
      client_id: dropbox?.app_key ?? "",
    }).toString();
    const headers = { "Content-Type": "application/x-www-form-urlencoded" };
    const wanted = { method: "POST", headers, body };
    expect((await ask(cloud, "https://api.dropboxapi.com/oauth2/token", wanted)).status).toBe(200);
  });

  it("are found in a camera's settings and may be added", async () => {
    const cloud = await cloudForTest({ clock: () => new Date(1_746_187_140_000) });
    const settings = {
      DBX_APP_KEY: "other",
      DBX_ACCESS_TOKEN: "a-token-of-any-form",
      DBX_EXPIRES_AT: 1_746_187_141,
      ADAFRUIT_AIO_USERNAME: "fritz",
      ADAFRUIT_AIO_KEY: "aio_other",
    };
    cloud.accept(credentialsInSettings(settings));
    const call = (headers: Record<string, string>) =>
      ask(cloud, routeUrl("users/get_current_account"), { method: "POST", headers });
    const withToken = { Authorization: "Bearer a-token-of-any-form" };
    expect((await call(withToken)).status).toBe(200);
    expect((await call(bearer)).status).toBe(200);
    cloud.accept(credentialsInSettings({ ...settings, DBX_EXPIRES_AT: 1_746_187_140 }));
    expect((await call(withToken)).status).toBe(401);
    const throttle = await ask(cloud, "https://io.adafruit.com/api/v2/fritz/throttle", {
      headers: { "X-AIO-Key": "aio_other" },
    });
    expect(throttle.status).toBe(200);
  });
});
