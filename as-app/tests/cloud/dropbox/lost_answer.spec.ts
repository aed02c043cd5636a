import { refreshLatest, UploadState } from "../../../assembly/cloud/dropbox/uploader";
import { HostError } from "../../../assembly/host/errors";
import {
  answer,
  netAlive,
  netAnswer,
  netClearSent,
  netFile,
  netOpenCount,
  netSent,
  netSetSentHash,
  netSetState,
  netSetUnsent,
} from "../net_script";
import {
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

const QUESTION = "POST /2/files/get_metadata HTTP/1.1\r\n";
const UPLOAD = "POST /2/files/upload HTTP/1.1\r\n";

/** Send the photo whole over a connection, which then ends in `end` without an answer. */
function lose(connection: i32, end: i32): UploadState {
  uploader.step(0);
  netSetState(connection, 3);
  netSetSentHash(connection, HASH);
  uploader.step(0);
  netSetState(connection, end);
  return uploader.step(0);
}

describe("an answer that was lost", () => {
  beforeEach(() => {
    restart();
    uploader.begin(photo());
  });

  afterEach(() => {
    uploader.abandon();
    client.close();
    expect(netAlive()).toBe(0);
  });

  it("is asked for before anything is sent again, however it was lost", () => {
    const ends: i32[] = [4, HostError.CONNECTION_RESET, HostError.TIMED_OUT, HostError.PROTOCOL];
    for (let index = 0; index < ends.length; index++) {
      restart();
      uploader.begin(photo());
      expect(lose(1, ends[index])).toBe(UploadState.RUNNING);
      expect(say(2, answer(200, "", metadata(HASH)))).toBe(UploadState.VERIFIED);
      expect(netSent(2).startsWith(QUESTION)).toBe(true);
      expect(netSent(2).endsWith('{"path":"' + PATH + '"}')).toBe(true);
      // The photo went over the net once.
      expect(netOpenCount()).toBe(2);
    }
  });

  it("in the middle, or no HTTP at all, counts as lost", () => {
    const halves: string[] = ["HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{", "<html>\r\n"];
    for (let index = 0; index < halves.length; index++) {
      restart();
      uploader.begin(photo());
      uploader.step(0);
      netSetState(1, 3);
      uploader.step(0);
      netAnswer(1, halves[index]);
      netSetState(1, HostError.CONNECTION_RESET);
      expect(uploader.step(0)).toBe(UploadState.RUNNING);
      expect(say(2, answer(200, "", metadata(HASH)))).toBe(UploadState.VERIFIED);
    }
  });

  it("is no reason to ask when the photo did not go whole", () => {
    uploader.step(0);
    netSetState(1, 3);
    netSetUnsent(1, 2);
    uploader.step(0);
    netSetState(1, HostError.CONNECTION_RESET);
    expect(uploader.step(0)).toBe(UploadState.RETRY);
    uploader.begin(photo());
    expect(say(2, answer(200, "", metadata(HASH)))).toBe(UploadState.VERIFIED);
    expect(netSent(2).startsWith(UPLOAD)).toBe(true);
  });

  it("means sending again, at once, if nothing is there", () => {
    lose(1, HostError.CONNECTION_RESET);
    expect(say(2, nothingThere())).toBe(UploadState.RUNNING);
    expect(say(3, answer(200, "", metadata(HASH)))).toBe(UploadState.VERIFIED);
    expect(netSent(3).startsWith(UPLOAD)).toBe(true);
    expect(netFile(3)).toBe("20250615/a.jpg 0 4");
  });

  it("means sending again if nobody may tell: Dropbox keeps the same contents once", () => {
    const body = '{"error":{".tag":"missing_scope","required_scope":"files.metadata.read"}}';
    lose(1, HostError.CONNECTION_RESET);
    expect(say(2, answer(401, "", body))).toBe(UploadState.RUNNING);
    expect(say(3, answer(200, "", metadata(HASH)))).toBe(UploadState.VERIFIED);
  });

  it("leaves other contents alone", () => {
    const taken =
      '{"error":{".tag":"path","reason":{".tag":"conflict","conflict":{".tag":"file"}}}}';
    lose(1, HostError.CONNECTION_RESET);
    expect(say(2, answer(200, "", metadata(OTHER_HASH)))).toBe(UploadState.RUNNING);
    expect(say(3, answer(409, "", taken))).toBe(UploadState.RUNNING);
    netClearSent(2);
    expect(say(2, answer(200, "", metadata(OTHER_HASH)))).toBe(UploadState.PERMANENT_PHOTO);
  });

  it("replaces other contents where the latest photo belongs", () => {
    uploader.begin(refreshLatest(photo(), "/webcam/cam1.jpg"));
    lose(1, HostError.CONNECTION_RESET);
    expect(say(2, answer(200, "", metadata(OTHER_HASH)))).toBe(UploadState.RUNNING);
    expect(say(3, answer(200, "", metadata(HASH)))).toBe(UploadState.VERIFIED);
    expect(netSent(3).includes('"mode":"overwrite"')).toBe(true);
  });

  it("is asked for after the wait, too, when the network is gone", () => {
    lose(1, HostError.CONNECTION_RESET);
    uploader.step(0);
    netSetState(2, HostError.UNREACHABLE);
    expect(uploader.step(0)).toBe(UploadState.RETRY);
    uploader.begin(photo());
    expect(say(3, answer(503, "", ""))).toBe(UploadState.RETRY);
    expect(netSent(3).startsWith(QUESTION)).toBe(true);
    uploader.begin(photo());
    netClearSent(3);
    expect(say(3, answer(200, "", metadata(HASH)))).toBe(UploadState.VERIFIED);
    expect(netSent(3).startsWith(QUESTION)).toBe(true);
    uploader.begin(photo());
    expect(say(4, answer(200, "", metadata(HASH)))).toBe(UploadState.VERIFIED);
    expect(netSent(4).startsWith(UPLOAD)).toBe(true);
  });

  it("is asked for with a renewed token", () => {
    lose(1, HostError.CONNECTION_RESET);
    expect(say(2, answer(401, "", EXPIRED))).toBe(UploadState.RUNNING);
    netClearSent(2);
    expect(say(2, answer(200, "", RENEWED))).toBe(UploadState.RUNNING);
    expect(netSent(2).includes(QUESTION)).toBe(true);
    expect(say(2, answer(200, "", metadata(HASH)))).toBe(UploadState.VERIFIED);
    expect(netOpenCount()).toBe(2);
  });

  it("twice in a row ends in a wait: a server that swallows photos gets two, not all", () => {
    lose(1, HostError.CONNECTION_RESET);
    expect(say(2, nothingThere())).toBe(UploadState.RUNNING);
    expect(lose(3, HostError.CONNECTION_RESET)).toBe(UploadState.RETRY);
    expect(uploader.retryAtMs).toBeGreaterThanOrEqual(2000);
    expect(netOpenCount()).toBe(3);
  });

  it("over a connection that was used before is not sent again by itself", () => {
    expect(say(1, answer(200, "", metadata(HASH)))).toBe(UploadState.VERIFIED);
    uploader.begin(photo());
    expect(lose(1, HostError.CONNECTION_RESET)).toBe(UploadState.RUNNING);
    expect(say(2, answer(200, "", metadata(HASH)))).toBe(UploadState.VERIFIED);
    expect(netSent(2).startsWith(QUESTION)).toBe(true);
  });
});
