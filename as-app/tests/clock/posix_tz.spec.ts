import { formatRfc3339, wallFromCivil } from "../../assembly/clock/civil";
import { NEVER, Zone, parsePosixTz } from "../../assembly/clock/posix_tz";

function open(text: string): Zone {
  const result = parsePosixTz(text);
  expect(result.error).toBe("");
  const zone = result.zone;
  return zone ? zone : new Zone();
}

/** What a clock shows at an instant given in UTC, with the zone's name. */
function shown(zone: Zone, month: i32, day: i32, hour: i32, minute: i32): string {
  const utcMs = wallFromCivil(2026, month, day, hour, minute);
  return formatRfc3339(utcMs, zone.offset_s(utcMs)) + " " + zone.abbreviation(utcMs);
}

function error(text: string): string {
  const result = parsePosixTz(text);
  expect(result.zone).toBeNull();
  return result.error;
}

function complaint(text: string, found: string, expected: string): string {
  const advice = " is expected; a right one is CET-1CEST,M3.5.0,M10.5.0/3";
  return 'the POSIX time zone "' + text + '" ' + found + ", where " + expected + advice;
}

describe("zones without summer time", () => {
  it("count POSIX offsets to the west", () => {
    expect(open("EST5").standardOffset_s).toBe(-18000);
    expect(open("<+0545>-5:45").standardOffset_s).toBe(20700);
    expect(open("<+0545>-5:45").standardName).toBe("+0545");
    expect(open("AAA+24:59:59").standardOffset_s).toBe(-89999);
    expect(open("<-05>5").nextChange(0)).toBe(NEVER);
  });

  it("convert both ways", () => {
    const zone = open("<+0545>-5:45");
    expect(shown(zone, 1, 1, 0, 0)).toBe("2026-01-01T05:45:00+05:45 +0545");
    expect(zone.utcMs(wallFromCivil(2026, 1, 1, 5, 45))).toBe(wallFromCivil(2026, 1, 1));
    expect(zone.isRepeated(0)).toBe(false);
  });
});

describe("summer time", () => {
  it("is the European Union's in Amsterdam", () => {
    const zone = open("CET-1CEST,M3.5.0,M10.5.0/3");
    expect(shown(zone, 3, 29, 0, 59)).toBe("2026-03-29T01:59:00+01:00 CET");
    expect(shown(zone, 3, 29, 1, 0)).toBe("2026-03-29T03:00:00+02:00 CEST");
    expect(shown(zone, 10, 25, 0, 59)).toBe("2026-10-25T02:59:00+02:00 CEST");
    expect(shown(zone, 10, 25, 1, 0)).toBe("2026-10-25T02:00:00+01:00 CET");
  });

  it("spans New Year in the south, and may be half an hour", () => {
    const zone = open("<+1030>-10:30<+11>-11,M10.1.0,M4.1.0");
    expect(shown(zone, 1, 1, 0, 0)).toBe("2026-01-01T11:00:00+11:00 +11");
    expect(shown(zone, 4, 4, 14, 59)).toBe("2026-04-05T01:59:00+11:00 +11");
    expect(shown(zone, 4, 4, 15, 0)).toBe("2026-04-05T01:30:00+10:30 +1030");
    expect(shown(zone, 10, 3, 15, 30)).toBe("2026-10-04T02:30:00+11:00 +11");
  });

  it("is winter's in Dublin, by the letter of the string", () => {
    const zone = open("IST-1GMT0,M10.5.0,M3.5.0/1");
    expect(shown(zone, 1, 1, 0, 0)).toBe("2026-01-01T00:00:00Z GMT");
    expect(shown(zone, 7, 1, 0, 0)).toBe("2026-07-01T01:00:00+01:00 IST");
    expect(zone.isSummerTime(wallFromCivil(2026, 1, 1))).toBe(true);
  });

  it("changes at times outside the day", () => {
    const nuuk = open("<-02>2<-01>,M3.5.0/-1,M10.5.0/0");
    expect(shown(nuuk, 3, 29, 0, 59)).toBe("2026-03-28T22:59:00-02:00 -02");
    expect(shown(nuuk, 3, 29, 1, 0)).toBe("2026-03-29T00:00:00-01:00 -01");
    const gaza = open("EET-2EEST,M3.4.4/50,M10.4.4/50");
    expect(shown(gaza, 3, 27, 23, 59)).toBe("2026-03-28T01:59:00+02:00 EET");
    expect(shown(gaza, 3, 28, 0, 0)).toBe("2026-03-28T03:00:00+03:00 EEST");
  });

  it("has the United States' rules when a string names none", () => {
    const zone = open("EST5EDT");
    expect(shown(zone, 3, 8, 7, 0)).toBe("2026-03-08T03:00:00-04:00 EDT");
    expect(shown(zone, 11, 1, 6, 0)).toBe("2026-11-01T01:00:00-05:00 EST");
  });

  it("takes days by their number, with 29 February counted or not", () => {
    const zone = open("AAA0BBB,J60/0,59/0");
    expect(zone.start.wallMs(2024)).toBe(wallFromCivil(2024, 3, 1));
    expect(zone.start.wallMs(2025)).toBe(wallFromCivil(2025, 3, 1));
    expect(zone.end.wallMs(2024)).toBe(wallFromCivil(2024, 2, 29));
    expect(zone.end.wallMs(2025)).toBe(wallFromCivil(2025, 3, 1));
  });

  it("takes week 5 for the last, be it the fourth or fifth", () => {
    const zone = open("AAA0BBB,M2.5.0/0,M3.5.0/0");
    expect(zone.start.wallMs(2026)).toBe(wallFromCivil(2026, 2, 22));
    expect(zone.end.wallMs(2026)).toBe(wallFromCivil(2026, 3, 29));
    expect(zone.start.wallMs(2032)).toBe(wallFromCivil(2032, 2, 29));
  });
});

describe("wall time", () => {
  it("that is skipped means the first instant after the gap", () => {
    const zone = open("CET-1CEST,M3.5.0,M10.5.0/3");
    const change = wallFromCivil(2026, 3, 29, 1);
    expect(zone.utcMs(wallFromCivil(2026, 3, 29, 1, 59, 59))).toBe(change - 1000);
    expect(zone.utcMs(wallFromCivil(2026, 3, 29, 2))).toBe(change);
    expect(zone.utcMs(wallFromCivil(2026, 3, 29, 2, 30))).toBe(change);
    expect(zone.utcMs(wallFromCivil(2026, 3, 29, 3))).toBe(change);
    expect(zone.utcMs(wallFromCivil(2026, 3, 29, 3, 0, 1))).toBe(change + 1000);
  });

  it("that comes twice means the first instant, or the second where asked", () => {
    const zone = open("CET-1CEST,M3.5.0,M10.5.0/3");
    const twice = wallFromCivil(2026, 10, 25, 2, 30);
    expect(zone.utcMs(twice)).toBe(wallFromCivil(2026, 10, 25, 0, 30));
    expect(zone.utcMs(twice, true)).toBe(wallFromCivil(2026, 10, 25, 1, 30));
    expect(zone.isRepeated(wallFromCivil(2026, 10, 25, 0, 30))).toBe(false);
    expect(zone.isRepeated(wallFromCivil(2026, 10, 25, 1, 30))).toBe(true);
    const once = wallFromCivil(2026, 10, 25, 3);
    expect(zone.utcMs(once, true)).toBe(zone.utcMs(once));
  });
});

describe("what is no POSIX TZ string", () => {
  it("is told with its column", () => {
    const text = "CET-1CEST,M3.6.0,M10.5.0/3";
    expect(error(text)).toBe(complaint(text, 'has "6" at column 14', "a week of 1 to 5"));
  });

  it("is told where it ends too early", () => {
    const text = "CET-1CEST,M3.5.0";
    expect(error(text)).toBe(complaint(text, "ends at column 17", 'a rule after a ","'));
  });

  it("is never taken, wherever the mistake is", () => {
    const wrong: StaticArray<string> = [
      "",
      "C",
      "CE-1",
      "CET",
      "CET-",
      "CET-25",
      "CET-1:60",
      "CET-1:00:60",
      "CET-1:",
      "<+01-1",
      "<+1>-1",
      "<+01>",
      "<é01>-1",
      ":Europe/Amsterdam",
      "Europe/Amsterdam",
      "CET-1CE",
      "CET-1CEST,",
      "CET-1CEST,M3.5.0,",
      "CET-1CEST,M3.5.0,M10.5.0/",
      "CET-1CEST,M3.5.0,M10.5.0/168",
      "CET-1CEST,M3.5.0,M10.5.0/3 ",
      "CET-1CEST,M3.5.0,M10.5.0/3,",
      "CET-1CEST,M13.5.0,M10.5.0",
      "CET-1CEST,M0.5.0,M10.5.0",
      "CET-1CEST,M3.5.7,M10.5.0",
      "CET-1CEST,M3.0.0,M10.5.0",
      "CET-1CEST,M3.5,M10.5.0",
      "CET-1CEST,J0,J9",
      "CET-1CEST,J366,J9",
      "CET-1CEST,366,9",
      "CET-1CEST,M3.5.0/--1,M10.5.0",
      "CET-1CEST;M3.5.0;M10.5.0",
      "CET-1CEST-1CEST",
      "CET--1",
      "CET-1 CEST",
      "CET-0001",
      "CET-99999999999",
      "CET-1CEST,M3.5.0/99999,M10.5.0",
    ];
    for (let i = 0; i < wrong.length; i++) {
      const result = parsePosixTz(wrong[i]);
      expect(result.zone).toBeNull(wrong[i]);
      expect(result.error.length).toBeGreaterThan(40, wrong[i]);
    }
  });
});
