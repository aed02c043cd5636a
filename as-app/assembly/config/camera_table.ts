/** Table [camera]: which pictures are taken. */
import { CameraConfig } from "./camconfig";
import { readDayProfile, readNightProfile } from "./sensor_settings";
import { isSafeName, SAFE_NAME } from "./safe_name";
import { TableReader } from "./table_reader";

/** esp32-camera's frame sizes without FRAMESIZE_, and two names that CircuitPython has instead. */
const FRAME_SIZES: string[] = [
  "96X96",
  "QQVGA",
  "128X128",
  "QCIF",
  "HQVGA",
  "240X240",
  "QVGA",
  "320X320",
  "CIF",
  "HVGA",
  "VGA",
  "SVGA",
  "XGA",
  "HD",
  "SXGA",
  "UXGA",
  "FHD",
  "P_HD",
  "P_3MP",
  "QXGA",
  "QHD",
  "WQXGA",
  "P_FHD",
  "QSXGA",
  "5MP",
  "R96X96",
  "R240X240",
];

/** A cam_id is a part of every file name, so it is short. */
const CAM_ID_UNITS_MAX: i32 = 32;

/** A name that both the card and Dropbox take; missing is a problem. */
export function readName(table: TableReader, key: string, unitsMax: i32, example: string): string {
  const node = table.find(key);
  if (node === null) {
    table.miss(key + ' = "' + example + '"');
    return "";
  }
  const name = table.text(key, "", unitsMax);
  if (name.length == 0 || !isSafeName(name)) table.refuse("a name" + SAFE_NAME);
  return name;
}

export function readCameraTable(table: TableReader): CameraConfig {
  const config = new CameraConfig();
  config.camId = readName(table, "cam_id", CAM_ID_UNITS_MAX, "CAM1");
  config.imageRotation_deg = table.whole("image_rot", "degrees", 0, 180, config.imageRotation_deg);
  if (config.imageRotation_deg != 0 && config.imageRotation_deg != 180) table.refuse("0 or 180");
  const size = table.word("image_res", FRAME_SIZES, FRAME_SIZES.indexOf(config.imageSize));
  const name = FRAME_SIZES[size];
  config.imageSize = name.startsWith("R") ? name.substring(1) : name;
  config.jpegQuality = table.whole("jpg_qual", "numbers", 0, 63, config.jpegQuality);
  config.settleFramesMax = table.whole(
    "settle_frames_max",
    "frames",
    0,
    30,
    config.settleFramesMax,
  );
  config.retakesMax = table.whole("retakes_max", "frames", 0, 10, config.retakesMax);
  const day = table.table("day");
  config.day = readDayProfile(day);
  day.warnOfUnknown();
  const night = table.table("night");
  config.night = readNightProfile(night, config.day);
  night.warnOfUnknown();
  table.warnOfUnknown();
  return config;
}
