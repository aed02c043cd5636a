import { ClockDiscipline, Correction } from "../../assembly/clock/discipline";
import { SntpTime } from "../../assembly/clock/sntp_source";
import { TimeEvent, TimeSync } from "../../assembly/clock/sources";
import { ToldTime } from "../../assembly/clock/time_source";
import { HttpClient } from "../../assembly/cloud/http/client";
import { nowMs, setNowMs, uptimeMs } from "../../assembly/host/clock";
import { HostError } from "../../assembly/host/errors";
import { PhotoTimeSource } from "../../assembly/ledger/photo";
import { clockAdvance, reportText, resetDoubles } from "../double";
import { sntpAsked, sntpCount, sntpFail, sntpTell } from "./sntp_script";

const UTC_MS: i64 = 1795438800123;
const MINUTE_MS: i64 = 60000;
const HOUR_MS: i64 = 3600000;

let discipline = new ClockDiscipline();

function restart(): void {
  resetDoubles();
  discipline = new ClockDiscipline();
}

/** An answer that says that it was `utcMs` at the start, exact to 20 ms. */
function take(utcMs: i64, inexactMs: i64 = 20): string {
  const told = new ToldTime();
  told.utcAtStartMs = utcMs;
  told.inexactMs = inexactMs;
  return discipline.take(told, uptimeMs());
}

/** Start with a clock that was set an hour ago, and an answer that it is `errorMs` behind. */
function wrongBy(errorMs: i64, inexactMs: i64 = 20): string {
  restart();
  take(UTC_MS);
  clockAdvance(HOUR_MS);
  return take(UTC_MS + errorMs, inexactMs);
}

/** How far the clock is behind what was told at the start. */
function behindMs(toldMs: i64): i64 {
  return toldMs + uptimeMs() - nowMs();
}

describe("a clock", () => {
  it("that is not known is set at once", () => {
    restart();
    expect(discipline.believedAtMs).toBe(-1);
    clockAdvance(5000);
    expect(take(UTC_MS)).toBe("");
    expect(nowMs()).toBe(UTC_MS + 5000);
    expect(discipline.correction).toBe(Correction.STEP);
    expect(discipline.hasError || discipline.hasDrift).toBe(false);
    expect(discipline.believedAtMs).toBe(5000);
    expect(discipline.nextStepAtMs()).toBe(i64.MAX_VALUE);
  });

  it("that is wrong by more than 2 s is stepped", () => {
    for (let sign: i64 = -1; sign <= 1; sign += 2) {
      expect(wrongBy(2001 * sign)).toBe("");
      expect(discipline.correction).toBe(Correction.STEP);
      expect(discipline.errorMs).toBe(2001 * sign);
      expect(nowMs()).toBe(UTC_MS + HOUR_MS + 2001 * sign);
    }
  });

  it("that is less wrong than the answer may be is left alone", () => {
    expect(wrongBy(1500, 1500)).toBe("");
    expect(discipline.correction).toBe(Correction.NONE);
    expect(discipline.errorMs).toBe(1500);
    expect(nowMs()).toBe(UTC_MS + HOUR_MS);
    expect(discipline.nextStepAtMs()).toBe(i64.MAX_VALUE);
    wrongBy(-1501, 1500);
    expect(discipline.correction).toBe(Correction.SLEW);
  });

  it("of before a restart is judged like any other", () => {
    restart();
    setNowMs(UTC_MS);
    expect(take(UTC_MS + 1200)).toBe("");
    expect(discipline.correction).toBe(Correction.SLEW);
    restart();
    setNowMs(UTC_MS);
    expect(take(UTC_MS + 9 * HOUR_MS)).toBe("");
    expect(discipline.correction).toBe(Correction.STEP);
    expect(nowMs()).toBe(UTC_MS + 9 * HOUR_MS);
    restart();
    setNowMs(UTC_MS);
    take(UTC_MS + 10);
    expect(discipline.correction).toBe(Correction.NONE);
    expect(nowMs()).toBe(UTC_MS);
  });
});

describe("slewing", () => {
  it("takes 2 s for a millisecond, and ends", () => {
    for (let sign: i64 = -1; sign <= 1; sign += 2) {
      const errorMs = 2000 * sign;
      wrongBy(errorMs);
      let secondsWrong = 0;
      for (let second = 1; second <= 4200; second++) {
        clockAdvance(1000);
        discipline.step(uptimeMs());
        const left = errorMs - min<i64>(second / 2, 2000) * sign;
        if (behindMs(UTC_MS + errorMs) != left) secondsWrong++;
      }
      expect(secondsWrong).toBe(0);
      expect(discipline.nextStepAtMs()).toBe(i64.MAX_VALUE);
    }
  });

  it("asks for a step every 20 s, and needs no more", () => {
    wrongBy(-1999);
    let steps = 0;
    while (discipline.nextStepAtMs() < i64.MAX_VALUE) {
      const waitMs = discipline.nextStepAtMs() - uptimeMs();
      expect(waitMs).toBe(20000);
      clockAdvance(waitMs);
      discipline.step(uptimeMs());
      steps++;
    }
    expect(steps).toBe(200);
    expect(nowMs() - uptimeMs()).toBe(UTC_MS - 1999);
  });

  it("never lets the clock go back", () => {
    wrongBy(-2000);
    let shown = nowMs();
    let timesBack = 0;
    // Waits of all lengths from 0 to 210 ms, and a look at the clock before and after each step.
    for (let count = 0; count < 40000; count++) {
      clockAdvance((<i64>count * 7919) % 211);
      if (nowMs() < shown) timesBack++;
      shown = nowMs();
      discipline.step(uptimeMs());
      if (nowMs() < shown) timesBack++;
      shown = nowMs();
    }
    expect(timesBack).toBe(0);
    expect(nowMs() - uptimeMs()).toBe(UTC_MS - 2000);
  });

  it("is given up for a better answer", () => {
    wrongBy(1000);
    clockAdvance(200000);
    discipline.step(uptimeMs());
    expect(behindMs(UTC_MS)).toBe(-100);
    take(UTC_MS + 110);
    expect(discipline.errorMs).toBe(10);
    clockAdvance(200000);
    discipline.step(uptimeMs());
    expect(behindMs(UTC_MS)).toBe(-100);
    take(UTC_MS - 300);
    expect(discipline.errorMs).toBe(-400);
    clockAdvance(HOUR_MS);
    discipline.step(uptimeMs());
    expect(behindMs(UTC_MS)).toBe(300);
  });
});

describe("drift", () => {
  it("is what the uptime lost since the clock was set, whatever was slewed", () => {
    restart();
    take(UTC_MS);
    // A quartz that is 20 ppm slow: 432 ms in 6 h.
    for (let round = 1; round <= 5; round++) {
      clockAdvance(6 * HOUR_MS);
      discipline.step(uptimeMs());
      take(UTC_MS + 432 * round);
      expect(discipline.hasError && discipline.hasDrift).toBe(true);
      expect(discipline.errorMs).toBe(432);
      expect(discipline.drift_ppm).toBe(20);
    }
  });

  it("of a fast quartz has a minus", () => {
    wrongBy(-180);
    expect(discipline.drift_ppm).toBe(-50);
  });

  it("is measured over all the time in which nothing had to be set", () => {
    restart();
    take(UTC_MS, 600);
    for (let round = 1; round <= 4; round++) {
      clockAdvance(6 * HOUR_MS);
      take(UTC_MS + 100 * round, 600);
      expect(discipline.correction).toBe(Correction.NONE);
    }
    expect(discipline.errorMs).toBe(400);
    expect(discipline.drift_ppm).toBe((400 * 1000000) / (24 * HOUR_MS));
  });
});

describe("an answer that is hours from the last one", () => {
  it("is not believed until another one agrees", () => {
    for (let sign: i64 = -1; sign <= 1; sign += 2) {
      const doubt = wrongBy(3 * HOUR_MS * sign);
      expect(doubt.includes((180 * sign).toString() + " minutes")).toBe(true);
      expect(nowMs()).toBe(UTC_MS + HOUR_MS);
      expect(discipline.believedAtMs).toBe(0);
      clockAdvance(15000);
      expect(take(UTC_MS + 3 * HOUR_MS * sign + 50)).toBe("");
      expect(discipline.correction).toBe(Correction.STEP);
      expect(nowMs()).toBe(UTC_MS + 3 * HOUR_MS * sign + 50 + uptimeMs());
    }
  });

  it("is forgotten when another one disagrees with it", () => {
    wrongBy(3 * HOUR_MS);
    expect(take(UTC_MS + 100)).toBe("");
    expect(discipline.correction).toBe(Correction.SLEW);
    expect(take(UTC_MS + 3 * HOUR_MS).length).toBeGreaterThan(0);
    expect(take(UTC_MS + 5 * HOUR_MS).length).toBeGreaterThan(0);
    expect(take(UTC_MS + 3 * HOUR_MS).length).toBeGreaterThan(0);
    expect(take(UTC_MS + 3 * HOUR_MS)).toBe("");
  });

  it("begins at half an hour", () => {
    expect(wrongBy(30 * MINUTE_MS + 19)).toBe("");
    expect(wrongBy(30 * MINUTE_MS + 20).length).toBeGreaterThan(0);
    expect(wrongBy(-30 * MINUTE_MS - 20).length).toBeGreaterThan(0);
  });
});

describe("a clock that jumps by itself", () => {
  it("is put back where it was at the next step", () => {
    const jumps: i64[] = [-5 * HOUR_MS, 5 * HOUR_MS, -1500, 1500];
    restart();
    take(UTC_MS);
    for (let index = 0; index < jumps.length; index++) {
      clockAdvance(MINUTE_MS);
      setNowMs(nowMs() + jumps[index]);
      discipline.step(uptimeMs());
      expect(nowMs()).toBe(UTC_MS + uptimeMs());
    }
  });

  it("is not known to jump before anybody told the time", () => {
    restart();
    setNowMs(UTC_MS);
    discipline.step(uptimeMs());
    setNowMs(UTC_MS + HOUR_MS);
    discipline.step(uptimeMs());
    expect(nowMs()).toBe(UTC_MS + HOUR_MS);
  });
});

let sync = new TimeSync(new HttpClient(), []);

/** The server whose turn it is tells a time; `clock` is UTC at the start. */
function tell(clock: i64): TimeEvent {
  sync.step(uptimeMs());
  sntpTell(clock * 1000, 20000);
  return sync.step(uptimeMs());
}

/** Let time pass until the next question is asked. */
function wait(): void {
  const count = sntpCount();
  while (sntpCount() == count) {
    clockAdvance(sync.nextStepAtMs() - uptimeMs());
    sync.step(uptimeMs());
  }
}

describe("sources that disagree by hours", () => {
  it("are heard until two agree", () => {
    resetDoubles();
    sync = new TimeSync(new HttpClient(), [new SntpTime("a.test"), new SntpTime("b.test")]);
    tell(UTC_MS);
    wait();
    expect(tell(UTC_MS + 3 * HOUR_MS)).toBe(TimeEvent.SOURCE_FAILED);
    expect(sync.sentence).toBe(
      "no time from SNTP server a.test: it is 180 minutes from the time told before; " +
        "another answer must agree",
    );
    expect(tell(UTC_MS)).toBe(TimeEvent.SET);
    expect(sync.sentence).toBe("time set by SNTP server b.test, clock behind by 0 ms, drift 0 ppm");
    wait();
    expect(tell(UTC_MS - 3 * HOUR_MS)).toBe(TimeEvent.SOURCE_FAILED);
    expect(tell(UTC_MS - 3 * HOUR_MS)).toBe(TimeEvent.SET);
    expect(nowMs()).toBe(UTC_MS - 3 * HOUR_MS + uptimeMs());
  });

  it("may be one source that says so twice", () => {
    resetDoubles();
    sync = new TimeSync(new HttpClient(), [new SntpTime("a.test")]);
    tell(UTC_MS);
    wait();
    expect(tell(UTC_MS + 3 * HOUR_MS)).toBe(TimeEvent.ALL_FAILED);
    const asked = sntpCount();
    clockAdvance(14999);
    expect(sync.step(uptimeMs())).toBe(TimeEvent.NOTHING);
    expect(sntpCount()).toBe(asked);
    wait();
    expect(tell(UTC_MS + 3 * HOUR_MS)).toBe(TimeEvent.SET);
    expect(nowMs()).toBe(UTC_MS + 3 * HOUR_MS + uptimeMs());
    expect(sntpAsked(asked)).toBe("a.test 10000");
  });
});

describe("how a time is known", () => {
  it("begins with not at all, or with what was before a restart", () => {
    resetDoubles();
    sync = new TimeSync(new HttpClient(), [new SntpTime("a.test")]);
    expect(sync.kind(uptimeMs())).toBe(PhotoTimeSource.UNKNOWN);
    setNowMs(UTC_MS);
    expect(sync.kind(uptimeMs())).toBe(PhotoTimeSource.ESTIMATED);
    tell(UTC_MS);
    expect(sync.kind(uptimeMs())).toBe(PhotoTimeSource.SNTP);
  });

  it("is an estimate when nobody has answered for ten periods", () => {
    resetDoubles();
    sync = new TimeSync(new HttpClient(), [new SntpTime("a.test")]);
    tell(UTC_MS);
    wait();
    while (uptimeMs() <= 60 * HOUR_MS) {
      expect(sync.kind(uptimeMs())).toBe(PhotoTimeSource.SNTP);
      sync.step(uptimeMs());
      sntpFail(HostError.TIMED_OUT, "");
      sync.step(uptimeMs());
      wait();
    }
    expect(sync.kind(uptimeMs())).toBe(PhotoTimeSource.ESTIMATED);
    tell(UTC_MS);
    expect(sync.kind(uptimeMs())).toBe(PhotoTimeSource.SNTP);
  });
});

describe("the event", () => {
  it("tells source, correction, error and drift", () => {
    resetDoubles();
    sync = new TimeSync(new HttpClient(), [new SntpTime("a.test")]);
    sync.publish();
    tell(UTC_MS);
    sync.publish();
    wait();
    tell(UTC_MS + 432);
    sync.publish();
    wait();
    tell(UTC_MS - 4000);
    sync.publish();
    const start = '{"kind":"time","source":"SNTP server a.test","utc_ms":';
    expect(reportText(0)).toBe(start + UTC_MS.toString() + ',"correction":"step"}');
    expect(reportText(1).endsWith(',"correction":"slew","error_ms":432,"drift_ppm":20}')).toBe(
      true,
    );
    expect(reportText(2).includes(',"correction":"step","error_ms":-4')).toBe(true);
  });
});
