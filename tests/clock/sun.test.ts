/** Sunrise and sunset against another implementation and against published values. */
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { beforeAll, describe, expect, it } from "vitest";

import { repository } from "../../scripts/repository.ts";
import { startWasm } from "./probe.ts";

interface SunProbe {
  open(latitude_deg: number, longitude_deg: number, threshold_deg: number, offset: number): void;
  openDay(aroundMs: bigint): number;
  noonMs(): bigint;
  riseMs(): bigint;
  setMs(): bigint;
  isDown(utcMs: bigint): number;
  sineOfAltitude(utcMs: bigint): number;
  isDark(utcMs: bigint): number;
  sineOf(degrees: number): number;
}

interface Vector {
  name: string;
  latitude: number;
  longitude: number;
  noon: number;
  altitude: number;
  kind: string;
  rise: number;
  set: number;
}

const noInstant = -(2n ** 63n);
const minute = 60_000;
const kinds = ["changing", "polar day", "polar night"];

let sun: SunProbe;
beforeAll(async () => {
  const exports = await startWasm("as-app/tests/clock/sun_probe.ts", "sun_probe");
  sun = exports as unknown as SunProbe;
});

function readVectors(): Vector[] {
  const text = readFileSync(join(repository, "tests/clock/sun.tsv"), "utf8");
  const lines = text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  return lines.map((line) => {
    const [name = "", latitude, longitude, noon = "", altitude, kind = "", rise = "", set = ""] =
      line.split("\t");
    return {
      name: `${name} ${noon.slice(0, 10)} at ${altitude ?? ""}`,
      latitude: Number(latitude),
      longitude: Number(longitude),
      noon: Date.parse(noon),
      altitude: Number(altitude),
      kind,
      rise: Date.parse(rise),
      set: Date.parse(set),
    };
  });
}

/** Seconds between an instant of the probe and one of the table; 0 when both have none. */
function difference_s(ours: bigint, theirs: number): number {
  if (ours === noInstant || Number.isNaN(theirs)) {
    return ours === noInstant && Number.isNaN(theirs) ? 0 : Infinity;
  }
  return Math.abs(Number(ours) - theirs) / 1000;
}

describe("sunrise and sunset", () => {
  const vectors = readVectors();

  it("are within 15 s of PyEphem's up to 65 degrees, and within 2 minutes beyond", () => {
    const wrong: string[] = [];
    let [largest, largestPolar] = [0, 0];
    for (const vector of vectors) {
      sun.open(vector.latitude, vector.longitude, vector.altitude, 0);
      const kind = kinds[sun.openDay(BigInt(vector.noon))] ?? "";
      const rise = difference_s(sun.riseMs(), vector.rise);
      const set = difference_s(sun.setMs(), vector.set);
      const polar = Math.abs(vector.latitude) > 65;
      const most = Math.max(rise, set);
      if (kind !== vector.kind || most > (polar ? 120 : 15)) {
        wrong.push(`${vector.name}: ${kind}, rise ${rise} s off, set ${set} s off`);
      }
      if (polar) largestPolar = Math.max(largestPolar, most);
      else largest = Math.max(largest, most);
      expect(difference_s(sun.noonMs(), vector.noon)).toBeLessThan(20);
    }
    console.log(
      `${vectors.length} days; off by at most ${largest} s, in polar regions ${largestPolar} s`,
    );
    expect(wrong).toEqual([]);
  });

  it("have every kind of day in the table", () => {
    expect(vectors.length).toBeGreaterThan(200);
    for (const kind of kinds) {
      expect(vectors.filter((vector) => vector.kind === kind).length).toBeGreaterThan(5);
    }
  });

  it("are NREL's in the example of its Solar Position Algorithm (TP-560-34302, 2003)", () => {
    sun.open(39.742476, -105.1786, -0.8333, 0);
    sun.openDay(BigInt(Date.parse("2003-10-17T12:00:00-07:00")));
    expect(difference_s(sun.riseMs(), Date.parse("2003-10-17T06:12:43-07:00"))).toBeLessThan(10);
    // Its sunset is that of 17 October in UT, which in Golden is the evening of the 16th.
    sun.openDay(BigInt(Date.parse("2003-10-16T12:00:00-07:00")));
    expect(difference_s(sun.setMs(), Date.parse("2003-10-16T17:20:19-07:00"))).toBeLessThan(10);
    const altitude = sun.sineOfAltitude(BigInt(Date.parse("2003-10-17T12:30:30-07:00")));
    expect((Math.asin(altitude) * 180) / Math.PI).toBeCloseTo(39.872, 1.7);
  });

  // Published to the minute by timeanddate.com.
  it.each([
    ["Moscow", 55.7558, 37.6173, "2019-12-01", "+03:00", "08:34", "16:02"],
    ["Moscow", 55.7558, 37.6173, "2019-12-15", "+03:00", "08:52", "15:56"],
    ["Moscow", 55.7558, 37.6173, "2019-12-31", "+03:00", "08:59", "16:05"],
    ["Sydney", -33.8688, 151.2093, "2019-12-01", "+11:00", "05:37", "19:50"],
    ["Sydney", -33.8688, 151.2093, "2019-12-15", "+11:00", "05:38", "20:01"],
    ["Sydney", -33.8688, 151.2093, "2019-12-31", "+11:00", "05:46", "20:09"],
  ])(
    "are the published ones in %s, %f %f, on %s",
    (_name, latitude, longitude, date, zone, ...times) => {
      const [rise, set] = times;
      sun.open(latitude, longitude, -0.833, 0);
      sun.openDay(BigInt(Date.parse(`${date}T12:00:00${zone}`)));
      expect(difference_s(sun.riseMs(), Date.parse(`${date}T${rise}:00${zone}`))).toBeLessThan(60);
      expect(difference_s(sun.setMs(), Date.parse(`${date}T${set}:00${zone}`))).toBeLessThan(60);
    },
  );
});

describe("the sun's threshold", () => {
  it("tells down from up as the altitude does, all year and everywhere", () => {
    for (const latitude of [-89, -67, -34, 0, 52, 65, 70, 89]) {
      const threshold = Math.sin((-0.833 * Math.PI) / 180);
      sun.open(latitude, 179.9, -0.833, 0);
      for (let at = Date.UTC(2026, 0, 1); at < Date.UTC(2027, 0, 1); at += 97 * minute) {
        const sine = sun.sineOfAltitude(BigInt(at));
        // Within 0.006 degree of the threshold either answer is right.
        if (Math.abs(sine - threshold) > 1e-4) {
          expect([at, sun.isDown(BigInt(at)) !== 0]).toEqual([at, sine < threshold]);
        }
        expect(sun.isDark(BigInt(at))).toBe(sun.isDown(BigInt(at)));
      }
    }
  });

  it("has an offset that makes the dark shorter or longer at both ends", () => {
    for (const [latitude, longitude] of [
      [52.3676, 4.9041],
      [-33.8688, 151.2093],
      [60, -100],
    ] as const) {
      for (const offset of [-90, -20, 0, 20, 90]) {
        sun.open(latitude, longitude, -0.833, offset);
        for (
          let noon = Date.UTC(2026, 0, 1, 12);
          noon < Date.UTC(2027, 0, 1);
          noon += 86_400_000 * 11
        ) {
          sun.openDay(BigInt(noon));
          const end = sun.riseMs() - BigInt(offset * minute);
          const begin = sun.setMs() + BigInt(offset * minute);
          expect([-1n, 0n].map((step) => sun.isDark(end + step))).toEqual([1, 0]);
          expect([-1n, 0n].map((step) => sun.isDark(begin + step))).toEqual([0, 1]);
        }
      }
    }
  });

  it("leaves no dark where the offset takes all of it, and no day likewise", () => {
    // Amsterdam's shortest night lasts 7 h 11 min, its shortest day 7 h 41 min.
    for (const [offset, date, dark] of [
      [240, "2026-06-21", 0],
      [-240, "2026-12-21", 1],
    ] as const) {
      sun.open(52.3676, 4.9041, -0.833, offset);
      for (let at = Date.parse(date); at < Date.parse(date) + 86_400_000; at += 7 * minute) {
        expect(sun.isDark(BigInt(at))).toBe(dark);
      }
    }
  });
});

describe("sine", () => {
  it("is Math.sin to 1e-9", () => {
    for (let degrees = -4_000_000; degrees < 4_000_000; degrees += 1234.567) {
      expect(Math.abs(sun.sineOf(degrees) - Math.sin((degrees * Math.PI) / 180))).toBeLessThan(
        1e-9,
      );
    }
  });
});
