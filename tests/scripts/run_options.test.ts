/** Options of `wamcam run` and the clock that follows from them. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { parse } from "smol-toml";
import { afterAll, describe, expect, it } from "vitest";

import { BadOption } from "../../scripts/bad_option.ts";
import { overrides, readCameraSettings } from "../../scripts/run/camera_settings.ts";
import { momentOfLocalTime, shiftedClock, startMoment } from "../../scripts/run/clock.ts";
import { checkOptions, parseDate } from "../../scripts/run/options.ts";

const folder = mkdtempSync(join(tmpdir(), "wamcam-options-"));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});
const file = join(folder, "settings.toml");
writeFileSync(file, 'TIMEZONE = "Asia/Tokyo"\nDBX_APP_KEY = "k"\nDBX_REFRESH_TOKEN = "r"\n');

const defaults = {
  shots: "8",
  every: "2",
  out: "out",
  camera: "scene",
  speed: "1",
  cloud: "local",
};

describe("options", () => {
  it("have the values that were typed", () => {
    const options = checkOptions({
      ...{ ...defaults, camera: `folder:${folder}`, speed: "2.5" },
      ...{ settings: file, date: "2026-06-21T22:30:00Z" },
    });
    expect(options).toMatchObject({ shots: 8, every_s: 2, speed: 2.5, cloud: "local" });
    expect(options).toMatchObject({ camera: `folder:${folder}`, settings: file, ca: null });
    expect(options.date).toEqual({ kind: "moment", utc_ms: Date.UTC(2026, 5, 21, 22, 30) });
  });

  it.each([
    [{ shots: "0" }, "--shots"],
    [{ shots: "-1" }, "--shots"],
    [{ shots: "1.5" }, "--shots"],
    [{ shots: "1e3" }, "--shots"],
    [{ shots: "" }, "--shots"],
    [{ shots: "100001" }, "--shots"],
    [{ every: "0" }, "--every"],
    [{ every: "86401" }, "--every"],
    [{ every: "two" }, "--every"],
    [{ speed: "0" }, "--speed"],
    [{ speed: "NaN" }, "--speed"],
    [{ speed: "Infinity" }, "--speed"],
    [{ speed: "1001" }, "--speed"],
    [{ camera: "Scene" }, "--camera"],
    [{ camera: "folder:" + join(folder, "none") }, "--camera"],
    [{ camera: "folder:" + file }, "--camera"],
    [{ camera: "/dev/video999" }, "--camera"],
    [{ camera: "/dev/null" }, "--camera"],
    [{ cloud: "Dropbox" }, "--cloud"],
    [{ settings: join(folder, "none.toml") }, "--settings"],
    [{ camconfig: folder }, "--camconfig"],
    [{ ca: join(folder, "none.pem") }, "--ca"],
    [{ out: " " }, "--out"],
    [{ date: "yesterday" }, "--date"],
  ])("are refused by name in one sentence: %j", (change, option) => {
    const check = (): unknown => checkOptions({ ...defaults, ...change });
    expect(check).toThrow(BadOption);
    expect(check).toThrow(new RegExp(`^${option}[: ][^\\n]*\\.$`));
  });

  it("leave to a person's own camconfig.toml what was not typed", () => {
    const { out, camera, speed, cloud } = defaults;
    const left = checkOptions({ out, camera, speed, cloud, camconfig: file });
    expect(left).toMatchObject({ shots: null, every_s: null });
    expect(parse(overrides(left))).toEqual({});
    expect(checkOptions({ out, camera, speed, cloud })).toMatchObject({ shots: 8, every_s: 2 });
  });

  it("find the person's files in a folder", () => {
    const own = mkdtempSync(join(folder, "own-"));
    expect(() => checkOptions({ ...defaults, settings: own })).toThrow(/settings\.toml" does not/);
    const settings = join(own, "settings.toml");
    const camconfig = join(own, "camconfig.toml");
    writeFileSync(settings, "");
    expect(checkOptions({ ...defaults, settings: own })).toMatchObject({
      settings,
      camconfig: null,
    });
    writeFileSync(camconfig, "");
    expect(checkOptions({ ...defaults, settings: own })).toMatchObject({ settings, camconfig });
    const other = checkOptions({ ...defaults, settings: own, camconfig: file });
    expect(other).toMatchObject({ settings, camconfig: file });
  });

  it("become settings that win over the person's", () => {
    expect(parse(overrides({ shots: 5, every_s: 7 }))).toEqual({
      timer: { interval_sec: [7, 7] },
      local: { list_size: 5 },
    });
  });

  it("ask for an account where the real service is meant", () => {
    expect(() => readCameraSettings({ cloud: "dropbox", settings: null })).toThrow(BadOption);
    expect(readCameraSettings({ cloud: "local", settings: file })).toMatchObject({
      timeZone: "Asia/Tokyo",
      credentials: { dropbox: { app_key: "k", refresh_token: "r" } },
    });
  });

  it("leave settings that do not parse to the application", () => {
    const broken = join(folder, "broken.toml");
    writeFileSync(broken, "DBX_APP_KEY = \n");
    expect(readCameraSettings({ cloud: "local", settings: broken }).credentials).toBeNull();
  });
});

describe("--date", () => {
  it.each([
    ["2026-06-21T22:30:15Z", Date.UTC(2026, 5, 21, 22, 30, 15)],
    ["2026-06-21t22:30z", Date.UTC(2026, 5, 21, 22, 30)],
    ["2026-06-21 22:30:15.250+02:00", Date.UTC(2026, 5, 21, 20, 30, 15)],
    ["2026-01-01T00:00:00-03:30", Date.UTC(2026, 0, 1, 3, 30)],
    ["2028-02-29T12:00:00Z", Date.UTC(2028, 1, 29, 12)],
  ])("%s is a moment", (typed, utc_ms) => {
    expect(parseDate(typed)).toEqual({ kind: "moment", utc_ms });
  });

  it("without an offset is the camera's local time", () => {
    const date = parseDate("2026-06-21T22:30");
    expect(date).toEqual({ kind: "local", year_to_second: [2026, 6, 21, 22, 30, 0] });
    expect(startMoment(date, "Europe/Amsterdam")).toBe(Date.UTC(2026, 5, 21, 20, 30));
    expect(startMoment(date, "Asia/Tokyo")).toBe(Date.UTC(2026, 5, 21, 13, 30));
    expect(() => startMoment(date, "Europe/Nowhere")).toThrow(BadOption);
  });

  it.each([
    "2026-02-29T12:00:00Z",
    "2026-04-31T12:00",
    "2026-13-01T12:00",
    "2026-00-10T12:00",
    "2026-06-21",
    "2026-06-21T24:00",
    "2026-06-21T12:60",
    "2026-06-21T12:00:60Z",
    "2026-06-21T12:00:00+24:00",
    "2026-06-21T12:00:00+02",
    "1999-12-31T23:59",
    "12:00",
    "",
  ])("%j is refused", (typed) => {
    expect(() => parseDate(typed)).toThrow(BadOption);
  });
});

describe("local times", () => {
  // IANA tz data: Amsterdam goes forward on 29 March 2026 at 02:00, back on 25 October at 03:00.
  it.each([
    ["Europe/Amsterdam", [2026, 3, 29, 1, 59, 59], "2026-03-29T00:59:59Z"],
    ["Europe/Amsterdam", [2026, 3, 29, 2, 30, 0], "2026-03-29T01:30:00Z"],
    ["Europe/Amsterdam", [2026, 3, 29, 3, 0, 0], "2026-03-29T01:00:00Z"],
    ["Europe/Amsterdam", [2026, 10, 25, 2, 30, 0], "2026-10-25T00:30:00Z"],
    ["Europe/Amsterdam", [2026, 10, 25, 3, 0, 0], "2026-10-25T02:00:00Z"],
    ["Asia/Kathmandu", [2026, 1, 1, 0, 0, 0], "2025-12-31T18:15:00Z"],
    ["UTC", [2026, 1, 1, 0, 0, 0], "2026-01-01T00:00:00Z"],
  ] as const)("in %s %j", (zone, local, utc) => {
    expect(new Date(momentOfLocalTime(local, zone)).toISOString()).toBe(utc.replace("Z", ".000Z"));
  });
});

describe("the shifted clock", () => {
  it("starts where it is told and goes as fast", () => {
    const clock = shiftedClock(Date.UTC(2026, 0, 1), 1000);
    const before = [performance.now(), clock().getTime()] as const;
    const after = [clock().getTime(), performance.now()] as const;
    expect(before[1]).toBeGreaterThanOrEqual(Date.UTC(2026, 0, 1));
    expect(after[0] - before[1]).toBeLessThanOrEqual((after[1] - before[0]) * 1000 + 1);
    expect(after[0]).toBeGreaterThanOrEqual(before[1]);
  });
});
