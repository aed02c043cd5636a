/** An application on the card of the desktop board, as a person puts it there. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { expect, it, onTestFinished, vi } from "vitest";

import { signingKey } from "../../scripts/package/keys.ts";
import { readManifest } from "../../scripts/package/manifest.ts";
import { withManifest, withSignature } from "../../scripts/package/package.ts";
import { trustedPemPath } from "../../scripts/package/trusted_files.ts";
import { repository } from "../../scripts/repository.ts";
import { BoardProcess } from "../../scripts/run/board_process.ts";
import { builtPrograms, temporaryFolder } from "./run_fixture.ts";

it("is tried when the board starts, and its file goes", async () => {
  const { application, board } = await builtPrograms();
  const folder = temporaryFolder();
  const folders = ["card", "settings", "state", "slots"].flatMap((part) => {
    mkdirSync(join(folder, part));
    return [`--${part}`, join(folder, part)];
  });
  writeFileSync(
    join(folder, "settings/camconfig.toml"),
    '[camera]\ncam_id = "CAM1"\n[timer]\ninterval_sec = 2\n[local]\nimage_dir = "p"\n' +
      "[dropbox]\nenabled = false\n",
  );
  writeFileSync(join(folder, "settings/settings.toml"), "");
  const manifest = readManifest(join(repository, "as-app/manifest.json"));
  const newer = withManifest(readFileSync(application), { ...manifest, version: "9.1.0" });
  writeFileSync(join(folder, "card/mine.wasm"), withSignature(newer, signingKey()));
  const lines: string[] = [];
  const nowhere = ["*:443:127.0.0.1:9", "*:123:127.0.0.1:9"].flatMap((to) => ["--connect-to", to]);
  const process = new BoardProcess(
    board,
    ["--app", application, "--key", trustedPemPath, ...folders, ...nowhere],
    (line) => lines.push(JSON.stringify(line)),
  );
  onTestFinished(async () => {
    process.stop();
    await process.ended;
  });
  await vi.waitFor(
    () => {
      expect(lines.join("\n")).toContain("timelapse 9.1.0 from slot a starts on trial");
    },
    { timeout: 30_000, interval: 50 },
  );
  expect(existsSync(join(folder, "card/mine.wasm"))).toBe(false);
});
