import { CameraCheck } from "../../assembly/check/camera_check";
import { CamConfig } from "../../assembly/config/camconfig";
import { sensorSettingName } from "../../assembly/config/sensor_settings";
import { HostError } from "../../assembly/host/errors";
import {
  appExitCode,
  appStop,
  cameraEnd,
  cameraFail,
  cameraFrame,
  cameraFramesHeld,
  cameraSetting,
  cardCount,
  cardFail,
  clockAdvance,
  logCount,
  logText,
  resetDoubles,
} from "../double";

const NO_END: i32 = 1;

/** Let the check run to its end, or for so many steps; the camera answers at once. */
function run(check: CameraCheck, steps: i32 = 100): void {
  for (let index = 0; index < steps && check.step(index) < i64.MAX_VALUE; index++) cameraEnd();
}

/** The line of a step; empty if there is none. */
function line(start: string): string {
  for (let index = 0; index < logCount(); index++) {
    if (logText(index).startsWith(start)) return logText(index);
  }
  return "";
}

function verdict(): string {
  return logText(logCount() - 1);
}

describe("the camera check", () => {
  beforeEach(() => {
    resetDoubles();
  });

  afterEach(() => {
    expect(cameraFramesHeld()).toBe(0, "every frame was given back");
  });

  it("takes a photo with each profile and stores both", () => {
    const config = new CamConfig();
    config.camera.imageSize = "UXGA";
    config.camera.jpegQuality = 12;
    run(new CameraCheck(config));
    expect(cameraSetting(0)).toBe("open UXGA 12");
    expect(line("ok   card")).toBe("ok   card: 1073 MB free; it holds nothing");
    expect(line("ok   open").includes("OV2640 started in ")).toBe(true);
    const photo =
      "photo: 800 x 600 pixels, 50000 bytes, both marks there, taken in 0 ms with 3 settling frames";
    expect(line("ok   day photo")).toBe("ok   day " + photo);
    expect(line("ok   night photo")).toBe("ok   night " + photo);
    expect(cardCount()).toBe(2);
    expect(line("ok   folder").includes("day.jpg (4 bytes), night.jpg (4 bytes)")).toBe(true);
  });

  it("uses the day's settings for one and the night's for the other", () => {
    const config = new CamConfig();
    config.camera.day = [11];
    config.camera.night = [22];
    run(new CameraCheck(config));
    expect(cameraSetting(1)).toBe(sensorSettingName(0) + " 11");
    expect(cameraSetting(4)).toBe(sensorSettingName(0) + " 22");
  });

  it("reads back what the card keeps: here fewer bytes than the frame had", () => {
    run(new CameraCheck(new CamConfig()));
    expect(line("FAIL day file")).toBe(
      "FAIL day file: wamcam/check/day.jpg: 4 bytes are there; try another card",
    );
    expect(verdict()).toBe("camera: FAIL, 2 of 7 steps failed");
    expect(appExitCode()).toBe(1);
  });

  it("replaces the photos of the check before", () => {
    run(new CameraCheck(new CamConfig()));
    const before = cardCount();
    run(new CameraCheck(new CamConfig()));
    expect(cardCount()).toBe(before);
    expect(line("FAIL day file: wamcam/check/day.jpg: card failed")).toBe("");
  });

  it("takes photos without a card too", () => {
    cardFail(HostError.NO_DEVICE);
    run(new CameraCheck(new CamConfig()));
    expect(line("FAIL card")).toBe("FAIL card: no card; insert one that is formatted as FAT");
    expect(line("ok   night photo").length).toBeGreaterThan(0);
    expect(line("FAIL night file").includes("no card")).toBe(true);
    expect(line("--   folder")).toBe("--   folder: left out, nothing was stored");
    expect(verdict()).toBe("camera: FAIL, 3 of 7 steps failed");
  });

  it("says when less is free than camconfig.toml wants", () => {
    const config = new CamConfig();
    config.local.freeMin_mb = 2000;
    run(new CameraCheck(config));
    expect(line("FAIL card")).toBe(
      "FAIL card: only 1073 MB free, and free_min_mb in camconfig.toml asks for 2000 MB; " +
        "make room on the card",
    );
  });

  it("ends when the camera does not start", () => {
    cameraFail(HostError.NO_DEVICE, 0);
    run(new CameraCheck(new CamConfig()));
    expect(line("FAIL open")).toBe(
      "FAIL open: SVGA with quality 10: no camera or no card is there; " +
        "check the camera's cable, and image_res in camconfig.toml",
    );
    expect(line("--   night file")).toBe("--   night file: left out, there is no photo");
    expect(verdict()).toBe("camera: FAIL, 1 of 7 steps failed");
    expect(cardCount()).toBe(0);
  });

  it("ends when no frame comes, by day and by night", () => {
    cameraFail(0, HostError.TIMED_OUT);
    run(new CameraCheck(new CamConfig()));
    expect(line("FAIL day photo")).toBe(
      "FAIL day photo: the camera gave no frame: a deadline passed; " +
        "check the camera's cable and its power supply",
    );
    expect(line("FAIL night photo").length).toBeGreaterThan(0);
    expect(verdict()).toBe("camera: FAIL, 2 of 7 steps failed");
  });

  it("ends when the camera says nothing at all", () => {
    const check = new CameraCheck(new CamConfig());
    check.step(0);
    cameraEnd();
    check.step(0);
    clockAdvance(59000);
    check.step(59000);
    expect(appExitCode()).toBe(-1);
    clockAdvance(1000);
    check.step(60000);
    expect(line("FAIL day photo").includes("the camera does not answer")).toBe(true);
    expect(appExitCode()).toBe(1);
  });

  it("keeps a torn photo for the person to look at, and fails", () => {
    cameraFrame(50000, NO_END);
    run(new CameraCheck(new CamConfig()));
    const text = line("FAIL day photo");
    expect(text.includes("the frame has no JPEG end marker (800 x 600 pixels")).toBe(true);
    expect(text.includes("end mark missing")).toBe(true);
    expect(text.includes("2 bad ones")).toBe(true);
    expect(text.includes("raise jpg_qual")).toBe(true);
    expect(cardCount()).toBe(2);
  });

  it("stops when it is asked to", () => {
    const check = new CameraCheck(new CamConfig());
    run(check, 3);
    check.step(3); // the job that is under way now is the host's to end
    appStop();
    check.step(4);
    expect(line("FAIL day photo")).toBe("FAIL day photo: the check was stopped");
    expect(appExitCode()).toBe(1);
  });
});
