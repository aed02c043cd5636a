/** Takes good frames: opens the camera, keeps its profile, discards, checks, takes again. */
import { FrameInfo, frameInfo, open, release, result, sensor, shoot } from "../host/camera";
import { errorText, HostError } from "../host/errors";
import { logInformation, logWarning } from "../log/log";
import { FrameFault, FrameGate, frameFaultText } from "./frame_gate";
import { addRotation, Profile } from "./profile";
import { Settling } from "./settling";

/** Missing frames in a row after which the camera is started anew. */
const MISSING_FRAMES_MAX: i32 = 3;
/** Pause before a camera that did not start is tried again, doubled each time up to the last. */
const REOPEN_FIRST_MS: i64 = 1000;
const REOPEN_LAST_MS: i64 = 60000;

/** What to open the camera with. */
export class CameraSetup {
  frameSize: string = "SVGA";
  jpegQuality: i32 = 10;
  rotation: i32 = 0;
  settleFramesMax: i32 = 8;
  retakesMax: i32 = 2;
}

/** A frame that was kept, or why there is none. Whoever gets it releases the frame. */
export class Shot {
  /** Handle, 0 if no frame could be had. */
  frame: i32 = 0;
  info: FrameInfo = new FrameInfo();
  /** Frames that were taken and thrown away for this shot. */
  retakes: i32 = 0;
  /** Why the frame is doubtful or missing; empty for a good one. */
  doubt: string = "";
}

enum Stage {
  /** Waiting until the camera may be opened (again). */
  CLOSED,
  OPENING,
  READY,
  /** A frame is being taken to be discarded. */
  SETTLING,
  /** A frame is being taken to be kept. */
  SHOOTING,
}

export class Shooter {
  private stage: Stage = Stage.CLOSED;
  private reopenAtMs: i64 = 0;
  private reopenPauseMs: i64 = REOPEN_FIRST_MS;
  private missing: i32 = 0;
  private applied: Profile | null = null;
  private rotationKnown: bool = false;
  private wanted: Profile;
  private wantsShot: bool = false;
  private shot: Shot = new Shot();
  private settling: Settling = new Settling();
  private gate: FrameGate = new FrameGate();
  /** Times the camera was started anew after frames were missing. */
  restarts: i32 = 0;
  /** Why the camera did not start at the last try; empty once it has. */
  failure: string = "";

  constructor(
    private setup: CameraSetup,
    private day: Profile,
    private night: Profile,
  ) {
    this.wanted = day;
  }

  /** The profile of the next shot; the camera is brought there ahead of time. */
  prepare(atNight: bool): void {
    this.wanted = atNight ? this.night : this.day;
  }

  /** Take one frame as soon as possible; `step` hands it out. */
  request(): void {
    this.wantsShot = true;
    this.shot = new Shot();
  }

  /** True when the camera is open and has settled in the wanted profile. */
  isReady(): bool {
    return this.stage == Stage.READY && this.applied == this.wanted && !this.settling.active();
  }

  /** True once the camera has started. */
  isOpen(): bool {
    return this.stage >= Stage.READY;
  }

  /** Frames that were thrown away since the last start or change of profile until it had settled. */
  get settlingFrames(): i32 {
    return this.settling.count;
  }

  /** True while a requested shot has not been handed out. */
  busy(): bool {
    return this.wantsShot;
  }

  /** When to call next even if no job ends: the moment to open the camera (again). */
  nextMs(): i64 {
    return this.stage == Stage.CLOSED ? this.reopenAtMs : i64.MAX_VALUE;
  }

  /** Do what can be done; returns the shot when it is decided. */
  step(now: i64): Shot | null {
    let decided: Shot | null = null;
    if (this.stage == Stage.CLOSED && now >= this.reopenAtMs) this.open(now);
    if (this.stage == Stage.OPENING) this.opened(now);
    if (this.stage == Stage.SETTLING || this.stage == Stage.SHOOTING) decided = this.taken(now);
    if (this.stage == Stage.READY) this.next();
    return decided;
  }

  private open(now: i64): void {
    const status = open(this.setup.frameSize, this.setup.jpegQuality);
    if (status < 0 && status != HostError.BUSY) {
      this.openFailed(now, status);
    } else if (status == 0) {
      this.stage = Stage.OPENING;
    }
  }

  private opened(now: i64): void {
    const status = result();
    if (status == HostError.WOULD_BLOCK) return;
    if (status < 0) {
      this.openFailed(now, status);
      return;
    }
    this.stage = Stage.READY;
    this.failure = "";
    this.reopenPauseMs = REOPEN_FIRST_MS;
    this.missing = 0;
    this.applied = null;
    if (!this.rotationKnown) {
      this.rotationKnown = true;
      addRotation(this.day, this.setup.rotation, sensor());
      addRotation(this.night, this.setup.rotation, sensor());
      logInformation("camera: " + sensor() + " started at " + this.setup.frameSize);
    }
  }

  private openFailed(now: i64, status: i32): void {
    this.failure = errorText(status);
    logWarning("camera: did not start: " + this.failure);
    this.stage = Stage.CLOSED;
    this.reopenAtMs = now + this.reopenPauseMs;
    this.reopenPauseMs = min(this.reopenPauseMs * 2, REOPEN_LAST_MS);
  }

  /** The camera is idle: bring it to the wanted profile, settle it, or shoot. */
  private next(): void {
    if (this.applied != this.wanted) {
      if (!this.wanted.apply()) return;
      this.applied = this.wanted;
      this.gate.reset();
      this.settling.begin(this.setup.settleFramesMax);
    }
    if (this.settling.active()) {
      if (shoot() == 0) this.stage = Stage.SETTLING;
    } else if (this.wantsShot) {
      if (shoot() == 0) this.stage = Stage.SHOOTING;
    }
  }

  /** A frame has come, or not: discard it, keep it, or take another. */
  private taken(now: i64): Shot | null {
    const frame = result();
    if (frame == HostError.WOULD_BLOCK) return null;
    const kept = this.stage == Stage.SHOOTING;
    this.stage = Stage.READY;
    if (frame < 0) return this.frameMissing(now, frame);
    this.missing = 0;
    const info = frameInfo(frame);
    if (info == null) return this.frameMissing(now, HostError.BAD_HANDLE);
    if (!kept || !this.wantsShot) {
      this.settling.discarded(info.bytes);
      release(frame);
      return null;
    }
    return this.judge(frame, info);
  }

  private judge(frame: i32, info: FrameInfo): Shot | null {
    const fault = this.gate.judge(info);
    if (fault != FrameFault.NONE && this.shot.retakes < this.setup.retakesMax) {
      logWarning("camera: " + frameFaultText(fault) + ", taking another");
      this.shot.retakes++;
      release(frame);
      return null;
    }
    if (fault != FrameFault.NONE) this.gate.remember(info.bytes);
    this.shot.frame = frame;
    this.shot.info = info;
    this.shot.doubt = frameFaultText(fault);
    this.wantsShot = false;
    return this.shot;
  }

  /** No frame: try again at once, then start the camera anew, and let this shot go. */
  private frameMissing(now: i64, error: i32): Shot | null {
    this.missing++;
    logWarning("camera: no frame came: " + errorText(error));
    if (this.missing < MISSING_FRAMES_MAX) return null;
    logWarning("camera: " + this.missing.toString() + " frames missing, starting it anew");
    this.missing = 0;
    this.restarts++;
    this.stage = Stage.CLOSED;
    this.reopenAtMs = now;
    if (!this.wantsShot) return null;
    this.wantsShot = false;
    this.shot.doubt = "the camera gave no frame: " + errorText(error);
    return this.shot;
  }
}
