/** Does with a small file of its own in Dropbox what the camera does with photos, and removes it. */
import { cardReason } from "../card/card_reason";
import { accountOf } from "../cloud/dropbox/account";
import { ApiCall } from "../cloud/dropbox/api_call";
import { headerJsonString } from "../cloud/dropbox/header_json";
import { AUTHORISE, Judgement, Verdict } from "../cloud/dropbox/judgement";
import { TokenKeeper } from "../cloud/dropbox/token_keeper";
import { DropboxUploader, PhotoUpload, UploadState } from "../cloud/dropbox/uploader";
import { HttpClient } from "../cloud/http/client";
import { padded } from "../clock/civil";
import { CamConfig } from "../config/camconfig";
import { Settings } from "../config/settings";
import { stopping } from "../host/app";
import * as card from "../host/card";
import { nowMs, stopwatchUs } from "../host/clock";
import { randomBelow } from "../host/random";
import { utf8 } from "../host/text";
import { CHECK_FOLDER, CheckReport, milliseconds, NETWORK } from "./report";

/** What the file holds; its content_hash below is known without the help of board and Dropbox. */
export const CHECK_TEXT = "Written by the Dropbox check of a wamcam camera. It may be deleted.\n";
export const CHECK_TEXT_HASH = "f0543f95139a1fbd8dbf0edfaf76639e5d96174dfa189dfb51ae7b304b6c2f9f";
const CARD_PATH = CHECK_FOLDER + "/upload.txt";

/** How often an end is looked for if no connection moves. */
const LOOK_MS: i64 = 1000;

const STEPS: string[] = ["token", "account", "folder", "card", "upload", "look up", "delete"];

enum Stage {
  TOKEN,
  ACCOUNT,
  FOLDER,
  /** The folder is missing and is being made. */
  NEW_FOLDER,
  UPLOAD,
  LOOK_UP,
  DELETE,
}

/** What a person can do about a failure that may pass, where the sentence does not say it. */
function adviceToRetry(sentence: string): string {
  if (sentence.includes("; ")) return "";
  return sentence.startsWith("Dropbox ") ? "; try again later" : NETWORK;
}

/** What a person can do where the judgement itself does not say it. */
function advice(judgement: Judgement): string {
  switch (judgement.verdict) {
    case Verdict.RETRY:
      return adviceToRetry(judgement.sentence);
    case Verdict.STRANGE:
      return "; try again later, and update the application if it stays so";
    case Verdict.TOKEN_EXPIRED:
    case Verdict.TOKEN_REFUSED:
      return AUTHORISE;
    default:
      return "";
  }
}

/** True if nothing else can succeed after such an answer. */
function isHopeless(verdict: Verdict): bool {
  return (
    verdict == Verdict.RETRY ||
    verdict == Verdict.STRANGE ||
    verdict == Verdict.TOKEN_EXPIRED ||
    verdict == Verdict.TOKEN_REFUSED
  );
}

function pathArgument(path: string): string {
  return '{"path":' + headerJsonString(path) + "}";
}

export class DropboxCheck {
  private report: CheckReport = new CheckReport("dropbox", STEPS);
  private client: HttpClient;
  private token: TokenKeeper;
  private stage: Stage = Stage.TOKEN;
  private call: ApiCall | null = null;
  private uploader: DropboxUploader | null = null;
  private beganUs: i64 = 0;
  private hasBegun: bool = false;
  /** The camera's folder; empty for the top of Dropbox. */
  private folder: string;
  /** The file of this check. */
  private path: string;

  constructor(config: CamConfig, settings: Settings) {
    const name = config.dropbox.imageDirectory;
    const number = padded(<i32>randomBelow(100000000), 8);
    const client = new HttpClient(config.network);
    const folder = name.length > 0 ? "/" + name : "";
    this.client = client;
    this.token = new TokenKeeper(client, accountOf(settings));
    this.folder = folder;
    this.path = folder + "/wamcam-check-" + number + ".txt";
  }

  /** Do what can be done; returns the uptime at which to call again at the latest. */
  step(now: i64): i64 {
    if (this.report.isEnded) return i64.MAX_VALUE;
    if (stopping()) this.stop();
    else if (!this.hasBegun) this.beginToken();
    while (!this.report.isEnded && this.advance(now)) {}
    return now + LOOK_MS;
  }

  /** One step; false if there is nothing to do before a connection moves. */
  private advance(now: i64): bool {
    if (this.stage == Stage.TOKEN) return this.stepToken(now);
    if (this.stage == Stage.UPLOAD) return this.stepUpload(now);
    const judgement = this.call!.step(now);
    if (judgement == null) return false;
    this.called(judgement);
    return true;
  }

  private begin(stage: Stage, route: string, argument: string): void {
    this.stage = stage;
    this.beganUs = stopwatchUs();
    const subject = stage >= Stage.UPLOAD ? this.path : this.folder;
    this.call = new ApiCall(this.client, this.token.accessToken, route, argument, subject);
  }

  private called(judgement: Judgement): void {
    switch (this.stage) {
      case Stage.ACCOUNT:
        return this.accountTold(judgement);
      case Stage.FOLDER:
        return this.folderTold(judgement);
      case Stage.NEW_FOLDER:
        return this.folderMade(judgement);
      case Stage.LOOK_UP:
        return this.fileTold(judgement);
      default:
        this.fileDeleted(judgement);
    }
  }

  /** The step has failed; true if the check goes on all the same. */
  private failed(judgement: Judgement): bool {
    this.report.failed(judgement.sentence + advice(judgement));
    if (!isHopeless(judgement.verdict)) return true;
    this.leaveRest("Dropbox cannot be used");
    return false;
  }

  // --- token and account ------------------------------------------------------------------------

  private beginToken(): void {
    this.hasBegun = true;
    const account = this.token.account;
    if (account.canRefresh()) return this.token.begin();
    if (account.accessToken.length == 0) {
      this.report.failed(
        "DBX_APP_KEY and DBX_REFRESH_TOKEN are missing in settings.toml" + AUTHORISE,
      );
      return this.leaveRest("there is no token");
    }
    this.report.passed("DBX_ACCESS_TOKEN, which ends some day: DBX_REFRESH_TOKEN would renew it");
    this.begin(Stage.ACCOUNT, "users/get_current_account", "");
  }

  private stepToken(now: i64): bool {
    const judgement = this.token.step(now);
    if (judgement == null) return false;
    if (judgement.verdict == Verdict.ACCEPTED) {
      this.report.passed("renewed with DBX_REFRESH_TOKEN, kept in state.toml for the camera");
      this.begin(Stage.ACCOUNT, "users/get_current_account", "");
    } else if (this.failed(judgement)) this.leaveRest("there is no token");
    return true;
  }

  private accountTold(judgement: Judgement): void {
    const json = judgement.json;
    if (judgement.verdict == Verdict.ACCEPTED) {
      const name = json.member("name").member("display_name").text();
      this.report.passed(name + " <" + json.member("email").text() + ">");
    } else if (json.member("error").tag() == "missing_scope") {
      this.report.leftOut("the app lacks account_info.read, which the camera does not need");
    } else if (!this.failed(judgement)) return;
    this.beginFolder();
  }

  // --- folder -----------------------------------------------------------------------------------

  private beginFolder(): void {
    if (this.folder.length > 0) {
      return this.begin(Stage.FOLDER, "files/get_metadata", pathArgument(this.folder));
    }
    this.report.leftOut("camconfig.toml names no image_dir under [dropbox]");
    this.beginUpload();
  }

  private folderTold(judgement: Judgement): void {
    if (judgement.verdict == Verdict.NOT_FOUND) {
      const argument = pathArgument(this.folder);
      return this.begin(Stage.NEW_FOLDER, "files/create_folder_v2", argument);
    }
    if (judgement.verdict != Verdict.ACCEPTED) {
      if (!this.failed(judgement)) return;
    } else if (judgement.json.tag() == "folder") this.report.passed(this.folder + " is there");
    else this.report.failed(this.folder + " is a file; rename it or choose another image_dir");
    this.beginUpload();
  }

  private folderMade(judgement: Judgement): void {
    const holder = judgement.json.member("error").member("path").member("conflict").tag();
    if (judgement.verdict == Verdict.ACCEPTED) {
      this.report.passed(this.folder + " was missing; it was made and stays");
    } else if (holder == "folder") {
      this.report.passed(this.folder + " is there; somebody else has just made it");
    } else if (!this.failed(judgement)) return;
    this.beginUpload();
  }

  // --- file -------------------------------------------------------------------------------------

  private beginUpload(): void {
    const status = card.write(CARD_PATH, utf8(CHECK_TEXT));
    if (status < 0) {
      this.report.failed(CARD_PATH + ": " + cardReason(status));
      return this.leaveRest("there is nothing to upload");
    }
    this.report.passed(CARD_PATH + " written");
    // Only now: the uploader finds the renewed token in state.toml.
    const uploader = new DropboxUploader(this.client, this.token.account);
    uploader.begin(new PhotoUpload(CARD_PATH, this.path, CHECK_TEXT_HASH, nowMs()));
    this.uploader = uploader;
    this.stage = Stage.UPLOAD;
    this.beganUs = stopwatchUs();
  }

  private stepUpload(now: i64): bool {
    const uploader = this.uploader!;
    const state = uploader.step(now);
    if (state == UploadState.RUNNING) return false;
    const time = milliseconds(stopwatchUs() - this.beganUs);
    if (state == UploadState.VERIFIED) {
      this.report.passed(this.path + " in " + time + ", content_hash confirmed");
      this.begin(Stage.LOOK_UP, "files/get_metadata", pathArgument(this.path));
    } else this.uploadFailed(state, uploader.sentence);
    return true;
  }

  private uploadFailed(state: UploadState, sentence: string): void {
    const isWrong = state == UploadState.WRONG_HASH;
    const isLost = state == UploadState.RETRY;
    const again = isWrong ? "; check again, and try another card if it stays so" : "";
    this.report.failed(sentence + (isLost ? adviceToRetry(sentence) : again));
    this.report.leftOut("the file was not uploaded");
    // Of a request without an answer nobody knows what became of it.
    if (isWrong || isLost) this.beginDeleting();
    else this.leaveRest("there is nothing to delete");
  }

  private fileTold(judgement: Judgement): void {
    const json = judgement.json;
    if (judgement.verdict != Verdict.ACCEPTED) {
      this.report.failed(judgement.sentence + advice(judgement));
    } else if (json.member("content_hash").text() != CHECK_TEXT_HASH) {
      this.report.failed("Dropbox tells of another content_hash; check again");
    } else {
      this.report.passed(
        json.member("size").integer(0).toString() + " bytes, the same content_hash",
      );
    }
    this.beginDeleting();
  }

  private beginDeleting(): void {
    this.begin(Stage.DELETE, "files/delete_v2", pathArgument(this.path));
  }

  private fileDeleted(judgement: Judgement): void {
    if (judgement.verdict == Verdict.ACCEPTED) {
      this.report.passed("the file is gone again, here and on the card");
    } else if (judgement.verdict == Verdict.NOT_FOUND) {
      this.report.passed("there was nothing to delete");
    } else {
      const left = "; delete " + this.path + " in Dropbox by hand if it is there";
      this.report.failed(judgement.sentence + advice(judgement) + left);
    }
    this.end();
  }

  // --- end --------------------------------------------------------------------------------------

  private leaveRest(reason: string): void {
    this.report.leftOutAllBut(0, reason);
    this.end();
  }

  private stop(): void {
    this.token.abandon();
    const call = this.call;
    if (call != null) call.abandon();
    const uploader = this.uploader;
    if (uploader != null) uploader.abandon();
    const mayBeThere = this.stage >= Stage.UPLOAD;
    const left = mayBeThere ? "; delete " + this.path + " in Dropbox if it is there" : "";
    this.report.failed("the check was stopped" + left);
    this.leaveRest("the check was stopped");
  }

  private end(): void {
    card.remove(CARD_PATH);
    card.remove(CHECK_FOLDER); // works only if it is empty
    this.client.close();
    this.report.end();
  }
}
