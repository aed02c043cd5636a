/**
 * The settings of camera sensors, named as the setters of the esp32-camera driver without `set_`,
 * with the union of the ranges of OV2640, OV3660 and OV5640; what a sensor lacks, it refuses.
 */
import { TableReader } from "./table_reader";

/** A setting that a profile leaves as the driver has it. */
export const UNSET: i32 = -32768;

/** In the order in which they are to be applied: what is automatic before what is fixed by hand. */
export const sensorSettings: StaticArray<string> = [
  "whitebal",
  "awb_gain",
  "wb_mode",
  "exposure_ctrl",
  "aec2",
  "ae_level",
  "aec_value",
  "gain_ctrl",
  "gainceiling",
  "agc_gain",
  "contrast",
  "brightness",
  "saturation",
  "sharpness",
  "denoise",
  "special_effect",
  "quality",
  "dcw",
  "bpc",
  "wpc",
  "raw_gma",
  "lenc",
  "hmirror",
  "vflip",
  "colorbar",
];

/**
 * For each setting: least, most, by day, in the dark (UNSET: as by day). The gain ceiling has no
 * default: its numbers mean different things to different sensors, and with gain_ctrl off, as in
 * the dark, it has no effect. aec_value counts lines of a frame, at most 1944 (5MP); by day it
 * only is where the automatic exposure begins.
 */
const limits: StaticArray<i32> = [
  0,
  1,
  1,
  UNSET,
  0,
  1,
  UNSET,
  UNSET,
  0,
  4,
  UNSET,
  UNSET,
  0,
  1,
  1,
  0,
  0,
  1,
  0,
  1,
  -5,
  5,
  UNSET,
  UNSET,
  0,
  1944,
  300,
  1000,
  0,
  1,
  1,
  0,
  0,
  1023,
  UNSET,
  UNSET,
  0,
  64,
  UNSET,
  UNSET,
  -3,
  3,
  0,
  1,
  -3,
  3,
  0,
  2,
  -4,
  4,
  0,
  UNSET,
  -3,
  3,
  UNSET,
  UNSET,
  0,
  8,
  UNSET,
  UNSET,
  0,
  6,
  UNSET,
  UNSET,
  0,
  63,
  UNSET,
  UNSET,
  0,
  1,
  UNSET,
  UNSET,
  0,
  1,
  UNSET,
  UNSET,
  0,
  1,
  UNSET,
  UNSET,
  0,
  1,
  UNSET,
  UNSET,
  0,
  1,
  UNSET,
  UNSET,
  0,
  1,
  UNSET,
  UNSET,
  0,
  1,
  UNSET,
  UNSET,
  0,
  1,
  UNSET,
  UNSET,
];

function readSetting(table: TableReader, index: i32, fallback: i32): i32 {
  const name = sensorSettings[index];
  const least = <i32>limits[index * 4];
  const most = <i32>limits[index * 4 + 1];
  if (least == 0 && most == 1) return table.bit(name, fallback);
  return table.whole(name, "numbers", least, most, fallback);
}

/** The values by day, as many as sensorSettings; UNSET where none is given. */
export function readDayProfile(table: TableReader): StaticArray<i32> {
  const values = new StaticArray<i32>(sensorSettings.length);
  for (let i = 0; i < values.length; i++) {
    values[i] = readSetting(table, i, <i32>limits[i * 4 + 2]);
  }
  return values;
}

/** The values in the dark; what is not given there is as by day. */
export function readNightProfile(table: TableReader, day: StaticArray<i32>): StaticArray<i32> {
  const values = new StaticArray<i32>(sensorSettings.length);
  for (let i = 0; i < values.length; i++) {
    const night = <i32>limits[i * 4 + 3];
    values[i] = readSetting(table, i, night == UNSET ? day[i] : night);
    if (day[i] == UNSET && values[i] != UNSET) {
      table.warn(" cannot be undone by day; add it to [camera.day] too");
    }
  }
  return values;
}
