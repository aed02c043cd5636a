/** Reads the tables of camconfig.toml and override.toml and checks what belongs together. */
import { wallFromCivil } from "../clock/civil";
import { PendingOrder } from "../ledger/pending_window";
import { isAlphanumeric, utf8 } from "../host/text";
import { Level, LEVEL_WORDS } from "../log/level";
import {
  CamConfig,
  CameraConfig,
  CardFull,
  Dark,
  DeepSleep,
  DropboxConfig,
  LocalConfig,
  LogConfig,
  NetworkConfig,
  StatusConfig,
  TimerConfig,
  Twilight,
  UpdateConfig,
} from "./camconfig";
import { isSafeName, lowerAscii, SAFE_NAME } from "./safe_name";
import { readProfile } from "./sensor_settings";
import { TableReader } from "./table_reader";
import { digitsAt, readDateTime } from "./toml_date_time";
import { Node, NodeKind } from "./toml_node";
import { Scanner } from "./toml_scanner";
import { wordIndex } from "./word_list";

/** Longest interval between two photos, in seconds. */
const INTERVAL_MAX_S: i32 = 86400;
/** In an interval_sec with one element, what the dark adds, as in the original. */
const DARK_EXTRA_S: i32 = 15;
const CAM_ID_UNITS_MAX: i32 = 32;
const HOST_UNITS_MAX: i32 = 253;
const FOLDER_UNITS_MAX: i32 = 64;
const FEED_UNITS_MAX: i32 = 128;
const PATH_UNITS_MAX: i32 = 255;

/** Names of esp32-camera 2.1, smallest first. */
const FRAME_SIZES: string =
  "96X96, QQVGA, 128X128, QCIF, HQVGA, 240X240, QVGA, 320X320, CIF, HVGA, VGA, SVGA, XGA, HD, " +
  "SXGA, UXGA, FHD, P_HD, P_3MP, QXGA, QHD, WQXGA, P_FHD, QSXGA, 5MP";

/** Reads all tables; keeps them, since only at the end is known which keys nobody asked for. */
export class CamConfigReader {
  tables: TableReader[] = [];
  /** Table [timer], after read. */
  timer: TableReader;

  constructor(private readonly root: TableReader) {
    this.timer = root;
    this.tables.push(root);
  }

  read(): CamConfig {
    const config = new CamConfig();
    this.readCamera(config.camera, this.open("camera"));
    this.timer = this.open("timer");
    readTimer(config.timer, this.timer);
    readLocal(config.local, this.open("local"));
    readDropbox(config.dropbox, this.open("dropbox"));
    readStatus(config.status, this.open("status"), config.dropbox.enabled);
    const power = this.open("power");
    config.power.deepSleep = <DeepSleep>power.word("deep_sleep", "never, auto, always", 0);
    config.power.deepSleepMin_s = power.whole("deep_sleep_min_sec", "seconds", 30, 86400, 120);
    readNetwork(config.network, this.open("network"));
    readLog(config.log, this.open("log"), config.camera.camId);
    readUpdate(config.update, this.open("update"));
    for (let i = 0; i < this.tables.length; i++) this.tables[i].warnOfUnknown();
    return config;
  }

  private open(key: string): TableReader {
    return this.openIn(this.root, key);
  }

  private openIn(parent: TableReader, key: string): TableReader {
    const table = parent.table(key);
    this.tables.push(table);
    return table;
  }

  private readCamera(camera: CameraConfig, table: TableReader): void {
    camera.camId = requiredName(table, "cam_id", CAM_ID_UNITS_MAX, "CAM1");
    camera.imageRotation_deg = readRotation(table);
    camera.imageSize = readFrameSize(table, camera.imageSize);
    camera.jpegQuality = table.whole("jpg_qual", "numbers", 0, 63, camera.jpegQuality);
    camera.settleFramesMax = table.whole("settle_frames_max", "frames", 0, 30, 8);
    camera.retakesMax = table.whole("retakes_max", "photos", 0, 10, 2);
    camera.day = readProfile(this.openIn(table, "day"), null);
    camera.night = readProfile(this.openIn(table, "night"), camera.day);
  }
}

// Names

/** A name that is safe for FAT and Dropbox; "" if the key is missing or its value is wrong. */
function safeName(table: TableReader, key: string, unitsMax: i32): string {
  const node = table.find(key);
  if (node === null) return "";
  const name = node.text;
  if (node.kind == NodeKind.STRING && name.length <= unitsMax && isSafeName(name)) return name;
  table.refuse("a name of at most " + unitsMax.toString() + SAFE_NAME);
  return "";
}

function requiredName(table: TableReader, key: string, unitsMax: i32, example: string): string {
  const name = safeName(table, key, unitsMax);
  if (table.isMissing) table.miss(key + ' = "' + example + '"');
  return name;
}

// [camera]

function readRotation(table: TableReader): i32 {
  const rotation = table.whole("image_rot", "degrees", 0, 180, 0);
  if (rotation != 0 && rotation != 180) table.refuse("0 or 180");
  return rotation;
}

/** CircuitPython puts an R before the names that begin with a digit. */
function readFrameSize(table: TableReader, fallback: string): string {
  const node = table.find("image_res");
  if (node === null) return fallback;
  let name = node.text;
  if (name == "R96X96" || name == "R240X240") name = name.substring(1);
  if (node.kind == NodeKind.STRING && wordIndex(FRAME_SIZES, name) >= 0) return name;
  table.refuse("one of " + FRAME_SIZES);
  return fallback;
}

// [timer]

function readTimer(timer: TimerConfig, table: TableReader): void {
  timer.start_wallMs = readMoment(table, "start_datetime", timer.start_wallMs);
  timer.stop_wallMs = readMoment(table, "stop_datetime", timer.stop_wallMs);
  if (timer.start_wallMs >= timer.stop_wallMs) {
    table.complain(" is not after start_datetime; write a later one, or leave it out for no end");
  }
  readIntervals(timer, table);
  timer.latitude_deg = table.degrees("latitude", 90);
  timer.longitude_deg = table.degrees("longitude", 180);
  const isPlaced = !isNaN(timer.latitude_deg) && !isNaN(timer.longitude_deg);
  readDark(timer, table, isPlaced);
  const twilights = "official, civil, nautical";
  timer.twilight = <Twilight>table.word("twilight", twilights, Twilight.CIVIL);
  timer.sunOffset_min = table.whole("sun_offset_min", "minutes", -180, 180, 0);
  const services = "sntp, adafruit, timeapi";
  timer.timeServices = table.words("time_sources", services, timer.timeServices);
  timer.sntpServer = readHost(table, "sntp_server", timer.sntpServer);
  timer.resync_h = table.whole("resync_hours", "hours", 1, 168, timer.resync_h);
  timer.posixTz = table.text("posix_tz", "", 64);
}

/** The name of a host as RFC 1123 section 2.1 has it, or an IPv4 address. */
function isHost(text: string): bool {
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (!isAlphanumeric(unit) && unit != 0x2d && unit != 0x2e) return false;
  }
  return text.length > 0 && text.length <= HOST_UNITS_MAX;
}

function readHost(table: TableReader, key: string, fallback: string): string {
  const node = table.find(key);
  if (node === null) return fallback;
  if (node.kind == NodeKind.STRING && isHost(node.text)) return node.text;
  table.refuse("the name of a host as " + fallback);
  return fallback;
}

/** Wall milliseconds of a scanner's 'YYYY-MM-DDTHH:MM:SS'; a leap second is the next second. */
function wallMsOf(scanner: Scanner): i64 {
  return wallFromCivil(
    digitsAt(scanner, 0, 4),
    digitsAt(scanner, 5, 2),
    digitsAt(scanner, 8, 2),
    digitsAt(scanner, 11, 2),
    digitsAt(scanner, 14, 2),
    digitsAt(scanner, 17, 2),
  );
}

/** A local date-time, or a string that spells one, as in the original. */
function readMoment(table: TableReader, key: string, fallback: i64): i64 {
  const node = table.find(key);
  if (node === null) return fallback;
  const scanner = new Scanner(utf8(node.text));
  const spelled = new Node(NodeKind.TABLE);
  const isText = node.kind == NodeKind.STRING || node.kind == NodeKind.LOCAL_DATE_TIME;
  if (isText && readDateTime(scanner, spelled) && scanner.peek() < 0) {
    if (spelled.kind == NodeKind.LOCAL_DATE_TIME) return wallMsOf(scanner);
  }
  table.refuse("a local date and time as 2026-01-31T08:00:00");
  return fallback;
}

/** `interval_sec`: seconds, [day, dark] or [day]. */
function readIntervals(timer: TimerConfig, table: TableReader): void {
  const key = "interval_sec";
  const node = table.find(key);
  if (node === null) return;
  if (node.kind != NodeKind.ARRAY) {
    timer.dayInterval_s = table.whole(key, "seconds", 1, INTERVAL_MAX_S, timer.dayInterval_s);
    timer.darkInterval_s = timer.dayInterval_s;
    return;
  }
  const values = table.wholes(key, "seconds", 1, INTERVAL_MAX_S, 1);
  if (values === null) return;
  timer.dayInterval_s = values[0];
  timer.darkInterval_s =
    values.length > 1 ? values[1] : min(values[0] + DARK_EXTRA_S, INTERVAL_MAX_S);
}

/** What tells dark from day, and whether all that it needs is there. */
function readDark(timer: TimerConfig, table: TableReader, isPlaced: bool): void {
  const hours = table.wholes("dark_hours", "hours", 0, 23, 2);
  const areHoursMissing = table.isMissing;
  const minutes = table.wholes("dark_mins", "minutes", 0, 59, 2);
  if (hours !== null) {
    timer.darkFrom_min = hours[0] * 60 + (minutes === null ? 0 : minutes[0]);
    timer.darkTo_min = hours[1] * 60 + (minutes === null ? 0 : minutes[1]);
  }
  const fallback = !areHoursMissing ? Dark.HOURS : isPlaced ? Dark.SUN : Dark.NEVER;
  timer.dark = <Dark>table.word("dark", "hours, sun, never", fallback);
  if (timer.dark == Dark.HOURS && areHoursMissing) {
    table.complain(" needs hours; add dark_hours = [20, 7] for dark from 20:00 to 7:00");
  }
  if (timer.dark == Dark.SUN && !isPlaced) {
    table.complain(" needs the place; add latitude = 52.37 and longitude = 4.9, in degrees");
  }
  if (timer.dark == Dark.HOURS && hours !== null && timer.darkFrom_min == timer.darkTo_min) {
    table.find("dark_hours");
    table.complain(' begins and ends in the same minute; change one, or write dark = "never"');
  }
}

// [local], [dropbox], [status] and [network]

function readLocal(local: LocalConfig, table: TableReader): void {
  local.imageDirectory = requiredName(table, "image_dir", FOLDER_UNITS_MAX, "webcam");
  local.photosMax = table.whole("list_size", "photos", 1, 1000000, 0);
  const actions = "stop, delete_oldest_uploaded";
  local.cardFull = <CardFull>table.word("card_full", actions, CardFull.STOP);
  local.freeMin_mb = table.whole("free_min_mb", "megabytes", 0, 1000000, local.freeMin_mb);
}

function readDropbox(dropbox: DropboxConfig, table: TableReader): void {
  dropbox.enabled = table.flag("enabled", true);
  dropbox.imageDirectory = dropbox.enabled
    ? requiredName(table, "image_dir", FOLDER_UNITS_MAX, "webcam")
    : safeName(table, "image_dir", FOLDER_UNITS_MAX);
  dropbox.currentImage = safeName(table, "image_crt", FOLDER_UNITS_MAX);
  dropbox.order = <PendingOrder>table.word("upload_order", "newest, oldest", dropbox.order);
  dropbox.finish_s = table.whole("finish_sec", "seconds", 0, 86400, dropbox.finish_s);
}

function readStatus(status: StatusConfig, table: TableReader, isDropboxEnabled: bool): void {
  status.period_min = table.whole("period_min", "minutes", 1, 1440, status.period_min);
  status.isInDropbox = table.flag("dropbox", status.isInDropbox);
  if (status.isInDropbox && !isDropboxEnabled) {
    table.warn(" has no effect while [dropbox] has enabled = false");
  }
}

/** Without a pause of one's own: the one of the original, or the longest that still sends 50 KB/s. */
function readNetwork(network: NetworkConfig, table: TableReader): void {
  const isFixed = table.word("pace", "adaptive, fixed", 0) == 1;
  network.pauseMax_ms = table.whole("pause_ms", "milliseconds", 0, 1000, isFixed ? 20 : 80);
  network.pauseMin_ms = isFixed ? network.pauseMax_ms : 0;
  network.chunk_bytes = table.whole("chunk_bytes", "bytes", 512, 4096, 0);
  network.sendBuffer_bytes = table.whole("send_buffer_bytes", "bytes", 2048, 262144, 0);
  network.keepAlive_s = table.whole("keep_alive_sec", "seconds", 0, 7200, 10);
  network.keepAliveInterval_s = table.whole("keep_alive_interval_sec", "seconds", 1, 600, 5);
  network.keepAliveProbes = table.whole("keep_alive_probes", "probes", 1, 20, 3);
  network.stall_s = table.whole("stall_sec", "seconds", 5, 600, 20);
}

// [update]

function readUpdate(update: UpdateConfig, table: TableReader): void {
  const path = table.text("dropbox_file", "", PATH_UNITS_MAX);
  const names = path.split("/");
  let isSafe = true;
  for (let i = 0; i < names.length; i++) isSafe = isSafe && isSafeName(names[i]);
  if (path.length > 0 && isSafe) update.dropboxFile = "/" + path;
  else if (path.length > 0) table.refuse("a path without / in front, of names" + SAFE_NAME);
  const index = table.text("index", "", PATH_UNITS_MAX);
  const slash = index.indexOf("/", 8);
  const isAddress = index.startsWith("https://") && isHost(index.substring(8, slash));
  if (slash > 0 && isAddress) update.index = index;
  else if (index.length > 0) table.refuse("an address as https://example.com/index.json");
  update.every_h = table.whole("every_hours", "hours", 0, 168, update.every_h);
}

// [log]

function readLevel(table: TableReader, key: string, fallback: Level): Level {
  return <Level>(table.word(key, LEVEL_WORDS, fallback - Level.OFF) + Level.OFF);
}

function readLog(log: LogConfig, table: TableReader, camId: string): void {
  log.consoleLevel = readLevel(table, "console_level", log.consoleLevel);
  log.cardLevel = readLevel(table, "card_level", log.cardLevel);
  log.cardFile_kb = table.whole("card_file_kb", "kilobytes", 16, 16384, log.cardFile_kb);
  log.cardFiles = table.whole("card_files", "files", 2, 100, log.cardFiles);
  log.feedLevel = readLevel(table, "aio_level", log.feedLevel);
  log.feed = table.text("aio_feed", feedKeyOf(camId + "-logging"), FEED_UNITS_MAX);
  if (log.feed.length == 0 || log.feed != feedKeyOf(log.feed)) {
    table.refuse("a key of small letters, digits and hyphens");
  }
}

/** The key that Adafruit IO makes of a name: of small letters, digits and hyphens. */
function feedKeyOf(name: string): string {
  let key = "";
  for (let i = 0; i < name.length; i++) {
    const unit = lowerAscii(name.charCodeAt(i));
    key += isAlphanumeric(unit) ? String.fromCharCode(unit) : "-";
  }
  return key;
}
