import { wallFromCivil } from "../../assembly/clock/civil";
import { Zone, parsePosixTz } from "../../assembly/clock/posix_tz";
import { photoFolder, photoPath, unknownTimePath } from "../../assembly/schedule/photo_name";

function open(text: string): Zone {
  const zone = parsePosixTz(text).zone;
  return zone ? zone : new Zone();
}

const amsterdam = open("CET-1CEST,M3.5.0,M10.5.0/3");

describe("names of photos", () => {
  it("are local time", () => {
    const utcMs = wallFromCivil(2025, 6, 30, 22, 5, 9) + 750;
    expect(photoPath(utcMs, amsterdam, "CAM1")).toBe("20250701/20250701-000509-CAM1.jpg");
    expect(photoFolder(utcMs, amsterdam)).toBe("20250701");
  });

  it("mark the hour that comes for the second time", () => {
    const first = wallFromCivil(2026, 10, 25, 0, 30);
    const second = wallFromCivil(2026, 10, 25, 1, 30);
    expect(photoPath(first, amsterdam, "CAM1")).toBe("20261025/20261025-023000-CAM1.jpg");
    expect(photoPath(second, amsterdam, "CAM1")).toBe("20261025/20261025-023000b-CAM1.jpg");
    const after = wallFromCivil(2026, 10, 25, 2, 0);
    expect(photoPath(after, amsterdam, "CAM1")).toBe("20261025/20261025-030000-CAM1.jpg");
  });

  it("lie in the folder of the day before where the clocks go back over midnight", () => {
    const cairo = open("EET-2EEST,M4.5.5/0,M10.5.4/24");
    const second = wallFromCivil(2026, 10, 29, 21, 15);
    expect(photoPath(second, cairo, "C")).toBe("20261029/20261029-231500b-C.jpg");
  });

  it("differ in every second around the change", () => {
    const zones: StaticArray<string> = [
      "CET-1CEST,M3.5.0,M10.5.0/3",
      "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0",
      "<+00>0<+02>-2,M3.5.0/1,M10.5.0/3",
      "EET-2EEST,M4.5.5/0,M10.5.4/24",
    ];
    for (let i = 0; i < zones.length; i++) {
      const zone = open(zones[i]);
      // The change from summer time, and three hours on both sides of it.
      let change = zone.nextChange(wallFromCivil(2026, 1, 10));
      if (zone.isSummerTime(change)) change = zone.nextChange(change);
      const seen = new Set<string>();
      for (let second = -10800; second < 10800; second++) {
        seen.add(photoPath(change + <i64>second * 1000, zone, "CAM1"));
      }
      expect(seen.size).toBe(21600, zones[i]);
    }
  });

  it("take a number when a name is in use", () => {
    const utcMs = wallFromCivil(2025, 6, 30, 22, 5, 9);
    expect(photoPath(utcMs, amsterdam, "CAM1", 2)).toBe("20250701/20250701-000509-CAM1-2.jpg");
    expect(photoPath(utcMs, amsterdam, "CAM1", 10)).toBe("20250701/20250701-000509-CAM1-10.jpg");
  });

  it("tell the number of the start and the time since it, while the time is not known", () => {
    expect(unknownTimePath(7, 42999, "CAM1")).toBe("unknown-time/BOOT7-00000042-CAM1.jpg");
    expect(unknownTimePath(1234, 0, "CAM1", 3)).toBe("unknown-time/BOOT1234-00000000-CAM1-3.jpg");
  });
});
