/**
 * Motion: looks once a second and stores a photo only when the picture has changed. What counts is
 * how bright its parts are, where the board can tell that, else the size of the file: more
 * things to be seen make a larger one.
 */
import { HostError, app, camera, card, errorText, log, settings, update } from "@wamcam/host";

const LOOK_MS: i64 = 1000;
/** A cell has changed by so much more than all together, of 255: a cloud darkens them all. */
const CELL_CHANGE: i32 = 12;
/** So many of the 48 cells make a changed picture. */
const CELLS_MIN: i32 = 2;
/** Without brightness: by how many percent the size of the file differs. */
const SIZE_CHANGE: i32 = 8;

let nextLook: i64 = 0;
let photos: i32 = 0;
let lastBytes: i32 = 0;
let hasLast: bool = false;
let last = new Uint8Array(camera.LUMINANCE_CELLS);
let present = new Uint8Array(camera.LUMINANCE_CELLS);

export function start(): i32 {
  // Whoever knows WAMCAM_TOKEN of settings.toml may send the next version (npm run push).
  update.listen("MOTION", settings.plainText("WAMCAM_TOKEN"));
  return camera.open("VGA", 12) == 0 ? 0 : 1;
}

export function tick(now: i64): i64 {
  if (app.stopping()) app.finish(app.ExitCode.DONE);
  const frame = camera.result();
  // The board calls as soon as the job has ended.
  if (frame == HostError.WOULD_BLOCK) return now + LOOK_MS;
  if (frame > 0) {
    look(frame);
    camera.release(frame);
  } else if (frame < 0 && frame != HostError.NOT_FOUND) {
    log.say("the camera failed: " + errorText(frame));
  }
  if (now >= nextLook) {
    nextLook = now + LOOK_MS;
    if (camera.shoot() == HostError.NO_DEVICE) camera.open("VGA", 12);
  }
  __collect();
  return nextLook;
}

function look(frame: i32): void {
  const info = camera.frameInfo(frame);
  if (info == null || !info.hasStart || !info.hasEnd) return;
  const status = camera.luminance(frame, present);
  const changed = status > 0 ? haveCellsChanged() : hasSizeChanged(info.bytes);
  if (!hasLast || changed) keep(frame);
  const before = last;
  last = present;
  present = before;
  lastBytes = info.bytes;
  hasLast = true;
}

function haveCellsChanged(): bool {
  let all = 0;
  for (let cell = 0; cell < present.length; cell++) all += <i32>present[cell] - <i32>last[cell];
  all /= present.length;
  let count = 0;
  for (let cell = 0; cell < present.length; cell++) {
    if (abs(<i32>present[cell] - <i32>last[cell] - all) >= CELL_CHANGE) count++;
  }
  return count >= CELLS_MIN;
}

function hasSizeChanged(bytes: i32): bool {
  return abs(bytes - lastBytes) * 100 >= lastBytes * SIZE_CHANGE;
}

/** Store the frame under the next number that is free. */
function keep(frame: i32): void {
  let status: i32 = HostError.EXISTS;
  let path = "";
  while (status == HostError.EXISTS) {
    path = "motion/" + (++photos).toString().padStart(6, "0") + ".jpg";
    status = card.store(frame, path).status;
  }
  log.say(status == 0 ? "stored " + path : path + " is lost: " + errorText(status));
}
