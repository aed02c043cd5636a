/**
 * The settings of camera sensors, named as the setters of the esp32-camera driver without `set_`,
 * with the union of the ranges of OV2640, OV3660 and OV5640; what a sensor lacks, it refuses.
 */
import { TableReader } from "./table_reader";
import { wordAt } from "./word_list";

/** A setting that a profile leaves as the driver has it. */
export const UNSET: i32 = -32768;

/** UNSET as it stands in the table. */
const NONE: i16 = -32768;

export const SENSOR_SETTING_COUNT: i32 = 25;

/** In the order in which they are to be applied: what is automatic before what is fixed by hand. */
const NAMES: string =
  "whitebal, awb_gain, wb_mode, exposure_ctrl, aec2, ae_level, aec_value, gain_ctrl, " +
  "gainceiling, agc_gain, contrast, brightness, saturation, sharpness, denoise, " +
  "special_effect, quality, dcw, bpc, wpc, raw_gma, lenc, hmirror, vflip, colorbar";

/**
 * For each setting: least, most, by day, in the dark (NONE: as by day). The gain ceiling has no
 * default: its numbers mean different things to different sensors, and with gain_ctrl off, as in
 * the dark, it has no effect. aec_value counts lines of a frame, at most 1944 (5MP); by day it
 * only is where the automatic exposure begins. From `dcw` on all are switches without a default.
 */
// prettier-ignore
const limits: StaticArray<i16> = [
  0, 1, 1, NONE, // whitebal
  0, 1, NONE, NONE, // awb_gain
  0, 4, NONE, NONE, // wb_mode
  0, 1, 1, 0, // exposure_ctrl
  0, 1, 0, 1, // aec2
  -5, 5, NONE, NONE, // ae_level
  0, 1944, 300, 1000, // aec_value
  0, 1, 1, 0, // gain_ctrl
  0, 1023, NONE, NONE, // gainceiling
  0, 64, NONE, NONE, // agc_gain
  -3, 3, 0, 1, // contrast
  -3, 3, 0, 2, // brightness
  -4, 4, 0, NONE, // saturation
  -3, 3, NONE, NONE, // sharpness
  0, 8, NONE, NONE, // denoise
  0, 6, NONE, NONE, // special_effect
  0, 63, NONE, NONE, // quality
  0, 1, NONE, NONE, // dcw and all after it
];

/** Place of a value in `limits`. */
function limitOf(setting: i32, column: i32): i32 {
  const row = min(setting, limits.length / 4 - 1);
  return <i32>unchecked(limits[row * 4 + column]);
}

/** Name of a setting, from 0 to below SENSOR_SETTING_COUNT. */
export function sensorSettingName(setting: i32): string {
  return wordAt(NAMES, setting);
}

/**
 * Read a profile: a value for each setting, UNSET where none is given. `day` is the profile that
 * the dark falls back to, or null for the day's own.
 */
export function readProfile(table: TableReader, day: StaticArray<i32> | null): StaticArray<i32> {
  const values = new StaticArray<i32>(SENSOR_SETTING_COUNT);
  for (let i = 0; i < SENSOR_SETTING_COUNT; i++) {
    const least = limitOf(i, 0);
    const most = limitOf(i, 1);
    const byDay = day === null ? limitOf(i, 2) : unchecked(day[i]);
    const dark = limitOf(i, 3);
    const fallback = day === null || dark == UNSET ? byDay : dark;
    const name = sensorSettingName(i);
    unchecked(
      (values[i] =
        most - least == 1
          ? table.bit(name, fallback)
          : table.whole(name, "numbers", least, most, fallback)),
    );
    if (byDay == UNSET && day !== null && unchecked(values[i]) != UNSET) {
      table.warn(" cannot be undone by day; add it to [camera.day] too");
    }
  }
  return values;
}
