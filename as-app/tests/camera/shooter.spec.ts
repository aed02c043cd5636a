import { addRotation, Profile } from "../../assembly/camera/profile";
import { CameraSetup, Shooter, Shot } from "../../assembly/camera/shooter";
import { release } from "../../assembly/host/camera";
import { HostError } from "../../assembly/host/errors";
import {
  cameraEnd,
  cameraFail,
  cameraFrame,
  cameraFramesHeld,
  cameraRefuse,
  cameraSetting,
  cameraSettingCount,
  logCount,
  logLevel,
  logText,
  resetDoubles,
} from "../double";

const GOOD: i32 = 3;
const NO_END: i32 = 1;

function profile(name: string, exposure: i32): Profile {
  const settings = new Profile(name);
  settings.add("exposure_ctrl", exposure);
  return settings;
}

function shooter(): Shooter {
  return new Shooter(new CameraSetup(), profile("day", 1), profile("night", 0));
}

/** Step, ending the camera's job each time, until a shot is decided or `steps` are over. */
function run(camera: Shooter, steps: i32): Shot | null {
  for (let index = 0; index < steps; index++) {
    const shot = camera.step(index * 10000);
    if (shot != null) return shot;
    cameraEnd();
  }
  return null;
}

describe("the shooter", () => {
  beforeEach(() => {
    resetDoubles();
  });

  it("opens the camera, settles it and keeps one good frame", () => {
    const camera = shooter();
    camera.request();
    const shot = run(camera, 20)!;
    expect(shot.frame).toBeGreaterThan(0);
    expect(shot.doubt).toBe("");
    expect(cameraSetting(0)).toBe("open SVGA 10");
    expect(cameraFramesHeld()).toBe(1, "only the frame that was handed out is held");
    release(shot.frame);
    expect(cameraFramesHeld()).toBe(0);
  });

  it("states every setting again when it goes back to day", () => {
    const camera = shooter();
    run(camera, 10);
    const before = cameraSettingCount();
    camera.prepare(true);
    run(camera, 10);
    camera.prepare(false);
    run(camera, 10);
    expect(cameraSetting(before)).toBe("exposure_ctrl 0");
    expect(cameraSetting(before + 3)).toBe("exposure_ctrl 1");
  });

  it("says in one line, once, what the sensor lacks", () => {
    const camera = shooter();
    cameraRefuse(HostError.NOT_SUPPORTED);
    run(camera, 10);
    const lines = logCount();
    expect(logText(lines - 1)).toBe(
      "camera: the sensor has no exposure_ctrl vflip hmirror (day profile)",
    );
    expect(logLevel(lines - 1)).toBe(2);
    camera.prepare(true);
    run(camera, 10);
    camera.prepare(false);
    run(camera, 10);
    expect(logCount()).toBe(lines + 1, "once for each profile");
  });

  it("settles at most the given number of frames", () => {
    const camera = shooter();
    camera.request();
    let frames = 0;
    let shot: Shot | null = null;
    for (; frames < 50 && shot == null; frames++) {
      cameraFrame(10000 * (1 + (frames & 1)), GOOD);
      shot = camera.step(frames);
      cameraEnd();
    }
    expect(shot).not.toBeNull();
    expect(frames).toBeLessThan(14);
  });

  it("takes another frame when one is torn, and tags it after the last retake", () => {
    const camera = shooter();
    run(camera, 10);
    cameraFrame(50000, NO_END);
    camera.request();
    const shot = run(camera, 20)!;
    expect(shot.retakes).toBe(2);
    expect(shot.doubt).toBe("the frame has no JPEG end marker");
    expect(cameraFramesHeld()).toBe(1);
  });

  it("doubts a frame that is far smaller than its neighbours", () => {
    const camera = shooter();
    for (let index = 0; index < 5; index++) {
      camera.request();
      release(run(camera, 20)!.frame);
    }
    cameraFrame(9000, GOOD);
    camera.request();
    expect(run(camera, 20)!.doubt).toBe("the frame is far smaller than the ones before");
  });

  it("starts the camera anew after three missing frames and says so", () => {
    const camera = shooter();
    run(camera, 10);
    cameraFail(0, HostError.TIMED_OUT);
    camera.request();
    const shot = run(camera, 20)!;
    expect(shot.frame).toBe(0);
    expect(shot.doubt).toBe("the camera gave no frame: a deadline passed");
    expect(camera.restarts).toBe(1);
    cameraFail(0, 0);
    camera.request();
    expect(run(camera, 20)!.frame).toBeGreaterThan(0);
  });

  it("keeps trying to open a camera that is not there", () => {
    const camera = shooter();
    cameraFail(HostError.NO_DEVICE, 0);
    camera.request();
    expect(run(camera, 5)).toBeNull();
    cameraFail(0, 0);
    expect(run(camera, 40)!.frame).toBeGreaterThan(0);
  });
});

describe("a rotation by 180 degrees", () => {
  it("mirrors the sensors that need it", () => {
    const ov2640 = new Profile("day");
    addRotation(ov2640, 180, "OV2640");
    expect(ov2640.settings[1].value).toBe(1);
    const ov3660 = new Profile("day");
    addRotation(ov3660, 180, "OV3660");
    expect(ov3660.settings[0].value).toBe(1);
    expect(ov3660.settings[1].value).toBe(0);
  });

  it("leaves a mirror alone that the person has set", () => {
    const profile = new Profile("day");
    profile.add("hmirror", 0);
    addRotation(profile, 180, "OV2640");
    expect(profile.settings.length).toBe(2);
    expect(profile.settings[0].value).toBe(0);
    expect(profile.settings[1].name).toBe("vflip");
  });
});
