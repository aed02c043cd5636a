/** `wamcam dropbox-auth` with the local cloud, both ways, and every way in which it may fail. */
import { get } from "node:http";
import { lstatSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { once } from "node:events";
import { join } from "node:path";

import { parse } from "smol-toml";
import { describe, expect, it } from "vitest";

import type { Cloud, FaultAction } from "../../scripts/cloud/cloud.ts";
import { ask, cloudForTest, json } from "./client.ts";
import { codeOn, decideAt } from "./consent.ts";
import { besides, Person, settingsFile } from "./dropbox_auth_person.ts";
import { freePort } from "./free_port.ts";

const appKey = "myapp0key000000";
const app = { dropbox: { app_key: appKey } };
const codeQuestion = "Paste the code";

const settings = `# Mine.
CIRCUITPY_WIFI_SSID = 'home'   # upstairs
DBX_APP_SECRET = "old-secret"
DBX_APP_KEY = "oldkey0" # of the old app
note = """
DBX_APP_KEY = "in a text"
"""

DBX_ACCESS_TOKEN = "sl.old-access-token"
DBX_EXPIRES_AT = 1750000000
# the end of the accounts
large = 9223372036854775807
[table]
DBX_APP_KEY = "not this one"
at = 2026-01-02T03:04:05.678901Z
`;

const matching = (pattern: RegExp) => expect.stringMatching(pattern) as string;

/** A key's text at the top of a settings.toml. */
function valueOf(toml: string, key: string): string {
  const value = parse(toml, { integersAsBigInt: true })[key];
  return typeof value === "string" ? value : "";
}

function optionsFor(path: string) {
  return { appKey, settings: path, redirect: null };
}

/** A visit of the browser at the page on this computer. */
async function visit(address: string): Promise<{ status: number | undefined; text: string }> {
  const request = get(address, { agent: false });
  const [response] = (await once(request, "response")) as [NodeJS.ReadableStream];
  let text = "";
  for await (const piece of response as AsyncIterable<Buffer>) text += piece.toString();
  return { status: (response as { statusCode?: number }).statusCode, text };
}

/** Go the way with the code to copy. */
async function pasteCode(cloud: Cloud, person: Person): Promise<string> {
  const code = codeOn(await decideAt(cloud, await person.address(), "allow"));
  await person.sees(codeQuestion);
  person.types(code);
  return code;
}

describe("the code that is copied", () => {
  it("ends in settings.toml, where all else stays as it is", async () => {
    const cloud = await cloudForTest({ credentials: [app] });
    const path = settingsFile(settings);
    const person = new Person(cloud, optionsFor(path));
    const code = await pasteCode(cloud, person);
    expect(await person.outcome).toEqual({ code: 0, sentence: "" });

    const after = readFileSync(path, "utf8");
    const token = valueOf(after, "DBX_REFRESH_TOKEN");
    expect(token).toMatch(/^[A-Za-z0-9_-]{64}$/);
    const kept = settings
      .replace(/^DBX_(APP_SECRET|ACCESS_TOKEN|EXPIRES_AT) = .*\n/gm, "")
      .replace('"oldkey0"', `"${appKey}"`);
    expect(after.replace(`DBX_REFRESH_TOKEN = "${token}"\n`, "")).toBe(kept);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(besides(path)).toEqual(["settings.toml"]);

    const { text } = person.screen;
    expect(text).toContain("Connected to the Dropbox of Franz Ferdinand (franz@example.com).");
    expect(text).toContain("; DBX_ACCESS_TOKEN, DBX_EXPIRES_AT, DBX_APP_SECRET taken out");
    for (const secret of [token, code, "old-secret", "sl.old-access-token"])
      expect(text).not.toContain(secret);
  });

  it("is asked for with PKCE, for offline use, with the permissions that are needed", async () => {
    const cloud = await cloudForTest({ credentials: [app] });
    const person = new Person(cloud, optionsFor(settingsFile(null)));
    const asked = new URL(await person.address());
    expect(asked.origin + asked.pathname).toBe("https://www.dropbox.com/oauth2/authorize");
    expect(Object.fromEntries(asked.searchParams)).toEqual({
      client_id: appKey,
      response_type: "code",
      token_access_type: "offline",
      scope: "account_info.read files.content.read files.content.write files.metadata.read",
      code_challenge: expect.stringMatching(/^[A-Za-z0-9_-]{43}$/) as string,
      code_challenge_method: "S256",
    });
    // What is copied from a terminal must survive it.
    expect(await person.address()).toMatch(/^[!-*,-~]+$/);
  });

  it("gives a token that refreshes with the key alone, and has the permissions", async () => {
    const cloud = await cloudForTest({ credentials: [app] });
    const path = settingsFile("");
    const person = new Person(cloud, optionsFor(path));
    await pasteCode(cloud, person);
    expect((await person.outcome).code).toBe(0);
    const after = readFileSync(path, "utf8");
    const fields = {
      grant_type: "refresh_token",
      refresh_token: valueOf(after, "DBX_REFRESH_TOKEN"),
      client_id: valueOf(after, "DBX_APP_KEY"),
    };
    const answer = await ask(cloud, "https://api.dropboxapi.com/oauth2/token", {
      method: "POST",
      headers: { "Content-Type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams(fields).toString(),
    });
    expect(answer.status).toBe(200);
    const { access_token } = json(answer) as { access_token: string };
    const missing = await ask(cloud, "https://api.dropboxapi.com/2/files/get_metadata", {
      method: "POST",
      headers: { Authorization: `Bearer ${access_token}`, "Content-Type": "application/json" },
      body: '{"path":"/nothing.jpg"}',
    });
    expect([missing.status, missing.text]).toEqual([
      409,
      expect.stringContaining("path/not_found") as string,
    ]);
  });

  it("finds a new settings.toml made from the sample", async () => {
    const cloud = await cloudForTest({ credentials: [app] });
    const path = settingsFile(null);
    const person = new Person(cloud, optionsFor(path));
    await pasteCode(cloud, person);
    expect((await person.outcome).code).toBe(0);
    const after = readFileSync(path, "utf8");
    expect(after).toContain("docs/configuration/settings.md explains every key");
    expect(parse(after)).toMatchObject({ DBX_APP_KEY: appKey, TIMEZONE: "Europe/Amsterdam" });
  });

  it("changes the file that a symbolic link names", async () => {
    const cloud = await cloudForTest({ credentials: [app] });
    const path = settingsFile("TIMEZONE = 'UTC'\r\n");
    const link = join(path, "..", "link.toml");
    symlinkSync("settings.toml", link);
    const person = new Person(cloud, optionsFor(link));
    await pasteCode(cloud, person);
    expect((await person.outcome).code).toBe(0);
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect(readFileSync(path, "utf8")).toMatch(
      /^TIMEZONE = 'UTC'\r\nDBX_APP_KEY = "\w+"\r\nDBX_REFRESH_TOKEN = ".{64}"\r\n$/,
    );
  });

  it("may take the time in which the person edits the file", async () => {
    const cloud = await cloudForTest({ credentials: [app] });
    const path = settingsFile("a = 1\n");
    const person = new Person(cloud, optionsFor(path));
    await person.address();
    writeFileSync(path, "a = 2 # edited\n");
    await pasteCode(cloud, person);
    expect((await person.outcome).code).toBe(0);
    expect(readFileSync(path, "utf8")).toMatch(/^a = 2 # edited\nDBX_APP_KEY/);
  });
});

describe("the app key", () => {
  it("is asked for, and offered when the file has one", async () => {
    const cloud = await cloudForTest({ credentials: [app] });
    const path = settingsFile(`DBX_APP_KEY = "${appKey}"\n`);
    const person = new Person(cloud, { ...optionsFor(path), appKey: null });
    expect(await person.sees("App key")).toContain(`App key of your Dropbox app [${appKey}]: `);
    person.types("");
    await pasteCode(cloud, person);
    expect((await person.outcome).code).toBe(0);
  });

  it("of the sample is not offered", async () => {
    const cloud = await cloudForTest({ credentials: [app] });
    const person = new Person(cloud, { ...optionsFor(settingsFile(null)), appKey: null });
    expect(await person.sees("App key")).toContain("App key of your Dropbox app: ");
    person.types("");
    expect(await person.outcome).toMatchObject({ code: 2, sentence: matching(/No app key/) });
  });

  it.each(["a b", "x", "https://www.dropbox.com/", "é".repeat(15)])("is not %j", async (key) => {
    const cloud = await cloudForTest({ credentials: [app] });
    const options = { ...optionsFor(settingsFile("")), appKey: key };
    const outcome = await new Person(cloud, options).outcome;
    expect(outcome).toMatchObject({ code: 2, sentence: matching(/no app key/) });
  });
});

describe("the page on this computer", () => {
  async function waiting(decision: "allow" | "deny" | null) {
    const redirect = `http://127.0.0.1:${await freePort()}/back`;
    const credentials = [{ dropbox: { ...app.dropbox, redirect_uris: [redirect] } }];
    const cloud = await cloudForTest({ credentials });
    const path = settingsFile(settings);
    const person = new Person(cloud, { ...optionsFor(path), redirect });
    const address = await person.address();
    const led = decision === null ? null : await decideAt(cloud, address, decision);
    return { cloud, path, person, redirect, address, location: led?.headers.location ?? "" };
  }

  it("takes the code that Dropbox leads back with", async () => {
    const { path, person, location, redirect } = await waiting("allow");
    expect((await visit(`${redirect.replace("/back", "")}/favicon.ico`)).status).toBe(404);
    expect((await visit(redirect)).status).toBe(200);
    const page = await visit(location);
    expect([page.status, page.text]).toEqual([
      200,
      "Dropbox has let the app in. Go back to the terminal.\n",
    ]);
    expect(await person.outcome).toEqual({ code: 0, sentence: "" });
    expect(parse(readFileSync(path, "utf8"), { integersAsBigInt: true })).toMatchObject({
      DBX_APP_KEY: appKey,
      DBX_REFRESH_TOKEN: expect.stringMatching(/^.{64}$/) as string,
    });
    await expect(visit(redirect)).rejects.toMatchObject({ code: "ECONNREFUSED" });
  });

  it("tells a refusal", async () => {
    const { path, person, location } = await waiting("deny");
    expect((await visit(location)).status).toBe(400);
    const outcome = await person.outcome;
    expect(outcome).toMatchObject({ code: 3, sentence: matching(/told not to let the app in/) });
    expect(readFileSync(path, "utf8")).toBe(settings);
  });

  it.each([
    ["another state", ["x".repeat(43)]],
    ["no state", []],
    ["an empty state", [""]],
  ])("believes no answer with %s", async (_what, states) => {
    const { cloud, path, person, location } = await waiting("allow");
    const forged = new URL(location);
    forged.searchParams.delete("state");
    for (const state of states) forged.searchParams.append("state", state);
    expect((await visit(forged.href)).status).toBe(400);
    expect(await person.outcome).toMatchObject({
      code: 3,
      sentence: matching(/its state differs/),
    });
    expect(cloud.counters()["oauth2/token"]).toBeUndefined();
    expect(readFileSync(path, "utf8")).toBe(settings);
  });

  it("is left by Ctrl-C", async () => {
    const { path, person, redirect } = await waiting(null);
    person.interrupt();
    expect(await person.outcome).toMatchObject({
      code: 130,
      sentence: matching(/nothing was changed/),
    });
    expect(readFileSync(path, "utf8")).toBe(settings);
    await expect(visit(redirect)).rejects.toMatchObject({ code: "ECONNREFUSED" });
  });

  it.each([
    "https://127.0.0.1:8912",
    "http://192.168.1.1:8912",
    "http://localhost",
    "http://localhost:8912/?a=b",
    "nonsense",
  ])("cannot be at %s", async (redirect) => {
    const cloud = await cloudForTest({ credentials: [app] });
    const options = { ...optionsFor(settingsFile("")), redirect };
    const outcome = await new Person(cloud, options).outcome;
    expect(outcome).toMatchObject({
      code: 2,
      sentence: matching(/^--redirect: .*no address of this/),
    });
  });

  it("cannot be where somebody else listens", async () => {
    const cloud = await cloudForTest({ credentials: [app] });
    const redirect = `http://127.0.0.1:${cloud.port}`;
    const outcome = await new Person(cloud, { ...optionsFor(settingsFile("")), redirect }).outcome;
    expect(outcome).toMatchObject({ code: 2, sentence: matching(/EADDRINUSE.*another port/) });
  });
});

describe("what goes wrong is told in a sentence, and changes nothing", () => {
  async function outcomeAfter(type: (cloud: Cloud, person: Person) => unknown, options = {}) {
    const cloud = await cloudForTest({ credentials: [app], ...options });
    const path = settingsFile(settings);
    const person = new Person(cloud, optionsFor(path));
    await type(cloud, person);
    const outcome = await person.outcome;
    expect(readFileSync(path, "utf8")).toBe(settings);
    expect(besides(path)).toEqual(["settings.toml"]);
    return outcome;
  }

  it("for a wrong code", async () => {
    const outcome = await outcomeAfter(async (_cloud, person) => {
      await person.sees(codeQuestion);
      person.types("mistyped");
    });
    expect(outcome).toMatchObject({
      code: 3,
      sentence: matching(/does not take the code: it is mistyped/),
    });
  });

  it("for a code that is too old", async () => {
    let now = new Date("2026-05-02T12:00:00Z");
    const outcome = await outcomeAfter(
      async (cloud, person) => {
        const code = codeOn(await decideAt(cloud, await person.address(), "allow"));
        now = new Date("2026-05-02T12:10:00Z");
        person.types(code);
      },
      { clock: () => now },
    );
    expect(outcome).toMatchObject({ code: 3, sentence: matching(/older than ten minutes/) });
  });

  it("for a code that belongs to another try", async () => {
    const outcome = await outcomeAfter(async (cloud, person) => {
      const other = new Person(cloud, optionsFor(settingsFile("")));
      const code = codeOn(await decideAt(cloud, await other.address(), "allow"));
      await person.sees(codeQuestion);
      person.types(code);
    });
    expect(outcome.code).toBe(3);
  });

  it("for an unknown app", async () => {
    const cloud = await cloudForTest({ credentials: [app] });
    const options = { ...optionsFor(settingsFile("")), appKey: "nobodys0app" };
    const person = new Person(cloud, options);
    await person.sees(codeQuestion);
    person.types("code");
    expect(await person.outcome).toMatchObject({
      code: 3,
      sentence: matching(/does not know an app/),
    });
  });

  it("for no code, and for an input that ends", async () => {
    const nothing = await outcomeAfter(async (_cloud, person) => {
      await person.sees(codeQuestion);
      person.types("");
    });
    expect(nothing).toMatchObject({ code: 3, sentence: matching(/No code was given/) });
    const ended = await outcomeAfter((_cloud, person) => person.input.end());
    expect(ended).toMatchObject({ code: 3, sentence: matching(/No code was given/) });
  });

  it("for Ctrl-C at the question and while Dropbox is asked", async () => {
    const atQuestion = await outcomeAfter(async (_cloud, person) => {
      await person.sees(codeQuestion);
      person.interrupt();
    });
    expect(atQuestion).toMatchObject({ code: 130, sentence: matching(/^Interrupted: nothing/) });
    const stall = {
      kind: "stall",
      where: "response",
      duration_ms: 600_000,
      then: "answer",
    } as const;
    const whileAsked = await outcomeAfter(async (cloud, person) => {
      await cloud.setFaults({ requests: [{ route: "oauth2/token", action: stall }] });
      await pasteCode(cloud, person);
      while (cloud.counters()["oauth2/token"] === undefined) await new Promise(setImmediate);
      person.interrupt();
    });
    expect(whileAsked).toMatchObject({ code: 130 });
  });

  it.each<[what: string, route: string, action: FaultAction, code: number, sentence: RegExp]>([
    [
      "a login page at the token endpoint",
      "oauth2/token",
      { kind: "html_200" },
      4,
      /^api\.dropboxapi\.com could not be reached .*status 200/,
    ],
    ["a 503", "oauth2/token", { kind: "server_error", status: 503 }, 4, /status 503/],
    [
      "a redirect",
      "oauth2/token",
      { kind: "redirect", status: 302, location: "https://x.invalid" },
      4,
      /302/,
    ],
    [
      "a reset",
      "oauth2/token",
      { kind: "reset_before_response", applied: true },
      4,
      /\(ECONNRESET\)/,
    ],
    ["a huge answer", "oauth2/token", { kind: "huge_body", bytes: 3_000_000 }, 4, /1 MiB/],
    [
      "a token without a refresh token",
      "oauth2/token",
      {
        kind: "answer",
        status: 200,
        type: "application/json",
        body: '{"access_token": "sl.x", "token_type": "bearer"}',
      },
      3,
      /no refresh token/,
    ],
    [
      "a permission that the app lacks",
      "oauth2/token",
      {
        kind: "answer",
        status: 200,
        type: "application/json",
        body:
          '{"access_token": "sl.x", "token_type": "bearer", "refresh_token": "r", ' +
          '"scope": "account_info.read files.content.write files.content.read"}',
      },
      3,
      /lacks the permission files\.metadata\.read; tick /,
    ],
    [
      "a token that may not tell the account",
      "users/get_current_account",
      {
        kind: "api_error",
        status: 401,
        error: { ".tag": "missing_scope", required_scope: "account_info.read" },
      },
      3,
      /lacks the permission account_info\.read/,
    ],
    ["an account in HTML", "users/get_current_account", { kind: "html_200" }, 4, /status 200/],
  ])("for %s", async (_what, route, action, code, sentence) => {
    const outcome = await outcomeAfter(async (cloud, person) => {
      await cloud.setFaults({ requests: [{ route, action }] });
      await pasteCode(cloud, person);
    });
    expect(outcome).toMatchObject({ code, sentence: matching(sentence) });
    expect(outcome.sentence).not.toMatch(/\n|sl\.x/);
  });

  it("for no network", async () => {
    const outcome = await outcomeAfter(async (cloud, person) => {
      await person.sees(codeQuestion);
      await cloud.setFaults({ down: true });
      person.types("code");
    });
    expect(outcome).toMatchObject({
      code: 4,
      sentence: matching(/could not be reached \(ECONNREFUSED\)/),
    });
  });

  it("for a certificate that is not trusted", async () => {
    const outcome = await outcomeAfter(async (cloud, person) => {
      await cloud.setFaults({ certificate: "self_signed" });
      await person.sees(codeQuestion);
      person.types("code");
    });
    expect(outcome).toMatchObject({ code: 4, sentence: matching(/SELF_SIGNED/) });
  });
});

describe("a settings.toml that is no use", () => {
  it.each<[what: string, content: string | Buffer, sentence: RegExp]>([
    [
      "is no TOML",
      'A = 1\nDBX_APP_SECRET = "top-secret',
      /settings\.toml:2:\d+: this is not valid/,
    ],
    ["has a key twice", "A = 1\nA = 2\n", /:2:\d+: this is not valid TOML/],
    ["has two kinds of line ends", 'A = 1\r\nB = """\n"""\r\n', /CR LF, others in LF/],
    ["is no text", Buffer.from([0x41, 0xff, 0xfe]), /cannot be read \(ERR_ENCODING/],
  ])("as it %s is told before anybody is asked", async (_what, content, sentence) => {
    const cloud = await cloudForTest({ credentials: [app] });
    const path = settingsFile(content);
    const person = new Person(cloud, optionsFor(path));
    const outcome = await person.outcome;
    expect(outcome).toMatchObject({ code: 2, sentence: matching(sentence) });
    expect(outcome.sentence).not.toContain("top-secret");
    expect(person.screen.text).toBe("");
    expect(readFileSync(path)).toEqual(Buffer.from(content));
  });

  it("as its folder cannot be written or is not there is told so, too", async () => {
    const cloud = await cloudForTest({ credentials: [app] });
    // In /proc nobody, not even root, makes files.
    for (const path of ["/proc/settings.toml", "/nowhere/settings.toml"]) {
      const outcome = await new Person(cloud, optionsFor(path)).outcome;
      expect(outcome).toMatchObject({
        code: 2,
        sentence: matching(/: the folder "\/\w+" cannot be written/),
      });
    }
  });

  it("as it is a folder", async () => {
    const cloud = await cloudForTest({ credentials: [app] });
    const outcome = await new Person(cloud, optionsFor(join(settingsFile(""), ".."))).outcome;
    expect(outcome).toMatchObject({ code: 2, sentence: matching(/cannot be read \(EISDIR\)/) });
  });
});
