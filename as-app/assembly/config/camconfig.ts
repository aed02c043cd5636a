/** camconfig.toml: what the camera does and when, with the keys of the CircuitPython original. */
import { LONG_AGO, NEVER } from "../clock/posix_tz";
import { PendingOrder } from "../ledger/pending_window";
import { Level } from "../log/level";

/** How the camera knows that it is dark. */
export enum Dark {
  /** By the clock: dark_hours and dark_mins. */
  HOURS,
  /** By the sun at latitude and longitude. */
  SUN,
  NEVER,
}

/** How far below the horizon the sun is when it is dark. */
export enum Twilight {
  OFFICIAL,
  CIVIL,
  NAUTICAL,
}

/** Services that tell the time. */
export enum TimeService {
  SNTP,
  ADAFRUIT,
  TIMEAPI,
}

/** What to do when the card is full. */
export enum CardFull {
  STOP,
  DELETE_OLDEST_UPLOADED,
}

/** Whether the board is powered down between two shots. */
export enum DeepSleep {
  NEVER,
  /** When nothing is left to be uploaded, or nothing can be. */
  AUTO,
  /** Also with photos that wait for their upload. */
  ALWAYS,
}

/** Table [camera]. */
export class CameraConfig {
  /** Part of every file name; safe for FAT and Dropbox. */
  camId: string = "";
  /** 0 or 180 degrees. */
  imageRotation_deg: i32 = 0;
  /** Frame size by its esp32-camera name. */
  imageSize: string = "SVGA";
  /** 0 (best) to 63. */
  jpegQuality: i32 = 10;
  /** Frames to throw away after the settings were changed, at most. */
  settleFramesMax: i32 = 8;
  /** Further tries for a shot whose frame is no good. */
  retakesMax: i32 = 2;
  /** One value for each sensor setting (sensor_settings.ts), UNSET where the driver's stays. */
  day: StaticArray<i32> = new StaticArray<i32>(0);
  night: StaticArray<i32> = new StaticArray<i32>(0);
}

/** Table [timer]. */
export class TimerConfig {
  /** First and last moment of a run as wall milliseconds (clock/civil.ts). */
  start_wallMs: i64 = LONG_AGO;
  stop_wallMs: i64 = NEVER;
  dayInterval_s: i32 = 30;
  darkInterval_s: i32 = 45;
  dark: Dark = Dark.NEVER;
  /** Minutes of the day, both inside the dark; the end may be below the beginning. */
  darkFrom_min: i32 = 0;
  darkTo_min: i32 = 0;
  /** NaN if not given. */
  latitude_deg: f64 = NaN;
  longitude_deg: f64 = NaN;
  twilight: Twilight = Twilight.CIVIL;
  /** Minutes from dusk to the dark and from its end to dawn; negative makes the dark longer. */
  sunOffset_min: i32 = 0;
  timeServices: StaticArray<i32> = [TimeService.SNTP, TimeService.ADAFRUIT, TimeService.TIMEAPI];
  sntpServer: string = "pool.ntp.org";
  resync_h: i32 = 6;
  /** Takes the place of TIMEZONE if not empty. */
  posixTz: string = "";
}

/** Table [local]. */
export class LocalConfig {
  /** Folder on the card. */
  imageDirectory: string = "";
  /** Photos of a run; 0: no end. */
  photosMax: i32 = 0;
  cardFull: CardFull = CardFull.STOP;
  /** Megabytes (1,000,000 bytes) to be kept free. */
  freeMin_mb: i32 = 10;
}

/** Table [dropbox]. */
export class DropboxConfig {
  enabled: bool = true;
  /** Folder in Dropbox, without a slash. */
  imageDirectory: string = "";
  /** The file that always shows the latest photo; empty for none. */
  currentImage: string = "";
  order: PendingOrder = PendingOrder.NEWEST_FIRST;
  /** How long a run keeps trying to upload after its last photo. */
  finish_s: i32 = 30;
}

/** Table [status]. */
export class StatusConfig {
  /** Longest time between two status files. */
  period_min: i32 = 10;
  /** Whether they are sent to Dropbox, too. */
  isInDropbox: bool = false;
}

/** Table [power]. */
export class PowerConfig {
  deepSleep: DeepSleep = DeepSleep.NEVER;
  /** With a shot due sooner the board stays awake. */
  deepSleepMin_s: i32 = 120;
}

/** Table [network]. What a board cannot do it does as near as it can. */
export class NetworkConfig {
  /** Bounds of the pause between two chunks; equal for a fixed pace. */
  pauseMin_ms: i32 = 0;
  pauseMax_ms: i32 = 80;
  /** Most bytes between two pauses; 0: as many as the board can. */
  chunk_bytes: i32 = 0;
  /** Send buffer of a socket; 0: the system's. */
  sendBuffer_bytes: i32 = 0;
  /** Silence before the first keep-alive probe, 0 for none; then from probe to probe. */
  keepAlive_s: i32 = 10;
  keepAliveInterval_s: i32 = 5;
  /** Probes without an answer that end a connection. */
  keepAliveProbes: i32 = 3;
  /** How long a link may take no byte before the attempt is given up. */
  stall_s: i32 = 20;
}

/** Table [log]: what is written where. */
export class LogConfig {
  consoleLevel: Level = Level.INFORMATION;
  cardLevel: Level = Level.INFORMATION;
  /** Size of a file on the card in kilobytes (1,000 bytes), and how many are kept. */
  cardFile_kb: i32 = 256;
  cardFiles: i32 = 4;
  feedLevel: Level = Level.OFF;
  /** Key of the feed of Adafruit IO; empty only together with a problem. */
  feed: string = "";
}

/** Table [update]: where new applications are looked for. */
export class UpdateConfig {
  /** Path of a file in Dropbox that begins with /; empty for none. */
  dropboxFile: string = "";
  /** Address of an index that begins with https://; empty for none. */
  index: string = "";
  /** Time between two looks; 0: only at the start. */
  every_h: i32 = 1;

  /** Whether there is a place to look at. */
  isOn(): bool {
    return this.dropboxFile.length + this.index.length > 0;
  }
}

export class CamConfig {
  camera: CameraConfig = new CameraConfig();
  timer: TimerConfig = new TimerConfig();
  local: LocalConfig = new LocalConfig();
  dropbox: DropboxConfig = new DropboxConfig();
  status: StatusConfig = new StatusConfig();
  power: PowerConfig = new PowerConfig();
  network: NetworkConfig = new NetworkConfig();
  log: LogConfig = new LogConfig();
  update: UpdateConfig = new UpdateConfig();
}
