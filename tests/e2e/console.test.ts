/** The console of the desktop board: commands on its standard input, answers between its events. */
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { describe, expect, it } from "vitest";

import { camera, password, Session } from "./console_fixture.ts";
import { builtPrograms, temporaryFolder } from "./run_fixture.ts";

function photosOn(card: string): string[] {
  const all = readdirSync(card, { recursive: true, encoding: "utf8" });
  return all.filter((name) => name.endsWith(".jpg"));
}

describe("the console", () => {
  it("answers while the application runs", async () => {
    const { session, card } = await camera();
    await session.untilLog("camera CAM1 begins");
    expect(await session.ask("help")).toMatch(/^help .*\nls .*\ncat /);
    expect(await session.ask("time set 2026-06-15T10:20:30Z")).toMatch(/^UTC: 2026-06-15T10:2/);
    expect(await session.ask("status")).toMatch(/board +desktop, firmware/);
    const shown = await session.ask("settings");
    expect(shown).toContain('CIRCUITPY_WIFI_SSID = "network"\n');
    expect(shown).toContain("CIRCUITPY_WIFI_PASSWORD = (hidden)\n");
    expect(await session.ask("app")).toMatch(/content_hash +[0-9a-f]{64}\n/);
    expect(await session.ask("log 50")).toContain("camera CAM1 begins");
    writeFileSync(join(card, "a note.txt"), "first\nsecond\n");
    expect(await session.ask("ls")).toContain("  a note.txt\n");
    expect(await session.ask("cat 'a note.txt'")).toBe("first\nsecond\n");
    expect(await session.ask('rm "a note.txt"')).toBe("");
    expect(existsSync(join(card, "a note.txt"))).toBe(false);
    expect(await session.ask("df")).toMatch(
      /^card: \d+\.\d of \d+\.\d MB free\ninternal: \d+\.\d of \d+\.\d MB free\n$/,
    );
    expect(JSON.stringify(session.events)).not.toContain(password);
    session.stop();
    await session.ended;
  });

  it("follows the log until the next line, and tells who set the clock", async () => {
    const { session } = await camera();
    await session.untilLog("photo 1 stored");
    session.type("log -f info 3\n");
    await session.until(({ text }) => String(text).includes("any key ends this"));
    await session.until(({ text }) => String(text).includes("photo 1 stored"));
    expect(await session.ask("")).toBe("");
    await session.until(({ kind }) => kind === "console_done"); // that of the empty line
    // What ends it may have come before it began.
    session.type("log -f\ntime set 2026-06-15T10:20:30Z\n");
    await session.until(({ kind }) => kind === "console_done");
    await session.until(({ text }) =>
      String(text).startsWith("source: a person, at the console, 0:00:0"),
    );
    await session.until(({ kind }) => kind === "console_done");
    expect(await session.ask("log warning 5")).not.toContain("\nI ");
    session.stop();
    await session.ended;
  });

  it("says what is wrong with a line", async () => {
    const { session } = await camera();
    expect(await session.ask("reboot")).toBe("there is no command reboot; help lists them\n");
    expect(await session.ask("")).toBe("");
    expect(await session.ask(`cat ${"x".repeat(300)}`)).toBe("the line is longer than 255 bytes\n");
    expect(await session.ask("cat a\0b\x1b")).toMatch(/^a\?b\?: it is no name/);
    expect(await session.ask("cat ../settings/settings.toml")).toContain("not open to the console");
    session.stop();
    await session.ended;
  });

  it("takes a photo that is stored like any other", async () => {
    const { session, card } = await camera();
    await session.untilLog("photo 1 stored");
    expect(await session.ask("shoot")).toMatch(/^asked for/);
    const passed = await session.until(({ kind }) => kind === "stored");
    expect(passed.at(-1)).toMatchObject({ number: 2, doubt: "" });
    expect(photosOn(card)).toHaveLength(2);
    session.stop();
    await session.ended;
    const finished = session.events.find(({ kind }) => kind === "finished");
    expect(finished).toMatchObject({ shots: 1, stored: 2, failed: 0 });
  });

  it("sets the clock where no network does, also for the series", async () => {
    const { session, card } = await camera();
    await session.untilLog("photo 1 stored");
    await session.ask("time set 2026-06-15T11:59:58Z");
    await session.untilLog("is now webcam/20260615/");
    await session.untilLog("photo 2 stored as webcam/20260615/20260615-140000-CAM1.jpg");
    expect(photosOn(card)).toHaveLength(2);
    session.stop();
    await session.ended;
  });

  it("runs a check in place of the application, then the application again", async () => {
    const { session } = await camera({ checks: true });
    await session.untilLog("photo 1 stored");
    expect(await session.ask("check time")).toBe(
      "there is no check time; there are:\ncheck camera\n",
    );
    expect(await session.ask("check camera")).toMatch(/^the application ends first/);
    await session.untilLog("camera: pass");
    await session.untilLog("camera CAM1 begins, start 2");
    expect(await session.ask("restart")).toBe("restarting\n");
    await session.untilLog("camera CAM1 begins, start 3");
    session.stop();
    expect(await session.ended).toBe(0);
  });

  it("is not there without the option", async () => {
    const { application, board } = await builtPrograms();
    const folder = temporaryFolder();
    const state = join(folder, "state");
    mkdirSync(state);
    const session = new Session(board, [
      ...["--app", application, "--card", folder, "--state", state, "--settings", dirname(state)],
    ]);
    session.type("help\n");
    await session.ended;
    expect(session.events.length).toBeGreaterThan(0);
    expect(session.events.filter(({ kind }) => String(kind).startsWith("console"))).toEqual([]);
  });
});
