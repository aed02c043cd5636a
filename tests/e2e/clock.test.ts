/** Where the camera gets the time from, and what it does without, or with a wrong one. */
import { spawn } from "node:child_process";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { userInfo } from "node:os";
import { join } from "node:path";

import { describe, expect, it, onTestFinished } from "vitest";

import type { CloudFaults, Fault } from "../../scripts/cloud/cloud.ts";
import type { BoardEvent, UnknownLine } from "../../scripts/run/board_events.ts";
import { boardArguments, BoardProcess } from "../../scripts/run/board_process.ts";
import { overrides, writeCameraSettings } from "../../scripts/run/camera_settings.ts";
import { freePort } from "../cloud/free_port.ts";
import { works } from "../cloud/program.ts";
import {
  boardOptions,
  builtPrograms,
  camconfig,
  type Run,
  run,
  temporaryFolder,
} from "./run_fixture.ts";

function photosOn(folder: string): string[] {
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return paths.filter((path) => path.endsWith(".jpg")).sort();
}

/** What must hold however the clock was: nothing lost, nothing in 1970. */
function expectAllKept({ summary, out, lines }: Run, shots: number): void {
  expect(photosOn(out.card), lines).toHaveLength(shots);
  expect(summary.saved, lines).toBe(shots);
  expect(photosOn(out.card).join()).not.toMatch(/\/19\d\d/);
}

/** How the ledger says that the time of each photo is known, in the order of their numbers. */
function sourcesInLedger(card: string): string[] {
  const folder = join(card, "wamcam", "ledger");
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" });
  const lines = (ending: string) =>
    files
      .filter((file) => file.endsWith(ending))
      .flatMap((file) => readFileSync(join(folder, file), "utf8").split("\n"))
      .map((line) => line.split(" "));
  const sources = new Map<number, string>();
  for (const [kind, number, ...words] of lines(".log"))
    if (kind === "stored") sources.set(Number(number), words[4] ?? "");
  for (const [kind, number, ...words] of lines(".done"))
    if (kind === "dated") sources.set(Number(number), words[1] ?? "");
  return [...sources.keys()].sort((one, other) => one - other).map((key) => sources.get(key) ?? "");
}

const answers = (from: number, to: number) => ({ requests: { from, to } });

/** The services over HTTPS with an answer that is no time, for as many questions. */
function noTimeOverHttps(times: number): Fault[] {
  return [
    {
      route: "integrations/time/strftime",
      ...answers(1, times),
      action: { kind: "html_200" },
    },
    {
      route: "*",
      host: "timeapi.io",
      ...answers(1, times),
      action: { kind: "huge_body", bytes: 300_000 },
    },
  ];
}

describe("the time", () => {
  it("comes by SNTP alone, also after NTP's seconds have begun anew", async () => {
    const config = camconfig({ timer: { time_sources: ["sntp"] } });
    const utc_ms = Date.UTC(2036, 1, 8, 12);
    const date = { kind: "moment", utc_ms } as const;
    const result = await run({ options: { camconfig: config, date } });
    const { summary, lines } = result;
    expect(summary, lines).toMatchObject({ exit_code: 0, verified: 3, uploaded_identical: 3 });
    expectAllKept(result, 3);
    expect(lines).toContain("Clock: SNTP server pool.ntp.org");
    expect(sourcesInLedger(result.out.card)).toEqual(["sntp", "sntp", "sntp"]);
    for (const { local_time } of summary.photos) {
      expect(Date.parse(local_time)).toBeGreaterThanOrEqual(utc_ms);
      expect(Date.parse(local_time)).toBeLessThan(utc_ms + 60_000);
    }
  });

  it.each<[string, CloudFaults["ntp"][number]["action"], RegExp]>([
    ["is silent", { kind: "silence" }, /pool\.ntp\.org.* did not answer/],
    ["is forged", { kind: "forged" }, /pool\.ntp\.org.* did not answer/],
    ["does not know it", { kind: "unsynchronised" }, /does not know the time itself/],
    ["wants no questions", { kind: "kiss", code: "DENY" }, /wants no questions from here/],
  ])("comes from Adafruit IO when the time server %s", async (_what, action, sentence) => {
    const result = await run({ options: { shots: 1 }, faults: { ntp: [{ action }] } });
    expect(result.summary, result.lines).toMatchObject({ exit_code: 0, verified: 1 });
    expect(result.lines).toMatch(sentence);
    expect(result.lines).toContain("Clock: Adafruit IO");
    expect(sourcesInLedger(result.out.card)).toEqual(["http"]);
  });
});

describe("without the time", () => {
  it("photos are taken, and renamed when it comes", async () => {
    const faults = {
      ntp: [{ requests: 1, action: { kind: "silence" } }],
      requests: noTimeOverHttps(1),
    } as const;
    const result = await run({ options: { shots: 6, every_s: 6, speed: 6 }, faults });
    const { summary, out, lines } = result;
    expect(summary, lines).toMatchObject({ exit_code: 0, verified: 6, uploaded_identical: 6 });
    expectAllKept(result, 6);
    expect(lines).toContain("answered with something that is no time");
    expect(lines).toMatch(/no time from TimeAPI/);
    // The first photos were taken before the time was known.
    expect(lines).toContain("time unknown");
    expect(photosOn(out.card).join()).not.toContain("unknown-time");
    expect(photosOn(out.dropbox)).toEqual(photosOn(out.card));
    expect(sourcesInLedger(out.card)).toEqual(Array.from({ length: 6 }, () => "sntp"));
  });

  it("photos keep names of their own when it never comes", async () => {
    const faults = {
      ntp: [{ action: { kind: "unsynchronised" } }],
      requests: noTimeOverHttps(1000),
    } as const;
    const result = await run({ options: { camconfig: camconfig() }, faults });
    expect(result.summary, result.lines).toMatchObject({ exit_code: 3, pending: 3 });
    expectAllKept(result, 3);
    expect(sourcesInLedger(result.out.card)).toEqual(["unknown", "unknown", "unknown"]);
    for (const path of photosOn(result.out.card))
      expect(path).toMatch(/unknown-time\/BOOT1-0{7}\d-CAM1\.jpg$/);
  });
});

describe("a time server that is suddenly hours wrong", () => {
  it.each([-3, 3])("by %d h is believed the second time, and nothing is overwritten", async (h) => {
    // Asked every hour, which is 2 s here; the wrong answers begin with the third question.
    const config = camconfig({ timer: { time_sources: ["sntp"], resync_hours: 1, dark: "never" } });
    const action = { kind: "shifted", by_s: h * 3600 } as const;
    const result = await run({
      options: { camconfig: config, shots: 10, every_s: 900, speed: 1800 },
      faults: { ntp: [{ requests: { from: 3, to: 1000 }, action }] },
    });
    const { summary, lines } = result;
    expect(lines).toMatch(/minutes from the time told before; another answer must agree/);
    expect(summary.saved + summary.missed, lines).toBe(10);
    expect(summary, lines).toMatchObject({ verified: summary.saved });
    expectAllKept(result, summary.saved);
    const times = summary.photos.map((photo) => Date.parse(photo.local_time));
    const steps = times.slice(1).map((time, index) => time - (times[index] ?? 0));
    if (h < 0) {
      // Points of the grid come for a second time, and no shot is missed for it.
      expect(summary.missed, lines).toBe(0);
      expect(Math.min(...steps)).toBeLessThan(-2 * 3_600_000);
    } else {
      expect(summary.missed, lines).toBeGreaterThan(0);
    }
  });
});

const chronyd = process.env["WAMCAM_CHRONYD"] ?? "chronyd";
const hasChrony = works(chronyd, "-v");

/** Ask a time server until it answers: the board asks once only, and does not wait for its start. */
async function untilAnswers(port: number): Promise<void> {
  const question = Buffer.alloc(48);
  question[0] = 0x23; // version 4, a client
  const socket = createSocket("udp4");
  const asking = setInterval(() => {
    socket.send(question, port, "127.0.0.1");
  }, 20);
  onTestFinished(() => {
    clearInterval(asking);
    socket.close();
  });
  await once(socket, "message");
  clearInterval(asking);
}

/** A real time server that serves this machine's clock and leaves it alone. */
async function startChrony(): Promise<number> {
  const port = await freePort();
  const settings = [
    ...[`port ${port}`, "bindaddress 127.0.0.1", "allow 127.0.0.1", "local stratum 3"],
    ...["cmdport 0", `pidfile ${join(temporaryFolder(), "pid")}`],
  ];
  const child = spawn(chronyd, ["-d", "-x", "-U", "-u", userInfo().username, ...settings]);
  onTestFinished(() => void child.kill("SIGKILL"));
  await untilAnswers(port);
  return port;
}

describe.skipIf(!hasChrony)("chrony (skipped where there is no chronyd)", () => {
  it("tells the board the time", async () => {
    const [ntpPort, programs] = [await startChrony(), await builtPrograms()];
    const [card, settings, state] = [temporaryFolder(), temporaryFolder(), temporaryFolder()];
    const config = camconfig({
      timer: { time_sources: ["sntp"] },
      dropbox: { enabled: false },
    });
    const options = { ...boardOptions(), shots: 1, every_s: 1, camconfig: config };
    writeCameraSettings(settings, options, {}, overrides(options));
    const events: (BoardEvent | UnknownLine)[] = [];
    const args = boardArguments({
      ...{ application: programs.application, card, settings, state, camera: "scene" },
      ...{ speed: 1, start_utc_ms: null, cloud: { port: 1, ntpPort }, ca: null },
    });
    const board = new BoardProcess(programs.board, args, (event) => events.push(event));
    expect(await board.ended).toMatchObject({ code: 0 });
    const time = events.find((event) => event.kind === "time");
    expect(time).toMatchObject({ source: "SNTP server pool.ntp.org" });
    expect(Math.abs((time?.utc_ms ?? 0) - Date.now())).toBeLessThan(10_000);
  });
});
