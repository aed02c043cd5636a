import { PhotoUpload, UploadState } from "../../../assembly/cloud/dropbox/uploader";
import { HostError } from "../../../assembly/host/errors";
import {
  answer,
  cardPut,
  netAlive,
  netAnswer,
  netFile,
  netOpenCount,
  netOpened,
  netSent,
  netSetState,
} from "../net_script";
import {
  CARD_PATH,
  client,
  EXPIRED,
  HASH,
  metadata,
  nothingThere,
  OTHER_HASH,
  PATH,
  photo,
  RENEWED,
  restart,
  say,
  uploader,
} from "./upload_script";

const MIB: i32 = 1024 * 1024;
const STARTED = '{"session_id":"pid_upload_session:abc"}';
const CURSOR = '{"cursor":{"session_id":"pid_upload_session:abc","offset":';
const COMMIT =
  ',"commit":{"path":"' +
  PATH +
  '","mode":"add","autorename":false,"mute":true,' +
  '"strict_conflict":false,"client_modified":"2025-06-15T15:06:40Z"}}';

/** Restart with a file of that many bytes in the place of the photo. */
function restartWith(bytes: i32): void {
  restart();
  cardPut(CARD_PATH, new Uint8Array(bytes));
  uploader.begin(photo());
}

/** The last request that was sent over a connection, without a body of bytes. */
function lastRequest(connection: i32): string {
  const sent = netSent(connection);
  return sent.substring(sent.lastIndexOf("POST /"));
}

function target(connection: i32): string {
  const request = lastRequest(connection);
  return request.substring(0, request.indexOf(" HTTP/1.1"));
}

function field(connection: i32, name: string): string {
  const request = lastRequest(connection);
  const start = request.indexOf("\r\n" + name + ": ") + name.length + 4;
  return request.substring(start, request.indexOf("\r\n", start));
}

/** What is asked for over the connection. An answer leads to the next request at once. */
function expectRequest(connection: i32, route: string, argument: string): void {
  uploader.step(0);
  netSetState(connection, 3);
  uploader.step(0);
  expect(target(connection)).toBe("POST /2/files/" + route);
  expect(field(connection, "Dropbox-API-Arg")).toBe(argument);
  expect(field(connection, "Content-Type")).toBe("application/octet-stream");
}

function answered(connection: i32, text: string): UploadState {
  netAnswer(connection, text);
  return uploader.step(0);
}

function expectStart(connection: i32, text: string): UploadState {
  expectRequest(connection, "upload_session/start", "{}");
  expect(field(connection, "Content-Length")).toBe("0");
  return answered(connection, text);
}

/** The next part that is sent begins at the offset. */
function expectPart(connection: i32, offset: i32, bytes: i32, text: string): UploadState {
  expectRequest(connection, "upload_session/append_v2", CURSOR + offset.toString() + "}}");
  expect(netFile(connection)).toBe(CARD_PATH + " " + offset.toString() + " " + bytes.toString());
  expect(field(connection, "Content-Length")).toBe(bytes.toString());
  return answered(connection, text);
}

function expectFinish(connection: i32, bytes: i32, text: string): UploadState {
  expectRequest(connection, "upload_session/finish", CURSOR + bytes.toString() + "}" + COMMIT);
  expect(field(connection, "Content-Length")).toBe("0");
  return answered(connection, text);
}

function appendError(error: string): string {
  return answer(409, "", '{"error_summary":"x/..","error":' + error + "}");
}

const BYTES: i32 = 9 * MIB;
const OK: string = answer(200, "", "null");
const RUNNING: UploadState = UploadState.RUNNING;

/** Two parts of a file of 9 MiB have been taken over connection 1. */
function beginNineMebibytes(): void {
  restartWith(BYTES);
  expect(expectStart(1, answer(200, "", STARTED))).toBe(RUNNING);
  expect(expectPart(1, 0, 4 * MIB, OK)).toBe(RUNNING);
  expect(expectPart(1, 4 * MIB, 4 * MIB, OK)).toBe(RUNNING);
}

describe("a large file", () => {
  afterEach(() => {
    uploader.abandon();
    client.close();
    expect(netAlive()).toBe(0);
  });

  it("of up to 8 MiB goes in one request", () => {
    restartWith(8 * MIB);
    expect(say(1, answer(200, "", metadata(HASH)))).toBe(UploadState.VERIFIED);
    expect(target(1)).toBe("POST /2/files/upload");
    expect(netFile(1)).toBe(CARD_PATH + " 0 " + (8 * MIB).toString());
  });

  it("goes in parts over one connection, and is proven as a whole", () => {
    beginNineMebibytes();
    expect(expectPart(1, 8 * MIB, MIB, OK)).toBe(RUNNING);
    expect(expectFinish(1, BYTES, answer(200, "", metadata(HASH)))).toBe(UploadState.VERIFIED);
    expect(netOpenCount()).toBe(1);
    expect(netOpened(0)).toBe("content.dropboxapi.com:443");
  });

  it("is not believed with another hash", () => {
    beginNineMebibytes();
    expectPart(1, 8 * MIB, MIB, OK);
    expect(expectFinish(1, BYTES, answer(200, "", metadata(OTHER_HASH)))).toBe(
      UploadState.WRONG_HASH,
    );
    uploader.begin(photo());
    expectStart(1, answer(200, "", STARTED));
  });

  it("goes on after a lost connection with the part that was lost", () => {
    beginNineMebibytes();
    netSetState(1, HostError.CONNECTION_RESET);
    expect(uploader.step(0)).toBe(UploadState.RETRY);
    expect(uploader.retryAtMs).toBeGreaterThanOrEqual(2000);
    uploader.begin(photo());
    expect(expectPart(2, 8 * MIB, MIB, OK)).toBe(RUNNING);
    expect(expectFinish(2, BYTES, answer(200, "", metadata(HASH)))).toBe(UploadState.VERIFIED);
  });

  it("does not send a part again that arrived although its answer was lost", () => {
    beginNineMebibytes();
    netSetState(1, HostError.CONNECTION_RESET);
    expect(uploader.step(0)).toBe(UploadState.RETRY);
    uploader.begin(photo());
    const error = '{".tag":"incorrect_offset","correct_offset":' + BYTES.toString() + "}";
    expect(expectPart(2, 8 * MIB, MIB, appendError(error))).toBe(RUNNING);
    expect(expectFinish(2, BYTES, answer(200, "", metadata(HASH)))).toBe(UploadState.VERIFIED);
  });

  it("goes on where Dropbox stands, before and behind what was thought", () => {
    const offsets: i32[] = [0, 1, 4 * MIB, 9 * MIB];
    for (let index = 0; index < offsets.length; index++) {
      const offset = offsets[index];
      beginNineMebibytes();
      const error =
        '{".tag":"incorrect_offset","correct_offset":' + offsets[index].toString() + "}";
      expect(expectPart(1, 8 * MIB, MIB, appendError(error))).toBe(RUNNING);
      if (offset == BYTES) {
        expectFinish(1, BYTES, answer(200, "", metadata(HASH)));
        expect(uploader.state).toBe(UploadState.VERIFIED);
      } else {
        expect(expectPart(1, offset, min(4 * MIB, BYTES - offset), OK)).toBe(RUNNING);
      }
    }
  });

  it("goes on where Dropbox stands when it tells so at the end", () => {
    beginNineMebibytes();
    expectPart(1, 8 * MIB, MIB, OK);
    const error =
      '{".tag":"lookup_failed","lookup_failed":{".tag":"incorrect_offset","correct_offset":8388608}}';
    expect(expectFinish(1, BYTES, appendError(error))).toBe(RUNNING);
    expect(expectPart(1, 8 * MIB, MIB, OK)).toBe(RUNNING);
    expect(expectFinish(1, BYTES, answer(200, "", metadata(HASH)))).toBe(UploadState.VERIFIED);
  });

  it("is not led round in circles by offsets", () => {
    const offsets: string[] = ["9437185", "-1", '"8"', "99999999999999"];
    for (let index = 0; index < offsets.length; index++) {
      beginNineMebibytes();
      const error = '{".tag":"incorrect_offset","correct_offset":' + offsets[index] + "}";
      expect(expectPart(1, 8 * MIB, MIB, appendError(error))).toBe(UploadState.RETRY);
    }
    beginNineMebibytes();
    const error = appendError('{".tag":"incorrect_offset","correct_offset":0}');
    expect(expectPart(1, 8 * MIB, MIB, error)).toBe(RUNNING);
    expect(expectPart(1, 0, 4 * MIB, error)).toBe(UploadState.RETRY);
    uploader.begin(photo());
    expectStart(1, answer(200, "", STARTED));
  });

  it("begins anew when Dropbox has forgotten or closed the session", () => {
    const errors: string[] = [
      '{".tag":"not_found"}',
      '{".tag":"closed"}',
      '{".tag":"too_large"}',
      '{".tag":"lookup_failed","lookup_failed":{".tag":"not_found"}}',
      '{".tag":"lookup_failed","lookup_failed":{".tag":"not_closed"}}',
    ];
    for (let index = 0; index < errors.length; index++) {
      beginNineMebibytes();
      expect(expectPart(1, 8 * MIB, MIB, appendError(errors[index]))).toBe(UploadState.RETRY);
      uploader.begin(photo());
      expectStart(1, answer(200, "", STARTED));
      expect(expectPart(1, 0, 4 * MIB, OK)).toBe(RUNNING);
    }
  });

  it("keeps the session over waits and a renewed token", () => {
    beginNineMebibytes();
    expect(expectPart(1, 8 * MIB, MIB, answer(503, "", ""))).toBe(UploadState.RETRY);
    uploader.begin(photo());
    expect(expectPart(1, 8 * MIB, MIB, answer(401, "", EXPIRED))).toBe(RUNNING);
    expect(say(2, answer(200, "", RENEWED))).toBe(RUNNING);
    expect(field(1, "Authorization")).toBe("Bearer sl.renewed");
    expect(expectPart(1, 8 * MIB, MIB, answer(200, "", "<html>"))).toBe(UploadState.RETRY);
    uploader.begin(photo());
    expect(expectPart(1, 8 * MIB, MIB, OK)).toBe(RUNNING);
  });

  it("needs the name of its session", () => {
    restartWith(BYTES);
    expect(expectStart(1, answer(200, "", "null"))).toBe(UploadState.RETRY);
    uploader.begin(photo());
    expect(expectStart(1, answer(200, "", '{"session_id":7}'))).toBe(UploadState.RETRY);
    uploader.begin(photo());
    // Whatever the name is, it cannot break the head of the next request.
    expectStart(1, answer(200, "", '{"session_id":"a\\r\\nX: \\u00e9\\""}'));
    expect(field(1, "Dropbox-API-Arg")).toBe(
      '{"cursor":{"session_id":"a\\u000d\\u000aX: \\u00e9\\"","offset":0}}',
    );
  });

  it("is asked about when the last answer was lost", () => {
    beginNineMebibytes();
    expectPart(1, 8 * MIB, MIB, OK);
    uploader.step(0);
    netSetState(1, HostError.CONNECTION_RESET);
    expect(uploader.step(0)).toBe(RUNNING);
    expect(say(2, answer(200, "", metadata(HASH)))).toBe(UploadState.VERIFIED);
    expect(target(2)).toBe("POST /2/files/get_metadata");
    beginNineMebibytes();
    expectPart(1, 8 * MIB, MIB, OK);
    uploader.step(0);
    netSetState(1, HostError.CONNECTION_RESET);
    uploader.step(0);
    expect(say(2, nothingThere())).toBe(RUNNING);
    expect(expectFinish(3, BYTES, answer(200, "", metadata(HASH)))).toBe(UploadState.VERIFIED);
  });

  it("meets the errors of a name as a small one does", () => {
    beginNineMebibytes();
    expectPart(1, 8 * MIB, MIB, OK);
    const taken = '{".tag":"path","path":{".tag":"conflict","conflict":{".tag":"file"}}}';
    expect(expectFinish(1, BYTES, appendError(taken))).toBe(RUNNING);
    expect(say(2, answer(200, "", metadata(HASH)))).toBe(UploadState.VERIFIED);
    beginNineMebibytes();
    expectPart(1, 8 * MIB, MIB, OK);
    const full = '{".tag":"path","path":{".tag":"insufficient_space"}}';
    expect(expectFinish(1, BYTES, appendError(full))).toBe(UploadState.PERMANENT_ACCOUNT);
    beginNineMebibytes();
    const mismatch = appendError('{".tag":"content_hash_mismatch"}');
    expect(expectPart(1, 8 * MIB, MIB, mismatch)).toBe(UploadState.WRONG_HASH);
  });

  it("does not lend its session to another", () => {
    beginNineMebibytes();
    uploader.begin(new PhotoUpload(CARD_PATH, PATH, OTHER_HASH, -1));
    expectStart(2, answer(200, "", '{"session_id":"other"}'));
    expect(field(2, "Dropbox-API-Arg")).toBe('{"cursor":{"session_id":"other","offset":0}}');
  });
});
