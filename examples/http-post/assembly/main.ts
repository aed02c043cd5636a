/**
 * HTTP POST: takes a photo every ten seconds, keeps it on the card and sends it as the body of a request
 * to HTTP_POST_URL of settings.toml. A photo that cannot be sent stays on the card.
 */
import {
  HostError,
  app,
  camera,
  card,
  errorText,
  log,
  net,
  settings,
  text,
  update,
} from "@wamcam/host";

const EVERY_MS: i64 = 10000;
const LOOK_MS: i64 = 200;
const SCHEME = "https://";
/** "HTTP/1.1 200": what an answer begins with (RFC 9112, section 4). */
const STATUS_BYTES: i32 = 12;

let host = "";
let target = "";
let nextPhoto: i64 = 0;
let photos: i32 = 0;

/** The request under way; a connection of 0: none. */
let connection: i32 = 0;
let path = "";
let bytes: i64 = 0;
let head = new Uint8Array(0);
let headSent: i32 = 0;
let isFileBegun: bool = false;
let answer = new Uint8Array(STATUS_BYTES);
let answered: i32 = 0;

export function start(): i32 {
  // Whoever knows WAMCAM_TOKEN of settings.toml may send the next version (npm run push).
  update.listen("HTTP-POST", settings.plainText("WAMCAM_TOKEN"));
  const url = settings.plainText("HTTP_POST_URL");
  const slash = url.indexOf("/", SCHEME.length);
  host = url.substring(SCHEME.length, slash < 0 ? url.length : slash);
  target = slash < 0 ? "/" : url.substring(slash);
  if (!url.startsWith(SCHEME) || host.length == 0) {
    log.say('settings.toml needs HTTP_POST_URL = "https://host/path"');
    return app.ExitCode.BAD_CONFIGURATION;
  }
  return camera.open("SVGA", 12) == 0 ? 0 : 1;
}

export function tick(now: i64): i64 {
  if (app.stopping()) app.finish(app.ExitCode.DONE);
  stepCamera(now);
  if (connection > 0) stepRequest();
  __collect();
  return connection > 0 ? now + LOOK_MS : nextPhoto;
}

// --- photo ----------------------------------------------------------------------------------------

function stepCamera(now: i64): void {
  const frame = camera.result();
  if (frame == HostError.WOULD_BLOCK) return;
  if (frame > 0) {
    keep(frame);
    camera.release(frame);
  } else if (frame < 0 && frame != HostError.NOT_FOUND) {
    log.say("the camera failed: " + errorText(frame));
  }
  if (now < nextPhoto) return;
  nextPhoto = now + EVERY_MS;
  if (camera.shoot() == HostError.NO_DEVICE) camera.open("SVGA", 12);
}

/** Store the frame under the next number that is free, and send it unless one is under way. */
function keep(frame: i32): void {
  let status: i32 = HostError.EXISTS;
  let name = "";
  while (status == HostError.EXISTS) {
    name = "http-post/" + (++photos).toString().padStart(6, "0") + ".jpg";
    status = card.store(frame, name).status;
  }
  if (status < 0) return log.say(name + " is lost: " + errorText(status));
  log.say("stored " + name);
  if (connection == 0) begin(name);
}

// --- request --------------------------------------------------------------------------------------

function begin(name: string): void {
  path = name;
  bytes = card.size(name);
  head = text.utf8(
    `POST ${target} HTTP/1.1\r\nHost: ${host}\r\nContent-Type: image/jpeg\r\n` +
      `Content-Length: ${bytes}\r\nX-Photo: ${name}\r\nConnection: close\r\n\r\n`,
  );
  headSent = answered = 0;
  isFileBegun = false;
  connection = net.open(host, 443);
  if (connection < 0) end(errorText(connection));
}

function end(outcome: string): void {
  log.say(path + ": " + outcome);
  if (connection > 0) net.close(connection);
  connection = 0;
}

function stepRequest(): void {
  const status = isFileBegun ? receive() : send();
  if (status < 0 && status != HostError.WOULD_BLOCK && status != HostError.BUSY) {
    const why = net.describe(connection);
    end(why.length > 0 ? why : errorText(status));
  }
}

/** The head, then the file, which the board reads by itself. */
function send(): i32 {
  if (headSent < head.length) {
    const count = net.send(connection, head, headSent);
    if (count < 0) return count;
    headSent += count;
    return 0;
  }
  const status = net.sendFile(connection, path, 0, bytes);
  isFileBegun = status == 0;
  return status;
}

function receive(): i32 {
  const count = net.receive(connection, answer.subarray(answered));
  if (count < 0) return count;
  answered += count;
  if (count == 0) end("the server has closed without an answer");
  else if (answered == STATUS_BYTES) {
    const code = text.fromUtf8(answer, 9, 3);
    end(code.startsWith("2") ? "sent" : "refused with " + code);
  }
  return 0;
}
