import { ClockDiscipline } from "../../assembly/clock/discipline";
import { ToldTime } from "../../assembly/clock/time_source";
import { DeepSleep, PowerConfig } from "../../assembly/config/camconfig";
import { nowMs, setNowMs, uptimeMs } from "../../assembly/host/clock";
import { HostError } from "../../assembly/host/errors";
import { kept } from "../../assembly/power/kept";
import * as rest from "../../assembly/power/rest";
import {
  clockAdvance,
  clockRestart,
  powerAnswer,
  powerUntil,
  powerWake,
  resetDoubles,
} from "../double";

const NOON: i64 = 1782000000000;
const HOUR_MS: i64 = 3600000;
const MINUTE_MS: i64 = 60000;

/** The board starts; true if it has woken. */
function boot(mode: DeepSleep): bool {
  const config = new PowerConfig();
  config.deepSleep = mode;
  return rest.start(config, 30);
}

/** A board that can sleep and has never done so, at noon. */
function start(mode: DeepSleep): void {
  resetDoubles();
  setNowMs(NOON);
  powerAnswer(0);
  boot(mode);
}

/** Sleep up to a shot that is due in so long; the clock that runs on gains so much meanwhile. */
function sleepAndWake(aheadMs: i64, gainedMs: i64 = 0): void {
  expect(rest.begin(uptimeMs(), uptimeMs() + aheadMs, nowMs() + aheadMs)).toBe(true);
  clockAdvance(powerUntil() - uptimeMs());
  clockRestart(gainedMs);
  powerWake();
  expect(boot(DeepSleep.AUTO)).toBe(true);
}

/** A time is told that the clock is behind by so much. */
function tell(errorMs: i64, inexactMs: i64): void {
  const clock = new ClockDiscipline();
  const told = new ToldTime();
  told.utcAtStartMs = nowMs() - uptimeMs() + errorMs;
  told.inexactMs = inexactMs;
  clock.take(told, uptimeMs());
  kept.timeWasTold(clock);
}

describe("the shot to wake for", () => {
  it("is kept by its own moment, not by a clock that runs on between two looks", () => {
    start(DeepSleep.AUTO);
    const due = NOON + HOUR_MS;
    expect(rest.begin(0, HOUR_MS + 7, due)).toBe(true);
    expect(kept.dueUtcMs).toBe(due);
    expect(rest.begin(0, HOUR_MS, -1)).toBe(false, "a series that does not follow the clock");
  });
});

describe("whether to sleep", () => {
  it("is decided by the distance of the next shot", () => {
    start(DeepSleep.AUTO);
    expect(rest.isFar(0, 120000)).toBe(false);
    expect(rest.isFar(0, 120001)).toBe(true);
    expect(rest.isFar(0, i64.MAX_VALUE)).toBe(false, "no shot is planned");
    start(DeepSleep.NEVER);
    expect(rest.isFar(0, HOUR_MS)).toBe(false);
  });

  it("is not decided while the time is not known", () => {
    resetDoubles();
    boot(DeepSleep.ALWAYS);
    expect(rest.isFar(0, HOUR_MS)).toBe(false);
  });

  it("waits for uploads that go on soon", () => {
    start(DeepSleep.AUTO);
    clockAdvance(HOUR_MS);
    const now = uptimeMs();
    expect(rest.isUploadOver(now, i64.MAX_VALUE, false)).toBe(true);
    expect(rest.isUploadOver(now, i64.MAX_VALUE, true)).toBe(false);
    expect(rest.isUploadOver(now, now + MINUTE_MS, false)).toBe(false);
    expect(rest.isUploadOver(now, now + MINUTE_MS + 1, false)).toBe(true);
  });

  it("waits no longer than finish_sec after the shot where it is always to sleep", () => {
    start(DeepSleep.ALWAYS);
    clockAdvance(29999);
    expect(rest.isUploadOver(uptimeMs(), 0, true)).toBe(false);
    rest.shotIsOver();
    clockAdvance(29999);
    expect(rest.isUploadOver(uptimeMs(), 0, true)).toBe(false);
    clockAdvance(1);
    expect(rest.isUploadOver(uptimeMs(), 0, true)).toBe(true);
  });

  it("is the board's to refuse", () => {
    start(DeepSleep.AUTO);
    powerAnswer(HostError.BUSY);
    expect(rest.begin(0, HOUR_MS, NOON + HOUR_MS)).toBe(false);
    expect(rest.nextStepAtMs(5, HOUR_MS)).toBe(1005);
    powerAnswer(0);
    expect(rest.begin(0, HOUR_MS, NOON + HOUR_MS)).toBe(true);
  });
});

describe("the moment of waking", () => {
  it("leaves room for a camera and a clock of which nothing is known", () => {
    start(DeepSleep.AUTO);
    expect(rest.begin(0, HOUR_MS, NOON + HOUR_MS)).toBe(true);
    // 10 s for the start, 1 s to spare, half a percent of an hour.
    expect(powerUntil()).toBe(HOUR_MS - 10000 - 1000 - 18000);
  });

  it("follows what was measured at earlier ones, and forgets long ones slowly", () => {
    start(DeepSleep.AUTO);
    sleepAndWake(HOUR_MS);
    clockAdvance(4000);
    rest.cameraIsReady();
    clockAdvance(4000);
    rest.cameraIsReady();
    expect(kept.readyMs).toBe(4000);
    sleepAndWake(HOUR_MS);
    rest.cameraIsReady();
    expect(kept.readyMs).toBe(3500);
    sleepAndWake(HOUR_MS);
    clockAdvance(HOUR_MS);
    rest.cameraIsReady();
    expect(kept.readyMs).toBe(30000);
  });

  it("is not before now", () => {
    start(DeepSleep.AUTO);
    expect(rest.begin(0, 11000, NOON + 11000)).toBe(false);
  });
});

describe("what is kept over a sleep", () => {
  it("comes back, with the next shot", () => {
    start(DeepSleep.AUTO);
    kept.shots = 7;
    sleepAndWake(HOUR_MS);
    expect(kept.dueUtcMs).toBe(NOON + HOUR_MS);
    expect(kept.shots).toBe(7);
    expect(kept.sleptMs).toBe(HOUR_MS - 29000);
  });

  it("is nothing after any other start", () => {
    start(DeepSleep.AUTO);
    sleepAndWake(HOUR_MS);
    kept.shots = 7;
    expect(boot(DeepSleep.AUTO)).toBe(false);
    expect(kept.shots).toBe(0);
  });

  it("is no use if the clock has been lost", () => {
    start(DeepSleep.AUTO);
    kept.shots = 7;
    expect(rest.begin(0, HOUR_MS, NOON + HOUR_MS)).toBe(true);
    clockRestart(-2 * HOUR_MS);
    powerWake();
    expect(boot(DeepSleep.AUTO)).toBe(false);
    expect(kept.shots).toBe(0);
  });
});

describe("a clock that is wrong in sleep", () => {
  it("is put right at the next waking once it was measured", () => {
    start(DeepSleep.AUTO);
    tell(0, 20);
    sleepAndWake(HOUR_MS, -3571);
    expect(kept.hasDrift).toBe(0);
    tell(3571, 20);
    expect(kept.drift_ppm).toBe(1001);
    expect(kept.sleptMs).toBe(0);
    const before = nowMs();
    sleepAndWake(HOUR_MS);
    expect(nowMs() - before).toBe(kept.sleptMs + (kept.sleptMs * 1001) / 1000000);
  });

  it("is what the latest measurement says", () => {
    start(DeepSleep.AUTO);
    tell(0, 20);
    sleepAndWake(HOUR_MS, -3571);
    tell(3571, 20);
    sleepAndWake(HOUR_MS);
    tell(-kept.sleptMs / 1000, 20);
    expect(kept.drift_ppm).toBe(2);
  });

  it("is not measured with the first time told: what was wrong before is not known", () => {
    start(DeepSleep.AUTO);
    sleepAndWake(HOUR_MS);
    tell(2000, 20);
    expect(kept.hasDrift).toBe(0);
    expect(kept.drift_ppm).toBe(0);
    sleepAndWake(HOUR_MS, -3571);
    tell(3571, 20);
    expect(kept.drift_ppm).toBe(1001);
  });

  it("is not measured unless the times at both ends are exact enough", () => {
    start(DeepSleep.AUTO);
    tell(0, 20);
    sleepAndWake(HOUR_MS);
    tell(-17000, 10000);
    expect(kept.hasDrift).toBe(0);
    expect(kept.sleptMs).toBe(0);
    sleepAndWake(HOUR_MS);
    tell(-10000, 20);
    expect(kept.hasDrift).toBe(0, "the answer before may have been the wrong one");
    sleepAndWake(HOUR_MS, -3571);
    tell(3571, 20);
    expect(kept.drift_ppm).toBe(1001);
  });

  it("is not believed to be wrong beyond all reason", () => {
    start(DeepSleep.AUTO);
    tell(0, 20);
    sleepAndWake(HOUR_MS);
    tell(HOUR_MS / 10, 20);
    expect(kept.drift_ppm).toBe(0);
    expect(kept.hasDrift).toBe(0);
  });

  it("is left alone at the next sleep if nobody has told the time", () => {
    start(DeepSleep.AUTO);
    sleepAndWake(HOUR_MS, -20000);
    const clock = new ClockDiscipline();
    clock.wake();
    setNowMs(nowMs() + 7);
    const before = nowMs();
    clock.hurry();
    expect(nowMs()).toBe(before);
  });

  it("is put where slewing would bring it before the next sleep", () => {
    start(DeepSleep.AUTO);
    const clock = new ClockDiscipline();
    const told = new ToldTime();
    told.utcAtStartMs = nowMs() - uptimeMs() + 500;
    told.inexactMs = 20;
    clock.take(told, uptimeMs());
    expect(nowMs()).toBe(NOON);
    clock.hurry();
    expect(nowMs()).toBe(NOON + 500);
  });

  it("is asked about when it may be off by more than a second", () => {
    start(DeepSleep.AUTO);
    expect(rest.timeIsGoodForMs(HOUR_MS) <= 0).toBe(true, "nobody has told the time");
    tell(0, 20);
    expect(rest.timeIsGoodForMs(HOUR_MS)).toBe(HOUR_MS);
    sleepAndWake(10 * MINUTE_MS);
    expect(rest.timeIsGoodForMs(HOUR_MS)).toBe(0, "half a percent of ten minutes");
    tell(0, 20);
    sleepAndWake(10 * MINUTE_MS);
    const leftMs = rest.timeIsGoodForMs(HOUR_MS);
    expect(leftMs > 49 * MINUTE_MS && leftMs < 51 * MINUTE_MS).toBe(true);
    sleepAndWake(HOUR_MS);
    expect(rest.timeIsGoodForMs(24 * HOUR_MS)).toBe(0);
  });
});
