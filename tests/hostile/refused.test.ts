/**
 * Files that are no good, in each of the ways that they can come to a camera: each is refused with a
 * reason of its own, and no byte of the flash memory has changed. All that can be wrong with a file:
 * tests/core/runtime/test_built.c.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { beforeAll, expect, it } from "vitest";

import { readPrivateKey, writeNewKey } from "../../scripts/package/keys.ts";
import { withSignature } from "../../scripts/package/package.ts";
import { builtPrograms, temporaryFolder } from "../e2e/run_fixture.ts";
import { assemble, withAnyManifest } from "../package/modules.ts";
import { type Camera, listeningCamera, sealed, timelapseManifest, token } from "./camera.ts";
import { sanitizedBoard } from "./sanitized_board.ts";

/** From the beginning of the section with the signature. */
const signature_section_bytes = 92;

beforeAll(async () => {
  await sanitizedBoard();
}, 600_000);

interface Bad {
  name: string;
  bytes: Uint8Array;
  reason: RegExp;
  status: number;
}

function changedAt(bytes: Uint8Array, at: number, bit = 1): Buffer {
  const changed = Buffer.from(bytes);
  changed[at] = (changed[at] ?? 0) ^ bit;
  return changed;
}

function withStartSection(key: Camera["key"]): Buffer {
  const wasm = assemble(`(module (memory (export "memory") 1) (func $f) (start $f)
    (func (export "start") (result i32) (i32.const 0))
    (func (export "tick") (param i64) (result i64) (i64.const 0)))`);
  return withSignature(withAnyManifest(wasm, { memory_kib: 64 }), key);
}

function badFiles(wasm: Uint8Array, key: Camera["key"]): Bad[] {
  const other = join(temporaryFolder(), "other.pem");
  writeNewKey(other);
  const manifest = timelapseManifest("9.9.9");
  const good = sealed(wasm, manifest, key);
  const stripped = good.length - signature_section_bytes;
  const files: [string, Uint8Array, RegExp][] = [
    ["truncated", good.subarray(0, 97 * 500), /is cut off or damaged: section 10 claims/],
    ["flipped", changedAt(good, 4000), /was changed after it was signed/],
    ["other-key", sealed(wasm, manifest, readPrivateKey(other)), /which this board does not trust/],
    ["unsigned", good.subarray(0, stripped), /the application is not signed/],
    [
      "hiding",
      sealed(wasm, manifest.replace("use net\n", ""), key),
      /imports net\.\w+, which its manifest does not ask for/,
    ],
    ["lying", changedAt(good, stripped + 1), /section 0 claims 91 bytes, 90 are there/],
    ["future", sealed(wasm, manifest.replace("abi 1\n", "abi 2\n"), key), /version 2 of the ABI/],
    ["starting", withStartSection(key), /has a start section/],
    ["huge", Buffer.concat([good], 10_000_000), /bytes, a slot of this board holds 1048576/],
  ];
  return files.map(([name, bytes, reason]) => {
    return { name, bytes, reason, status: name === "huge" ? 413 : 422 };
  });
}

async function arrange(): Promise<{ camera: Camera; bad: Bad[] }> {
  const camera = await listeningCamera(60);
  const { application } = await builtPrograms();
  return { camera, bad: badFiles(readFileSync(application), camera.key) };
}

async function end({ session }: Camera): Promise<void> {
  session.stop();
  await session.ended;
}

it("are refused over the network", { timeout: 120_000 }, async () => {
  const { camera, bad } = await arrange();
  const before = camera.flash();
  for (const { name, bytes, reason, status } of bad) {
    const response = await fetch(`http://${camera.at}/application`, {
      method: "PUT",
      headers: { authorization: `Bearer ${token}` },
      body: new Uint8Array(bytes),
    });
    const { error } = (await response.json()) as { error: string };
    // Its length alone is enough, before a slot is looked at.
    const told = name === "huge" ? /it has more than the 1048576 bytes/ : reason;
    expect(error, name).toMatch(told);
    expect(response.status, name).toBe(status);
    expect(camera.flash(), name).toBe(before);
  }
  await end(camera);
});

it("are refused at the console", { timeout: 120_000 }, async () => {
  const { camera, bad } = await arrange();
  const before = camera.flash();
  mkdirSync(join(camera.card, "bad"));
  for (const { name, bytes, reason } of bad) {
    writeFileSync(join(camera.card, "bad", `${name}.wasm`), bytes);
    const answer = await camera.session.ask(`app install bad/${name}.wasm`);
    expect(answer, name).toMatch(/^bad\/[a-z-]+\.wasm is refused: /);
    expect(answer, name).toMatch(reason);
    expect(camera.flash(), name).toBe(before);
    expect(existsSync(join(camera.card, "bad", `${name}.wasm`))).toBe(true);
  }
  expect(await camera.session.ask("app")).toMatch(/^runs +timelapse .* part of the firmware\n/);
  await end(camera);
});

it("are refused on the card, and put aside", { timeout: 120_000 }, async () => {
  const { camera, bad } = await arrange();
  const before = camera.flash();
  for (const { name, bytes, reason } of bad) {
    writeFileSync(join(camera.card, `${name}.wasm`), bytes);
    expect(await camera.session.ask("restart")).toBe("restarting\n");
    const passed = await camera.session.untilLog(`${name}.wasm is refused: `);
    expect(String(passed.at(-1)?.text)).toMatch(reason);
    await camera.session.untilLog("begins, start");
    expect(existsSync(join(camera.card, `${name}.wasm.refused`))).toBe(true);
    expect(camera.flash(), name).toBe(before);
  }
  await end(camera);
});
