import { posixTzOf, similarZoneName, zoneNameAt, zoneOf } from "../../assembly/clock/zone";
import { ZONE_COUNT } from "../../assembly/clock/zone_table";

describe("zones by name", () => {
  it("have their POSIX TZ strings", () => {
    expect(posixTzOf("Europe/Amsterdam")).toBe("CET-1CEST,M3.5.0,M10.5.0/3");
    expect(posixTzOf("Africa/Abidjan")).toBe("GMT0");
    expect(posixTzOf("Etc/GMT+5")).toBe("<-05>5");
    expect(posixTzOf(zoneNameAt(ZONE_COUNT - 1))).not.toBe("");
    expect(zoneNameAt(ZONE_COUNT)).toBe("");
  });

  it("can all be read", () => {
    for (let i = 0; i < ZONE_COUNT; i++) {
      expect(zoneOf(zoneNameAt(i)).zone).not.toBeNull(zoneNameAt(i));
    }
  });

  it("are told from misspelt ones", () => {
    const result = zoneOf("Europe/Amsterdan");
    expect(result.zone).toBeNull();
    expect(result.error).toBe(
      'there is no time zone "Europe/Amsterdan"; did you mean "Europe/Amsterdam"?',
    );
    expect(similarZoneName("new york")).toBe("America/New_York");
    expect(similarZoneName("CET-1CEST,M3.5.0,M10.5.0/3")).toBe("");
  });
});
