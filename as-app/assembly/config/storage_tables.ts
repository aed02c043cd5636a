/** Tables [local] and [dropbox]: where pictures are kept. */
import { CardFull, DropboxConfig, LocalConfig } from "./camconfig";
import { readName } from "./camera_table";
import { TableReader } from "./table_reader";

const FOLDER_UNITS_MAX: i32 = 64;

export function readLocalTable(table: TableReader): LocalConfig {
  const config = new LocalConfig();
  config.imageDirectory = readName(table, "image_dir", FOLDER_UNITS_MAX, "webcam");
  config.photosMax = table.whole("list_size", "photos", 1, i32.MAX_VALUE, 0);
  config.cardFull = table.word("card_full", ["stop"], CardFull.STOP);
  config.freeMin_mb = table.whole("free_min_mb", "megabytes", 0, 1000000, config.freeMin_mb);
  table.warnOfUnknown();
  return config;
}

export function readDropboxTable(table: TableReader): DropboxConfig {
  const config = new DropboxConfig();
  config.enabled = table.flag("enabled", true);
  config.imageDirectory = readName(table, "image_dir", FOLDER_UNITS_MAX, "webcam");
  if (table.find("image_crt") !== null) {
    config.currentImage = readName(table, "image_crt", FOLDER_UNITS_MAX, "cam1.jpg");
  }
  config.finish_s = table.whole("finish_sec", "seconds", 0, 86400, config.finish_s);
  table.warnOfUnknown();
  return config;
}
