import { describe, expect, it } from "vitest";

import type { Cloud } from "../../scripts/cloud/cloud.ts";
import { codeChallenge } from "../../scripts/cloud/dropbox/oauth.ts";
import type { Answer, Ask } from "./client.ts";
import {
  accessToken,
  appKey,
  appSecret,
  ask,
  bearer,
  cloudForTest,
  errorOf,
  json,
  refreshToken,
  routeUrl,
} from "./client.ts";
import { authorizeUrl, codeOn, consent } from "./consent.ts";

const tokenUrl = "https://api.dropboxapi.com/oauth2/token";
const form = "application/x-www-form-urlencoded";
const verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

const confidential = {
  dropbox: { app_key: appKey, app_secret: appSecret, refresh_token: refreshToken },
};

function post(cloud: Cloud, fields: Record<string, string>, headers = {}): Promise<Answer> {
  return ask(cloud, tokenUrl, {
    method: "POST",
    headers: { "Content-Type": form, ...headers },
    body: new URLSearchParams(fields).toString(),
  });
}

const refreshing = { grant_type: "refresh_token", refresh_token: refreshToken };
const basic = (key: string, secret: string) => ({
  Authorization: `Basic ${Buffer.from(`${key}:${secret}`).toString("base64")}`,
});

function tokenIn(answer: Answer): string {
  return (json(answer) as { access_token: string }).access_token;
}

function account(cloud: Cloud, token: string): Promise<Answer> {
  const wanted: Ask = { method: "POST", headers: { Authorization: `Bearer ${token}` } };
  return ask(cloud, routeUrl("users/get_current_account"), wanted);
}

describe("PKCE challenge", () => {
  it.each([
    [verifier, challenge],
    ["ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFGHIJKLMNOPQ", "3VHKOSWIKSG4LnajAfPMRKE65kXAOltonetys_HKjf8"],
  ])("of %s", (text, expected) => {
    expect(codeChallenge(text, "S256")).toBe(expected);
  });
});

describe("refreshing", () => {
  it("takes key and secret in the form", async () => {
    const cloud = await cloudForTest({ credentials: [confidential] });
    const answer = await post(cloud, {
      ...refreshing,
      client_id: appKey,
      client_secret: appSecret,
    });
    expect(answer.status).toBe(200);
    expect(json(answer)).toEqual({
      access_token: expect.stringMatching(/^sl\./) as string,
      token_type: "bearer",
      expires_in: 14_400,
    });
    expect((await account(cloud, tokenIn(answer))).status).toBe(200);
  });

  it("takes HTTP Basic", async () => {
    const cloud = await cloudForTest({ credentials: [confidential] });
    expect((await post(cloud, refreshing, basic(appKey, appSecret))).status).toBe(200);
  });

  it("takes the key alone for a token of a client without secret", async () => {
    const cloud = await cloudForTest();
    expect((await post(cloud, { ...refreshing, client_id: appKey })).status).toBe(200);
  });

  it("takes the fields in the query of an empty JSON-typed POST", async () => {
    const cloud = await cloudForTest();
    const query = new URLSearchParams({ ...refreshing, client_id: appKey }).toString();
    const headers = { "Content-Type": "application/json" };
    const answer = await ask(cloud, `${tokenUrl}?${query}`, { method: "POST", headers });
    expect(answer.status).toBe(200);
  });

  it("gives tokens of the ordered length and life", async () => {
    const cloud = await cloudForTest({ accessTokenLength: 2048, expires_in_s: 60 });
    const answer = await post(cloud, { ...refreshing, client_id: appKey });
    expect(tokenIn(answer)).toHaveLength(2048);
    expect(json(answer)).toMatchObject({ expires_in: 60 });
  });

  it("narrows the scopes when asked", async () => {
    const cloud = await cloudForTest();
    const asked = { ...refreshing, client_id: appKey, scope: "files.content.write" };
    const answer = await account(cloud, tokenIn(await post(cloud, asked)));
    expect(answer.status).toBe(401);
    expect(errorOf(answer)).toEqual({
      ".tag": "missing_scope",
      required_scope: "account_info.read",
    });
  });

  const client_id = appKey;
  it.each<[why: string, fields: Record<string, string>, error: string, description: RegExp]>([
    [
      "revoked",
      { ...refreshing, client_id, refresh_token: "S".repeat(64) },
      "invalid_grant",
      /^refresh token is invalid or revoked$/,
    ],
    [
      "a code in place of a refresh token",
      { ...refreshing, client_id, refresh_token: "c".repeat(43) },
      "invalid_grant",
      /^refresh token is malformed$/,
    ],
    ["an unknown key", { ...refreshing, client_id: "other" }, "invalid_client", /./],
    ["a wrong secret", { ...refreshing, client_id, client_secret: "no" }, "invalid_client", /./],
    ["no secret", { ...refreshing, client_id }, "invalid_client", /./],
    [
      "scopes never granted",
      { ...refreshing, client_id, client_secret: appSecret, scope: "sharing.write" },
      "invalid_scope",
      /./,
    ],
    ["no grant type", { client_id }, "invalid_request", /grant_type/],
    ["no refresh token", { grant_type: "refresh_token", client_id }, "invalid_request", /./],
    ["another grant", { grant_type: "password", client_id }, "unsupported_grant_type", /./],
  ])("refuses with 400 and JSON: %s", async (_why, fields, error, description) => {
    const cloud = await cloudForTest({ credentials: [confidential] });
    const answer = await post(cloud, fields);
    expect(answer.status).toBe(400);
    expect(answer.headers["content-type"]).toBe("application/json");
    expect(json(answer)).toEqual({
      error,
      error_description: expect.stringMatching(description) as string,
    });
  });

  it("is not possible for a second app", async () => {
    const cloud = await cloudForTest();
    cloud.accept({ dropbox: { app_key: "second" } });
    const answer = await post(cloud, { ...refreshing, client_id: "second" });
    expect(json(answer)).toMatchObject({ error: "invalid_grant" });
  });
});

describe("access tokens", () => {
  it("expire by the cloud's clock, on the second", async () => {
    let now = new Date("2025-05-02T12:00:00Z");
    const cloud = await cloudForTest({ clock: () => now });
    const token = tokenIn(await post(cloud, { ...refreshing, client_id: appKey }));
    now = new Date("2025-05-02T15:59:59.999Z");
    expect((await account(cloud, token)).status).toBe(200);
    now = new Date("2025-05-02T16:00:00Z");
    const late = await account(cloud, token);
    expect(late.status).toBe(401);
    expect(errorOf(late)).toEqual({ ".tag": "expired_access_token" });
    expect(late.text).toMatch(/^\{"error_summary": "expired_access_token\/\.{0,3}", "error": /);
    expect(late.headers["www-authenticate"]).toBe('Bearer realm="Dropbox-API"');
  });

  it("are revoked together with their refresh token", async () => {
    const cloud = await cloudForTest();
    const other = tokenIn(await post(cloud, { ...refreshing, client_id: appKey }));
    const revoked = await ask(cloud, routeUrl("auth/token/revoke"), {
      method: "POST",
      headers: bearer,
    });
    expect([revoked.status, revoked.text]).toEqual([200, "null"]);
    for (const token of [accessToken, other])
      expect(errorOf(await account(cloud, token))).toEqual({ ".tag": "invalid_access_token" });
    const again = await post(cloud, { ...refreshing, client_id: appKey });
    expect(json(again)).toMatchObject({ error: "invalid_grant" });
  });
});

const consenting = { client_id: appKey, response_type: "code", token_access_type: "offline" };
const withChallenge = { code_challenge: challenge, code_challenge_method: "S256" };

describe("authorization", () => {
  it("gives a code to copy, which serves once with the verifier", async () => {
    const cloud = await cloudForTest();
    const code = codeOn(await consent(cloud, { ...consenting, ...withChallenge }, "allow"));
    const exchange = { grant_type: "authorization_code", client_id: appKey, code };
    const wrong = await post(cloud, { ...exchange, code_verifier: `${verifier}x` });
    expect(json(wrong)).toMatchObject({ error: "invalid_grant" });

    const second = codeOn(await consent(cloud, { ...consenting, ...withChallenge }, "allow"));
    const fields = { ...exchange, code: second, code_verifier: verifier };
    const answer = await post(cloud, fields);
    expect(json(answer)).toEqual({
      access_token: expect.stringMatching(/^sl\./) as string,
      token_type: "bearer",
      expires_in: 14_400,
      refresh_token: expect.stringMatching(/^[A-Za-z0-9_-]{64}$/) as string,
      scope: expect.stringContaining("files.content.write") as string,
      uid: expect.any(String) as string,
      account_id: expect.stringMatching(/^dbid:/) as string,
    });
    expect(json(await post(cloud, fields))).toMatchObject({ error: "invalid_grant" });
  });

  it("leads back to a registered address with code and state", async () => {
    const redirect_uri = "http://localhost:8080/back?x=1";
    const cloud = await cloudForTest({
      credentials: [{ dropbox: { ...confidential.dropbox, redirect_uris: [redirect_uri] } }],
    });
    const query = { ...consenting, redirect_uri, state: "a&b" };
    const allowed = await consent(cloud, query, "allow");
    expect(allowed.status).toBe(302);
    const back = new URL(allowed.headers.location ?? "");
    expect(back.searchParams.get("state")).toBe("a&b");
    expect(back.searchParams.get("x")).toBe("1");
    const code = back.searchParams.get("code") ?? "";
    const exchange = { grant_type: "authorization_code", code, redirect_uri };
    expect((await post(cloud, exchange, basic(appKey, appSecret))).status).toBe(200);

    const denied = await consent(cloud, query, "deny");
    expect(new URL(denied.headers.location ?? "").searchParams.get("error")).toBe("access_denied");
  });

  it("gives no refresh token unless asked for offline use", async () => {
    const cloud = await cloudForTest();
    const query = { ...consenting, ...withChallenge, token_access_type: "online" };
    const code = codeOn(await consent(cloud, query, "allow"));
    const answer = await post(cloud, {
      grant_type: "authorization_code",
      client_id: appKey,
      code,
      code_verifier: verifier,
    });
    expect(answer.status).toBe(200);
    expect(json(answer)).not.toHaveProperty("refresh_token");
  });

  it.each([
    ["an unknown app", { ...consenting, client_id: "nobody" }],
    ["an address that is not registered", { ...consenting, redirect_uri: "https://evil.invalid/" }],
    ["a short challenge", { ...consenting, code_challenge: "abc" }],
  ])("refuses %s on the page itself", async (_why, query) => {
    const cloud = await cloudForTest();
    const page = await ask(cloud, `${authorizeUrl}?${new URLSearchParams(query).toString()}`);
    expect([page.status, page.headers.location]).toEqual([400, undefined]);
  });

  it("forgets a code after ten minutes", async () => {
    let now = new Date("2025-05-02T12:00:00Z");
    const cloud = await cloudForTest({ clock: () => now });
    const code = codeOn(await consent(cloud, { ...consenting, ...withChallenge }, "allow"));
    now = new Date("2025-05-02T12:10:00Z");
    const exchange = { grant_type: "authorization_code", client_id: appKey, code };
    const answer = await post(cloud, { ...exchange, code_verifier: verifier });
    expect(json(answer)).toMatchObject({ error: "invalid_grant" });
  });
});
