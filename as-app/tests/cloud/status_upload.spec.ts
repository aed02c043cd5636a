import { DropboxAccount } from "../../assembly/cloud/dropbox/account";
import { DropboxUploader } from "../../assembly/cloud/dropbox/uploader";
import { HttpClient } from "../../assembly/cloud/http/client";
import { DropboxPlaces, UploadQueue } from "../../assembly/cloud/upload_queue";
import { store } from "../../assembly/host/card";
import { latestError, latestWarning } from "../../assembly/log/latest_line";
import { utf8 } from "../../assembly/host/text";
import { Ledger } from "../../assembly/ledger/ledger";
import { Photo } from "../../assembly/ledger/photo";
import { resetDoubles } from "../double";
import {
  answer,
  cardPut,
  netAnswer,
  netClearSent,
  netFile,
  netSetSentHash,
  netSetState,
  sentField,
} from "./net_script";

const HASH = "1a006620651c79d197bcf137ec09a49c0080d7774b2af3f63bf52c0818622236";
const OTHER_HASH = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
const STATUS = "/webcam/status-CAM1.json";

let ledger = new Ledger();
let queue = newQueue();

function newQueue(): UploadQueue {
  const client = new HttpClient();
  const account = new DropboxAccount("key", "secret", "refresh", "sl.access", 0);
  const places = new DropboxPlaces("photos", "/webcam", "");
  return new UploadQueue(new DropboxUploader(client, account), ledger, places);
}

function sendStatus(): void {
  queue.sendStatus("wamcam/status.json", "status-CAM1.json");
}

function addPhoto(name: string): void {
  const photo = new Photo();
  photo.path = "photos/" + name;
  photo.bytes = 4;
  photo.capturedUtcMs = 1750000000000;
  expect(ledger.plan(photo)).toBe(0);
  photo.contentHash = store(1, photo.path).contentHash;
  expect(photo.contentHash).toBe(HASH);
  ledger.stored(photo);
}

/** Answer what is under way over the only connection; the host has sent bytes of `sentHash`. */
function say(status: i32, body: string, sentHash: string = HASH): void {
  netSetState(1, 3);
  netSetSentHash(1, sentHash);
  queue.step(0);
  netAnswer(1, answer(status, "", body));
  netClearSent(1);
  queue.step(0);
  queue.step(0);
}

function stored(hash: string): string {
  return '{"name":"x","content_hash":"' + hash + '"}';
}

/** What is on its way now. */
function file(): string {
  queue.step(0);
  netSetState(1, 3);
  queue.step(0);
  return netFile(1);
}

describe("the status in Dropbox", () => {
  beforeEach(() => {
    resetDoubles();
    ledger = new Ledger();
    ledger.open();
    queue = newQueue();
    cardPut("wamcam/status.json", utf8('{"a":1}'));
  });

  it("replaces the one before; its hash is the one that the host has sent", () => {
    sendStatus();
    expect(queue.hasHope(0)).toBe(true);
    expect(file()).toBe("wamcam/status.json 0 7");
    const argument = sentField(1, "Dropbox-API-Arg");
    expect(argument.includes('"path":"' + STATUS + '","mode":"overwrite"')).toBe(true);
    expect(argument.includes("content_hash")).toBe(false);
    expect(queue.isSendingStatus()).toBe(true);
    const warnings = latestWarning.count;
    say(200, stored(OTHER_HASH), OTHER_HASH);
    expect(queue.isSendingStatus()).toBe(false);
    expect(queue.hasHope(0)).toBe(false);
    expect(latestWarning.count).toBe(warnings);
    expect(queue.verified).toBe(0);
    expect(ledger.pendingCount()).toBe(0);
  });

  it("waits until no photo does, also one that comes later", () => {
    addPhoto("a.jpg");
    sendStatus();
    expect(file()).toBe("photos/a.jpg 0 4");
    expect(queue.isSendingStatus()).toBe(false);
    addPhoto("b.jpg");
    say(200, stored(HASH));
    expect(file()).toBe("photos/b.jpg 0 4");
    expect(queue.nextStepAtMs(0)).toBe(i64.MAX_VALUE);
    say(200, stored(HASH));
    expect(file()).toBe("wamcam/status.json 0 7");
    expect(queue.verified).toBe(2);
  });

  it("is sent once, in its latest state", () => {
    sendStatus();
    sendStatus();
    file();
    say(200, stored(HASH));
    expect(queue.hasHope(0)).toBe(false);
    expect(queue.nextStepAtMs(0)).toBe(i64.MAX_VALUE);
  });

  it("is forgotten when Dropbox has other bytes or does not take it now, and delays no photo", () => {
    const errors = latestError.count;
    const warnings = latestWarning.count;
    sendStatus();
    file();
    say(200, stored(OTHER_HASH));
    expect(latestWarning.count).toBe(warnings + 1);
    expect(latestWarning.text.includes("other bytes")).toBe(true);
    sendStatus();
    file();
    say(503, "");
    expect(latestWarning.count).toBe(warnings + 2);
    expect(latestError.count).toBe(errors);
    expect(queue.hasHope(0)).toBe(false);
    addPhoto("a.jpg");
    expect(queue.nextStepAtMs(0)).toBe(0);
    expect(file()).toBe("photos/a.jpg 0 4");
  });

  it("asks a person for help as long as Dropbox takes no photo at all", () => {
    addPhoto("a.jpg");
    file();
    say(409, '{"error":{".tag":"path","reason":{".tag":"insufficient_space"}}}');
    expect(queue.needsAction).toBe("Dropbox is full; free some space in it");
    queue.step(3600001);
    netSetState(1, 3);
    netSetSentHash(1, HASH);
    queue.step(3600001);
    netAnswer(1, answer(200, "", stored(HASH)));
    queue.step(3600001);
    expect(queue.verified).toBe(1);
    expect(queue.needsAction).toBe("");
    expect(queue.rate_tenths >= 0).toBe(true);
  });
});
