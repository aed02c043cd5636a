/** The three checks on the desktop board: real processes, a real TLS socket, the local cloud. */
import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { beforeAll, describe, expect, it } from "vitest";

import { buildProgram, programNames } from "../../scripts/build/application.ts";
import { runCheck } from "../../scripts/check/check.ts";
import type { CloudFaults } from "../../scripts/cloud/cloud.ts";
import { repository } from "../../scripts/repository.ts";
import type { BoardOptions } from "../../scripts/run/options.ts";
import { layout } from "../../scripts/run/output_folder.ts";
import {
  boardOptions,
  builtPrograms,
  camconfig,
  fileWith,
  Lines,
  run,
  temporaryFolder,
} from "./run_fixture.ts";

interface Checked {
  code: number;
  /** All that a person would have seen. */
  lines: string;
  /** The last line. */
  verdict: string;
  out: ReturnType<typeof layout>;
}

async function check(
  name: "camera" | "time" | "dropbox",
  changes: Partial<BoardOptions> = {},
  faults: Partial<CloudFaults> = {},
): Promise<Checked> {
  const [{ board }, program] = await Promise.all([builtPrograms(), buildProgram(`check-${name}`)]);
  const options = { ...boardOptions(), ...changes };
  const output = new Lines();
  const code = await runCheck(options, {
    output,
    programs: { application: program.path, board },
    stop: new AbortController().signal,
    faults,
  });
  const verdict = output.text.trimEnd().split("\n").at(-1) ?? "";
  return { code, lines: output.text, verdict, out: layout(options.out) };
}

// Four programs and the board: more than one test may take on a busy machine.
beforeAll(async () => {
  await builtPrograms();
  for (const name of programNames) await buildProgram(name);
}, 600_000);

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}

/** A fault of one kind in answer to every request of a route. */
function always(route: string, action: CloudFaults["requests"][number]["action"]) {
  return { requests: [{ route, action }] };
}

const jpegStart = Buffer.from([0xff, 0xd8]);
const jpegEnd = Buffer.from([0xff, 0xd9]);

describe("the camera check", () => {
  it("takes a photo by day and one by night and keeps both on the card", async () => {
    const { code, lines, verdict, out } = await check("camera");
    expect(verdict, lines).toBe("camera: pass");
    expect(code).toBe(0);
    expect(lines).toMatch(/^ok {3}open: scene started in \d+ ms at SVGA with quality 10$/m);
    expect(filesIn(out.card)).toEqual(["wamcam/check/day.jpg", "wamcam/check/night.jpg"]);
    for (const period of ["day", "night"]) {
      const photo = readFileSync(join(out.card, "wamcam/check", `${period}.jpg`));
      expect(photo.subarray(0, 2)).toEqual(jpegStart);
      expect(photo.subarray(-2)).toEqual(jpegEnd);
      expect(lines).toContain(`ok   ${period} photo: 800 x 600 pixels, ${photo.length} bytes`);
      expect(lines).toContain(`${photo.length} bytes read back`);
      expect(lines).toContain(`${period}.jpg (${photo.length} bytes)`);
    }
  });

  it("leaves the camera's photos and its record of them alone", async () => {
    const { out, summary } = await run({ options: { shots: 1 } });
    const before = filesIn(out.card).map((path) => [path, readFileSync(join(out.card, path))]);
    await check("camera", { out: out.path });
    const second = await check("camera", { out: out.path });
    expect(second.verdict, second.lines).toBe("camera: pass");
    expect(summary.saved).toBe(1);
    for (const [path, bytes] of before) {
      expect(readFileSync(join(out.card, String(path))), String(path)).toEqual(bytes);
    }
    expect(filesIn(out.card)).toHaveLength(before.length + 2);
  });

  it("uses frame size and quality of camconfig.toml", async () => {
    const config = camconfig({ camera: { image_res: "QVGA", jpg_qual: 30 } });
    const { lines } = await check("camera", { camconfig: config });
    expect(lines).toContain("at QVGA with quality 30");
    expect(lines).toContain("ok   day photo: 320 x 240 pixels");
  });

  it("fails when the camera gives no frames", async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "huge.jpg"), "");
    truncateSync(join(folder, "huge.jpg"), 17 * 1024 * 1024); // more than the board takes
    const { code, lines, verdict, out } = await check("camera", { camera: `folder:${folder}` });
    expect(verdict, lines).toBe("camera: FAIL, 2 of 7 steps failed");
    expect(code).toBe(1);
    expect(lines).toMatch(/^FAIL day photo: the camera gave no frame: .*check the camera's cable/m);
    expect(filesIn(out.card)).toEqual([]);
  });

  it("fails when there is no camera", async () => {
    const { code, lines } = await check("camera", { camera: `folder:${temporaryFolder()}` });
    expect(code).toBe(1);
    expect(lines).toMatch(
      /^FAIL open: SVGA with quality 10: no camera .*check the camera's cable/m,
    );
    expect(lines).toContain("--   night photo: left out, there is no photo");
  });

  it("fails on half a JPEG and keeps it to be looked at", async () => {
    const whole = await check("camera", { camconfig: camconfig({ camera: { image_res: "VGA" } }) });
    const day = readFileSync(join(whole.out.card, "wamcam/check/day.jpg"));
    const folder = join(fileWith("half.jpg", day.subarray(0, day.length / 2)), "..");
    const { code, lines, verdict, out } = await check("camera", { camera: `folder:${folder}` });
    expect(verdict, lines).toBe("camera: FAIL, 2 of 7 steps failed");
    expect(code).toBe(1);
    expect(lines).toMatch(/^FAIL day photo: the frame has no JPEG end marker .*raise jpg_qual/m);
    expect(readFileSync(join(out.card, "wamcam/check/day.jpg")).length).toBe(day.length >> 1);
  });
});

describe("the time check", () => {
  it("tells what every source says, and what the camera makes of it", async () => {
    const date = { kind: "moment", utc_ms: Date.UTC(2026, 5, 21, 20, 30) } as const;
    const { code, lines, verdict, out } = await check("time", { date });
    expect(verdict, lines).toBe("time: pass");
    expect(code).toBe(0);
    for (const source of ["SNTP server pool.ntp.org", "Adafruit IO", "TimeAPI"]) {
      const line = `^ok   ${source}: 2026-06-21T20:30:\\d\\dZ, here 2026-06-21T22:30:\\d\\d\\+02:00, `;
      expect(lines).toMatch(new RegExp(line, "m"));
    }
    expect(lines).toContain(
      "in Europe/Amsterdam (CEST), clocks change at 2026-10-25T02:00:00+01:00",
    );
    expect(lines).toMatch(/^ok {3}sun: rises 05:1\d, sets 22:0\d$/m);
    expect(filesIn(out.card)).toEqual([]);
  });

  it.each([
    ["a web page", { kind: "html_200" }, "answered with something that is no time"],
    ["300 KB", { kind: "huge_body", bytes: 300_000 }, "answered with more than 2048 bytes"],
  ] as const)("passes when one source answers with %s", async (_what, action, sentence) => {
    const faults = { requests: [{ route: "*", host: "timeapi.io", action }] };
    const { code, lines, verdict } = await check("time", {}, faults);
    expect(lines).toMatch(new RegExp(`^FAIL TimeAPI: .*${sentence}`, "m"));
    expect(lines).toMatch(/^ok {3}Adafruit IO: /m);
    expect(verdict, lines).toBe("time: pass, 1 of 6 steps failed: TimeAPI");
    expect(code).toBe(0);
  });

  it("fails when every source is broken", async () => {
    const ntp = [{ action: { kind: "unsynchronised" } }] as const;
    const faults = { ...always("*", { kind: "html_200" }), ntp };
    const { code, lines, verdict } = await check("time", {}, faults);
    expect(verdict, lines).toBe("time: FAIL, 3 of 6 steps failed");
    expect(code).toBe(1);
    expect(lines).toContain("--   local time: left out, no source has told the time");
  });

  it("fails without a network and says what to do", async () => {
    const { code, lines, verdict } = await check("time", {}, { down: true });
    expect(verdict, lines).toBe("time: FAIL, 4 of 6 steps failed");
    expect(code).toBe(1);
    expect(lines).toMatch(/^FAIL network: io\.adafruit\.com: .*check the network/m);
  });
});

describe("the Dropbox check", () => {
  it("uploads, looks, deletes, and leaves nothing but folders", async () => {
    const { code, lines, verdict, out } = await check("dropbox");
    expect(verdict, lines).toBe("dropbox: pass");
    expect(code).toBe(0);
    expect(lines).toContain("ok   account: Franz Ferdinand <franz@example.com>");
    expect(lines).toContain("ok   folder: /webcam was missing; it was made and stays");
    expect(lines).toMatch(
      /^ok {3}upload: \/webcam\/wamcam-check-\d{8}\.txt in \d+ ms, content_hash/m,
    );
    expect(lines).toContain("ok   look up: 68 bytes, the same content_hash");
    expect(filesIn(out.dropbox)).toEqual([]);
    expect(readdirSync(out.card, { recursive: true }).sort()).toEqual(["incoming.tmp", "wamcam"]);
  });

  it("leaves what is in Dropbox and on the card alone, and its token to the camera", async () => {
    const first = await run({ options: { shots: 1 } });
    const photos = filesIn(first.out.dropbox);
    const onCard = filesIn(first.out.card);
    const { lines, verdict } = await check("dropbox", { out: first.out.path });
    expect(verdict, lines).toBe("dropbox: pass");
    expect(lines).toContain("ok   folder: /webcam is there");
    expect(filesIn(first.out.dropbox)).toEqual(photos);
    expect(filesIn(first.out.card)).toEqual(onCard);
    const second = await run({ options: { out: first.out.path, shots: 1 } });
    expect(second.summary).toMatchObject({ exit_code: 0, verified: 1 });
  });

  it("finds out what became of an upload whose answer was lost", async () => {
    const fault = always("files/upload", { kind: "reset_before_response", applied: true });
    const { lines, verdict, out } = await check("dropbox", {}, fault);
    expect(verdict, lines).toBe("dropbox: pass");
    expect(filesIn(out.dropbox)).toEqual([]);
  });

  const refused = (error: string) => ({
    kind: "answer" as const,
    status: 400,
    type: "application/json",
    body: JSON.stringify({ error, error_description: "refused" }),
  });

  it.each([
    [
      "a revoked authorisation",
      always("oauth2/token", refused("invalid_grant")),
      /^FAIL token: .*authorise again with npm run dropbox-auth$/m,
    ],
    [
      "a wrong key",
      always("oauth2/token", refused("invalid_client")),
      /^FAIL token: .*correct DBX_APP_KEY and DBX_APP_SECRET$/m,
    ],
    [
      "a missing permission",
      always("files/upload", {
        kind: "api_error",
        status: 401,
        error: { ".tag": "missing_scope", required_scope: "files.content.write" },
      }),
      /^FAIL upload: .*permission files\.content\.write in the app console/m,
    ],
    [
      "a full Dropbox",
      always("files/upload", { kind: "insufficient_space" }),
      /^FAIL upload: Dropbox is full; free some space in it$/m,
    ],
    [
      "another content_hash than that of the file",
      always("files/upload", { kind: "wrong_content_hash" }),
      /^FAIL upload: .*Dropbox has stored other bytes/m,
    ],
    [
      "a connection that ends in the middle of the file",
      always("files/upload", { kind: "reset_in_request", after_bytes: 10 }),
      /^FAIL upload: .*check the network/m,
    ],
    ["no network", { down: true }, /^FAIL token: api\.dropboxapi\.com: .*check the network/m],
    [
      "a login page of the network",
      always("*", { kind: "html_200" }),
      /^FAIL token: .*look for a login page or a filter in the network$/m,
    ],
  ] as const)("fails on %s and says what to do", async (_what, faults, sentence) => {
    const { code, lines, verdict, out } = await check("dropbox", {}, faults);
    expect(lines).toMatch(sentence);
    expect(verdict, lines).toBe("dropbox: FAIL, 1 of 7 steps failed");
    expect(code).toBe(1);
    expect(filesIn(out.dropbox), "nothing is left, not even after an unanswered upload").toEqual(
      [],
    );
    expect(filesIn(out.card)).toEqual([]);
  });

  it("never shows a secret", async () => {
    const secret = "refresh-token-that-nobody-may-see-0123456789";
    const content = `DBX_APP_KEY = "myownappkey"\nDBX_REFRESH_TOKEN = "${secret}"\n`;
    const { lines, verdict } = await check("dropbox", {
      settings: fileWith("settings.toml", content),
    });
    expect(verdict, lines).toBe("dropbox: pass");
    expect(lines).not.toContain(secret);
  });

  it("blanks a secret that comes back in an error", async () => {
    const secret = "refresh-token-that-nobody-may-see-0123456789";
    const content = `DBX_APP_KEY = "myownappkey"\nDBX_REFRESH_TOKEN = "${secret}"\n`;
    const body = `bad request with ${secret} in it`;
    const { code, lines } = await check(
      "dropbox",
      { settings: fileWith("settings.toml", content) },
      always("files/upload", { kind: "answer", status: 400, type: "text/plain", body }),
    );
    expect(code, lines).toBe(1);
    expect(lines).toContain("bad request with *** in it");
    expect(lines).not.toContain(secret);
  });
});

describe("bad configuration", () => {
  it.each(["camera", "time", "dropbox"] as const)("ends the %s check with 2", async (name) => {
    const config = fileWith("camconfig.toml", '[camera]\ncam_id = "CAM1"\nimage_res = "8K"\n');
    const { code, lines, out } = await check(name, { camconfig: config });
    expect(code, lines).toBe(2);
    expect(lines).toContain("camconfig.toml:3:");
    expect(lines).not.toMatch(/^(ok|FAIL)/m);
    expect(filesIn(out.card)).toEqual([]);
  });

  it("of the Dropbox check includes a settings.toml without any token", async () => {
    const settings = fileWith("settings.toml", 'TIMEZONE = "Europe/Amsterdam"\n');
    const { code, lines } = await check("dropbox", { settings });
    expect(code, lines).toBe(2);
    expect(lines).toContain("DBX_ACCESS_TOKEN is missing; add it");
  });
});

describe("the command", () => {
  function wamcam(...words: string[]) {
    const tsx = join(repository, "node_modules/.bin/tsx");
    const args = ["scripts/wamcam.ts", "check", ...words];
    return spawnSync(tsx, args, { cwd: repository, encoding: "utf8" });
  }

  it("takes a folder of settings and says the verdict last", () => {
    const folder = temporaryFolder();
    const settings = 'TIMEZONE = "Asia/Tokyo"\nDBX_APP_KEY = "k"\nDBX_REFRESH_TOKEN = "r"\n';
    writeFileSync(join(folder, "settings.toml"), settings);
    const config = camconfig({ timer: { time_sources: ["timeapi"] } });
    writeFileSync(join(folder, "camconfig.toml"), readFileSync(config));
    const out = join(temporaryFolder(), "out");
    mkdirSync(out);
    const { status, stdout, stderr } = wamcam("time", "--settings", folder, "--out", out);
    expect(status, stdout + stderr).toBe(0);
    expect(stdout).toContain("Asia/Tokyo (JST), clocks are never changed");
    expect(stdout).not.toContain("Adafruit IO:");
    expect(stdout.trimEnd().split("\n").at(-1)).toBe("time: pass");
  });

  it.each([
    [["camra"], "unknown command 'camra'\n(Did you mean camera?)\nThere are the checks camera,"],
    [["weather"], "There are the checks camera, time and dropbox."],
    [["time", "--camra", "scene"], "unknown option '--camra'\n(Did you mean --camera?)"],
    [["dropbox", "--cloud", "dropbox"], "--cloud dropbox needs --settings"],
    [["camera", "--camera", "telescope"], "--camera takes scene, folder:DIR or /dev/videoN"],
  ])("refuses %j with code 2", (words, sentence) => {
    const { status, stdout, stderr } = wamcam(...words);
    expect(stderr).toContain(sentence);
    expect(status).toBe(2);
    expect(stdout).toBe("");
  });
});
