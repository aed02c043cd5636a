import { CheckReport } from "../../assembly/check/report";
import {
  appExitCode,
  logCount,
  logLevel,
  logText,
  reportCount,
  reportText,
  resetDoubles,
} from "../double";

function report(): CheckReport {
  return new CheckReport("kettle", ["plug", "water", "steam"]);
}

describe("the report of a check", () => {
  beforeEach(() => {
    resetDoubles();
  });

  it("tells each step in a line and in an event", () => {
    const kettle = report();
    kettle.passed("is in");
    kettle.failed('is "low"; fill it up');
    kettle.leftOut("there is no water");
    expect(logText(0)).toBe("ok   plug: is in");
    expect(logText(1)).toBe('FAIL water: is "low"; fill it up');
    expect(logText(2)).toBe("--   steam: left out, there is no water");
    expect(logLevel(0)).toBe(2);
    expect(logLevel(1)).toBe(0, "an error in every log");
    expect(reportText(0)).toBe(
      '{"kind":"check","check":"kettle","step":"plug","outcome":"ok","text":"is in"}',
    );
    expect(reportText(1).includes('"outcome":"failed","text":"is \\"low\\"; fill it up"')).toBe(
      true,
    );
    expect(reportText(2).includes('"outcome":"left_out"')).toBe(true);
    expect(appExitCode()).toBe(-1, "not over yet");
  });

  it("passes when nothing has failed", () => {
    const kettle = report();
    kettle.passed("");
    kettle.leftOutAllBut(1, "it is not needed");
    kettle.passed("");
    kettle.end();
    expect(logText(logCount() - 1)).toBe("kettle: pass");
    expect(reportText(reportCount() - 1)).toBe(
      '{"kind":"checked","check":"kettle","passed":true,"steps":3,"failed":0,"left_out":1}',
    );
    expect(appExitCode()).toBe(0);
    expect(kettle.isEnded).toBe(true);
  });

  it("fails when a step has, out of all that were planned", () => {
    const kettle = report();
    kettle.failed("is out");
    kettle.leftOutAllBut(0, "there is no power");
    kettle.end();
    expect(logCount()).toBe(4);
    expect(logText(3)).toBe("kettle: FAIL, 1 of 3 steps failed");
    expect(appExitCode()).toBe(1);
  });

  it("names what has failed in a check that passes all the same", () => {
    const kettle = report();
    kettle.failed("");
    kettle.passed("");
    kettle.failed("");
    kettle.conclude(true);
    expect(logText(3)).toBe("kettle: pass, 2 of 3 steps failed: plug, steam");
    expect(appExitCode()).toBe(0);
  });
});
