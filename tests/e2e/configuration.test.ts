/** Mistakes in the settings: exit code 2, and where to look. */
import { describe, expect, it } from "vitest";

import { fileWith, run } from "./run_fixture.ts";

const goodCamera = '[camera]\ncam_id = "CAM1"\n';

describe("bad configuration", () => {
  it.each([
    ["an unfinished string", '[camera]\ncam_id = "CAM1\n', "camconfig.toml:2:"],
    ["a value outside its range", `${goodCamera}jpg_qual = 64\n`, "camconfig.toml:3:"],
    ["an unknown frame size", `${goodCamera}image_res = "8K"\n`, "camconfig.toml:3:"],
    ["a key that is missing", "[camera]\n", "camconfig.toml"],
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
});
