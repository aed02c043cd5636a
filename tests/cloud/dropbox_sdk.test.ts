/** Dropbox's own JavaScript SDK as a client: it must not notice the difference. */
import { Dropbox, DropboxAuth, DropboxResponseError } from "dropbox";
import type { DropboxOptions } from "dropbox";
import { describe, expect, it, onTestFinished } from "vitest";

import { agentFor } from "../../scripts/cloud/agent.ts";
import type { Cloud, CloudOptions } from "../../scripts/cloud/cloud.ts";
import { contentHash } from "../../scripts/cloud/content-hash.ts";
import { accessToken, appKey, appSecret, cloudForTest, refreshToken } from "./client.ts";
import { fetchThrough } from "./fetch.ts";

function fetchFor(cloud: Cloud) {
  const agent = agentFor(cloud, { keepAlive: true });
  onTestFinished(() => {
    agent.destroy();
  });
  return fetchThrough(agent);
}

async function sdk(options: CloudOptions = {}, access: DropboxOptions = { accessToken }) {
  const cloud = await cloudForTest(options);
  return { cloud, dropbox: new Dropbox({ ...access, fetch: fetchFor(cloud) }) };
}

/** The error of a call that must fail. */
async function failure(call: Promise<unknown>): Promise<DropboxResponseError<unknown>> {
  const error: unknown = await call.then(
    () => new Error("the call succeeded"),
    (reason: unknown) => reason,
  );
  if (error instanceof DropboxResponseError) return error as DropboxResponseError<unknown>;
  throw error;
}

describe.each(["content-length", "chunked"] as const)("the SDK, answered by %s", (framing) => {
  const style = { framing };

  it("uploads and downloads", async () => {
    const { cloud, dropbox } = await sdk(style);
    const contents = Buffer.from(Uint8Array.from({ length: 100_000 }, (_nothing, i) => i % 251));
    const path = "/Wëb\u007fcam/20250502/📷.jpg";
    const { result } = await dropbox.filesUpload({
      path,
      contents,
      mode: { ".tag": "overwrite" },
      content_hash: contentHash(contents),
    });
    expect(result.content_hash).toBe(
      "88b85b9000b6743c667d110b1cfaf1c760a607c0131974ac1498342c241fe708",
    );
    expect(cloud.files()[0]?.path).toBe(path);
    const downloaded = await dropbox.filesDownload({ path });
    const { fileBinary, ...metadata } = downloaded.result as unknown as {
      fileBinary: Buffer;
    };
    expect(fileBinary.equals(contents)).toBe(true);
    expect(metadata).toEqual(result);
  });

  it("lists, follows changes and deletes", async () => {
    const { dropbox } = await sdk(style);
    await dropbox.filesCreateFolderV2({ path: "/webcam" });
    for (const name of ["a", "b", "c"])
      await dropbox.filesUpload({ path: `/webcam/${name}.jpg`, contents: name });
    let { result } = await dropbox.filesListFolder({ path: "/webcam", limit: 2 });
    const names = result.entries.map(({ name }) => name);
    while (result.has_more) {
      ({ result } = await dropbox.filesListFolderContinue({ cursor: result.cursor }));
      names.push(...result.entries.map(({ name }) => name));
    }
    expect(names).toEqual(["a.jpg", "b.jpg", "c.jpg"]);
    const latest = await dropbox.filesListFolderGetLatestCursor({ path: "/webcam" });
    const deleted = await dropbox.filesDeleteV2({ path: "/webcam/b.jpg" });
    expect(deleted.result.metadata).toMatchObject({ ".tag": "file", name: "b.jpg" });
    const news = await dropbox.filesListFolderContinue({ cursor: latest.result.cursor });
    expect(news.result.entries).toMatchObject([{ ".tag": "deleted", name: "b.jpg" }]);
  });

  it("uploads in a session", async () => {
    const { cloud, dropbox } = await sdk(style);
    const started = await dropbox.filesUploadSessionStart({ contents: "ab", close: false });
    const { session_id } = started.result;
    const middle = { session_id, offset: 2 };
    await dropbox.filesUploadSessionAppendV2({ cursor: middle, contents: "cd", close: false });
    const finished = await dropbox.filesUploadSessionFinish({
      cursor: { session_id, offset: 4 },
      commit: { path: "/a.txt" },
      contents: "ef",
    });
    expect(finished.result.size).toBe(6);
    expect(cloud.read("/a.txt").toString()).toBe("abcdef");
  });

  it("asks for the account", async () => {
    const { dropbox } = await sdk(style);
    const account = await dropbox.usersGetCurrentAccount();
    expect(account.result.name.display_name).toBe("Franz Ferdinand");
    expect((await dropbox.usersGetSpaceUsage()).result.allocation[".tag"]).toBe("individual");
    expect((await dropbox.checkUser({ query: "foo" })).result.result).toBe("foo");
  });
});

describe("the SDK's errors", () => {
  it("carry status and union", async () => {
    const { dropbox } = await sdk();
    const error = await failure(dropbox.filesGetMetadata({ path: "/none" }));
    expect(error.status).toBe(409);
    expect(error.error).toMatchObject({
      error: { ".tag": "path", path: { ".tag": "not_found" } },
    });
    const text = await failure(dropbox.filesListFolder({ path: "none" }));
    expect([text.status, typeof text.error]).toEqual([400, "string"]);
  });
});

describe("the SDK's authentication", () => {
  const access = { clientId: appKey, refreshToken };

  it("refreshes before the first call, by the query", async () => {
    const { cloud, dropbox } = await sdk({}, access);
    await dropbox.usersGetCurrentAccount();
    await dropbox.usersGetCurrentAccount();
    expect(cloud.counters()).toEqual({ "oauth2/token": 1, "users/get_current_account": 2 });
    await dropbox.authTokenRevoke();
    const error = await failure(dropbox.usersGetCurrentAccount());
    expect([error.status, error.error]).toMatchObject([
      401,
      { error: { ".tag": "invalid_access_token" } },
    ]);
  });

  it("refreshes with a secret, and fails without one that is needed", async () => {
    const credentials = [
      { dropbox: { app_key: appKey, app_secret: appSecret, refresh_token: refreshToken } },
    ];
    const { dropbox } = await sdk({ credentials }, { ...access, clientSecret: appSecret });
    expect((await dropbox.usersGetCurrentAccount()).status).toBe(200);
    const { dropbox: without } = await sdk({ credentials }, access);
    const error = await failure(without.usersGetCurrentAccount());
    expect(error.error).toMatchObject({ error: "invalid_client" });
  });

  it("goes through consent with PKCE", async () => {
    const cloud = await cloudForTest();
    const fetch = fetchFor(cloud);
    const auth = new DropboxAuth({ clientId: appKey, fetch });
    // The SDK's types ask for a redirect address; its code does not with a code to copy.
    const url = await auth.getAuthenticationUrl(
      "",
      undefined,
      "code",
      "offline",
      ["files.content.write", "account_info.read"],
      "none",
      true,
    );
    const moved = await fetch(url.toString().replaceAll(" ", "%20"), {});
    const page = await fetch(String(moved.headers.get("location")), {});
    expect([moved.status, page.status]).toEqual([301, 200]);
    const asked = new URL(url.toString()).searchParams;
    asked.set("decision", "allow");
    const headers = { "Content-Type": "application/x-www-form-urlencoded" };
    const consent = { method: "POST", headers, body: asked.toString() };
    const given = await (await fetch("https://www.dropbox.com/oauth2/authorize", consent)).text();
    const code = /<code id="authorization-code">([^<]+)</.exec(given)?.[1] ?? "";
    const { result } = await auth.getAccessTokenFromCode("", code);
    expect(result).toMatchObject({ scope: "files.content.write account_info.read" });
    const { refresh_token } = result as { refresh_token: string };
    const dropbox = new Dropbox({ clientId: appKey, refreshToken: refresh_token, fetch });
    expect((await dropbox.filesUpload({ path: "/a", contents: "x" })).status).toBe(200);
    const error = await failure(dropbox.filesDownload({ path: "/a" }));
    expect(error.error).toMatchObject({ error: { ".tag": "missing_scope" } });
  });
});
