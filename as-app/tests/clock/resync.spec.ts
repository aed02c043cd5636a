import { AdafruitPublicTime } from "../../assembly/clock/source_kinds";
import { TimeEvent, TimeSync } from "../../assembly/clock/sources";
import { HttpClient } from "../../assembly/cloud/http/client";
import { nowMs } from "../../assembly/host/clock";
import { clockAdvance, resetDoubles } from "../double";
import { answer, netAnswer, netOpenCount, netSetState } from "../cloud/net_script";

const HOUR_MS: i64 = 3600000;
const FIRST_S: i64 = 1750000000;

/** Answer what is asked now. */
function say(sync: TimeSync, now: i64, seconds: i64): TimeEvent {
  sync.step(now);
  netSetState(netOpenCount(), 3);
  sync.step(now);
  netAnswer(netOpenCount(), answer(200, "Connection: close\r\n", seconds.toString()));
  return sync.step(now);
}

describe("the time, asked for again", () => {
  it("is what the service says then, not what it said first", () => {
    resetDoubles();
    const sync = new TimeSync(new HttpClient(), [new AdafruitPublicTime()]);
    expect(say(sync, 0, FIRST_S)).toBe(TimeEvent.SET);
    // The clock has lost four seconds in six hours.
    clockAdvance(6 * HOUR_MS);
    const second_s = FIRST_S + 6 * 3600 + 4;
    expect(say(sync, 6 * HOUR_MS, second_s)).toBe(TimeEvent.SET);
    expect(nowMs()).toBe(second_s * 1000 + 500);
  });
});
