/** Takes a photo with each profile, stores it and says all that can be told of it. */
import { profileOf, setupOf } from "../camera/profiles";
import { Shooter, Shot } from "../camera/shooter";
import { cardReason } from "../card/card_reason";
import { CamConfig } from "../config/camconfig";
import { stopping } from "../host/app";
import { FrameInfo, release, sensor } from "../host/camera";
import * as card from "../host/card";
import { stopwatchUs } from "../host/clock";
import { CHECK_FOLDER, CheckReport, milliseconds } from "./report";

/** Real time after which a camera that neither delivers nor fails is given up. */
const PATIENCE_US: i64 = 60000000;
/** How often the end of the patience is looked for. */
const PATIENCE_LOOK_MS: i64 = 1000;
/** Entries of a folder that are named. */
const NAMES_MAX: i32 = 12;

const STEPS: string[] = [
  "card",
  "open",
  "day photo",
  "day file",
  "night photo",
  "night file",
  "folder",
];
const CABLE = "; check the camera's cable and its power supply";

enum Stage {
  CARD,
  OPEN,
  DAY,
  NIGHT,
}

export class CameraCheck {
  private report: CheckReport = new CheckReport("camera", STEPS);
  private shooter: Shooter;
  private stage: Stage = Stage.CARD;
  private beganUs: i64 = 0;
  private storedCount: i32 = 0;

  constructor(private readonly config: CamConfig) {
    const camera = config.camera;
    const day = profileOf("day", camera.day);
    this.shooter = new Shooter(setupOf(camera), day, profileOf("night", camera.night));
  }

  /** Do what can be done; returns the uptime at which to call again at the latest. */
  step(now: i64): i64 {
    if (this.report.isEnded) return i64.MAX_VALUE;
    if (this.stage == Stage.CARD) this.checkCard();
    if (stopping()) this.giveUp("the check was stopped");
    else this.stepCamera(now);
    return min(this.shooter.nextMs(), now + PATIENCE_LOOK_MS);
  }

  private begin(stage: Stage): void {
    this.stage = stage;
    this.beganUs = stopwatchUs();
  }

  private elapsed(): string {
    return milliseconds(stopwatchUs() - this.beganUs);
  }

  // --- card -------------------------------------------------------------------------------------

  private checkCard(): void {
    const reason = this.cardFault();
    if (reason.length > 0) this.report.failed(reason);
    else this.report.passed(this.freeText() + " free; it holds " + names("", false));
    this.begin(Stage.OPEN);
  }

  /** What is wrong with the card and what can be done; empty for a good one. */
  private cardFault(): string {
    const state = card.state();
    if (state < 0) return cardReason(state) + "; insert one that is formatted as FAT";
    const free = card.freeBytes();
    if (free < 0) return cardReason(<i32>free) + "; try another card";
    const least = this.config.local.freeMin_mb;
    if (free >= <i64>least * 1000000) return "";
    const asked = "free_min_mb in camconfig.toml asks for " + least.toString() + " MB";
    return "only " + this.freeText() + " free, and " + asked + "; make room on the card";
  }

  private freeText(): string {
    return (card.freeBytes() / 1000000).toString() + " MB";
  }

  // --- camera -----------------------------------------------------------------------------------

  /** Go on until the camera is at work; a photo that was decided may lead to the next at once. */
  private stepCamera(now: i64): void {
    let stage: Stage;
    do {
      stage = this.stage;
      const shot = this.shooter.step(now);
      if (this.shooter.failure.length > 0) return this.notStarted();
      if (stage == Stage.OPEN) this.stepOpening();
      else if (shot != null) this.photoTaken(shot);
    } while (this.stage != stage);
    if (!this.report.isEnded && stopwatchUs() - this.beganUs >= PATIENCE_US) {
      this.giveUp("the camera does not answer" + CABLE);
    }
  }

  private notStarted(): void {
    const advice = "; check the camera's cable, and image_res in camconfig.toml";
    this.giveUp(this.howOpened() + ": " + this.shooter.failure + advice);
  }

  private howOpened(): string {
    const camera = this.config.camera;
    return camera.imageSize + " with quality " + camera.jpegQuality.toString();
  }

  private stepOpening(): void {
    if (!this.shooter.isOpen()) return;
    this.report.passed(sensor() + " started in " + this.elapsed() + " at " + this.howOpened());
    this.request(Stage.DAY);
  }

  private request(stage: Stage): void {
    this.begin(stage);
    this.shooter.prepare(stage == Stage.NIGHT);
    this.shooter.request();
  }

  private photoTaken(shot: Shot): void {
    if (shot.frame == 0) {
      this.report.failed(shot.doubt + CABLE);
      this.report.leftOut("there is no photo");
    } else {
      this.tell(shot);
      this.store(shot);
      release(shot.frame);
    }
    if (this.stage == Stage.DAY) this.request(Stage.NIGHT);
    else this.end();
  }

  private tell(shot: Shot): void {
    const text = this.describe(shot);
    if (shot.doubt.length == 0) return this.report.passed(text);
    const advice = "; raise jpg_qual or choose a smaller image_res, or else";
    this.report.failed(shot.doubt + " (" + text + ")" + advice + CABLE.substring(1));
  }

  private describe(shot: Shot): string {
    const settling = this.shooter.settlingFrames.toString() + " settling frames";
    const retakes = shot.retakes > 0 ? " and " + shot.retakes.toString() + " bad ones" : "";
    const how = "taken in " + this.elapsed() + " with " + settling + retakes;
    return sizeText(shot.info) + ", " + marks(shot.info) + ", " + how;
  }

  /** Store a photo in place of the one of an earlier check, and read back its size. */
  private store(shot: Shot): void {
    const path = CHECK_FOLDER + "/" + (this.stage == Stage.DAY ? "day.jpg" : "night.jpg");
    card.remove(path);
    const stored = card.store(shot.frame, path);
    if (stored.status < 0) return this.report.failed(path + ": " + cardReason(stored.status));
    this.storedCount++;
    const size = card.size(path);
    if (size != <i64>shot.info.bytes) {
      const found = size < 0 ? cardReason(<i32>size) : size.toString() + " bytes are there";
      return this.report.failed(path + ": " + found + "; try another card");
    }
    const time = milliseconds(stored.durationUs);
    this.report.passed(path + " written in " + time + ", " + size.toString() + " bytes read back");
  }

  // --- end --------------------------------------------------------------------------------------

  private giveUp(reason: string): void {
    this.report.failed(reason);
    this.report.leftOutAllBut(1, "there is no photo");
    this.end();
  }

  private end(): void {
    if (this.storedCount == 0) this.report.leftOut("nothing was stored");
    else this.report.passed(CHECK_FOLDER + " on the card keeps " + names(CHECK_FOLDER, true));
    this.report.end();
  }
}

function sizeText(info: FrameInfo): string {
  const bytes = info.bytes.toString() + " bytes";
  if (info.width == 0) return bytes;
  return info.width.toString() + " x " + info.height.toString() + " pixels, " + bytes;
}

function marks(info: FrameInfo): string {
  if (info.hasStart && info.hasEnd) return "both marks there";
  if (info.hasStart) return "end mark missing";
  return info.hasEnd ? "start mark missing" : "both marks missing";
}

/** The entries of a folder on the card, of files also the sizes if asked for. */
function names(folder: string, withSizes: bool): string {
  let text = "";
  for (let index = 0; index <= NAMES_MAX; index++) {
    const name = card.entry(folder, index);
    if (name == null) break;
    if (index == NAMES_MAX) return text + ", ...";
    if (index > 0) text += ", ";
    text += name;
    if (withSizes) text += " (" + card.size(folder + "/" + name).toString() + " bytes)";
  }
  return text.length > 0 ? text : "nothing";
}
