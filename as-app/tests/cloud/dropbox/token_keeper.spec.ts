import { DropboxAccount } from "../../../assembly/cloud/dropbox/account";
import { Verdict } from "../../../assembly/cloud/dropbox/judgement";
import { TokenKeeper } from "../../../assembly/cloud/dropbox/token_keeper";
import { HttpClient } from "../../../assembly/cloud/http/client";
import { setNowMs } from "../../../assembly/host/clock";
import { HostError } from "../../../assembly/host/errors";
import { logCount, logLevel, logText, resetDoubles, settingsPut } from "../../double";
import {
  answer,
  netAlive,
  netAnswer,
  netOpened,
  netSent,
  netSetState,
  sentField,
  settingsFail,
  settingsGet,
} from "../net_script";

const NOW_S: i64 = 1750000000;
const REFRESHED = '{"access_token":"sl.new","token_type":"bearer","expires_in":14400}';

let client = new HttpClient();

function account(accessToken: string, expiresAt_s: i64): DropboxAccount {
  return new DropboxAccount("key", "", "refresh", accessToken, expiresAt_s);
}

function keeperOf(accessToken: string, expiresAt_s: i64): TokenKeeper {
  return new TokenKeeper(client, account(accessToken, expiresAt_s));
}

/** Renew with one scripted answer over connection 1; the verdict. */
function refresh(keeper: TokenKeeper, text: string): Verdict {
  keeper.begin();
  expect(keeper.step(0)).toBeNull();
  netSetState(1, 3);
  netAnswer(1, text);
  const judgement = keeper.step(0);
  if (judgement == null) return Verdict.NOT_FOUND;
  return judgement.verdict;
}

function refreshSentence(status: i32, body: string): string {
  resetDoubles();
  client = new HttpClient();
  const keeper = keeperOf("", 0);
  keeper.begin();
  keeper.step(0);
  netSetState(1, 3);
  netAnswer(1, answer(status, "", body));
  const judgement = keeper.step(0);
  return judgement == null ? "" : judgement.sentence;
}

function refreshVerdict(status: i32, body: string): Verdict {
  resetDoubles();
  client = new HttpClient();
  return refresh(keeperOf("", 0), answer(status, "", body));
}

describe("the token keeper", () => {
  beforeEach(() => {
    resetDoubles();
    client = new HttpClient();
  });

  it("asks with the app key alone after PKCE, form-encoded", () => {
    const keeper = new TokenKeeper(client, new DropboxAccount("k&y", "", "re fresh+%", "", 0));
    expect(refresh(keeper, answer(200, "", REFRESHED))).toBe(Verdict.ACCEPTED);
    expect(netOpened(0)).toBe("api.dropboxapi.com:443");
    const sent = netSent(1);
    expect(sent.startsWith("POST /oauth2/token HTTP/1.1\r\n")).toBe(true);
    expect(sentField(1, "Content-Type")).toBe("application/x-www-form-urlencoded");
    expect(sentField(1, "Authorization")).toBe("");
    const body = "grant_type=refresh_token&refresh_token=re%20fresh%2B%25&client_id=k%26y";
    expect(sent.endsWith("\r\n\r\n" + body)).toBe(true);
    expect(sentField(1, "Content-Length")).toBe(body.length.toString());
  });

  it("adds the app secret if there is one", () => {
    const keeper = new TokenKeeper(client, new DropboxAccount("k", "s=", "r", "", 0));
    refresh(keeper, answer(200, "", REFRESHED));
    expect(netSent(1).endsWith("&client_id=k&client_secret=s%3D")).toBe(true);
  });

  it("needs no refresh token in the answer, and keeps token and expiry", () => {
    setNowMs(NOW_S * 1000 + 999);
    const keeper = keeperOf("", 0);
    expect(keeper.needsRefresh()).toBe(true);
    expect(refresh(keeper, answer(200, "", REFRESHED))).toBe(Verdict.ACCEPTED);
    expect(keeper.accessToken).toBe("sl.new");
    expect(keeper.needsRefresh()).toBe(false);
    const file = settingsGet("state.toml");
    expect(file.includes('dropbox_access_token = "sl.new"\n')).toBe(true);
    expect(file.includes("dropbox_access_token_expires_at_s = 1750014400\n")).toBe(true);
    const later = keeperOf("", 0);
    expect(later.accessToken).toBe("sl.new");
    expect(later.needsRefresh()).toBe(false);
    setNowMs((NOW_S + 14400 - 300) * 1000);
    expect(later.needsRefresh()).toBe(false);
    setNowMs((NOW_S + 14400 - 299) * 1000);
    expect(later.needsRefresh()).toBe(true);
  });

  it("does not judge a token while UTC or the expiry is not known", () => {
    expect(keeperOf("old", 1).needsRefresh()).toBe(false);
    setNowMs(NOW_S * 1000);
    expect(keeperOf("old", 0).needsRefresh()).toBe(false);
    expect(keeperOf("old", 1).needsRefresh()).toBe(true);
  });

  it("keeps a token whose expiry it cannot know, as such", () => {
    const bodies: string[] = [
      REFRESHED,
      '{"access_token":"sl.new"}',
      '{"access_token":"sl.new","expires_in":"14400"}',
      '{"access_token":"sl.new","expires_in":-1}',
      '{"access_token":"sl.new","expires_in":99999999999}',
    ];
    for (let index = 0; index < bodies.length; index++) {
      resetDoubles();
      client = new HttpClient();
      if (index > 0) setNowMs(NOW_S * 1000);
      const keeper = keeperOf("", 0);
      expect(refresh(keeper, answer(200, "", bodies[index]))).toBe(Verdict.ACCEPTED);
      expect(settingsGet("state.toml").includes("expires_at_s = 0\n")).toBe(true, bodies[index]);
      expect(keeper.needsRefresh()).toBe(false);
    }
  });

  it("cannot renew without a refresh token or an app key, and then waits for the server", () => {
    setNowMs(NOW_S * 1000);
    expect(new TokenKeeper(client, new DropboxAccount("k", "", "", "t", 1)).needsRefresh()).toBe(
      false,
    );
    expect(new TokenKeeper(client, new DropboxAccount("", "", "r", "t", 1)).needsRefresh()).toBe(
      false,
    );
  });

  it("takes what was kept only if it is newer than the settings", () => {
    setNowMs(NOW_S * 1000);
    refresh(keeperOf("", 0), answer(200, "", REFRESHED));
    expect(keeperOf("settings", NOW_S).accessToken).toBe("sl.new");
    expect(keeperOf("settings", NOW_S + 14400).accessToken).toBe("settings");
    expect(keeperOf("settings", NOW_S + 99999).accessToken).toBe("settings");
  });

  it("never takes a token kept for another authorisation or app", () => {
    setNowMs(NOW_S * 1000);
    refresh(keeperOf("", 0), answer(200, "", REFRESHED));
    const other = new DropboxAccount("key", "", "other", "", 0);
    expect(new TokenKeeper(client, other).accessToken).toBe("");
    const app = new DropboxAccount("app", "", "refresh", "", 0);
    expect(new TokenKeeper(client, app).accessToken).toBe("");
    expect(new DropboxAccount("a", "", "", "", 0).mark()).not.toBe(
      new DropboxAccount("", "", "a", "", 0).mark(),
    );
  });

  it("takes a damaged state file for none", () => {
    setNowMs(NOW_S * 1000);
    refresh(keeperOf("", 0), answer(200, "", REFRESHED));
    const good = settingsGet("state.toml");
    for (let length = 0; length < good.length; length++) {
      settingsPut("state.toml", good.substring(0, length));
      expect(keeperOf("", 0).accessToken).toBe("", length.toString());
      expect(logCount()).toBe(length + 1);
      expect(logLevel(length)).toBe(1);
      expect(logText(length)).toBe("state.toml cannot be used; the next access token replaces it");
    }
    const damaged: string[] = [
      good + "\n",
      good + "more = 1\n",
      "\n" + good,
      good.replace("sl.new", 'sl"new'),
      good.replace("sl.new", "sl new"),
      good.replace("sl.new", "sl\\new"),
      good.replace("sl.new", ""),
      good.replace("1750014400", "-1"),
      good.replace("1750014400", "1750014400.0"),
      good.replace("1750014400", "9999999999999"),
      good.replace("1750014400", ""),
      good.replace(" = ", "="),
      "x".repeat(60000),
    ];
    for (let index = 0; index < damaged.length; index++) {
      settingsPut("state.toml", damaged[index]);
      expect(keeperOf("", 0).accessToken).toBe("", index.toString());
    }
    settingsPut("state.toml", good);
    const told = logCount();
    expect(keeperOf("", 0).accessToken).toBe("sl.new");
    expect(logCount()).toBe(told);
  });

  it("says nothing when there is no state file yet", () => {
    expect(keeperOf("", 0).accessToken).toBe("");
    expect(logCount()).toBe(0);
  });

  it("goes on with a token that could not be kept, and says so without its value", () => {
    settingsFail(HostError.NO_SPACE);
    const keeper = keeperOf("", 0);
    expect(refresh(keeper, answer(200, "", REFRESHED))).toBe(Verdict.ACCEPTED);
    expect(keeper.accessToken).toBe("sl.new");
    expect(logCount()).toBe(1);
    expect(logText(0)).toBe("state.toml: the token could not be kept: the card is full");
  });

  it("maps every refusal", () => {
    expect(
      refreshVerdict(
        400,
        '{"error":"invalid_grant","error_description":"refresh token is revoked"}',
      ),
    ).toBe(Verdict.PERMANENT_ACCOUNT);
    expect(refreshVerdict(401, '{"error":"invalid_grant"}')).toBe(Verdict.PERMANENT_ACCOUNT);
    expect(refreshVerdict(400, '{"error":"invalid_client"}')).toBe(Verdict.PERMANENT_ACCOUNT);
    expect(refreshVerdict(400, '{"error":"unsupported_grant_type"}')).toBe(
      Verdict.PERMANENT_ACCOUNT,
    );
    expect(refreshVerdict(400, "<html>")).toBe(Verdict.RETRY);
    expect(refreshVerdict(302, "")).toBe(Verdict.RETRY);
    expect(refreshVerdict(200, "")).toBe(Verdict.RETRY);
    expect(refreshVerdict(200, "<html>")).toBe(Verdict.RETRY);
    expect(refreshVerdict(200, "[]")).toBe(Verdict.RETRY);
    expect(refreshVerdict(400, "{}")).toBe(Verdict.STRANGE);
    expect(refreshVerdict(400, '{"error":{".tag":"x"}}')).toBe(Verdict.STRANGE);
    expect(refreshVerdict(200, "{}")).toBe(Verdict.STRANGE);
    expect(refreshVerdict(200, '{"access_token":7}')).toBe(Verdict.STRANGE);
    expect(refreshVerdict(200, '{"access_token":"a\\nb"}')).toBe(Verdict.STRANGE);
    expect(refreshVerdict(200, '{"access_token":"a\\"b"}')).toBe(Verdict.STRANGE);
    expect(refreshVerdict(429, "")).toBe(Verdict.RETRY);
    expect(refreshVerdict(408, "")).toBe(Verdict.RETRY);
    expect(refreshVerdict(500, "<html>")).toBe(Verdict.RETRY);
    expect(refreshVerdict(503, '{"error":"invalid_grant"}')).toBe(Verdict.RETRY);
  });

  it("says what the person can do", () => {
    expect(refreshSentence(400, '{"error":"invalid_grant"}')).toBe(
      "Dropbox refuses the authorisation (invalid_grant); authorise again with npm run" +
        " dropbox-auth",
    );
    expect(refreshSentence(400, '{"error":"invalid_client"}')).toBe(
      "Dropbox does not know the app; correct DBX_APP_KEY and DBX_APP_SECRET",
    );
    expect(refreshSentence(400, '{"error":"bad\\r\\nline"}').includes("(unknown)")).toBe(true);
  });

  it("reports a lost connection as something to repeat, and gives up cleanly", () => {
    const keeper = keeperOf("", 0);
    keeper.begin();
    keeper.step(0);
    netSetState(1, HostError.UNREACHABLE);
    const judgement = keeper.step(0);
    expect(judgement == null).toBe(false);
    if (judgement != null) expect(judgement.verdict).toBe(Verdict.RETRY);
    keeper.begin();
    keeper.step(0);
    expect(netAlive()).toBe(1);
    keeper.abandon();
    expect(netAlive()).toBe(0);
    expect(keeper.step(0)).toBeNull();
  });
});
