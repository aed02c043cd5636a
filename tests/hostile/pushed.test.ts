/**
 * Hostile applications whose signature is right, over the network: each is tried, ends, and the one
 * before takes photos again.
 */
import { readFileSync } from "node:fs";

import { beforeAll, expect, it, vi } from "vitest";

import { withSignature } from "../../scripts/package/package.ts";
import { push, readState } from "../../scripts/push/push.ts";
import { builtPrograms } from "../e2e/run_fixture.ts";
import { assemble, withAnyManifest } from "../package/modules.ts";
import { type Camera, listeningCamera, sealed, timelapseManifest, token } from "./camera.ts";
import { sanitizedBoard } from "./sanitized_board.ts";

beforeAll(async () => {
  await sanitizedBoard();
}, 600_000);

const wishes = { token, downgrade: false, again: false, replace: false, trial_s: null };

interface Hostile {
  title: string;
  imports?: string;
  start?: string;
  /** Null: there is no such function. */
  tick: string | null;
  reason: RegExp;
}

const hostile: readonly Hostile[] = [
  { title: "traps", tick: "unreachable", reason: /trapped: .*unreachable/ },
  { title: "traps at once", start: "unreachable", tick: "(i64.const 0)", reason: /unreachable/ },
  {
    title: "never returns",
    tick: "(loop $l (br $l)) (i64.const 0)",
    reason: /did not return within/,
  },
  {
    title: "calls itself without end",
    tick: "(call $tick (local.get 0))",
    reason: /stack overflow/,
  },
  {
    title: "reads beyond its memory",
    tick: "(i64.load (i32.const -9))",
    reason: /out of bounds memory access/,
  },
  {
    title: "takes all memory",
    tick: "(loop $l (br_if $l (i32.ne (memory.grow (i32.const 1)) (i32.const -1)))) unreachable",
    reason: /trapped: .*unreachable/,
  },
  {
    title: "ends by itself",
    imports: `(import "app" "finish" (func $finish (param i32) (result i32)))`,
    tick: "(drop (call $finish (i32.const 0))) (i64.const 0)",
    reason: /ended by itself with exit code 0/,
  },
  {
    title: "does not want to start",
    start: "(i32.const 3)",
    tick: "(i64.const 0)",
    reason: /ended by itself with exit code 3/,
  },
  { title: "has no tick", tick: null, reason: /does not export tick/ },
  {
    title: "imports what is not there",
    imports: `(import "random" "explode" (func $explode))`,
    tick: "(call $explode) (i64.const 0)",
    reason: /asks for the import random\.explode/,
  },
  {
    title: "hands over memory that is not its own",
    imports: `(import "random" "fill" (func $fill (param i32 i32) (result i32)))`,
    tick: "(drop (call $fill (i32.const 65530) (i32.const 4096))) (i64.const 0)",
    reason: /out of bounds memory access/,
  },
  {
    title: "floods the log without end",
    imports: `(import "log" "write" (func $write (param i32 i32 i32) (result i32)))`,
    tick: "(loop $l (drop (call $write (i32.const 2) (i32.const 0) (i32.const 64))) (br $l)) (i64.const 0)",
    reason: /did not return within/,
  },
  {
    title: "gives up",
    imports: `(import "env" "abort" (func $abort (param i32 i32 i32 i32)))`,
    tick: "(call $abort (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 1)) (i64.const 0)",
    reason: /abort/,
  },
];

function made({ imports, start, tick }: Hostile, name: string, key: Camera["key"]): Uint8Array {
  const code = tick === null ? "" : `(func $tick (export "tick") (param i64) (result i64) ${tick})`;
  const wasm = assemble(`(module ${imports ?? ""} (memory (export "memory") 1)
    (func (export "start") (result i32) ${start ?? "(i32.const 0)"}) ${code})`);
  return withSignature(withAnyManifest(wasm, { name, memory_kib: 512 }), key);
}

/** Wait until the application before runs again, and return why the new one had to go. */
async function failureOf(camera: Camera, name: string, slot: string): Promise<string> {
  return vi.waitFor(
    async () => {
      const state = await readState(camera, token);
      expect(state.last_failure).toContain(`${name} 1.0.0: `);
      expect(state).toMatchObject({
        application_name: "timelapse",
        application_slot: slot,
        application_trial: false,
      });
      return String(state.last_failure);
    },
    { timeout: 30_000, interval: 50 },
  );
}

async function checkAll(camera: Camera, cases: readonly Hostile[], slot: string): Promise<void> {
  for (const [index, one] of cases.entries()) {
    const name = `hostile-${slot}-${index}`;
    const file = new Uint8Array(made(one, name, camera.key));
    await push(camera, file, wishes);
    expect(await failureOf(camera, name, slot), one.title).toMatch(one.reason);
    await expect(push(camera, file, wishes)).rejects.toThrow(/has failed before/);
  }
  const before = camera.session.events.length;
  const photos = (): unknown[] =>
    camera.session.events.slice(before).filter(({ kind }) => kind === "stored");
  await vi.waitFor(
    () => {
      expect(photos().length).toBeGreaterThan(1);
    },
    { timeout: 30_000, interval: 50 },
  );
}

it("end, and what ran before runs again, with the reason", { timeout: 300_000 }, async () => {
  const camera = await listeningCamera(2);
  const half = Math.floor(hostile.length / 2);
  await checkAll(camera, hostile.slice(0, half), "factory");
  const own = readFileSync((await builtPrograms()).application);
  const newer = sealed(own, timelapseManifest("9.1.0"), camera.key);
  await push(camera, new Uint8Array(newer), { ...wishes, trial_s: 1 });
  await vi.waitFor(
    async () => {
      const state = await readState(camera, token);
      expect(state).toMatchObject({ application_slot: "a", application_trial: false });
    },
    { timeout: 60_000, interval: 100 },
  );
  await checkAll(camera, hostile.slice(half), "a");
  camera.session.stop();
  await camera.session.ended;
});
