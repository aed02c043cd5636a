/** What comes from outside and makes no sense: photos are taken and kept all the same. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, it } from "vitest";

import { buildProgram } from "../../scripts/build/application.ts";
import { runCheck } from "../../scripts/check/check.ts";
import type { FaultAction } from "../../scripts/cloud/cloud.ts";
import { layout } from "../../scripts/run/output_folder.ts";
import {
  boardOptions,
  builtPrograms,
  camconfig,
  Lines,
  run,
  temporaryFolder,
} from "./run_fixture.ts";

function photosIn(folder: string): string[] {
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return paths.filter((path) => path.endsWith(".jpg")).sort();
}

const htmlPage: FaultAction = { kind: "html_200" };
const hugeAnswer: FaultAction = { kind: "huge_body", bytes: 300_000 };

/** Without a time server, which would be asked first. */
const webServices = {
  timer: { time_sources: ["adafruit", "timeapi"] },
  dropbox: { finish_sec: 1 },
};

describe.each([
  ["a web page", htmlPage, "answered with something that is no time"],
  ["300 KB", hugeAnswer, "answered with more than 2048 bytes"],
] as const)("a time service that answers with %s", (_what, action, sentence) => {
  it("is passed over for the next", async () => {
    const { summary, lines } = await run({
      options: { camconfig: camconfig(webServices) },
      faults: { requests: [{ route: "*", host: "io.adafruit.com", action }] },
    });
    expect(summary, lines).toMatchObject({ exit_code: 0, saved: 3, verified: 3 });
    expect(lines).toMatch(new RegExp(`no time from Adafruit IO: .*${sentence}`));
    expect(lines).toContain("Clock: TimeAPI");
  });

  it("keeps no photo from being taken when no other is better", async () => {
    const hosts = ["io.adafruit.com", "timeapi.io"];
    const { summary, lines, out } = await run({
      faults: { requests: hosts.map((host) => ({ route: "*", host, action })) },
      options: { camconfig: camconfig(webServices) },
    });
    expect(summary, lines).toMatchObject({ exit_code: 3, saved: 3, pending: 3, missed: 0 });
    expect(photosIn(out.card)).toHaveLength(3);
    expect(summary.photos.map((photo) => photo.local_time)).toEqual(["", "", ""]);
    // What an earlier start could not date is not lost, and a later one does not stumble over it.
    const later = await run({ options: { out: out.path, shots: 1, camconfig: camconfig() } });
    expect(later.summary, later.lines).toMatchObject({ saved: 1 });
    expect(photosIn(out.card)).toHaveLength(4);
  });
});

describe("a Dropbox that makes no sense", () => {
  it.each([
    ["a web page", htmlPage],
    ["JSON without what counts", { kind: "answer", status: 200, type: "text/plain", body: "{}" }],
  ] as const)("gets the photo again after %s", async (_what, action) => {
    const { summary, lines } = await run({
      faults: { requests: [{ route: "files/upload", requests: 1, action }] },
    });
    expect(summary, lines).toMatchObject({ exit_code: 0, verified: 3, uploaded_identical: 3 });
    expect(lines).toMatch(/^warning: .*content\.dropboxapi\.com|^warning: .*Dropbox/m);
  });

  it("is asked what it has after an answer of 300 KB", async () => {
    const { summary, lines } = await run({
      faults: { requests: [{ route: "files/upload", requests: 1, action: hugeAnswer }] },
    });
    expect(summary, lines).toMatchObject({ exit_code: 0, verified: 3, uploaded_identical: 3 });
  });
});

describe("a slow Dropbox", () => {
  it("keeps no shot from its moment", async () => {
    const { summary, lines } = await run({
      options: { shots: 6 },
      faults: {
        requests: [
          {
            route: "files/upload",
            requests: 1,
            // Longer than three intervals: shots that waited for it would be missed.
            action: { kind: "stall", where: "request", duration_ms: 3500, then: "answer" },
          },
        ],
      },
    });
    expect(summary, lines).toMatchObject({ exit_code: 0, saved: 6, missed: 0, verified: 6 });
  });

  it("that wants five minutes gets them, and photos are taken meanwhile", async () => {
    const { summary, lines } = await run({
      options: { camconfig: camconfig() },
      faults: {
        requests: [
          {
            route: "files/upload",
            action: { kind: "rate_limited", body: "json", header_s: 300, body_s: 300 },
          },
        ],
      },
    });
    expect(summary, lines).toMatchObject({ exit_code: 3, saved: 3, missed: 0, pending: 3 });
    // Once: nothing is tried again before the five minutes are over.
    expect(lines.match(/Dropbox cannot take it now \(status 429\)/g)).toHaveLength(1);
  });

  it("that says neither how long nor what is tried again", async () => {
    const { summary, lines } = await run({
      faults: {
        requests: [
          { route: "files/upload", requests: 1, action: { kind: "rate_limited", body: "json" } },
        ],
      },
    });
    expect(summary, lines).toMatchObject({ exit_code: 0, saved: 3, verified: 3 });
  });
});

/** A whole photo of the drawn landscape, as the check of the camera stores it. */
async function wholePhoto(): Promise<Buffer> {
  const options = boardOptions();
  const [{ board }, { path }] = await Promise.all([builtPrograms(), buildProgram("check-camera")]);
  const stop = new AbortController().signal;
  const output = new Lines();
  await runCheck(options, { output, programs: { application: path, board }, stop });
  return readFileSync(join(layout(options.out).card, "wamcam/check/day.jpg"));
}

describe("a camera that delivers half a JPEG", () => {
  it("is asked again, and the whole one is kept", async () => {
    const photo = await wholePhoto();
    const folder = temporaryFolder();
    // While it settles the camera delivers files 1 to 3; the first to be kept is number 4.
    for (const [name, bytes] of [
      ["1.jpg", photo],
      ["2.jpg", photo],
      ["3.jpg", photo],
      ["4.jpg", photo.subarray(0, photo.length / 2)],
    ] as const) {
      writeFileSync(join(folder, name), bytes);
    }
    const { summary, lines, out } = await run({
      options: { shots: 2, camera: `folder:${folder}` },
    });
    expect(summary, lines).toMatchObject({ exit_code: 0, saved: 2, verified: 2 });
    expect(lines).toContain("the frame has no JPEG end marker, taking another");
    for (const path of photosIn(out.card)) {
      expect(readFileSync(join(out.card, path))).toEqual(photo);
    }
  });

  it("every time has what it delivers kept, marked and uploaded", async () => {
    const photo = await wholePhoto();
    const half = photo.subarray(0, photo.length / 2);
    const folder = temporaryFolder();
    writeFileSync(join(folder, "half.jpg"), half);
    const { summary, lines, out } = await run({
      options: { shots: 2, camera: `folder:${folder}` },
    });
    expect(summary, lines).toMatchObject({ exit_code: 0, saved: 2, verified: 2, missed: 0 });
    expect(lines).toContain("the frame has no JPEG end marker");
    const stored = photosIn(out.card);
    expect(stored).toHaveLength(2);
    for (const path of stored) expect(readFileSync(join(out.card, path))).toEqual(half);
    const ledger = readdirSync(join(out.card, "wamcam"), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8"))
      .join("");
    expect(ledger.match(/no JPEG end marker/g)?.length, ledger).toBeGreaterThanOrEqual(2);
  });
});
