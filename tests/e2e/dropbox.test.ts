/** The Dropbox client in a whole camera: connections, tokens, large files, lost answers. */
import { readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, it } from "vitest";

import type { Cloud, FaultAction } from "../../scripts/cloud/cloud.ts";
import { contentHash } from "../../scripts/cloud/content-hash.ts";
import { codeOn, decideAt } from "../cloud/consent.ts";
import { Person, settingsFile } from "../cloud/dropbox_auth_person.ts";
import { type CloudCamera, cloudCamera, folderWithPhoto, ofKind } from "./cloud_camera.ts";

/** Numbers of the connections on which a route was asked for. */
function connectionsOf(cloud: Cloud, route: string): number[] {
  const asked = cloud.requests().filter((request) => request.route === route);
  return asked.map(({ connection }) => connection);
}

/** What lies in Dropbox is what lies on the card, every photo once. */
function expectOnce({ cloud, folder }: CloudCamera, paths: string[]): void {
  const onCard = paths.map((path) => contentHash(readFileSync(join(folder.card, path))));
  expect(cloud.files().map(({ content_hash }) => content_hash)).toEqual(onCard);
}

describe("connections", () => {
  it("carry many photos after one handshake", async () => {
    const camera = await cloudCamera();
    const run = await camera.run({ shots: 4 });
    expect(run.code, run.output).toBe(0);
    const used = connectionsOf(camera.cloud, "files/upload");
    expect(used).toHaveLength(4);
    expect(new Set(used).size).toBe(1);
  });

  it("that were idle for too long are opened again with the session of before", async () => {
    const camera = await cloudCamera();
    const run = await camera.run({ shots: 3, every_s: 40, speed: 40 });
    expect(run.code, run.output).toBe(0);
    expect(new Set(connectionsOf(camera.cloud, "files/upload")).size).toBe(3);
    expect(camera.cloud.connections().resumed).toBeGreaterThanOrEqual(2);
  });
});

describe("photos in Dropbox", () => {
  it("carry the second at which they were taken", async () => {
    const camera = await cloudCamera();
    const run = await camera.run({ shots: 2 });
    const taken = ofKind(run, "stored").map(({ local_time }) => Date.parse(local_time));
    const told = camera.cloud.files().map(({ client_modified }) => client_modified.getTime());
    expect(told).toEqual(taken.map((time) => Math.floor(time / 1000) * 1000));
  });
});

describe("access tokens", () => {
  it("outlive a restart, in a file of their own that only its owner reads", async () => {
    const camera = await cloudCamera();
    expect((await camera.run()).code).toBe(0);
    const path = join(camera.folder.state, "state.toml");
    const [, token = ""] =
      /^dropbox_access_token = "(.+)"$/m.exec(readFileSync(path, "utf8")) ?? [];
    expect(token).toMatch(/^sl\./);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const second = await camera.run();
    expect(second.code).toBe(0);
    expect(camera.cloud.counters()["oauth2/token"]).toBe(1);
    expect(second.output).not.toContain(token);
  });

  it.each([
    ["damaged", 'dropbox_access_token = "sl.half', /"warning".*state\.toml cannot be used/],
    ["gone", null, /"finished"/],
  ])("are fetched anew when the file is %s", async (_what, content, told) => {
    const camera = await cloudCamera();
    await camera.run();
    const path = join(camera.folder.state, "state.toml");
    if (content === null) rmSync(path);
    else writeFileSync(path, content);
    const second = await camera.run();
    expect(second.code).toBe(0);
    expect(second.output).toMatch(told);
    expect(second.output).not.toContain("sl.half");
    expect(camera.cloud.counters()["oauth2/token"]).toBe(2);
    expect(readFileSync(path, "utf8")).toMatch(/^dropbox_access_token = "sl\..{100,}"$/m);
  });

  it("that end during the run are renewed in time or after a refusal", async () => {
    // Below the 300 s that are kept in hand, so that every photo needs a new one.
    const camera = await cloudCamera({ expires_in_s: 200 });
    expect((await camera.run({ shots: 3 })).code).toBe(0);
    expect(camera.cloud.counters()["oauth2/token"]).toBe(3);
    const refusing = await cloudCamera();
    const expired = { status: 401, error: { ".tag": "expired_access_token" } };
    await refusing.cloud.setFaults({
      requests: [{ route: "files/upload", requests: 2, action: { kind: "api_error", ...expired } }],
    });
    const run = await refusing.run({ shots: 2 });
    expect(run.code, run.output).toBe(0);
    expect(refusing.cloud.counters()).toMatchObject({ "oauth2/token": 2, "files/upload": 3 });
  });

  it("that are revoked stop the uploads alone, and the person is told what to do", async () => {
    const camera = await cloudCamera();
    const error = '{"error": "invalid_grant", "error_description": "refresh token is revoked"}';
    const action = { kind: "answer", status: 400, type: "application/json", body: error } as const;
    await camera.cloud.setFaults({ requests: [{ route: "oauth2/token", action }] });
    const run = await camera.run({ shots: 3 });
    expect(run.code).toBe(3);
    expect(ofKind(run, "stored")).toHaveLength(3);
    expect(ofKind(run, "missed")).toEqual([]);
    const [failed] = ofKind(run, "upload_failed");
    expect(failed).toMatchObject({ permanent: true });
    expect(failed?.reason).toContain("authorise again with npm run dropbox-auth");
    // The account is not asked again for every photo.
    expect(camera.cloud.counters()["oauth2/token"]).toBe(1);
    const status = readFileSync(join(camera.folder.card, "wamcam/status.json"), "utf8");
    expect(JSON.parse(status)).toMatchObject({ dropbox_action: failed?.reason });
    await camera.cloud.setFaults({});
  });
});

describe("an account", () => {
  const app_key = "myapp0key000000";

  it("made by dropbox-auth is all that a camera needs", async () => {
    const camera = await cloudCamera({ credentials: [{ dropbox: { app_key } }] });
    const settings = settingsFile('TIMEZONE = "Asia/Tokyo" # mine\n');
    const person = new Person(camera.cloud, { appKey: app_key, settings, redirect: null });
    person.types(codeOn(await decideAt(camera.cloud, await person.address(), "allow")));
    expect(await person.outcome).toEqual({ code: 0, sentence: "" });
    const run = await camera.run({ settings });
    expect(run.code, run.output).toBe(0);
    expect(camera.cloud.files()).toHaveLength(1);
  });

  it("with key and secret is let in with both, and with neither is not", async () => {
    const dropbox = { app_key, app_secret: "my0app0secret", refresh_token: "r".repeat(64) };
    const camera = await cloudCamera({ credentials: [{ dropbox }] });
    const half = `DBX_APP_KEY = "${app_key}"\nDBX_REFRESH_TOKEN = "${dropbox.refresh_token}"\n`;
    const refused = await camera.run({ settings: settingsFile(half) });
    expect(refused.code).toBe(3);
    expect(ofKind(refused, "upload_failed")).toMatchObject([
      {
        permanent: true,
        reason: expect.stringMatching(/correct DBX_APP_KEY and DBX_APP_SECRET/) as string,
      },
    ]);
    const whole = settingsFile(`${half}DBX_APP_SECRET = "${dropbox.app_secret}"\n`);
    const run = await camera.run({ settings: whole });
    expect(run.code, run.output).toBe(0);
    expect(run.output + refused.output).not.toMatch(/my0app0secret|rrrr/);
  });
});

describe("a lost answer", () => {
  it.each<[what: string, action: FaultAction]>([
    ["by reset instead of it", { kind: "reset_before_response", applied: true }],
    ["by reset in its head", { kind: "half_response", cut: "head", ending: "reset" }],
    ["by reset in its body", { kind: "half_response", cut: "body", ending: "reset" }],
    ["by an end in its body", { kind: "half_response", cut: "body", ending: "close" }],
    ["as its length is wrong", { kind: "wrong_length", difference_bytes: 7 }],
    ["behind a head of a gigabyte", { kind: "endless_head", bytes: 2 ** 30 }],
  ])("%s leaves one photo, sent once", async (_what, action) => {
    const camera = await cloudCamera();
    await camera.cloud.setFaults({ requests: [{ route: "files/upload", requests: 2, action }] });
    const run = await camera.run({ shots: 2 });
    expect(run.code, run.output).toBe(0);
    expectOnce(
      camera,
      ofKind(run, "stored").map(({ path }) => path),
    );
    expect(camera.cloud.counters()).toMatchObject({
      "files/upload": 2,
      "files/get_metadata": 1,
    });
  });
});

describe("a file above 8 MiB", () => {
  const bytes = 10 * 1024 * 1024;

  it.each<[what: string, requests: number, action: FaultAction]>([
    ["without trouble", 99, { kind: "server_error", status: 500 }],
    ["after a reset in the middle", 2, { kind: "reset_in_request", after_bytes: 1_000_000 }],
    ["after a lost answer", 2, { kind: "reset_before_response", applied: true }],
    ["after a refusal", 3, { kind: "rate_limited", body: "text", header_s: 1 }],
  ])("arrives in parts, %s", async (what, requests, action) => {
    const camera = await cloudCamera();
    const route = "files/upload_session/append_v2";
    await camera.cloud.setFaults({ requests: [{ route, requests, action }] });
    const { folder, photo } = folderWithPhoto(bytes);
    const run = await camera.run({ camera: `folder:${folder}` });
    expect(run.code, run.output).toBe(0);
    expect(camera.cloud.files()).toMatchObject([{ content_hash: contentHash(photo) }]);
    const parts = camera.cloud.requests().filter((request) => request.route === route);
    // What Dropbox had was not sent again: at most one part twice.
    const sent = parts.reduce((sum, { body_bytes }) => sum + body_bytes, 0);
    expect(sent).toBeLessThanOrEqual(bytes + 4 * 1024 * 1024);
    expect(camera.cloud.counters()["files/upload"]).toBeUndefined();
    expect(parts).toHaveLength(what === "without trouble" ? 3 : 4);
  });

  it("is proven as a whole, also when the last answer is lost", async () => {
    const camera = await cloudCamera();
    const route = "files/upload_session/finish";
    const action = { kind: "reset_before_response", applied: true } as const;
    await camera.cloud.setFaults({ requests: [{ route, requests: 1, action }] });
    const { folder, photo } = folderWithPhoto(bytes);
    const run = await camera.run({ camera: `folder:${folder}` });
    expect(run.code, run.output).toBe(0);
    expect(ofKind(run, "verified")).toMatchObject([{ content_hash: contentHash(photo) }]);
    expect(camera.cloud.counters()[route]).toBe(1);
  });

  it("is not believed with another hash", async () => {
    const camera = await cloudCamera();
    const action = { kind: "wrong_content_hash" } as const;
    const route = "files/upload_session/finish";
    await camera.cloud.setFaults({ requests: [{ route, action }] });
    const { folder } = folderWithPhoto(bytes);
    const run = await camera.run({ camera: `folder:${folder}` });
    expect(run.code).not.toBe(0);
    expect(ofKind(run, "verified")).toEqual([]);
  });
});
