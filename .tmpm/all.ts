import { HttpClient } from "../as-app/assembly/cloud/http/client";
import {
  DropboxUploader,
  PhotoUpload,
  refreshLatest,
} from "../as-app/assembly/cloud/dropbox/uploader";
import { DropboxAccount } from "../as-app/assembly/cloud/dropbox/account";
import { TimeSync } from "../as-app/assembly/clock/sources";
import { timeSources } from "../as-app/assembly/clock/source_kinds";
import { logInformation } from "../as-app/assembly/host/log";
let client = new HttpClient();
let up: DropboxUploader | null = null;
let sync: TimeSync | null = null;
export function start(): i32 {
  logInformation("started");
  up = new DropboxUploader(client, new DropboxAccount("a", "", "c", "d", 0));
  sync = new TimeSync(client, timeSources("u", "k", "z"));
  return 0;
}
export function tick(now: i64): i64 {
  client.step(now);
  if (sync!.step(now) > 0) logInformation(sync!.sentence);
  const s = up!.step(now);
  if (s == 3) up!.begin(refreshLatest(new PhotoUpload("a", "b", "c", 5), "/x"));
  if (s == 6) up!.begin(new PhotoUpload("a", "b", "c", 5));
  __collect();
  return now + 1000;
}
