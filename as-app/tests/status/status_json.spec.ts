import { parsePosixTz, Zone } from "../../assembly/clock/posix_tz";
import { JsonValue, readJsonObject } from "../../assembly/cloud/json/value";
import { setNowMs } from "../../assembly/host/clock";
import { LatestLine, latestError, latestWarning } from "../../assembly/log/latest_line";
import { logError, logWarning } from "../../assembly/log/log";
import { fromUtf8 } from "../../assembly/host/text";
import { Photo } from "../../assembly/ledger/photo";
import { RunState, Status } from "../../assembly/status/status";
import { statusJson } from "../../assembly/status/status_json";
import {
  boardHealth,
  boardHeap,
  cardCapacity,
  clockAdvance,
  resetDoubles,
  updateState,
} from "../double";

/** 2025-06-15T12:00:00Z, in Amsterdam 14:00:00+02:00. */
const NOON_MS: i64 = 1749988800000;

let json = "";

function amsterdam(): Zone {
  const zone = parsePosixTz("CET-1CEST,M3.5.0,M10.5.0/3").zone;
  return zone ? zone : new Zone();
}

function read(status: Status, now: i64): JsonValue {
  const bytes = statusJson(status, amsterdam(), now);
  json = fromUtf8(bytes, 0, bytes.length);
  return readJsonObject(bytes, bytes.length);
}

function photo(number: i64, path: string, bytes: i32, utcMs: i64, uptimeMs: i64): Photo {
  const photo = new Photo();
  photo.number = number;
  photo.path = path;
  photo.bytes = bytes;
  photo.capturedUtcMs = utcMs;
  photo.capturedUptimeMs = uptimeMs;
  return photo;
}

function expectNull(names: string[]): void {
  for (let index = 0; index < names.length; index++) {
    expect(json.includes('"' + names[index] + '":null')).toBe(true, names[index]);
  }
}

function forget(line: LatestLine): void {
  line.text = "";
  line.uptimeMs = -1;
  line.count = 0;
}

describe("status.json", () => {
  beforeEach(() => {
    resetDoubles();
    forget(latestError);
    forget(latestWarning);
  });

  it("tells which application runs, in the host's own words", () => {
    updateState('"application_slot":"a","last_failure":"camera 1.0.2: x"');
    const value = read(new Status(), 0);
    expect(value.member("application_slot").text()).toBe("a");
    expect(json.includes('"last_failure":"camera 1.0.2: x","signal_dbm"')).toBe(true);
  });

  it("says null for all that is not known", () => {
    const value = read(new Status(), 0);
    expect(value.isObject()).toBe(true);
    expectNull([
      "application_name",
      "last_failure",
      "time",
      "signal_dbm",
      "heap_free_bytes",
      "psram_block_bytes_max",
      "core_dump_bytes",
    ]);
    expectNull(["last_photo_number", "last_photo_path", "last_photo_time", "last_photo_bytes"]);
    expectNull(["photo_bytes_mean", "card_days", "last_error", "last_error_time"]);
    expectNull(["last_warning", "clock_source", "clock_set_time", "clock_step_ms"]);
    expectNull(["dropbox_action", "upload_kilobytes_per_second"]);
    expectNull(["upload_stall_ms", "upload_retries"]);
    expect(value.member("reset_reason").text()).toBe("unknown");
    expect(value.member("state").text()).toBe("running");
    expect(value.member("errors").integer(-1)).toBe(0);
  });

  it("tells how the board is", () => {
    boardHealth(5, -67);
    for (let index = 0; index < 7; index++) boardHeap(index, 1000 + index);
    const value = read(new Status(), 5000999);
    expect(value.member("reset_reason").text()).toBe("brown-out");
    expect(value.member("signal_dbm").integer(0)).toBe(-67);
    expect(value.member("heap_free_bytes").integer(0)).toBe(1000);
    expect(value.member("heap_free_bytes_min").integer(0)).toBe(1001);
    expect(value.member("heap_block_bytes_max").integer(0)).toBe(1002);
    expect(value.member("psram_free_bytes").integer(0)).toBe(1003);
    expect(value.member("psram_free_bytes_min").integer(0)).toBe(1004);
    expect(value.member("psram_block_bytes_max").integer(0)).toBe(1005);
    expect(value.member("core_dump_bytes").integer(0)).toBe(1006);
    expect(value.member("uptime_s").integer(0)).toBe(5000);
    expect(value.member("board").text()).toBe("double");
    expect(value.member("firmware").text()).toBe("1.2.3");
    expect(value.member("wasm_memory_bytes").integer(0)).toBe((<i64>memory.size()) << 16);
  });

  it("has a word for every reset reason", () => {
    const words = ["unknown", "power on", "software", "panic", "watchdog", "brown-out"];
    words.push("deep sleep");
    for (let reason = 0; reason < words.length; reason++) {
      boardHealth(reason, 0);
      expect(read(new Status(), 0).member("reset_reason").text()).toBe(words[reason]);
    }
  });

  it("tells of photos, with the time at which they were taken", () => {
    clockAdvance(60000);
    setNowMs(NOON_MS);
    const status = new Status();
    status.photoStored(photo(7, "webcam/a.jpg", 70000, NOON_MS - 30000, 30000));
    const value = read(status, 60000);
    expect(value.member("time").text()).toBe("2025-06-15T14:00:00+02:00");
    expect(value.member("last_photo_number").integer(0)).toBe(7);
    expect(value.member("last_photo_path").text()).toBe("webcam/a.jpg");
    expect(value.member("last_photo_bytes").integer(0)).toBe(70000);
    expect(value.member("last_photo_time").text()).toBe("2025-06-15T13:59:30+02:00");
    expect(value.member("photos_stored").integer(0)).toBe(1);
    expect(value.member("photo_bytes_mean").integer(0)).toBe(70000);
  });

  it("dates what happened before the time was known", () => {
    const status = new Status();
    clockAdvance(10000);
    logWarning("warned at ten seconds");
    status.photoStored(photo(1, "webcam/unknown-time/a.jpg", 70000, -1, 10000));
    clockAdvance(10000);
    logError("failed at twenty seconds");
    let value = read(status, 20000);
    expectNull(["last_photo_time", "last_error_time", "last_warning_time"]);
    clockAdvance(40000);
    setNowMs(NOON_MS);
    value = read(status, 60000);
    expect(value.member("last_error").text()).toBe("failed at twenty seconds");
    expect(value.member("last_error_time").text()).toBe("2025-06-15T13:59:20+02:00");
    expect(value.member("last_warning_time").text()).toBe("2025-06-15T13:59:10+02:00");
    expect(value.member("last_photo_time").text()).toBe("2025-06-15T13:59:10+02:00");
    status.photoDated(photo(1, "webcam/b.jpg", 70000, NOON_MS, 10000));
    status.photoDated(photo(2, "webcam/c.jpg", 70000, NOON_MS + 5000, 10000));
    value = read(status, 60000);
    expect(value.member("last_photo_path").text()).toBe("webcam/b.jpg");
    expect(value.member("last_photo_time").text()).toBe("2025-06-15T14:00:00+02:00");
  });

  it("counts errors and warnings and keeps the latest of each", () => {
    for (let count = 0; count < 3; count++) logError("error " + count.toString());
    for (let count = 0; count < 5; count++) logWarning("warning " + count.toString());
    const value = read(new Status(), 0);
    expect(value.member("errors").integer(0)).toBe(3);
    expect(value.member("last_error").text()).toBe("error 2");
    expect(value.member("warnings").integer(0)).toBe(5);
    expect(value.member("last_warning").text()).toBe("warning 4");
  });

  it("tells how long the card lasts, and that it lasts for ever where old photos go", () => {
    const status = new Status();
    status.reserveBytes = 1000000;
    status.photoStored(photo(1, "a", 100000, 0, 0));
    status.shotsNextDay = 100;
    cardCapacity(1000000 + 100000 * 1234);
    read(status, 0);
    expect(json.includes('"card_days":12.3,')).toBe(true, json);
    expect(json.includes('"card_when_full":"stop"')).toBe(true);
    expect(json.includes('"card_full":false')).toBe(true);
    status.isCardEndless = true;
    read(status, 0);
    expectNull(["card_days"]);
    expect(json.includes('"card_when_full":"delete_oldest_uploaded"')).toBe(true);
    cardCapacity(999999);
    read(status, 0);
    expect(json.includes('"card_full":true')).toBe(true);
  });

  it("tells how far the clock was moved, forwards or back", () => {
    const status = new Status();
    clockAdvance(5000);
    setNowMs(NOON_MS);
    status.clockWasSet("Adafruit IO", 2000, -1234);
    const value = read(status, 5000);
    expect(value.member("clock_source").text()).toBe("Adafruit IO");
    expect(value.member("clock_set_time").text()).toBe("2025-06-15T13:59:57+02:00");
    expect(value.member("clock_step_ms").integer(0)).toBe(-1234);
  });

  it("tells of Dropbox what a person has to do", () => {
    const status = new Status();
    status.isDropboxOn = true;
    status.dropboxAction = "Dropbox is full; free some space in it";
    status.uploadRate_tenths = 1234;
    status.uploadStallMs = 250;
    status.uploadRetries = 3;
    status.pendingCount = 12;
    status.isPendingExact = false;
    status.state = RunState.STOPPED;
    const value = read(status, 0);
    expect(value.member("dropbox_action").text()).toBe(status.dropboxAction);
    expect(json.includes('"upload_kilobytes_per_second":123.4')).toBe(true);
    expect(json.includes('"dropbox_enabled":true')).toBe(true);
    expect(value.member("upload_stall_ms").integer(0)).toBe(250);
    expect(value.member("upload_retries").integer(0)).toBe(3);
    expect(value.member("photos_pending").integer(0)).toBe(12);
    expect(json.includes('"photos_pending_exact":false')).toBe(true);
    expect(value.member("state").text()).toBe("stopped");
  });

  it("stays JSON with any text, and cuts long sentences", () => {
    const status = new Status();
    let text = "";
    for (let count = 0; count < 100; count++) text += 'é"\\\n\u{1F600}';
    status.camId = 'Küche "2"';
    status.dropboxAction = text;
    logError(text);
    logWarning(text);
    const value = read(status, 0);
    expect(value.member("cam_id").text()).toBe(status.camId);
    expect(value.member("last_error").text()).toBe(text.replaceAll("\n", " ").substring(0, 240));
    expect(value.member("dropbox_action").text()).toBe(text.substring(0, 240));
    expect(value.member("upload_retries").isPresent()).toBe(true);
  });
});
