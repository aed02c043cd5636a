/** Capability camera: open, set, shoot; frames stay with the host behind a handle. */
import {
  cameraFrameInfo,
  cameraFrameRelease,
  cameraLuminance,
  cameraOpen,
  cameraResult,
  cameraSensor,
  cameraSet,
  cameraShoot,
} from "./imports";
import { textFromHost, utf8 } from "./text";

/** Begin to start the camera; 0 or an error. `result` says how it ended. */
export function open(frameSize: string, jpegQuality: i32): i32 {
  const name = utf8(frameSize);
  return cameraOpen(name.dataStart, name.length, jpegQuality);
}

/** Set one sensor setting, named as the driver's setter without `set_`. */
export function set(setting: string, value: i32): i32 {
  const name = utf8(setting);
  return cameraSet(name.dataStart, name.length, value);
}

/** Begin to take one frame; 0 or an error. */
export function shoot(): i32 {
  return cameraShoot();
}

/** How the last job ended; after shoot a frame handle (> 0). */
export function result(): i32 {
  return cameraResult();
}

/** Name of the sensor, for example OV2640; empty before the camera is open. */
export function sensor(): string {
  const name = new Uint8Array(32);
  const length = cameraSensor(name.dataStart, name.length);
  return textFromHost(name, length);
}

/** What is known of a frame without its bytes. */
export class FrameInfo {
  bytes: i32 = 0;
  /** Pixels; 0 when the board does not know. */
  width: i32 = 0;
  height: i32 = 0;
  /** True if the data begin with JPEG's start-of-image marker. */
  hasStart: bool = false;
  /** True if the data end with JPEG's end-of-image marker. */
  hasEnd: bool = false;
  capturedAtUptimeMs: i64 = 0;
}

const infoBytes = new Uint8Array(24);

/** Read what is known of a frame, or null for a handle that is not alive. */
export function frameInfo(frame: i32): FrameInfo | null {
  if (cameraFrameInfo(frame, infoBytes.dataStart, infoBytes.length) < 0) return null;
  const at = infoBytes.dataStart;
  const info = new FrameInfo();
  info.bytes = load<i32>(at);
  info.width = load<i32>(at, 4);
  info.height = load<i32>(at, 8);
  const marks = load<i32>(at, 12);
  info.hasStart = (marks & 1) != 0;
  info.hasEnd = (marks & 2) != 0;
  info.capturedAtUptimeMs = load<i64>(at, 16);
  return info;
}

/** Cells whose brightness `luminance` tells: 8 in each of 6 rows. */
export const LUMINANCE_CELLS: i32 = 48;

/**
 * Write how bright the cells of a frame are, 0 to 255, row by row from the top left. The count of
 * cells, or an error: NOT_SUPPORTED on a board that decodes no frames.
 */
export function luminance(frame: i32, out: Uint8Array): i32 {
  return cameraLuminance(frame, out.dataStart, out.length);
}

/** Give a frame back; its handle is dead afterwards. */
export function release(frame: i32): void {
  cameraFrameRelease(frame);
}
