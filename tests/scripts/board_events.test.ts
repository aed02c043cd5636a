/** Lines of the board become events; what is not one never becomes one. */
import { describe, expect, it } from "vitest";

import { readBoardEvent } from "../../scripts/run/board_events.ts";
import { stored, verified } from "./events.ts";

describe("a line of the board", () => {
  it("with a known kind is read field by field", () => {
    expect(readBoardEvent(JSON.stringify(stored(3)))).toEqual(stored(3));
    expect(readBoardEvent(JSON.stringify(verified(3)))).toEqual(verified(3));
  });

  it("may have more fields than are known", () => {
    const line = JSON.stringify({ ...verified(1), mood: "good" });
    expect(readBoardEvent(line)).toEqual(verified(1));
  });

  it.each([
    ["error", "error"],
    ["warning", "warning"],
    ["info", "information"],
    ["debug", "debug"],
    ["fatal", "information"],
  ])("of the log with level %s is shown as %s", (level, expected) => {
    const line = JSON.stringify({ kind: "log", level, text: "t", uptime_ms: 5 });
    expect(readBoardEvent(line)).toEqual({ kind: "log", level: expected, text: "t" });
  });

  it.each(["coffee", "toString", "__proto__", "constructor"])(
    "with the unknown kind %s is tolerated",
    (kind) => {
      const line = JSON.stringify({ kind, number: 1 });
      expect(readBoardEvent(line)).toEqual({ kind: "unknown", line, malformed: false });
    },
  );

  it.each([
    "",
    "thread 'main' panicked",
    "null",
    "[]",
    "7",
    '{"number":1}',
    '{"kind":7}',
    '{"kind":"stored"}',
    JSON.stringify({ ...stored(1), bytes: "many" }),
    JSON.stringify({ ...stored(1), bytes: -1 }),
    JSON.stringify({ ...stored(1), period: "dusk" }),
    JSON.stringify({ ...verified(1), content_hash: null }),
    '{"kind":"stored","number":1e999}',
    JSON.stringify(stored(1)).slice(0, -1),
  ])("that is no event is called malformed: %s", (line) => {
    expect(readBoardEvent(line)).toEqual({ kind: "unknown", line, malformed: true });
  });

  it("never makes the reader throw, however it is cut or changed", () => {
    const whole = JSON.stringify(stored(1));
    for (let at = 0; at < whole.length; at++) {
      expect(readBoardEvent(whole.slice(0, at)).kind).toBe("unknown");
      const changed = whole.slice(0, at) + "\u0000" + whole.slice(at + 1);
      expect(() => readBoardEvent(changed)).not.toThrow();
    }
  });
});
