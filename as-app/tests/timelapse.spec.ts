import { Zone } from "../assembly/clock/posix_tz";
import { CamConfig } from "../assembly/config/camconfig";
import { Settings } from "../assembly/config/settings";
import { setNowMs, uptimeMs } from "../assembly/host/clock";
import { HostError } from "../assembly/host/errors";
import { TimeLapse } from "../assembly/timelapse";
import {
  cameraEnd,
  cardFail,
  cardFailReading,
  cardText,
  clockAdvance,
  clockRestart,
  resetDoubles,
} from "./double";
import { START_MS } from "./ledger/run";

const MINUTE_MS: i64 = 60000;
const STEP_MS: i64 = 50;

function ledgerText(): string {
  return cardText("wamcam/ledger/0000/000000.log");
}

/** A camera that takes a photo a minute, onto the card alone; the first is due 20 s after START_MS. */
function start(): TimeLapse {
  const config = new CamConfig();
  config.camera.camId = "CAM1";
  config.local.imageDirectory = "webcam";
  config.local.freeMin_mb = 0;
  config.timer.dayInterval_s = 60;
  config.dropbox.enabled = false;
  return new TimeLapse(config, new Settings(), new Zone());
}

/** Let the camera run up to a moment of this start; its jobs take a step each. */
function runUntil(app: TimeLapse, uptime: i64): void {
  while (uptimeMs() < uptime) {
    app.step(uptimeMs());
    cameraEnd();
    clockAdvance(STEP_MS);
  }
}

describe("a card that is back when a shot is due", () => {
  it("gets the shots missed before the start and since before the photo", () => {
    resetDoubles();
    setNowMs(START_MS);
    runUntil(start(), 30000);
    expect(ledgerText().includes("planned 1 1 20250615T150700.000Z ")).toBe(true, ledgerText());
    // Without power over two shots, then without the card over one.
    clockRestart(2 * MINUTE_MS);
    cardFail(HostError.NO_DEVICE);
    cardFailReading(HostError.NO_DEVICE);
    const second = start();
    runUntil(second, 110000 - 200);
    cardFail(0);
    cardFailReading(0);
    runUntil(second, 112000);
    const text = ledgerText();
    const off = text.indexOf(
      "missed 2 2 20250615T150800.000Z 0 20250615T150900.000Z the camera was",
    );
    const noCard = text.indexOf(
      "missed 4 1 20250615T151000.000Z 50000 20250615T151000.000Z no card",
    );
    const photo = text.indexOf("planned 5 2 20250615T151100.000Z ");
    expect(off).toBeGreaterThan(0, text);
    expect(noCard).toBeGreaterThan(off, text);
    expect(photo).toBeGreaterThan(noCard, text);
  });
});
