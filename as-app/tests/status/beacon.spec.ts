import { Zone } from "../../assembly/clock/posix_tz";
import { readJsonObject } from "../../assembly/cloud/json/value";
import { HostError } from "../../assembly/host/errors";
import { logError } from "../../assembly/log/log";
import { RESERVE_BYTES } from "../../assembly/ledger/ledger";
import { Beacon, STATUS_PATH } from "../../assembly/status/beacon";
import { cardFail, cardCapacity, cardGet, cardWrites, clockAdvance, resetDoubles } from "../double";

const MINUTE_MS: i64 = 60000;
const PERIOD_MS: i64 = 10 * MINUTE_MS;

let beacon = new Beacon(new Zone(), PERIOD_MS);

/** Uptimes up to `untilMs` at which it wrote, in whole seconds; looked at every second. */
function writes(fromMs: i64, untilMs: i64): string {
  let text = "";
  for (let now = fromMs; now <= untilMs; now += 1000) {
    if (!beacon.isDue(now, true)) continue;
    beacon.write(now);
    text += (now / 1000).toString() + " ";
  }
  return text;
}

/** Uptime that the status on the card tells, -1 without one. */
function uptimeOnCard(): i64 {
  const bytes = cardGet(STATUS_PATH);
  if (bytes == null) return -1;
  return readJsonObject(bytes, bytes.length).member("uptime_s").integer(-1);
}

describe("the beacon", () => {
  beforeEach(() => {
    resetDoubles();
    beacon = new Beacon(new Zone(), PERIOD_MS);
  });

  it("writes at once, and then once in every period", () => {
    expect(writes(0, 3 * PERIOD_MS)).toBe("0 600 1200 1800 ");
    expect(uptimeOnCard()).toBe(1800);
  });

  it("replaces the file as a whole, so that there is never more than one", () => {
    writes(0, PERIOD_MS);
    expect(cardWrites()).toBe(2);
  });

  it("tells errors soon, but at most once a minute however many there are", () => {
    writes(0, 100000);
    logError("the card failed");
    expect(writes(101000, 300000)).toBe("101 ");
    let text = "";
    for (let now: i64 = 301000; now < 600000; now += 1000) {
      logError("again");
      text += writes(now, now);
    }
    expect(text).toBe("301 361 421 481 541 ");
    expect(writes(600000, 600000)).toBe("");
    expect(writes(601000, 660000)).toBe("601 ");
  });

  it("tells soon that another source has told the time, but not that it did so again", () => {
    writes(0, 100000);
    beacon.status.clockWasSet("Adafruit IO", 100000, 0);
    expect(writes(101000, 200000)).toBe("101 ");
    beacon.status.clockWasSet("Adafruit IO", 200000, 5);
    expect(writes(201000, 300000)).toBe("");
    beacon.status.clockWasSet("TimeAPI", 300000, 5);
    expect(writes(301000, 400000)).toBe("301 ");
  });

  it("keeps away from shots", () => {
    expect(beacon.isDue(1000, false)).toBe(false);
    expect(beacon.isDue(1000, true)).toBe(true);
  });

  it("is not silent for ever where shots leave no time for it", () => {
    beacon.write(0);
    let first: i64 = -1;
    for (let now: i64 = 0; first < 0 && now < 10 * PERIOD_MS; now += 1000) {
      if (beacon.isDue(now, false)) first = now;
    }
    expect(first).toBe(PERIOD_MS + MINUTE_MS);
  });

  it("leaves a card alone that is full to the reserve of the ledger", () => {
    cardCapacity(RESERVE_BYTES - 1);
    expect(beacon.write(0)).toBe(false);
    expect(cardWrites()).toBe(0);
    cardCapacity(RESERVE_BYTES);
    expect(beacon.write(1)).toBe(true);
    expect(uptimeOnCard()).toBe(0);
  });

  it("tries again after a minute when the card failed", () => {
    cardFail(HostError.IO);
    expect(writes(0, 150000)).toBe("0 60 120 ");
    cardFail(0);
    expect(writes(151000, 240000)).toBe("180 ");
    expect(uptimeOnCard()).toBe(180);
  });

  it("says when it next has something to do", () => {
    expect(beacon.nextStepAtMs(0)).toBe(i64.MAX_VALUE);
    beacon.write(5000);
    expect(beacon.nextStepAtMs(5000)).toBe(5000 + PERIOD_MS);
    logError("soon");
    expect(beacon.nextStepAtMs(6000)).toBe(5000 + MINUTE_MS);
    // Due, and not quiet: a shot comes, and calls.
    expect(beacon.nextStepAtMs(5000 + MINUTE_MS)).toBe(i64.MAX_VALUE);
  });
});
