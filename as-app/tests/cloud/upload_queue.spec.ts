import { DropboxAccount } from "../../assembly/cloud/dropbox/account";
import { DropboxUploader } from "../../assembly/cloud/dropbox/uploader";
import { HttpClient } from "../../assembly/cloud/http/client";
import { DropboxPlaces, UploadQueue } from "../../assembly/cloud/upload_queue";
import { store } from "../../assembly/host/card";
import { Ledger } from "../../assembly/ledger/ledger";
import { Photo } from "../../assembly/ledger/photo";
import { clockAdvance, reportCount, reportText, resetDoubles } from "../double";
import { answer, netAnswer, netSetSentHash, netSetState } from "./net_script";

const CONTENT: i32 = 1;

/** A queue with one photo on the card whose frame had so many bytes. */
function queueWith(bytes: i32, ledger: Ledger): UploadQueue {
  const uploader = new DropboxUploader(
    new HttpClient(),
    new DropboxAccount("key", "", "", "sl.access", 0),
  );
  ledger.open();
  const photo = new Photo();
  photo.path = "webcam/20250615/a.jpg";
  photo.capturedUtcMs = 1750000000000;
  ledger.plan(photo);
  photo.contentHash = store(1, photo.path).contentHash;
  photo.bytes = bytes;
  ledger.stored(photo);
  return new UploadQueue(uploader, ledger, new DropboxPlaces("webcam", "/webcam", ""));
}

/** Upload the photo; the answer comes `duration_ms` after the beginning. */
function upload(queue: UploadQueue, hash: string, duration_ms: i64): void {
  queue.step(0);
  netSetState(CONTENT, 3);
  netSetSentHash(CONTENT, hash);
  queue.step(0);
  clockAdvance(duration_ms);
  netAnswer(CONTENT, answer(200, "", '{"name":"a.jpg","content_hash":"' + hash + '"}'));
  queue.step(0);
}

function lastEvent(): string {
  return reportText(reportCount() - 1);
}

/** content_hash of the four bytes that the card's double stores. */
const HASH = "1a006620651c79d197bcf137ec09a49c0080d7774b2af3f63bf52c0818622236";

describe("the speed of an upload", () => {
  beforeEach(() => {
    resetDoubles();
  });

  it("is told in kilobytes of 1,000 bytes per second", () => {
    const queue = queueWith(80000, new Ledger());
    upload(queue, HASH, 500);
    expect(lastEvent().includes('"upload_ms":500.0,"kilobytes_per_second":160.0')).toBe(true);
  });

  it("is a number also for an upload that takes no time, and for a photo of no bytes", () => {
    const sizes: i32[] = [0, 4];
    for (let index = 0; index < sizes.length; index++) {
      resetDoubles();
      const queue = queueWith(sizes[index], new Ledger());
      upload(queue, HASH, 0);
      expect(queue.verified).toBe(1);
      expect(lastEvent().includes('"kind":"verified"')).toBe(true, lastEvent());
    }
  });
});
