/** A recorded run is played again call by call; what is not the same is told with its place. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { runTool } from "../../scripts/build/tool.ts";
import { repository } from "../../scripts/repository.ts";
import { BadRecording, Recording } from "../../scripts/replay/recording.ts";
import { replay, type Replay } from "../../scripts/replay/replay.ts";
import { replayLines } from "../../scripts/replay/command.ts";
import { type Programs, runBoard } from "../../scripts/simulate/campaign.ts";
import { buildSimulation } from "../../scripts/simulate/command.ts";
import { assemble, withAnyManifest } from "../package/modules.ts";

let folder = "";
let programs: Programs;
let recorded: Uint8Array;
let wasm: Uint8Array;

/** Record the latest start of a life. */
async function record(application: string, ...more: string[]): Promise<Uint8Array> {
  const file = join(folder, "a.recording");
  const words = ["--app", application, "--seconds", "7200", "--record", file, ...more];
  await runBoard(programs.board, words, () => undefined);
  return readFileSync(file);
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "wamcam-replay-"));
  programs = await buildSimulation({ write: () => true }, null);
  // A camera that never sleeps: a recording is one of the run since the last sleep.
  recorded = await record(programs.application, "--seeds", "7..7");
  wasm = readFileSync(programs.application);
}, 300_000);
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function play(bytes: Uint8Array, application: Uint8Array = wasm): Replay {
  return replay(new Recording(bytes), application, null);
}

describe("a replay", () => {
  it("is the same as the recorded run to its end", () => {
    const result = play(recorded);
    expect(result.difference).toBeNull();
    expect(result.ticks).toBeGreaterThan(50);
    expect(replayLines(result)[0]).toContain("The same");
  });

  it("is the same for a run that began with a waking", async () => {
    const woken = await record(programs.application, "--seeds", "16..16");
    const result = play(woken);
    expect(result.difference).toBeNull();
    expect(result.ticks).toBeGreaterThan(5);
  });

  it("hears what the application said", () => {
    const events: string[] = [];
    replay(new Recording(recorded), wasm, (name, args) => {
      const text = args.at(-1);
      if (name === "report.event" && text instanceof Uint8Array) {
        events.push(Buffer.from(text).toString());
      }
    });
    expect(events[0]).toContain('"kind":"started"');
    expect(events.some((event) => event.includes('"kind":"verified"'))).toBe(true);
  });

  it("tells the first call that differs", () => {
    // A photo's time of day in an answer of the time service: the next photo gets another name.
    const changed = Buffer.from(recorded);
    const at = changed.indexOf("HTTP/1.1 200");
    expect(at).toBeGreaterThan(0);
    changed.write("HTTP/1.1 500", at);
    const { difference } = play(changed);
    expect(difference?.entry).toBeGreaterThan(10);
    expect(difference?.expected).not.toBe(difference?.got);
    expect(replayLines({ ...play(changed) })[0]).toContain("Differs at call");
  });

  it("goes as far as a torn recording does", () => {
    const whole = play(recorded).entries;
    for (const part of [0.3, 0.5, 0.9]) {
      const result = play(recorded.subarray(0, Math.floor(recorded.length * part)));
      expect(result.difference).toBeNull();
      expect(result.entries).toBeLessThan(whole);
      expect(result.entries).toBeGreaterThan(0);
    }
  });

  it("ends where power was cut", async () => {
    const cut = await record(programs.application, "--seeds", "1..1", "--bug", "photo_sync");
    const result = play(cut);
    expect(result.difference).toBeNull();
  });

  it("traps where the application trapped", async () => {
    const path = join(folder, "trap.wasm");
    const text = `(module (memory (export "memory") 1)
      (func (export "start") (result i32) (i32.const 0))
      (func (export "tick") (param i64) (result i64) (unreachable)))`;
    writeFileSync(path, withAnyManifest(assemble(text)));
    const trapped = await record(path, "--seeds", "1..1", "--without", "faults");
    const result = play(trapped, readFileSync(path));
    expect(result).toMatchObject({ difference: null, ticks: 1 });
    expect(result.trap).toContain("unreachable");
  });
});

describe("a campaign that fails", () => {
  it("leaves the recording of its lowest broken seed, which replays", async () => {
    const wamcam = ["node_modules/tsx/dist/cli.mjs", "scripts/wamcam.ts"];
    const campaign = ["simulate", "--seeds", "1..20", "--days", "0.25", "--bug", "photo_sync"];
    const { code, output } = await runTool(process.execPath, [...wamcam, ...campaign]);
    expect(code, output).toBe(1);
    const seed = /Seed (\d+) goes wrong: .* is not whole any more/.exec(output)?.[1] ?? "none";
    expect(output).toContain(
      `See it again: npm run simulate -- --seed ${seed} --days 0.25 --bug photo_sync --log`,
    );
    const file = `build/simulate/seed-${seed}.recording`;
    expect(output).toContain(`npm run replay -- ${file}`);
    const left = readFileSync(join(repository, file));
    expect(play(left).difference).toBeNull();
  }, 120_000);
});

describe("what is no recording", () => {
  it.each([
    ["nothing", Buffer.alloc(0)],
    ["something else", Buffer.from("JPEG?")],
    ["only the beginning of a head", Buffer.from("WMR1\u0001\u0004sim")],
  ])("is refused: %s", (_title, bytes) => {
    expect(() => new Recording(bytes)).toThrow(BadRecording);
  });

  it("is refused on the command line, as is another application", async () => {
    const file = join(folder, "b.recording");
    const other = join(folder, "other.wasm");
    writeFileSync(file, recorded);
    writeFileSync(other, Buffer.concat([wasm, Buffer.from([0, 1, 0])]));
    const replayOf = (...words: string[]): ReturnType<typeof runTool> =>
      runTool(join(repository, "node_modules/.bin/tsx"), ["scripts/wamcam.ts", "replay", ...words]);
    const [good, foreign, missing] = await Promise.all([
      replayOf(file),
      replayOf(file, "--app", other),
      replayOf(join(folder, "none")),
    ]);
    expect([good.code, foreign.code, missing.code]).toEqual([0, 2, 2]);
    expect(foreign.output).toContain("is not the application that was recorded");
  });
});
