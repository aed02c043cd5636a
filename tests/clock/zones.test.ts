/** The zones against Node's Intl, against the C library, and against the data they come from. */
import { execFileSync } from "node:child_process";

import { beforeAll, describe, expect, it } from "vitest";

import { readZones } from "../../scripts/generate/zones.ts";
import { ZoneProbe } from "./probe.ts";
import { changedSince2025c } from "./changed_zones.ts";

const hour = 3_600_000;
const day = 24 * hour;

let probe: ZoneProbe;
beforeAll(async () => {
  probe = await ZoneProbe.start();
});

/** Seconds east of UTC by Node's Intl. */
function intlOffset(zone: string): (utcMs: number) => number {
  const format = new Intl.DateTimeFormat("en-US", { timeZone: zone, timeZoneName: "longOffset" });
  return (utcMs) => {
    const match = /GMT(?:([+-])(\d\d):(\d\d))?(?::(\d\d))?$/.exec(format.format(utcMs));
    if (match === null) {
      throw new Error(`cannot read "${format.format(utcMs)}"`);
    }
    const [, sign, hours, minutes, seconds] = match;
    const size = Number(hours ?? 0) * 3600 + Number(minutes ?? 0) * 60 + Number(seconds ?? 0);
    return sign === "-" ? -size : size;
  };
}

function isKnownToIntl(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat("en-US", { timeZone: zone }).format(0) !== "";
  } catch {
    return false;
  }
}

/** Each 6 hours of a year, and each quarter of an hour around where an offset changes. */
function instants(year: number, offset_s: (utcMs: number) => number): number[] {
  const all = new Set<number>();
  const end = Date.UTC(year + 1, 0, 1);
  for (let at = Date.UTC(year, 0, 1); at < end; at += 6 * hour) {
    all.add(at);
    if (offset_s(at) !== offset_s(at + 6 * hour)) {
      for (let near = at - 6 * hour; near <= at + 12 * hour; near += hour / 4) {
        all.add(near - 1).add(near);
      }
    }
  }
  return [...all];
}

/** The first instant at which the table and Intl differ, or undefined. */
function firstDifference(zone: string, year: number): string | undefined {
  expect(probe.openName(zone)).toBe("");
  const offset_s = intlOffset(zone);
  for (const at of instants(year, offset_s)) {
    if (probe.offset_s(at) !== offset_s(at)) {
      return `${new Date(at).toISOString()}: ${probe.offset_s(at)} s, Intl ${offset_s(at)} s`;
    }
  }
  return undefined;
}

describe("the table of zones", () => {
  it("gives every name of the data its string", () => {
    const rows = readZones();
    expect(rows.length).toBe(597);
    expect(probe.names()).toEqual(rows.map(({ name }) => name));
    for (const { name, posixTz } of rows) {
      expect(probe.posixTz(name)).toBe(posixTz);
    }
  });

  it("knows no other names", () => {
    const strangers = ["", "europe/amsterdam", "Europe/Amsterda", "Europe/Amsterdamm", "Europe/"];
    for (const name of [...strangers, "UTC ", "Zürich", "A".repeat(300)]) {
      expect(probe.posixTz(name)).toBe("");
    }
  });

  it.each([
    ["europe/amsterdam", "Europe/Amsterdam"],
    ["Europe/Amsterdan", "Europe/Amsterdam"],
    ["Europe/Asmterdam", "Europe/Amsterdam"],
    ["Amsterdam", "Europe/Amsterdam"],
    ["America/New York", "America/New_York"],
    ["Asia/Katmandoo", "Asia/Katmandu"],
    ["Austalia/Lord_Howe", "Australia/Lord_Howe"],
    ["utc", "UTC"],
    ["Middle-earth/Hobbiton", ""],
    ["x".repeat(500), ""],
    ["", ""],
  ])("takes %s for %s", (written, meant) => {
    expect(probe.similar(written)).toBe(meant);
  });

  it("says what to write instead of a misspelt name", () => {
    expect(probe.openName("Europe/Amsterdan")).toBe(
      'there is no time zone "Europe/Amsterdan"; did you mean "Europe/Amsterdam"?',
    );
    expect(probe.openName("Nowhere/At/All")).toBe(
      'there is no time zone "Nowhere/At/All"; write an IANA name like "Europe/Amsterdam"',
    );
  });
});

describe("offsets", () => {
  it.each([2027, 2028])(
    "are Intl's in %i, in every zone that Intl knows",
    (year) => {
      const strange: string[] = [];
      const changed: string[] = [];
      const unknown: string[] = [];
      for (const zone of probe.names()) {
        if (!isKnownToIntl(zone)) {
          unknown.push(zone);
          continue;
        }
        const difference = firstDifference(zone, year);
        if (difference !== undefined) {
          (changedSince2025c.includes(zone) ? changed : strange).push(`${zone} ${difference}`);
        }
      }
      console.log(`tz data of Node: ${process.versions["tz"] ?? "unknown"}, of the table: 2026c`);
      console.log(`differ because the rule was changed:\n${changed.join("\n")}`);
      console.log(`not known to Intl: ${unknown.join(", ")}`);
      expect(strange).toEqual([]);
      expect(unknown.length).toBeLessThan(20);
    },
    120_000,
  );
});

/** Instants around both changes of a year, and the offsets there, by Intl. */
function wallTimes(zone: string, year: number): { wall: number; found: number[] }[] {
  const offset_s = intlOffset(zone);
  const near = instants(year, offset_s).filter((at) => at % (hour / 4) === 0);
  const byWall = new Map<number, number[]>();
  for (const at of near) {
    const wall = at + offset_s(at) * 1000;
    byWall.set(wall, [...(byWall.get(wall) ?? []), at]);
  }
  return [...byWall].map(([wall, found]) => ({ wall, found: found.sort((a, b) => a - b) }));
}

const oddZones = [
  "Europe/Amsterdam",
  "America/New_York",
  "Asia/Kathmandu",
  "Australia/Lord_Howe",
  "Pacific/Chatham",
  "America/Nuuk",
  "Africa/Cairo",
  "Asia/Gaza",
  "Asia/Jerusalem",
  "Antarctica/Troll",
  "Etc/GMT+5",
  "Europe/Dublin",
  "America/Santiago",
  "Pacific/Easter",
  "Pacific/Apia",
  "America/St_Johns",
  "America/Havana",
];

describe("wall time to UTC", () => {
  it.each(oddZones)("agrees with Intl in %s, in hours that come twice too", (zone) => {
    probe.openName(zone);
    let twice = 0;
    for (const { wall, found } of wallTimes(zone, 2027)) {
      expect(probe.utcMs(wall)).toBe(found[0]);
      expect(probe.utcMs(wall, true)).toBe(found.at(-1));
      for (const [index, at] of found.entries()) {
        expect(probe.isRepeated(at)).toBe(index === 1);
      }
      twice += found.length - 1;
    }
    const offsets = new Set(instants(2027, intlOffset(zone)).map((at) => intlOffset(zone)(at)));
    expect(twice > 0).toBe(offsets.size > 1);
  });

  it.each(oddZones)("is the end of the gap for times that are skipped in %s", (zone) => {
    probe.openName(zone);
    const offset_s = intlOffset(zone);
    for (let at = Date.UTC(2027, 0, 1); at < Date.UTC(2028, 0, 1); at += hour / 2) {
      const [before, after] = [offset_s(at - 1), offset_s(at)];
      for (let skipped = before; skipped < after; skipped += 300) {
        expect(probe.utcMs(at + skipped * 1000)).toBe(at);
        expect(probe.utcMs(at + skipped * 1000, true)).toBe(at);
      }
      if (before !== after) {
        expect(probe.nextChange(at - 1)).toBe(at);
      }
    }
  });
});

/** Is this GNU date, whose C library reads TZ by itself? */
function hasGnuDate(): boolean {
  try {
    return execFileSync("date", ["--version"], { encoding: "utf8" }).includes("GNU coreutils");
  } catch {
    return false;
  }
}

/** "+hhmmss NAME" at each instant by the C library. */
function cLibrary(posixTz: string, instantsMs: number[]): string[] {
  const input = instantsMs.map((at) => `@${at / 1000}`).join("\n");
  const env = { ...process.env, TZ: posixTz, LC_ALL: "C" };
  const out = execFileSync("date", ["-f", "-", "+%::z %Z"], { input, env, encoding: "utf8" });
  return out.trimEnd().split("\n");
}

function spelled(offset_s: number): string {
  const size = Math.abs(offset_s);
  const parts = [Math.floor(size / 3600), Math.floor(size / 60) % 60, size % 60];
  return (offset_s < 0 ? "-" : "+") + parts.map((part) => String(part).padStart(2, "0")).join(":");
}

/** No changes outside their year: the C library looks at the year's own rules only. */
const strings = [
  "UTC0",
  "EST5EDT",
  "PST8PDT7,M3.2.0/2:00:00,M11.1.0/2:00:00",
  "XXX-1:02:03YYY-3:04:05,J60/1:02:03,J300/4:05:06",
  "AAA5BBB,J59,J60",
  "AAA5BBB,58,59/0",
  "AAA5BBB,59,60/3",
  "NZST-12NZDT,J274,J90/3",
  "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0",
  "IST-1GMT0,M10.5.0,M3.5.0/1",
  "<-02>2<-01>,M3.5.0/-1,M10.5.0/0",
  "EET-2EEST,M3.4.4/50,M10.4.4/50",
  "AAA+24BBB+23,M3.1.0/-24,M11.5.6/167",
];

describe.skipIf(!hasGnuDate())("POSIX TZ strings (skipped without GNU date)", () => {
  it.each(strings)("%s means what it means to the C library", (posixTz) => {
    expect(probe.openPosixTz(posixTz)).toBe("");
    const times: number[] = [];
    for (let at = Date.UTC(2023, 11, 1); at < Date.UTC(2029, 1, 1); at += 1.5 * hour) {
      times.push(at);
    }
    const ours = times.map((at) => `${spelled(probe.offset_s(at))} ${probe.abbreviation(at)}`);
    const theirs = cLibrary(posixTz, times);
    const differing = times.flatMap((at, index) =>
      ours[index] === theirs[index]
        ? []
        : [`${new Date(at).toISOString()} ${ours[index] ?? ""}, C library ${theirs[index] ?? ""}`],
    );
    expect(differing).toEqual([]);
  });
});

describe("rules that reach into another year", () => {
  // RFC 9636, section 3.3.1, gives these two as summer time all year.
  it.each(["EST5EDT,0/0,J365/25", "XXX3EDT4,0/0,J365/23"])("%s is summer time for ever", (text) => {
    expect(probe.openPosixTz(text)).toBe("");
    for (let at = Date.UTC(2023, 0, 1); at < Date.UTC(2029, 0, 1); at += 1.5 * hour) {
      expect(probe.offset_s(at)).toBe(-4 * 3600);
    }
    expect(probe.abbreviation(Date.UTC(2024, 0, 1))).toBe("EDT");
    expect(probe.nextChange(Date.UTC(2026, 0, 1))).toBeGreaterThan(Date.UTC(9999, 0, 1));
  });

  it.each([
    // The first Monday of 2024 is 1 January; 100 h before it is 27 December, 20:00 at +12.
    ["AAA-12BBB,M1.1.1/-100,M6.1.1", Date.UTC(2023, 11, 1), "2023-12-27T21:00:00+13:00"],
    // The last Saturday of 2023 is 30 December; 100 h after it is 3 January, 04:00 at -11.
    ["AAA12BBB,M6.1.1,M12.5.6/100", Date.UTC(2023, 11, 1), "2024-01-03T03:00:00-12:00"],
  ])("%s", (text, from, changed) => {
    probe.openPosixTz(text);
    expect(probe.rfc3339(probe.nextChange(from))).toBe(changed);
  });
});

describe("nextChange", () => {
  it("walks from change to change, and a day is 23, 24 or 25 hours long in Amsterdam", () => {
    probe.openName("Europe/Amsterdam");
    const changes: string[] = [];
    for (let at = Date.UTC(2026, 0, 1); changes.length < 4;) {
      at = probe.nextChange(at);
      changes.push(probe.rfc3339(at));
    }
    expect(changes).toEqual([
      "2026-03-29T03:00:00+02:00",
      "2026-10-25T02:00:00+01:00",
      "2027-03-28T03:00:00+02:00",
      "2027-10-31T02:00:00+01:00",
    ]);
    const lengths = [Date.UTC(2026, 2, 29), Date.UTC(2026, 5, 1), Date.UTC(2026, 9, 25)].map(
      (midnight) => (probe.utcMs(midnight + day) - probe.utcMs(midnight)) / hour,
    );
    expect(lengths).toEqual([23, 24, 25]);
  });
});
