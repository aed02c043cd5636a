import { CHECK_TEXT_HASH, DropboxCheck } from "../../assembly/check/dropbox_check";
import { CamConfig } from "../../assembly/config/camconfig";
import { Settings } from "../../assembly/config/settings";
import { HostError } from "../../assembly/host/errors";
import {
  appExitCode,
  appStop,
  cardCount,
  cardFail,
  logCount,
  logText,
  resetDoubles,
} from "../double";
import {
  answer,
  netAlive,
  netAnswer,
  netClearSent,
  netOpenCount,
  netOpened,
  netSent,
  netSetSentHash,
  netSetState,
  sentField,
} from "../cloud/net_script";

const SECRETS: string[] = ["sl.renewed", "refresh.token", "app.secret", "sl.given"];
const OTHER_HASH = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
const TOKEN = '{"access_token":"sl.renewed","token_type":"bearer","expires_in":14400}';
const ACCOUNT =
  '{"account_id":"dbid:A","name":{"display_name":"Jan Jansen"},"email":"jan@example.com"}';
const FOLDER = '{".tag":"folder","name":"webcam"}';
const GONE = '{"metadata":{".tag":"file","name":"x"}}';

/** Connections: to the API host, and to the content host. */
const API: i32 = 1;
const CONTENT: i32 = 2;

let check = new DropboxCheck(new CamConfig(), new Settings());

function restart(): void {
  resetDoubles();
  const config = new CamConfig();
  config.dropbox.imageDirectory = "webcam";
  const settings = new Settings();
  settings.dropboxAppKey = "key";
  settings.dropboxAppSecret = "app.secret";
  settings.dropboxRefreshToken = "refresh.token";
  check = new DropboxCheck(config, settings);
}

/** Answer what is asked over a connection that is open, or opened now. */
function say(connection: i32, status: i32, body: string): void {
  check.step(0);
  netSetState(connection, 3);
  netSetSentHash(connection, CHECK_TEXT_HASH);
  check.step(0);
  netAnswer(connection, answer(status, "", body));
  netClearSent(connection);
  check.step(0);
}

function metadata(hash: string): string {
  return '{".tag":"file","name":"x","size":68,"content_hash":"' + hash + '"}';
}

/** A 409 with that union. */
function error(union: string): string {
  return '{"error_summary":"x/..","error":' + union + "}";
}

/** create_folder_v2 finds something in the folder's place. */
function taken(holder: string): string {
  const conflict = '{".tag":"conflict","conflict":{".tag":"' + holder + '"}}';
  return error('{".tag":"path","path":' + conflict + "}");
}

const NOT_FOUND = error('{".tag":"path","path":{".tag":"not_found"}}');

/** All goes well up to the upload. */
function comeToUpload(): void {
  say(API, 200, TOKEN);
  say(API, 200, ACCOUNT);
  say(API, 200, FOLDER);
}

/** The line of a step; empty if there is none. */
function line(start: string): string {
  for (let index = 0; index < logCount(); index++) {
    if (logText(index).startsWith(start)) return logText(index);
  }
  return "";
}

function verdict(): string {
  return logText(logCount() - 1);
}

/** The file of the check, as a request names it. */
function isCheckFile(json: string): bool {
  return json.includes('{"path":"/webcam/wamcam-check-') && json.includes('.txt"');
}

describe("the Dropbox check", () => {
  beforeEach(() => {
    restart();
  });

  afterEach(() => {
    expect(netAlive()).toBe(0, "every connection was closed");
    expect(cardCount()).toBe(0, "nothing is left on the card");
    for (let index = 0; index < logCount(); index++) {
      for (let secret = 0; secret < SECRETS.length; secret++) {
        expect(logText(index).includes(SECRETS[secret])).toBe(false, SECRETS[secret]);
      }
    }
  });

  it("goes all the way of a photo and back", () => {
    comeToUpload();
    check.step(0);
    expect(netOpened(1)).toBe("content.dropboxapi.com:443");
    expect(cardCount()).toBe(1);
    say(CONTENT, 200, metadata(CHECK_TEXT_HASH));
    say(API, 200, metadata(CHECK_TEXT_HASH));
    check.step(0);
    expect(netSent(API).startsWith("POST /2/files/delete_v2 HTTP/1.1\r\n")).toBe(true);
    expect(isCheckFile(netSent(API))).toBe(true);
    say(API, 200, GONE);
    expect(line("ok   account")).toBe("ok   account: Jan Jansen <jan@example.com>");
    expect(line("ok   folder")).toBe("ok   folder: /webcam is there");
    expect(line("ok   upload").includes("content_hash confirmed")).toBe(true);
    expect(line("ok   look up")).toBe("ok   look up: 68 bytes, the same content_hash");
    expect(verdict()).toBe("dropbox: pass");
    expect(appExitCode()).toBe(0);
  });

  it("asks who the account is without a body and without its type", () => {
    say(API, 200, TOKEN);
    check.step(0);
    expect(netSent(API).startsWith("POST /2/users/get_current_account HTTP/1.1\r\n")).toBe(true);
    expect(sentField(API, "Authorization")).toBe("Bearer sl.renewed");
    expect(sentField(API, "Content-Length")).toBe("0");
    expect(sentField(API, "Content-Type")).toBe("");
    appStop();
    check.step(0);
  });

  it("makes the folder when it is missing", () => {
    say(API, 200, TOKEN);
    say(API, 200, ACCOUNT);
    say(API, 409, NOT_FOUND);
    check.step(0);
    expect(netSent(API).startsWith("POST /2/files/create_folder_v2 HTTP/1.1\r\n")).toBe(true);
    expect(netSent(API).endsWith('{"path":"/webcam"}')).toBe(true);
    say(API, 200, '{"metadata":{"name":"webcam"}}');
    expect(line("ok   folder")).toBe("ok   folder: /webcam was missing; it was made and stays");
    appStop();
    check.step(0);
  });

  it("has no objection to a folder that somebody else made at the same time", () => {
    say(API, 200, TOKEN);
    say(API, 200, ACCOUNT);
    say(API, 409, NOT_FOUND);
    say(API, 409, taken("folder"));
    expect(line("ok   folder")).toBe(
      "ok   folder: /webcam is there; somebody else has just made it",
    );
    appStop();
    check.step(0);
  });

  it("says when a file has come into the folder's place at the same time", () => {
    say(API, 200, TOKEN);
    say(API, 200, ACCOUNT);
    say(API, 409, NOT_FOUND);
    say(API, 409, taken("file"));
    expect(line("FAIL folder").includes("conflict file")).toBe(true);
    appStop();
    check.step(0);
  });

  it("says when a file is in the folder's place", () => {
    say(API, 200, TOKEN);
    say(API, 200, ACCOUNT);
    say(API, 200, metadata(OTHER_HASH));
    expect(line("FAIL folder")).toBe(
      "FAIL folder: /webcam is a file; rename it or choose another image_dir",
    );
    say(
      CONTENT,
      409,
      error('{".tag":"path","reason":{".tag":"conflict","conflict":{".tag":"file_ancestor"}}}'),
    );
    expect(line("FAIL upload").includes("conflict file_ancestor")).toBe(true);
    expect(verdict()).toBe("dropbox: FAIL, 2 of 7 steps failed");
  });

  it("goes on without the permission to name the account", () => {
    say(API, 200, TOKEN);
    say(API, 401, error('{".tag":"missing_scope","required_scope":"account_info.read"}'));
    expect(line("--   account").includes("account_info.read, which the camera does not need")).toBe(
      true,
    );
    say(API, 200, FOLDER);
    expect(line("ok   folder").length).toBeGreaterThan(0);
    appStop();
    check.step(0);
  });

  it("names the permission that is missing and where it is given", () => {
    comeToUpload();
    say(CONTENT, 401, error('{".tag":"missing_scope","required_scope":"files.content.write"}'));
    expect(line("FAIL upload")).toBe(
      "FAIL upload: Dropbox: give the app the permission files.content.write in the app console; " +
        "authorise again with npm run dropbox-auth",
    );
    expect(line("--   delete")).toBe("--   delete: left out, there is nothing to delete");
    expect(verdict()).toBe("dropbox: FAIL, 1 of 7 steps failed");
    expect(appExitCode()).toBe(1);
  });

  it("says that a key is wrong", () => {
    say(API, 400, '{"error":"invalid_client"}');
    expect(line("FAIL token").includes("correct DBX_APP_KEY and DBX_APP_SECRET")).toBe(true);
    expect(line("--   upload")).toBe("--   upload: left out, there is no token");
    expect(verdict()).toBe("dropbox: FAIL, 1 of 7 steps failed");
  });

  it("says that an authorisation has ended", () => {
    say(
      API,
      400,
      '{"error":"invalid_grant","error_description":"refresh token is invalid or revoked"}',
    );
    expect(line("FAIL token")).toBe(
      "FAIL token: Dropbox refuses the authorisation (invalid_grant); " +
        "authorise again with npm run dropbox-auth",
    );
  });

  it("says that there is no token", () => {
    check = new DropboxCheck(new CamConfig(), new Settings());
    check.step(0);
    expect(line("FAIL token")).toBe(
      "FAIL token: DBX_APP_KEY and DBX_REFRESH_TOKEN are missing in settings.toml; " +
        "authorise again with npm run dropbox-auth",
    );
    expect(netOpenCount()).toBe(0);
  });

  it("uses an access token alone and says that it will end", () => {
    const settings = new Settings();
    settings.dropboxAccessToken = "sl.given";
    check = new DropboxCheck(new CamConfig(), settings);
    check.step(0);
    expect(line("ok   token").includes("DBX_REFRESH_TOKEN would renew it")).toBe(true);
    say(API, 401, error('{".tag":"expired_access_token"}'));
    expect(line("FAIL account").includes("(expired); authorise again")).toBe(true);
    expect(verdict()).toBe("dropbox: FAIL, 1 of 7 steps failed");
  });

  it("says that Dropbox is full", () => {
    comeToUpload();
    say(CONTENT, 409, error('{".tag":"path","reason":{".tag":"insufficient_space"}}'));
    expect(line("FAIL upload")).toBe("FAIL upload: Dropbox is full; free some space in it");
  });

  it("removes a file whose hash is wrong", () => {
    comeToUpload();
    say(CONTENT, 200, metadata(OTHER_HASH));
    expect(line("FAIL upload").includes("other bytes")).toBe(true);
    expect(line("--   look up").length).toBeGreaterThan(0);
    check.step(0);
    expect(netSent(API).startsWith("POST /2/files/delete_v2 ")).toBe(true);
    say(API, 200, GONE);
    expect(verdict()).toBe("dropbox: FAIL, 1 of 7 steps failed");
  });

  it("looks after a file whose upload was not answered", () => {
    comeToUpload();
    check.step(0);
    netSetState(CONTENT, HostError.CONNECTION_RESET);
    check.step(0);
    expect(line("FAIL upload").includes("check the network")).toBe(true);
    say(API, 409, error('{".tag":"path_lookup","path_lookup":{".tag":"not_found"}}'));
    expect(line("ok   delete")).toBe("ok   delete: there was nothing to delete");
  });

  it("names the file that it could not delete", () => {
    comeToUpload();
    say(CONTENT, 200, metadata(CHECK_TEXT_HASH));
    say(API, 200, metadata(CHECK_TEXT_HASH));
    say(API, 503, "");
    const text = line("FAIL delete");
    expect(text.includes("; delete /webcam/wamcam-check-")).toBe(true);
    expect(text.endsWith(".txt in Dropbox by hand if it is there")).toBe(true);
  });

  it("says that a look tells of other bytes, and deletes them", () => {
    comeToUpload();
    say(CONTENT, 200, metadata(CHECK_TEXT_HASH));
    say(API, 200, metadata(OTHER_HASH));
    expect(line("FAIL look up").includes("another content_hash")).toBe(true);
    say(API, 200, GONE);
    expect(verdict()).toBe("dropbox: FAIL, 1 of 7 steps failed");
  });

  it("says what to do when there is no network", () => {
    check.step(0);
    netSetState(API, HostError.NAME_UNKNOWN);
    check.step(0);
    const text = line("FAIL token");
    expect(
      text.includes("api.dropboxapi.com: the host name could not be looked up; check the network"),
    ).toBe(true);
    expect(appExitCode()).toBe(1);
  });

  it("says when trying again later is all there is to do", () => {
    say(API, 503, "");
    expect(line("FAIL token")).toBe(
      "FAIL token: Dropbox cannot take it now (status 503); try again later",
    );
  });

  it("says so of an answer that no document tells of", () => {
    say(API, 200, TOKEN);
    say(API, 418, "{}");
    expect(
      line("FAIL account").endsWith("; try again later, and update the application if it stays so"),
    ).toBe(true);
  });

  it("takes a web page for what it is", () => {
    say(API, 200, TOKEN);
    say(API, 200, "<html>Log in to the hotel</html>");
    expect(line("FAIL account").endsWith("look for a login page or a filter in the network")).toBe(
      true,
    );
    expect(line("--   folder")).toBe("--   folder: left out, Dropbox cannot be used");
  });

  it("needs the card", () => {
    cardFail(HostError.READ_ONLY);
    comeToUpload();
    expect(line("FAIL card").includes("write-protected")).toBe(true);
    expect(line("--   upload")).toBe("--   upload: left out, there is nothing to upload");
  });

  it("says what may be left when it is stopped during an upload", () => {
    comeToUpload();
    check.step(0);
    appStop();
    check.step(0);
    const text = line("FAIL upload: the check was stopped; delete /webcam/wamcam-check-");
    expect(text.endsWith(".txt in Dropbox if it is there")).toBe(true);
    expect(appExitCode()).toBe(1);
  });
});
