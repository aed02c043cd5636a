/** What a person sees while a run goes on, on a terminal and in a file. */
import { describe, expect, it } from "vitest";

import { withStatusLine } from "../../scripts/build/status_line.ts";
import type { BoardEvent } from "../../scripts/run/board_events.ts";
import { LiveLines } from "../../scripts/run/live_lines.ts";
import { stored, verified } from "./events.ts";

/** A terminal that understands the two escape sequences in use, or a file that understands none. */
class Screen {
  written = "";
  #lines: string[] = [""];
  constructor(
    readonly isTTY: boolean,
    readonly columns = 100,
  ) {}

  write(text: string): void {
    this.written += text;
    // eslint-disable-next-line no-control-regex -- a terminal's escape sequences
    for (const [piece, up] of text.matchAll(/\u001b\[(\d+)A|\u001b\[0J|\n|[^\u001b\n]+/g)) {
      if (piece === "\n") {
        this.#lines.push("");
      } else if (up !== undefined) {
        this.#row -= Number(up);
      } else if (piece === "\u001b[0J") {
        this.#lines = [...this.#lines.slice(0, this.#row), ""];
      } else {
        this.#lines.push((this.#lines.pop() ?? "") + piece);
      }
      this.#row = up === undefined ? this.#lines.length - 1 : this.#row;
    }
  }
  #row = 0;

  get lines(): string[] {
    return this.#lines.filter((line) => line !== "");
  }
}

const uploading = (number: number, sent_bytes: number): BoardEvent => ({
  ...{ kind: "uploading", number, sent_bytes, bytes: stored(number).bytes },
});

describe("on a terminal", () => {
  it("a photo has one line that is rewritten until it is verified", () => {
    const screen = new Screen(true);
    const lines = new LiveLines(screen);
    lines.show(stored(1));
    expect(screen.lines).toEqual([expect.stringMatching(/^ {3}1 .*70 KB.*waiting$/)]);
    lines.show(uploading(1, 35_000));
    expect(screen.lines).toEqual([expect.stringMatching(/█{10}░{10} 50 %$/)]);
    lines.show({ kind: "uploaded", number: 1 });
    expect(screen.lines).toEqual([expect.stringMatching(/being verified$/)]);
    lines.show(verified(1));
    expect(screen.lines).toEqual([
      expect.stringMatching(
        /^ {3}1 {2}2026-06-21 12:00:01 {2}day .*saved in 2\.5 ms {2}uploaded in 35 ms {2}2000 KB\/s {2}verified$/,
      ),
    ]);
  });

  it("messages stay above the photos under way", () => {
    const screen = new Screen(true);
    const lines = new LiveLines(screen);
    lines.show(stored(1));
    lines.show({ kind: "log", level: "warning", text: "the link is slow" });
    lines.show(stored(2));
    lines.show(verified(1));
    expect(screen.lines).toEqual([
      "warning: the link is slow",
      expect.stringMatching(/^ {3}1 .*verified$/),
      expect.stringMatching(/^ {3}2 .*waiting$/),
    ]);
  });

  it("many photos under way are counted, not all shown", () => {
    const screen = new Screen(true);
    const lines = new LiveLines(screen);
    for (let number = 1; number <= 9; number++) lines.show(stored(number));
    expect(screen.lines).toHaveLength(7);
    expect(screen.lines.at(-1)).toContain("and 3 more");
    lines.close();
    expect(screen.lines).toHaveLength(9);
    expect(screen.lines.every((line) => line.endsWith("still to be uploaded"))).toBe(true);
  });

  it("a narrow window cuts lines instead of wrapping them", () => {
    const screen = new Screen(true, 30);
    new LiveLines(screen).show(stored(1));
    expect(screen.lines[0]).toHaveLength(29);
  });
});

describe("in a file", () => {
  it("a photo has one line, written when its fate is known", () => {
    const screen = new Screen(false);
    const lines = new LiveLines(screen);
    [stored(1), uploading(1, 10), { kind: "uploaded", number: 1 } as const].forEach((event) => {
      lines.show(event);
    });
    expect(screen.written).toBe("");
    lines.show(verified(1));
    expect(screen.lines).toEqual([expect.stringMatching(/verified$/)]);
    expect(screen.written).not.toContain("\u001b");
  });

  it("a long step says how it ended, and nothing when there is nothing to say", async () => {
    const screen = new Screen(false);
    await withStatusLine(screen, "Building", () => Promise.resolve("done"));
    await withStatusLine(screen, "Looking", () => Promise.resolve(null));
    expect(screen.written).toMatch(/^Building: done \([\d.]+ s\)\n$/);
  });
});

describe("text from outside", () => {
  it("cannot steer the terminal", () => {
    const screen = new Screen(false);
    const lines = new LiveLines(screen);
    lines.show({ kind: "log", level: "error", text: "\u001b[2Jgone\r\nsecond\u009b31m" });
    lines.show({ ...stored(1), local_time: "\u001b]0;title\u0007" });
    lines.close();
    // eslint-disable-next-line no-control-regex -- control characters are what must not come out
    expect(screen.written.replaceAll("\n", "")).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/);
    expect(screen.lines[0]).toBe("error:  [2Jgone second 31m");
  });

  it("is not repeated when the log has just said it", () => {
    const screen = new Screen(false);
    const lines = new LiveLines(screen);
    lines.show({ kind: "log", level: "error", text: "photo 1 missed: the card is full" });
    lines.show({ kind: "missed", number: 1, count: 1, reason: "the card is full" });
    lines.show({ kind: "missed", number: 2, count: 1, reason: "the camera was busy" });
    expect(screen.lines).toEqual([
      "error: photo 1 missed: the card is full",
      "warning: photo 2 was missed: the camera was busy",
    ]);
  });

  it("gives no number to a photo that was missed before a card was there", () => {
    const screen = new Screen(false);
    const lines = new LiveLines(screen);
    lines.show({ kind: "missed", number: 0, count: 1, reason: "no card" });
    expect(screen.lines).toEqual(["warning: a photo was missed: no card"]);
  });
});
