import { DropboxAccount } from "../../../assembly/cloud/dropbox/account";
import { PhotoUpload, refreshLatest, UploadState } from "../../../assembly/cloud/dropbox/uploader";
import { setNowMs } from "../../../assembly/host/clock";
import { HostError } from "../../../assembly/host/errors";
import { logCount, logText } from "../../double";
import {
  answer,
  netAlive,
  netAnswer,
  netClearSent,
  netFile,
  netIsAlive,
  netOpenCount,
  netOpened,
  netSent,
  netSetSentence,
  netSetSentHash,
  netSetState,
  netSetUnsent,
  sentField,
} from "../net_script";
import {
  client,
  EXPIRED,
  expectNoSecret,
  HASH,
  INVALID,
  metadata,
  nothingThere,
  OTHER_HASH,
  PATH,
  photo,
  refused,
  RENEWED,
  restart,
  say,
  uploadAnswered,
  uploader,
  useAccount,
} from "./upload_script";

describe("uploading a photo", () => {
  beforeEach(() => {
    restart();
  });

  afterEach(() => {
    expectNoSecret(uploader.sentence);
    for (let index = 0; index < logCount(); index++) expectNoSecret(logText(index));
    uploader.abandon();
    client.close();
    expect(netAlive()).toBe(0);
  });

  it("asks as Dropbox wants to be asked", () => {
    uploader.begin(photo());
    expect(say(1, answer(200, "", metadata(HASH)))).toBe(UploadState.VERIFIED);
    expect(netOpened(0)).toBe("content.dropboxapi.com:443");
    expect(netSent(1).startsWith("POST /2/files/upload HTTP/1.1\r\n")).toBe(true);
    expect(sentField(1, "Host")).toBe("content.dropboxapi.com");
    expect(sentField(1, "User-Agent")).toBe("wamcam/0.1.0");
    expect(sentField(1, "Authorization")).toBe("Bearer sl.access");
    expect(sentField(1, "Content-Type")).toBe("application/octet-stream");
    expect(sentField(1, "Content-Length")).toBe("4");
    expect(sentField(1, "Dropbox-API-Arg")).toBe(
      '{"path":"' +
        PATH +
        '","mode":"add","autorename":false,"mute":true,' +
        '"strict_conflict":false,"client_modified":"2025-06-15T15:06:40Z","content_hash":"' +
        HASH +
        '"}',
    );
    expect(netFile(1)).toBe("20250615/a.jpg 0 4");
    expect(uploader.sentence).toBe("");
  });

  it("leaves the time out if it is not known, and escapes names", () => {
    uploader.begin(new PhotoUpload("20250615/a.jpg", '/kamera "ü"/a.jpg', HASH, -1));
    say(1, answer(200, "", metadata(HASH)));
    const argument = sentField(1, "Dropbox-API-Arg");
    expect(argument.includes("client_modified")).toBe(false);
    expect(argument.includes('"path":"/kamera \\"\\u00fc\\"/a.jpg"')).toBe(true);
  });

  it("replaces the file that shows the latest photo", () => {
    uploader.begin(refreshLatest(photo(), "/webcam/cam1.jpg"));
    expect(say(1, answer(200, "", metadata(HASH)))).toBe(UploadState.VERIFIED);
    const argument = sentField(1, "Dropbox-API-Arg");
    expect(argument.includes('"path":"/webcam/cam1.jpg","mode":"overwrite"')).toBe(true);
    expect(netFile(1)).toBe("20250615/a.jpg 0 4");
  });

  it("uses the connection again for the next photo", () => {
    uploader.begin(photo());
    say(1, answer(200, "", metadata(HASH)));
    uploader.begin(photo());
    expect(say(1, answer(200, "", metadata(HASH)))).toBe(UploadState.VERIFIED);
    expect(netOpenCount()).toBe(1);
  });

  it("is idle before and after giving up", () => {
    expect(uploader.step(0)).toBe(UploadState.IDLE);
    uploader.begin(photo());
    uploader.step(0);
    expect(netAlive()).toBe(1);
    uploader.abandon();
    expect(netAlive()).toBe(0);
    expect(uploader.step(0)).toBe(UploadState.IDLE);
  });

  it("gives up what is under way when another photo begins", () => {
    uploader.begin(photo());
    uploader.step(0);
    uploader.begin(photo());
    expect(netIsAlive(1)).toBe(false);
    expect(say(2, answer(200, "", metadata(HASH)))).toBe(UploadState.VERIFIED);
  });
});

describe("verifying a photo", () => {
  beforeEach(() => {
    restart();
  });

  it("finds other bytes in Dropbox", () => {
    expect(uploadAnswered(200, "", metadata(OTHER_HASH))).toBe(UploadState.WRONG_HASH);
    expect(uploader.sentence).toBe(PATH + ": Dropbox has stored other bytes than the photo's");
  });

  it("finds other bytes sent", () => {
    uploader.begin(photo());
    uploader.step(0);
    netSetState(1, 3);
    netSetSentHash(1, OTHER_HASH);
    uploader.step(0);
    netAnswer(1, answer(200, "", metadata(HASH)));
    expect(uploader.step(0)).toBe(UploadState.WRONG_HASH);
    expect(uploader.sentence).toBe(PATH + ": the card gave other bytes than were stored");
  });

  it("believes Dropbox about a mismatch, also while sending", () => {
    const body =
      '{"error_summary":"content_hash_mismatch/..","error":{".tag":"content_hash_mismatch"}}';
    expect(uploadAnswered(409, "", body)).toBe(UploadState.WRONG_HASH);
    restart();
    uploader.begin(photo());
    uploader.step(0);
    netSetState(1, 3);
    netSetUnsent(1, 3);
    netAnswer(1, answer(409, "", body));
    expect(uploader.step(0)).toBe(UploadState.WRONG_HASH);
  });

  it("repeats when Dropbox does not say what it has stored, but not for ever", () => {
    restart();
    for (let count = 1; count <= 8; count++) {
      uploader.begin(photo());
      const state = say(1, answer(200, "", '{"name":"x","content_hash":5}'));
      expect(state).toBe(count < 8 ? UploadState.RETRY : UploadState.PERMANENT_PHOTO);
    }
  });
});

describe("an upload that can be repeated", () => {
  it("waits as long as Dropbox asks for", () => {
    expect(uploadAnswered(429, "Retry-After: 300\r\n", "{}")).toBe(UploadState.RETRY);
    expect(uploader.retryAtMs).toBe(300000);
    expect(uploadAnswered(429, "Retry-After: 0\r\n", "")).toBe(UploadState.RETRY);
    expect(uploader.retryAtMs).toBe(0);
    const body =
      '{"error_summary":"x","error":{"reason":{".tag":"too_many_requests"},"retry_after":15}}';
    expect(uploadAnswered(429, "", body)).toBe(UploadState.RETRY);
    expect(uploader.retryAtMs).toBe(15000);
    expect(uploadAnswered(429, "Retry-After: 7\r\n", body)).toBe(UploadState.RETRY);
    expect(uploader.retryAtMs).toBe(7000);
    expect(uploadAnswered(503, "Retry-After: 20\r\n", "")).toBe(UploadState.RETRY);
    expect(uploader.retryAtMs).toBe(20000);
    expect(uploadAnswered(429, "Retry-After: 99999999\r\n", "")).toBe(UploadState.RETRY);
    expect(uploader.retryAtMs).toBe(3600000);
  });

  it("waits 1 s after JSON and 5 s after text without a time, and up to a quarter more", () => {
    const json = '{"error_summary":"x","error":{"reason":{".tag":"too_many_write_operations"}}}';
    expect(uploadAnswered(429, "", json)).toBe(UploadState.RETRY);
    expect(uploader.retryAtMs >= 1000 && uploader.retryAtMs <= 1250).toBe(true);
    expect(uploadAnswered(429, "", "too many requests")).toBe(UploadState.RETRY);
    expect(uploader.retryAtMs >= 5000 && uploader.retryAtMs <= 6250).toBe(true);
  });

  it("is tried again after 2, 4, 8 .. 60 s, and after 2 s once one has succeeded", () => {
    restart();
    let expected: i64 = 2000;
    for (let count = 0; count < 10; count++) {
      uploader.begin(photo());
      say(1, answer(500, "", ""));
      expect(uploader.state).toBe(UploadState.RETRY);
      expect(uploader.retryAtMs).toBeGreaterThanOrEqual(expected);
      expect(uploader.retryAtMs).toBeLessThanOrEqual(min(expected + expected / 4, 60000));
      expected = min(expected * 2, 60000);
    }
    uploader.begin(photo());
    say(1, answer(200, "", metadata(HASH)));
    uploader.begin(photo());
    say(1, answer(500, "", ""));
    expect(uploader.retryAtMs).toBeLessThanOrEqual(2500);
  });

  it("after every status and tag that passes", () => {
    const statuses: i32[] = [408, 429, 500, 502, 503, 504, 507, 599];
    for (let index = 0; index < statuses.length; index++) {
      expect(uploadAnswered(statuses[index], "", "<html>")).toBe(UploadState.RETRY);
      expect(uploader.sentence.includes(statuses[index].toString())).toBe(statuses[index] != 0);
    }
    expect(uploadAnswered(409, "", refused('{".tag":"too_many_write_operations"}'))).toBe(
      UploadState.RETRY,
    );
    expect(uploader.retryAtMs <= 1250).toBe(true);
    expect(uploadAnswered(409, "", '{"error":{".tag":"too_many_write_operations"}}')).toBe(
      UploadState.RETRY,
    );
  });

  it("after a page of 300 KB, by its status", () => {
    restart();
    uploader.begin(photo());
    expect(say(1, "HTTP/1.1 502 Bad\r\n\r\n" + "<p>".repeat(100000))).toBe(UploadState.RETRY);
    expect(uploader.sentence).toBe("Dropbox cannot take it now (status 502)");
  });

  it("after a lost connection, with the same name", () => {
    restart();
    uploader.begin(photo());
    uploader.step(0);
    netSetSentence(1, "no route to the host");
    netSetState(1, HostError.UNREACHABLE);
    expect(uploader.step(1000)).toBe(UploadState.RETRY);
    expect(uploader.sentence).toBe("content.dropboxapi.com: no route to the host");
    expect(uploader.retryAtMs).toBeGreaterThanOrEqual(3000);
    uploader.begin(photo());
    expect(say(2, answer(200, "", metadata(HASH)))).toBe(UploadState.VERIFIED);
    expect(sentField(2, "Dropbox-API-Arg").includes('"path":"' + PATH + '"')).toBe(true);
  });

  it("but answers that no document tells of only 8 times about one photo", () => {
    const bodies: string[] = [
      refused('{".tag":"new_kind_of_error"}'),
      '{"error":{".tag":"path"}}',
      '{"error":{".tag":"path","path":"not_found2"}}',
      '{"error":{".tag":"properties_error","properties_error":{".tag":"unsupported_folder"}}}',
      '{"error":{".tag":"incorrect_offset","correct_offset":0}}',
      '{"error":{".tag":"other"}}',
      '{"error":"text"}',
      '{"error":7}',
      "{}",
    ];
    for (let index = 0; index < bodies.length; index++) {
      restart();
      for (let count = 1; count <= 8; count++) {
        uploader.begin(photo());
        const state = say(1, answer(409, "", bodies[index]));
        const expected = count < 8 ? UploadState.RETRY : UploadState.PERMANENT_PHOTO;
        expect(state).toBe(expected, bodies[index] + count.toString());
      }
    }
    const statuses: i32[] = [201, 206, 302, 402, 405, 418];
    for (let index = 0; index < statuses.length; index++) {
      expect(uploadAnswered(statuses[index], "", "{}")).toBe(UploadState.RETRY);
      expect(uploader.sentence.includes("answered unexpectedly")).toBe(true);
    }
    expect(uploadAnswered(200, "", "null")).toBe(UploadState.RETRY);
  });

  it("and answers that are not Dropbox's for ever: a login page goes away again", () => {
    const bodies: string[] = ["", "<!DOCTYPE html><html>", "[1]", "nothing"];
    const statuses: i32[] = [200, 201, 301, 302, 307, 402, 403, 404, 405, 409, 418, 422];
    for (let index = 0; index < statuses.length; index++) {
      for (let body = 0; body < bodies.length; body++) {
        const what = statuses[index].toString() + " " + bodies[body];
        const location = "Location: https://login.invalid/\r\n";
        expect(uploadAnswered(statuses[index], location, bodies[body])).toBe(
          UploadState.RETRY,
          what,
        );
        expect(uploader.sentence).toBe(
          "content.dropboxapi.com gave an answer that is not Dropbox's (status " +
            statuses[index].toString() +
            "); if this lasts, look for a login page or a filter in the network",
        );
        // Nobody was followed anywhere.
        expect(netOpenCount()).toBe(1);
      }
    }
    restart();
    for (let count = 0; count < 100; count++) {
      uploader.begin(photo());
      expect(say(1, answer(200, "", "<html>"))).toBe(UploadState.RETRY);
    }
    uploader.begin(photo());
    expect(say(1, answer(400, "", "<html><h1>400 Bad Request"))).toBe(UploadState.RETRY);
  });

  it("when the card does not answer", () => {
    restart();
    uploader.begin(photo());
    uploader.step(0);
    netSetState(1, HostError.IO);
    expect(uploader.step(0)).toBe(UploadState.RETRY);
  });
});

describe("an upload that a person must help", () => {
  it("is told apart by account and photo, with what to do", () => {
    const cases: string[][] = [
      ["409", refused('{".tag":"insufficient_space"}'), "A", "Dropbox is full; free some space"],
      ["409", refused('{".tag":"no_write_permission"}'), "A", "choose another image_dir"],
      ["409", refused('{".tag":"access_restricted"}'), "A", "choose another image_dir"],
      ["409", refused('{".tag":"team_folder"}'), "A", "choose another image_dir"],
      ["409", refused('{".tag":"operation_suppressed"}'), "A", "choose another image_dir"],
      ["409", refused('{".tag":"disallowed_name"}'), "P", "change image_dir or cam_id"],
      ["409", refused('{".tag":"malformed_path"}'), "P", "change image_dir or cam_id"],
      ["409", refused('"disallowed_name"'), "P", "change image_dir or cam_id"],
      ["409", refused('{".tag":"conflict","conflict":{".tag":"folder"}}'), "P", "conflict folder"],
      [
        "409",
        refused('{".tag":"conflict","conflict":{".tag":"file_ancestor"}}'),
        "P",
        "conflict file_ancestor",
      ],
      ["409", '{"error":{".tag":"payload_too_large"}}', "P", "(payload_too_large)"],
      ["409", '{"error":{".tag":"encryption_not_supported"}}', "P", "(encryption_not_supported)"],
      ["413", "", "P", "too large"],
      ["403", '{"error":{".tag":"no_permission"}}', "A", "(no_permission)"],
      ["403", '{"error":{".tag":"Bad\\nTag"}}', "A", "(unknown)"],
      [
        "403",
        '{"error":{".tag":"invalid_account_type","invalid_account_type":{".tag":"feature"}}}',
        "A",
        "(invalid_account_type)",
      ],
      ["403", '{"error":{".tag":"paper_access_denied"}}', "A", "(paper_access_denied)"],
      ["403", '{"error":{".tag":"team_access_denied"}}', "A", "(team_access_denied)"],
      ["422", '{"error":{".tag":"no_permission"}}', "A", "(no_permission)"],
      [
        "422",
        '{"error":{".tag":"invalid_root","invalid_root":{".tag":"user"}}}',
        "A",
        "(invalid_root)",
      ],
      [
        "401",
        '{"error":{".tag":"missing_scope","required_scope":"files.content.write"}}',
        "A",
        "give the app the permission files.content.write in the app console; authorise again",
      ],
      [
        "401",
        '{"error":{".tag":"missing_scope","required_scope":"a\\nb"}}',
        "A",
        "the permission unknown in",
      ],
      ["401", '{"error":{".tag":"user_suspended"}}', "A", "(user_suspended)"],
      ["401", '{"error":{".tag":"route_access_denied"}}', "A", "(route_access_denied)"],
      ["401", '{"error":{".tag":"invalid_select_user"}}', "A", "(invalid_select_user)"],
      [
        "400",
        'Error in call to API function "files/upload": HTTP header "Dropbox-API-Arg": path:' +
          " 'x' did not match pattern 'y'",
        "P",
        "did not match pattern",
      ],
      [
        "400",
        'Error in call to API function "files/upload": Bad HTTP "Content-Type" header: "X".',
        "A",
        '(Error in call to API function "files/upload": Bad HTTP "Content-Type" header: "X".); update',
      ],
      ["400", "Your token sl.access is odd", "A", "update the application"],
      ["400", "line\r\nbreak", "A", "line  break"],
    ];
    for (let index = 0; index < cases.length; index++) {
      const row = cases[index];
      const state = uploadAnswered(I32.parseInt(row[0]), "", row[1]);
      const expected = row[2] == "A" ? UploadState.PERMANENT_ACCOUNT : UploadState.PERMANENT_PHOTO;
      expect(state).toBe(expected, row[0] + " " + row[1]);
      expect(uploader.sentence.includes(row[3])).toBe(true, uploader.sentence);
      expectNoSecret(uploader.sentence);
    }
  });

  it("has lost its file", () => {
    restart();
    uploader.begin(new PhotoUpload("gone.jpg", PATH, HASH, -1));
    expect(uploader.step(0)).toBe(UploadState.PERMANENT_PHOTO);
    expect(uploader.sentence).toBe("gone.jpg: no such file, setting or frame");
    expect(netOpenCount()).toBe(0);
  });

  it("has no token and no way to get one", () => {
    restart();
    useAccount(new DropboxAccount("", "", "", "", 0));
    uploader.begin(photo());
    expect(uploader.step(0)).toBe(UploadState.PERMANENT_ACCOUNT);
    expect(uploader.sentence.includes("DBX_APP_KEY and DBX_REFRESH_TOKEN are needed")).toBe(true);
  });
});

describe("a token that is refused", () => {
  beforeEach(() => {
    restart();
  });

  it("is renewed once and the photo repeated", () => {
    const bodies: string[] = [EXPIRED, INVALID, "", "<html>"];
    for (let index = 0; index < bodies.length; index++) {
      expect(uploadAnswered(401, "", bodies[index])).toBe(UploadState.RUNNING);
      // At once: no event of the network would wake the application.
      expect(netOpenCount()).toBe(2);
      netClearSent(1);
      expect(say(2, answer(200, "", RENEWED))).toBe(UploadState.RUNNING);
      expect(netOpened(1)).toBe("api.dropboxapi.com:443");
      expect(say(1, answer(200, "", metadata(HASH)))).toBe(UploadState.VERIFIED);
      expect(sentField(1, "Authorization")).toBe("Bearer sl.renewed");
    }
  });

  it("is renewed when it is malformed, which Dropbox tells with 400", () => {
    const body =
      'Error in call to API function "files/upload": The given OAuth 2 access token is malformed.';
    expect(uploadAnswered(400, "", body)).toBe(UploadState.RUNNING);
    expect(say(2, answer(200, "", RENEWED))).toBe(UploadState.RUNNING);
    expect(say(1, answer(200, "", metadata(HASH)))).toBe(UploadState.VERIFIED);
  });

  it("is not renewed twice: an expired one waits, an invalid one needs a person", () => {
    expect(uploadAnswered(401, "", EXPIRED)).toBe(UploadState.RUNNING);
    say(2, answer(200, "", RENEWED));
    expect(say(1, answer(401, "", EXPIRED))).toBe(UploadState.RETRY);
    expect(uploadAnswered(401, "", INVALID)).toBe(UploadState.RUNNING);
    say(2, answer(200, "", RENEWED));
    expect(say(1, answer(401, "", INVALID))).toBe(UploadState.PERMANENT_ACCOUNT);
    expect(uploader.sentence).toBe(
      "Dropbox refuses the access token (invalid); authorise again with npm run dropbox-auth",
    );
  });

  it("cannot be renewed without a refresh token", () => {
    useAccount(new DropboxAccount("key", "", "", "sl.access", 0));
    uploader.begin(photo());
    expect(say(1, answer(401, "", EXPIRED))).toBe(UploadState.PERMANENT_ACCOUNT);
    expect(uploader.sentence.includes("DBX_REFRESH_TOKEN")).toBe(true);
  });

  it("tells a revoked authorisation from a passing fault", () => {
    expect(uploadAnswered(401, "", EXPIRED)).toBe(UploadState.RUNNING);
    expect(say(2, answer(400, "", '{"error":"invalid_grant"}'))).toBe(
      UploadState.PERMANENT_ACCOUNT,
    );
    expect(uploadAnswered(401, "", EXPIRED)).toBe(UploadState.RUNNING);
    expect(say(2, answer(503, "", ""))).toBe(UploadState.RETRY);
    expect(uploadAnswered(401, "", EXPIRED)).toBe(UploadState.RUNNING);
    expect(say(2, answer(200, "", "{}"))).toBe(UploadState.RETRY);
  });

  it("is renewed before the photo when it is about to expire", () => {
    setNowMs(1750000000000);
    const account = new DropboxAccount("key", "", "refresh.token", "sl.access", 1750000299);
    useAccount(account);
    uploader.begin(photo());
    expect(say(1, answer(200, "", RENEWED))).toBe(UploadState.RUNNING);
    expect(netOpened(0)).toBe("api.dropboxapi.com:443");
    expect(say(2, answer(200, "", metadata(HASH)))).toBe(UploadState.VERIFIED);
    expect(sentField(2, "Authorization")).toBe("Bearer sl.renewed");
  });
});

const TAKEN = refused('{".tag":"conflict","conflict":{".tag":"file"}}');

describe("a name that is taken", () => {
  beforeEach(() => {
    restart();
    uploader.begin(photo());
    expect(say(1, answer(409, "", TAKEN))).toBe(UploadState.RUNNING);
    expect(netOpenCount()).toBe(2);
  });

  it("is the photo itself if the hashes agree", () => {
    expect(say(2, answer(200, "", metadata(HASH)))).toBe(UploadState.VERIFIED);
    expect(netOpened(1)).toBe("api.dropboxapi.com:443");
    expect(netSent(2).startsWith("POST /2/files/get_metadata HTTP/1.1\r\n")).toBe(true);
    expect(sentField(2, "Content-Type")).toBe("application/json");
    expect(sentField(2, "Authorization")).toBe("Bearer sl.access");
    expect(netSent(2).endsWith('\r\n\r\n{"path":"' + PATH + '"}')).toBe(true);
  });

  it("needs a person if they do not", () => {
    expect(say(2, answer(200, "", metadata(OTHER_HASH)))).toBe(UploadState.PERMANENT_PHOTO);
    expect(uploader.sentence).toBe(
      PATH + ": another file is in its place; rename or remove what is there",
    );
  });

  it("needs a person if a folder or a file without a hash is there", () => {
    expect(say(2, answer(200, "", '{".tag":"folder","name":"x"}'))).toBe(
      UploadState.PERMANENT_PHOTO,
    );
  });

  it("is tried again if it is free meanwhile, or the question fails", () => {
    expect(say(2, nothingThere())).toBe(UploadState.RETRY);
    uploader.begin(photo());
    expect(say(1, answer(200, "", metadata(HASH)))).toBe(UploadState.VERIFIED);
  });

  it("is tried again after a passing fault of the question", () => {
    expect(say(2, answer(500, "", ""))).toBe(UploadState.RETRY);
  });

  it("does not stop other photos if the question is not permitted", () => {
    const body = '{"error":{".tag":"missing_scope","required_scope":"files.metadata.read"}}';
    expect(say(2, answer(401, "", body))).toBe(UploadState.PERMANENT_PHOTO);
    expect(
      uploader.sentence.startsWith(PATH + " has its name taken; Dropbox: give the app the"),
    ).toBe(true);
  });

  it("is asked about again with a renewed token", () => {
    expect(say(2, answer(401, "", EXPIRED))).toBe(UploadState.RUNNING);
    expect(say(2, answer(200, "", RENEWED))).toBe(UploadState.RUNNING);
    expect(say(1, answer(409, "", TAKEN))).toBe(UploadState.RUNNING);
    expect(say(2, answer(200, "", metadata(HASH)))).toBe(UploadState.VERIFIED);
  });
});
