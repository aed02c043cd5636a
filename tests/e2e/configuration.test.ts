/** Mistakes in the settings: exit code 2, and where to look. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, it } from "vitest";

import { runCheck } from "../../scripts/check/check.ts";
import {
  boardOptions,
  builtPrograms,
  fileWith,
  Lines,
  run,
  temporaryFolder,
} from "./run_fixture.ts";

const goodCamera = '[camera]\ncam_id = "CAM1"\n';
const good = `${goodCamera}[local]\nimage_dir = "webcam"\n`;
const timer = `${good}[timer]\n`;
const interval0 = `${timer}interval_sec = 0\n`;

/** The photos of a card and the files of its ledger, with their bytes. */
function photosAndLedger(card: string): (readonly [string, Buffer])[] {
  return ["webcam", "wamcam/ledger"].flatMap((folder) =>
    readdirSync(join(card, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
      .map((path) => [path, readFileSync(path)] as const),
  );
}

describe("bad configuration", () => {
  it.each([
    ["an unfinished string", '[camera]\ncam_id = "CAM1\n', "camconfig.toml:2:"],
    ["a value outside its range", `${goodCamera}jpg_qual = 64\n`, "camconfig.toml:3:"],
    ["an unknown frame size", `${goodCamera}image_res = "8K"\n`, "camconfig.toml:3:"],
    ["a key that is missing", "[camera]\n", "camconfig.toml"],
    ["a latitude beyond the pole", `${timer}latitude = 91\n`, "camconfig.toml:6:"],
    [
      "a start after the stop",
      `${timer}start_datetime = 2026-02-01T00:00:00\nstop_datetime = 2026-01-01T00:00:00\n`,
      "camconfig.toml:7:",
    ],
    ["a dark that ends as it begins", `${timer}dark_hours = [7, 7]\n`, "camconfig.toml:6:"],
  ])("in camconfig.toml: %s", async (_what, content, place) => {
    const camconfig = fileWith("camconfig.toml", content);
    const { summary, lines, out } = await run({ options: { camconfig } });
    expect(summary, lines).toMatchObject({ exit_code: 2, saved: 0 });
    expect(lines).toContain(place);
    expect(summary.reason).toContain("camconfig.toml");
    expect(out.summaryFile).toBeTruthy();
  });

  it("in settings.toml: a value that is no TOML, without telling the secret", async () => {
    const secret = "sl.hidden-access-token";
    const settings = fileWith("settings.toml", `DBX_ACCESS_TOKEN = "${secret}"x\n`);
    const { summary, lines } = await run({ options: { settings } });
    expect(summary, lines).toMatchObject({ exit_code: 2, saved: 0 });
    expect(lines).toContain("settings.toml:1:");
    expect(lines + JSON.stringify(summary)).not.toContain(secret);
  });

  it("in settings.toml: a zone that does not exist", async () => {
    const content =
      'TIMEZONE = "Europe/Nowhere"\nDBX_APP_KEY = "key"\nDBX_REFRESH_TOKEN = "token"\n';
    const settings = fileWith("settings.toml", content);
    const { summary, lines } = await run({ options: { settings } });
    expect(summary, lines).toMatchObject({ exit_code: 2, saved: 0 });
    expect(lines).toContain("Europe/Nowhere");
  });

  it("in camconfig.toml: no time between two photos", async () => {
    // The options of a run set interval_sec themselves; a board without them reads it here.
    const options = { ...boardOptions(), camconfig: fileWith("camconfig.toml", interval0) };
    const output = new Lines();
    const stop = new AbortController().signal;
    const code = await runCheck(options, { output, programs: await builtPrograms(), stop });
    expect(code, output.text).toBe(2);
    expect(output.text).toContain("camconfig.toml:6:16: [timer] interval_sec is 0; expected whole");
  });

  it("leaves photos and their record alone", async () => {
    const out = join(temporaryFolder(), "out");
    const first = await run({ options: { out, shots: 2 } });
    const before = photosAndLedger(first.out.card);
    expect(before.length).toBeGreaterThan(2);
    const refused = await run({ options: { out, camconfig: fileWith("camconfig.toml", "x") } });
    expect(refused.summary).toMatchObject({ exit_code: 2, saved: 0 });
    expect(photosAndLedger(first.out.card)).toEqual(before);
    const again = await run({ options: { out, shots: 1 } });
    expect(again.summary, again.lines).toMatchObject({ exit_code: 0, saved: 1, verified: 1 });
    expect(again.summary.photos[0]?.number).toBe((first.summary.photos[1]?.number ?? NaN) + 1);
  });
});
