import { spawnSync } from "node:child_process";

import { describe, expect, it } from "vitest";

import { SeededRandom } from "../../scripts/cloud/random.ts";
import { strftime } from "../../scripts/cloud/time/strftime.ts";
import { isZone, offsetAt, summerTime } from "../../scripts/cloud/time/zones.ts";
import { ask, cloudForTest, json } from "./client.ts";
import { changedSince2025c } from "../clock/changed_zones.ts";

/** GNU date reads zones from the system's own tables and formats by the C library's strftime. */
const hasGnuDate = String(spawnSync("date", ["--version"]).stdout).includes("GNU");

function gnuDate(zone: string, format: string, moments: Date[]): string[] {
  const input = moments.map((moment) => `@${moment.getTime() / 1000}`).join("\n");
  const env = { ...process.env, TZ: zone, LC_ALL: "C" };
  return spawnSync("date", ["-f", "-", `+${format}`], { input, env, encoding: "utf8" })
    .stdout.trim()
    .split("\n");
}

/** Around both changes of 2025 in Europe and the United States, and anywhere from 2000 to 2025. */
function someMoments(random: SeededRandom): Date[] {
  const changes = ["2025-03-30T00:59:59Z", "2025-10-26T01:00:00Z", "2025-11-02T06:00:00Z"];
  const anywhere = Array.from({ length: 3 }, () => 946_684_800 + random.integer(800_000_000));
  return [
    ...changes.map((text) => new Date(text)),
    ...anywhere.map((seconds_s) => new Date(seconds_s * 1000)),
  ];
}

describe("strftime", () => {
  it.skipIf(!hasGnuDate)("agrees with GNU date in every zone (needs GNU date)", () => {
    const format = "%Y-%m-%d %H:%M:%S %j %u %w %z %s %%";
    const random = new SeededRandom(42);
    for (const zone of Intl.supportedValuesOf("timeZone")) {
      const moments = someMoments(random);
      // Node and the system have tables of their own, of which one may be newer.
      if (changedSince2025c.includes(zone)) continue;
      const ours = moments.map((moment) => strftime(format, moment, zone));
      expect(ours, zone).toEqual(gnuDate(zone, format, moments));
    }
  });

  const named = ["UTC", "Europe/Amsterdam", "Europe/London", "America/New_York", "Etc/GMT+5"];
  named.push("Australia/Sydney", "America/Sao_Paulo", "Asia/Kathmandu", "Asia/Kolkata");
  it.skipIf(!hasGnuDate).each(named)("names %s as GNU date does (needs GNU date)", (zone) => {
    const moments = ["2025-01-15T12:00:00Z", "2025-07-15T12:00:00Z"].map((text) => new Date(text));
    const ours = moments.map((moment) => strftime("%Z", moment, zone));
    expect(ours).toEqual(gnuDate(zone, "%Z", moments));
  });

  it("gives milliseconds, and nothing for directives it does not know", () => {
    const moment = new Date("2020-01-28T16:38:00.083Z");
    const format = "%Y-%m-%d %H:%M:%S.%L %j %u %z %Z";
    expect(strftime(format, moment, "America/New_York")).toBe(
      "2020-01-28 11:38:00.083 028 2 -0500 EST",
    );
    for (const bad of ["%Q", "%", "%-d", "%F%"]) expect(strftime(bad, moment, "UTC")).toBeNull();
  });
});

describe("zones", () => {
  it.each(["europe/amsterdam", "Europe/Amsterdm", "+01:00", "", "Etc/", "../etc", "Europe"])(
    "there is none named %j",
    (name) => {
      expect(isZone(name)).toBe(false);
    },
  );

  it.each(["UTC", "Etc/GMT+5", "America/Port-au-Prince", "America/Argentina/Buenos_Aires", "GB"])(
    "there is one named %s",
    (name) => {
      expect(isZone(name)).toBe(true);
    },
  );

  /** Instants of the IANA rules for 2025. */
  it.each([
    ["Europe/Amsterdam", 3600, 7200, "2025-03-30T01:00:00Z", "2025-10-26T01:00:00Z"],
    ["America/New_York", -18_000, -14_400, "2025-03-09T07:00:00Z", "2025-11-02T06:00:00Z"],
    ["Australia/Lord_Howe", 37_800, 39_600, "2025-10-04T15:30:00Z", "2026-04-04T15:00:00Z"],
    ["Antarctica/Troll", 0, 7200, "2025-03-30T01:00:00Z", "2025-10-26T01:00:00Z"],
  ])("%s changes when the rules say", (zone, standard_s, summer_s, from, until) => {
    expect(summerTime(new Date("2025-06-01T00:00:00Z"), zone)).toEqual({
      standard_s,
      summer_s,
      from: new Date(from),
      until: new Date(until),
    });
  });

  it("has none in Kathmandu", () => {
    const moment = new Date("2025-06-01T00:00:00Z");
    expect(summerTime(moment, "Asia/Kathmandu")).toBeNull();
    expect(offsetAt(moment, "Asia/Kathmandu")).toBe(20_700);
  });
});

describe("timeapi.io", () => {
  const base = "https://timeapi.io/api";
  const at = (text: string) => ({ clock: () => new Date(text) });
  const zone = "Europe%2FAmsterdam";

  it.each(["/time/current/zone", "/Time/current/zone"])(
    "answers %s in camel case",
    async (path) => {
      const cloud = await cloudForTest(at("2025-03-27T17:32:36.747Z"));
      const answer = await ask(cloud, `https://www.timeapi.io/api${path}?timeZone=${zone}`);
      expect(json(answer)).toEqual({
        year: 2025,
        month: 3,
        day: 27,
        hour: 18,
        minute: 32,
        seconds: 36,
        milliSeconds: 747,
        dateTime: expect.stringMatching(/^2025-03-27T18:32:36\.747\d{0,4}$/) as string,
        date: "03/27/2025",
        time: "18:32",
        timeZone: "Europe/Amsterdam",
        dayOfWeek: "Thursday",
        dstActive: false,
      });
    },
  );

  it("trims the fraction of a whole second away", async () => {
    const cloud = await cloudForTest(at("2025-03-27T17:32:36Z"));
    const answer = await ask(cloud, `${base}/time/current/zone?timeZone=${zone}`);
    expect(json(answer)).toMatchObject({ dateTime: "2025-03-27T18:32:36" });
  });

  it("answers the v1 routes in snake case", async () => {
    const cloud = await cloudForTest(at("2025-07-01T10:00:00.500Z"));
    const unix = await ask(cloud, `${base}/v1/time/current/unix`);
    expect(unix.text).toBe('{"unix_timestamp":1751364000}');
    const current = await ask(cloud, `${base}/v1/time/current/zone?timezone=${zone}`);
    const { date_time } = json(current) as { date_time: string };
    expect(date_time).toMatch(/^2025-07-01T12:00:00\.5\d*\+02:00$/);
    expect(json(current)).toMatchObject({ utc_offset_seconds: 7200 });
    const about = await ask(cloud, `${base}/v1/timezone/zone?timeZone=${zone}`);
    expect(json(about)).toMatchObject({
      timezone: "Europe/Amsterdam",
      unix_timestamp: 1_751_364_000,
      current_utc_offset_seconds: 7200,
      standard_utc_offset_seconds: 3600,
      dst_offset_seconds: 3600,
      has_dst: true,
      dst_active: true,
      dst_from: "2025-03-30T01:00:00.000Z",
      dst_until: "2025-10-26T01:00:00.000Z",
    });
    const place = "latitude=52.37&longitude=4.9";
    const there = await ask(cloud, `${base}/v1/time/current/coordinate?${place}`);
    expect(json(there)).toMatchObject({ time: "10:00:00" });
  });

  it("describes a zone in the legacy form", async () => {
    const cloud = await cloudForTest(at("2025-07-01T10:00:00Z"));
    const answer = await ask(cloud, `${base}/TimeZone/zone?timeZone=${zone}`);
    expect(json(answer)).toMatchObject({
      currentLocalTime: "2025-07-01T12:00:00",
      currentUtcOffset: { seconds: 7200 },
      standardUtcOffset: { seconds: 3600 },
      hasDayLightSaving: true,
      isDayLightSavingActive: true,
    });
  });

  it("refuses what it does not know", async () => {
    const cloud = await cloudForTest();
    const bad = await ask(cloud, `${base}/v1/time/current/zone?timezone=Europe%2FNowhere`);
    expect(bad.status).toBe(400);
    expect((await ask(cloud, `${base}/v1/nothing`)).status).toBe(404);
    expect((await ask(cloud, `${base}/v1/time/current/unix`, { method: "POST" })).status).toBe(405);
  });
});

describe("the header Date", () => {
  it("follows the cloud's clock on every host", async () => {
    const cloud = await cloudForTest({ clock: () => new Date("2031-12-31T23:59:59Z") });
    for (const host of cloud.hosts) {
      const answer = await ask(cloud, `https://${host}/`);
      expect(answer.headers.date, host).toBe("Wed, 31 Dec 2031 23:59:59 GMT");
    }
  });
});
