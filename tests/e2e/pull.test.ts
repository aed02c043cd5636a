/** Applications that a camera looks for: in its Dropbox folder, and in an index on the web. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { beforeAll, expect, it, onTestFinished, vi } from "vitest";

import { type Cloud, startCloud } from "../../scripts/cloud/cloud.ts";
import { entryOf } from "../../scripts/package/application_index.ts";
import { publicKeyPath, readPrivateKey, writeNewKey } from "../../scripts/package/keys.ts";
import { type Manifest, readManifest } from "../../scripts/package/manifest.ts";
import { withManifest, withSignature } from "../../scripts/package/package.ts";
import { repository } from "../../scripts/repository.ts";
import { boardArguments, BoardProcess } from "../../scripts/run/board_process.ts";
import { shiftedClock } from "../../scripts/run/clock.ts";
import { builtPrograms, temporaryFolder } from "./run_fixture.ts";

const start_utc_ms = Date.UTC(2026, 5, 15, 10);
const patience = { timeout: 40_000, interval: 50 };
const path = "/wamcam/timelapse.wasm";
const web = "https://updates.example.com";

let programs: Awaited<ReturnType<typeof builtPrograms>>;
let keys = "";
beforeAll(async () => {
  programs = await builtPrograms();
  keys = temporaryFolder();
  writeNewKey(join(keys, "trusted.key"));
  writeNewKey(join(keys, "other.key"));
});

/** The application with another manifest, signed. */
function signed(changes: Partial<Manifest>, key = "trusted.key"): Buffer {
  const manifest = { ...readManifest(join(repository, "as-app/manifest.json")), ...changes };
  const hosts = [...(manifest.hosts ?? []), "updates.example.com"];
  const wasm = withManifest(readFileSync(programs.application), { ...manifest, hosts });
  return withSignature(wasm, readPrivateKey(join(keys, key)));
}

interface Camera {
  cloud: Cloud;
  /** All lines of its output so far. */
  lines: string[];
}

/** A camera with slots and this table [update], whose Dropbox has a file, or none. */
async function camera(update: string, speed: number, inDropbox: Buffer | null): Promise<Camera> {
  const folder = temporaryFolder();
  const [card, settings, state, slots, dropbox] = ["card", "settings", "state", "slots", "dropbox"]
    .map((part) => join(folder, part))
    .map((part) => {
      mkdirSync(part);
      return part;
    }) as [string, string, string, string, string];
  if (inDropbox !== null) {
    mkdirSync(dirname(join(dropbox, path)));
    writeFileSync(join(dropbox, path), inDropbox);
  }
  const cloud = await startCloud({
    clock: shiftedClock(start_utc_ms, speed),
    directory: dropbox,
    credentials: [{ dropbox: { app_key: "appkey", refresh_token: "refresh-token-0123456789" } }],
  });
  onTestFinished(() => cloud.close());
  writeFileSync(
    join(settings, "settings.toml"),
    'DBX_APP_KEY = "appkey"\nDBX_REFRESH_TOKEN = "refresh-token-0123456789"\n',
  );
  writeFileSync(
    join(settings, "camconfig.toml"),
    `[camera]\ncam_id = "CAM1"\nimage_res = "QVGA"\n[timer]\ninterval_sec = ${speed}\n` +
      `[local]\nimage_dir = "p"\n[dropbox]\nimage_dir = "p"\n[update]\n${update}\n`,
  );
  writeFileSync(join(folder, "ca.pem"), cloud.caPem);
  writeFileSync(join(folder, "factory.wasm"), signed({}));
  const args = boardArguments({
    ...{ application: join(folder, "factory.wasm"), card, settings, state, camera: "scene" },
    ...{ speed, start_utc_ms, cloud, ca: join(folder, "ca.pem") },
    key: publicKeyPath(join(keys, "trusted.key")),
  });
  const lines: string[] = [];
  const board = new BoardProcess(programs.board, [...args, "--slots", slots], (event) => {
    lines.push(event.kind === "unknown" ? event.line : JSON.stringify(event));
  });
  onTestFinished(async () => {
    board.stop();
    await board.ended;
  });
  return { cloud, lines };
}

/** The parts of files that were asked for, in order. */
function parts({ cloud }: Camera, route: string): string[] {
  return cloud
    .requests()
    .filter((request) => request.route === route)
    .map(({ headers }) => headers.range ?? "");
}

async function see({ lines }: Camera, text: string): Promise<void> {
  await vi.waitFor(() => {
    expect(lines.join("\n")).toContain(text);
  }, patience);
}

it("is taken from Dropbox; a download that is cut goes on where it was", async () => {
  const file = signed({ version: "9.1.0" });
  const cut = { kind: "half_response", cut: "body", ending: "close" } as const;
  const made = await camera(`dropbox_file = "${path.slice(1)}"`, 20, file);
  await made.cloud.setFaults({ requests: [{ route: "files/download", requests: 7, action: cut }] });
  await see(made, "timelapse 9.1.0 from slot a starts on trial");
  const asked = parts(made, "files/download");
  // The seventh piece was lost; what is noted in flash memory are the first 16 KiB.
  expect(asked.slice(6, 8)).toEqual(["bytes=24576-28671", "bytes=16384-20479"]);
  expect(asked.filter((part) => part === "bytes=0-4095")).toHaveLength(1);
  expect(asked.at(-1)).toMatch(new RegExp(`-${file.length - 1}$`));
  expect(made.lines.join("\n")).toContain('"outcome":"taken"');
  expect(made.lines.some((line) => line.includes('"kind":"verified"'))).toBe(true);
});

it("is told once and not fetched again if nobody trusts its key", async () => {
  const file = signed({ version: "9.1.0" }, "other.key");
  const made = await camera(`dropbox_file = "${path.slice(1)}"`, 5000, file);
  await see(made, '"outcome":"refused"');
  const looks = (): number => made.cloud.counters()["files/get_metadata"] ?? 0;
  const before = looks();
  await vi.waitFor(() => {
    expect(looks()).toBeGreaterThan(before + 2);
  }, patience);
  expect(parts(made, "files/download").filter((part) => part === "bytes=0-4095")).toHaveLength(1);
  const refusals = made.lines.filter((line) => line.includes('"outcome":"refused"'));
  expect(refusals).toHaveLength(1);
  expect(refusals[0]).toMatch(/key/);
});

it("is chosen from an index by the camera's name, and served to whoever says who it is", async () => {
  const folder = temporaryFolder();
  const made = await camera(`index = "${web}/a/index.json"`, 20, null);
  const entries = ["9.3.0", "9.2.0"].map((version) => {
    const file = join(folder, `${version}.wasm`);
    writeFileSync(file, signed({ version }));
    made.cloud.serve(`/a/${version}.wasm`, readFileSync(file));
    const cameras = version === "9.3.0" ? ["CAM2", "CAM3"] : ["CAM1"];
    return entryOf(join(folder, "index.json"), file, { cameras, trial_s: 30 });
  });
  made.cloud.serve("/a/index.json", JSON.stringify({ applications: entries }));
  await see(made, "timelapse 9.2.0 from slot a starts on trial");
  await see(made, "timelapse 9.2.0 has proved itself and stays");
  const first = made.cloud.requests().find(({ route }) => route === "web/a/9.2.0.wasm");
  expect(first?.headers).toMatchObject({
    ...{ range: "bytes=0-4095", "wamcam-camera": "CAM1", "wamcam-board": "desktop" },
    "user-agent": expect.stringMatching(/^wamcam\//) as string,
  });
  expect(made.cloud.counters()["web/a/9.3.0.wasm"]).toBeUndefined();
});
