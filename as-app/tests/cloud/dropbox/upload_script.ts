/** What tests of the uploader share: a photo on the card, a client, scripted answers. */
import { DropboxAccount } from "../../../assembly/cloud/dropbox/account";
import {
  DropboxUploader,
  PhotoUpload,
  UploadState,
} from "../../../assembly/cloud/dropbox/uploader";
import { HttpClient } from "../../../assembly/cloud/http/client";
import { resetDoubles } from "../../double";
import { answer, cardPut, netAnswer, netSetSentHash, netSetState } from "../net_script";

/** content_hash of FF D8 FF D9. */
export const HASH = "1a006620651c79d197bcf137ec09a49c0080d7774b2af3f63bf52c0818622236";
export const OTHER_HASH = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
export const PATH = "/webcam/20250615/20250615-150640-CAM1.jpg";
export const CARD_PATH = "20250615/a.jpg";
export const SECRETS: string[] = ["sl.access", "refresh.token", "app.secret", "sl.renewed"];
export const EXPIRED = '{"error_summary":"x/..","error":{".tag":"expired_access_token"}}';
export const INVALID = '{"error_summary":"x/..","error":{".tag":"invalid_access_token"}}';
export const RENEWED = '{"access_token":"sl.renewed","token_type":"bearer","expires_in":14400}';

export let client: HttpClient = new HttpClient();
export let uploader: DropboxUploader = new DropboxUploader(
  client,
  new DropboxAccount("", "", "", "", 0),
);

export function photo(): PhotoUpload {
  return new PhotoUpload(CARD_PATH, PATH, HASH, 1750000000999);
}

/** A new uploader for an account. */
export function useAccount(account: DropboxAccount): void {
  uploader = new DropboxUploader(client, account);
}

/** Begin anew, with a photo of four bytes on the card. */
export function restart(): void {
  resetDoubles();
  client = new HttpClient();
  useAccount(new DropboxAccount("key", "app.secret", "refresh.token", "sl.access", 0));
  const jpeg = new Uint8Array(4);
  jpeg[0] = jpeg[2] = 0xff;
  jpeg[1] = 0xd8;
  jpeg[3] = 0xd9;
  cardPut(CARD_PATH, jpeg);
}

/** Answer what is asked over a connection that is open, or opened now. */
export function say(connection: i32, text: string): UploadState {
  uploader.step(0);
  netSetState(connection, 3);
  netSetSentHash(connection, HASH);
  uploader.step(0);
  netAnswer(connection, text);
  return uploader.step(0);
}

/** A fresh upload that is answered so. */
export function uploadAnswered(status: i32, fields: string, body: string): UploadState {
  restart();
  uploader.begin(photo());
  return say(1, answer(status, fields, body));
}

export function metadata(hash: string): string {
  return '{"name":"x","size":4,"content_hash":"' + hash + '","is_downloadable":true}';
}

/** A 409 of files/upload with that WriteError. */
export function refused(reason: string): string {
  return '{"error_summary":"path/x/..","error":{".tag":"path","reason":' + reason + "}}";
}

/** The answer of get_metadata about a path where nothing is. */
export function nothingThere(): string {
  const error = '{".tag":"path","path":{".tag":"not_found"}}';
  return answer(409, "", '{"error_summary":"path/not_found/.","error":' + error + "}");
}

export function expectNoSecret(text: string): void {
  for (let index = 0; index < SECRETS.length; index++) {
    expect(text.includes(SECRETS[index])).toBe(false, SECRETS[index]);
  }
}
