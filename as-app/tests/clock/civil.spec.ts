import {
  MS_PER_DAY,
  civilFromDays,
  daysFromCivil,
  daysFromWall,
  daysInMonth,
  floorDivide,
  formatDay,
  formatRfc3339,
  formatStamp,
  formatWall,
  isCivil,
  isLeapYear,
  minuteOfDay,
  padded,
  timeOfDayMs,
  wallFromCivil,
  weekday,
} from "../../assembly/clock/civil";

describe("the calendar", () => {
  it("counts days from 1970", () => {
    expect(daysFromCivil(1970, 1, 1)).toBe(0);
    expect(daysFromCivil(1969, 12, 31)).toBe(-1);
    expect(daysFromCivil(2000, 3, 1)).toBe(11017);
    expect(daysFromCivil(1, 1, 1)).toBe(-719162);
    expect(daysFromCivil(9999, 12, 31)).toBe(2932896);
  });

  it("goes through every day of years -400 to 4000 without a gap, and back", () => {
    let days = daysFromCivil(-400, 1, 1);
    let day = weekday(days);
    for (let year = -400; year <= 4000; year++) {
      for (let month = 1; month <= 12; month++) {
        const last = daysInMonth(year, month);
        for (let date = 1; date <= last; date++) {
          const civil = civilFromDays(days);
          const same = civil.year == year && civil.month == month && civil.day == date;
          if (!same || daysFromCivil(year, month, date) != days || weekday(days) != day) {
            expect(year * 10000 + month * 100 + date).toBe(0, "wrong date or weekday");
            return;
          }
          days++;
          day = (day + 1) % 7;
        }
      }
    }
    expect(days).toBe(daysFromCivil(4001, 1, 1));
  });

  it("knows weekdays, Sunday being 0", () => {
    expect(weekday(daysFromCivil(1970, 1, 1))).toBe(4);
    expect(weekday(daysFromCivil(1815, 6, 18))).toBe(0);
    expect(weekday(daysFromCivil(2000, 2, 29))).toBe(2);
    expect(weekday(daysFromCivil(2026, 11, 23))).toBe(1);
  });

  it("knows leap years", () => {
    expect(isLeapYear(2000)).toBe(true);
    expect(isLeapYear(1900)).toBe(false);
    expect(isLeapYear(2024)).toBe(true);
    expect(isLeapYear(2100)).toBe(false);
  });

  it("tells dates from what is none", () => {
    expect(isCivil(2024, 2, 29)).toBe(true);
    expect(isCivil(2025, 2, 29)).toBe(false);
    expect(isCivil(2025, 4, 31)).toBe(false);
    expect(isCivil(2025, 0, 1)).toBe(false);
    expect(isCivil(2025, 13, 1)).toBe(false);
    expect(isCivil(2025, 1, 0)).toBe(false);
    expect(isCivil(0, 1, 1)).toBe(false);
    expect(isCivil(2025, 12, 31, 23, 59, 59)).toBe(true);
    expect(isCivil(2025, 12, 31, 24, 0, 0)).toBe(false);
    expect(isCivil(2025, 12, 31, 0, 60, 0)).toBe(false);
    expect(isCivil(2025, 12, 31, 0, 0, 60)).toBe(false);
    expect(isCivil(2025, 12, 31, -1, 0, 0)).toBe(false);
  });
});

describe("wall milliseconds", () => {
  it("are JavaScript's for UTC", () => {
    expect(wallFromCivil(2026, 11, 23, 9, 33, 26)).toBe(1795426406000);
    expect(wallFromCivil(1969, 12, 31, 23, 59, 59)).toBe(-1000);
    expect(wallFromCivil(2100, 3, 1)).toBe(4107542400000);
  });

  it("are taken apart before 1970 too", () => {
    expect(daysFromWall(-1)).toBe(-1);
    expect(timeOfDayMs(-1)).toBe(86399999);
    expect(timeOfDayMs(-MS_PER_DAY)).toBe(0);
    expect(minuteOfDay(-60001)).toBe(1438);
    expect(floorDivide(-1, 30)).toBe(-1);
    expect(floorDivide(-30, 30)).toBe(-1);
    expect(floorDivide(-31, 30)).toBe(-2);
    expect(floorDivide(31, 30)).toBe(1);
  });
});

describe("dates and times as text", () => {
  it("have the forms of file names and logs", () => {
    const wallMs = wallFromCivil(2025, 3, 7, 4, 5, 6) + 999;
    expect(formatDay(wallMs)).toBe("20250307");
    expect(formatStamp(wallMs)).toBe("20250307-040506");
    expect(formatWall(wallMs)).toBe("2025-03-07 04:05:06");
    expect(formatStamp(-1)).toBe("19691231-235959");
    expect(formatDay(wallFromCivil(476, 9, 4))).toBe("04760904");
  });

  it("have the form of RFC 3339", () => {
    // The first three are the examples of RFC 3339, section 5.8, without fractions.
    expect(formatRfc3339(482196050520, 0)).toBe("1985-04-12T23:20:50Z");
    expect(formatRfc3339(851042397000, -8 * 3600)).toBe("1996-12-19T16:39:57-08:00");
    expect(formatRfc3339(-1041337172130, 1200)).toBe("1937-01-01T12:00:27+00:20");
    expect(formatRfc3339(1795426406000, 20700)).toBe("2026-11-23T15:18:26+05:45");
    expect(formatRfc3339(1795426406000, -12600)).toBe("2026-11-23T06:03:26-03:30");
  });

  it("fill numbers up with zeros and never cut them", () => {
    expect(padded(0, 1)).toBe("0");
    expect(padded(42, 8)).toBe("00000042");
    expect(padded(99999999, 8)).toBe("99999999");
    expect(padded(100000000, 8)).toBe("100000000");
    expect(padded(12, 1)).toBe("12");
    expect(padded(2147483647, 3)).toBe("2147483647");
  });
});
