import { MS_PER_DAY, wallFromCivil } from "../../assembly/clock/civil";
import { parsePosixTz, Zone } from "../../assembly/clock/posix_tz";
import { DarkHours, DarkRule, NeverDark } from "../../assembly/schedule/dark";
import { Schedule, Window } from "../../assembly/schedule/schedule";
import { MeanBytes, tenthsOfCardDays } from "../../assembly/status/card_days";

let seed: u32 = 20260105;

function random(least: i32, most: i32): i32 {
  seed = seed * 1664525 + 1013904223;
  return least + <i32>((seed >> 4) % <u32>(most - least + 1));
}

function utc(): Zone {
  const zone = parsePosixTz("UTC0").zone;
  return zone ? zone : new Zone();
}

/** Photos are taken and stored one by one until the card is full; how long that took. */
function fill(schedule: Schedule, fromMs: i64, freeBytes: i64, keptBytes: i64, photo: i64): i64 {
  let at = fromMs;
  for (let free = freeBytes; free - photo >= keptBytes; free -= photo) at = schedule.nextShot(at);
  return at - fromMs;
}

describe("days that a card lasts", () => {
  it("are those after which a card is full that gets the schedule's photos", () => {
    const from = wallFromCivil(2026, 1, 1);
    for (let round = 0; round < 60; round++) {
      const day_s = random(300, 7200);
      const dark_s = random(300, 7200);
      const rule: DarkRule =
        round % 3 == 0 ? new NeverDark() : new DarkHours(utc(), random(0, 1439), random(0, 1439));
      const schedule = new Schedule(0, day_s, dark_s, new Window(), rule);
      const photo = <i64>random(20000, 400000);
      const kept = <i64>random(0, 20000000);
      const free = kept + photo * <i64>random(200, 3000) + <i64>random(0, 19999);
      const perDay = schedule.countShots(from, from + MS_PER_DAY);
      const tenths = tenthsOfCardDays(free, kept, photo, perDay);
      const lastedMs = fill(schedule, from, free, kept, photo);
      // Rounded down to a tenth. 24 h hold a shot more or less than the mean. With intervals of
      // their own for day and dark it is one at each change, and it matters when in the day the
      // card gets full.
      const isEven = round % 3 == 0;
      const shots = <i64>(isEven ? 1 : 3) * (lastedMs / perDay + <i64>max(day_s, dark_s) * 1000);
      const slackMs = shots + <i64>day_s * 1000 + (isEven ? 0 : MS_PER_DAY);
      expect(tenths * (MS_PER_DAY / 10) <= lastedMs + slackMs).toBe(true, "not too many");
      expect((tenths + 1) * (MS_PER_DAY / 10) >= lastedMs - slackMs).toBe(true, "not too few");
    }
  });

  it("are more with a larger card and fewer with larger photos or more of them", () => {
    for (let round = 0; round < 500; round++) {
      const free = <i64>random(0, 1 << 27) * 64;
      const photo = <i64>random(1, 1000000);
      const perDay = <i64>random(1, 86400);
      const days = tenthsOfCardDays(free, 1000000, photo, perDay);
      expect(days >= 0).toBe(true);
      expect(tenthsOfCardDays(free + 1000000, 1000000, photo, perDay) >= days).toBe(true);
      expect(tenthsOfCardDays(free, 1000000, photo + 1, perDay) <= days).toBe(true);
      expect(tenthsOfCardDays(free, 1000000, photo, perDay + 1) <= days).toBe(true);
    }
  });

  it("are none once only the reserve is left", () => {
    expect(tenthsOfCardDays(10000000, 10000000, 70000, 2880)).toBe(0);
    expect(tenthsOfCardDays(0, 10000000, 70000, 2880)).toBe(0);
  });

  it("are not known before a photo was measured, without a shot, or without a card", () => {
    expect(tenthsOfCardDays(1 << 30, 0, new MeanBytes().value(), 2880)).toBe(-1);
    expect(tenthsOfCardDays(1 << 30, 0, 70000, 0)).toBe(-1);
    expect(tenthsOfCardDays(-5, 0, 70000, 2880)).toBe(-1);
  });
});

describe("the mean size of photos", () => {
  it("is that of all at first, between the smallest and the largest", () => {
    const mean = new MeanBytes();
    let sum: i64 = 0;
    for (let count: i64 = 1; count <= 4000; count++) {
      const bytes = random(30000, 200000);
      mean.add(bytes);
      sum += bytes;
      expect(abs(mean.value() - sum / count) <= 1).toBe(true);
    }
  });

  it("forgets what is long past", () => {
    const mean = new MeanBytes();
    for (let count = 0; count < 5000; count++) mean.add(400000);
    for (let count = 0; count < 40000; count++) mean.add(50000);
    expect(mean.value() >= 50000).toBe(true);
    expect(mean.value() < 50100).toBe(true);
  });
});
