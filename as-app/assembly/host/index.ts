/** What a board lends to an application, by capability: `import { camera, card } from "@wamcam/host"`. */
import * as app from "./app";
import * as board from "./board";
import * as camera from "./camera";
import * as card from "./card";
import * as clock from "./clock";
import * as log from "./log";
import * as net from "./net";
import * as random from "./random";
import * as report from "./report";
import * as settings from "./settings";
import * as sntp from "./sntp";
import * as text from "./text";
import * as update from "./update";
import * as wifi from "./wifi";

export {
  app,
  board,
  camera,
  card,
  clock,
  log,
  net,
  random,
  report,
  settings,
  sntp,
  text,
  update,
  wifi,
};
export { HostError, errorText } from "./errors";
export { ABI_VERSION } from "./imports";
