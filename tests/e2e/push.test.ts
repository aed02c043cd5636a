/** Applications over the local network: who may send one, and what a camera says of it. */
import { spawn } from "node:child_process";
import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

import { runTool } from "../../scripts/build/tool.ts";
import { publicKeyPath, readPrivateKey, writeNewKey } from "../../scripts/package/keys.ts";
import { readManifest } from "../../scripts/package/manifest.ts";
import { withManifest, withSignature } from "../../scripts/package/package.ts";
import { readLedger } from "../../scripts/gaps/ledger.ts";
import { followLog } from "../../scripts/dev/follow_log.ts";
import { type Camera, findCameras } from "../../scripts/push/cameras.ts";
import { readLog } from "../../scripts/push/log.ts";
import { push, readState } from "../../scripts/push/push.ts";
import { repository } from "../../scripts/repository.ts";
import { BoardProcess } from "../../scripts/run/board_process.ts";
import { builtPrograms, temporaryFolder } from "./run_fixture.ts";

const token = "a-token-of-my-own";
/** No other camera of this machine is called so. */
const name = `CAM${process.pid}`;

let board: BoardProcess;
let folder = "";
let at = "";
let application = "";
const lines: string[] = [];

/** A camera that listens on the loopback, and the address that it tells. */
beforeAll(async () => {
  const programs = await builtPrograms();
  application = programs.application;
  folder = temporaryFolder();
  const folders = ["card", "settings", "state", "slots"].flatMap((part) => {
    mkdirSync(join(folder, part));
    return [`--${part}`, join(folder, part)];
  });
  writeFileSync(join(folder, "settings/settings.toml"), `WAMCAM_TOKEN = "${token}"\n`);
  writeFileSync(
    join(folder, "settings/camconfig.toml"),
    `[camera]\ncam_id = "${name}"\n[timer]\ninterval_sec = 2\n[local]\nimage_dir = "p"\n` +
      "[dropbox]\nenabled = false\n",
  );
  writeNewKey(keyFile());
  const key = ["--key", publicKeyPath(keyFile())];
  const args = ["--app", application, ...key, ...folders, "--listen", "127.0.0.1:0"];
  at = await new Promise((resolve, reject) => {
    board = new BoardProcess(
      programs.board,
      [...args, "--connect-to", "*:443:127.0.0.1:9", "--connect-to", "*:123:127.0.0.1:9"],
      (event) => {
        const line = JSON.stringify(event);
        lines.push(line);
        const address = /taken at http:\/\/([\d.:]+)\/application/.exec(line)?.[1];
        if (address !== undefined) resolve(address);
      },
    );
    void board.ended.then(({ complaint }) => {
      reject(new Error(`the board has ended: ${complaint} ${lines.join(" ")}`));
    });
  });
});
afterAll(async () => {
  board.stop();
  await board.ended;
});

function request(path: string, init: RequestInit = {}): Promise<Response> {
  return fetch(`http://${at}${path}`, init);
}

function wamcam(...words: string[]): ReturnType<typeof runTool> {
  const program = join(repository, "node_modules/.bin/tsx");
  return runTool(program, ["scripts/wamcam.ts", ...words]);
}

const keyFile = (): string => join(folder, "key.pem");
const settings = (): string => join(folder, "settings/settings.toml");

describe("a camera that listens", () => {
  it("is found by its name", async () => {
    expect(await findCameras(name, "127.0.0.1")).toEqual([{ name, at }]);
  });

  it("tells who knows its token which application runs", async () => {
    const state = await readState({ name, at }, token);
    expect(state).toMatchObject({ application_slot: "factory", application_trial: false });
  });

  it.each([
    ["no token", {}],
    ["another one", { authorization: "Bearer a-token-of-my-owm" }],
    ["one that goes on", { authorization: `Bearer ${token}x` }],
    ["another scheme", { authorization: `Basic ${token}` }],
  ])("refuses %s", async (_title, headers: Record<string, string>) => {
    for (const method of ["GET", "PUT"]) {
      const body = method === "PUT" ? new Uint8Array([1]) : null;
      const response = await request("/application", { method, headers, body });
      expect(response.status).toBe(401);
      expect(await response.text()).not.toContain(token);
    }
  });

  it.each([
    ["nothing", "", new Uint8Array(), 400, /holds no application/],
    ["what is no application", "", new TextEncoder().encode("JPEG?"), 422, /not a WebAssembly/],
    ["more than a slot holds", "", new Uint8Array(1024 * 1024 + 1), 413, /./],
    ["an option that it does not know", "?now", new Uint8Array([1]), 400, /there is no \\"now\\"/],
    ["a trial of no number", "?trial_s=x", new Uint8Array([1]), 400, /whole seconds/],
  ])("refuses %s", async (_title, query, body, status, sentence) => {
    const headers = { authorization: `Bearer ${token}` };
    const response = await request(`/application${query}`, { method: "PUT", headers, body });
    expect(response.status).toBe(status);
    expect(await response.text()).toMatch(sentence);
  });

  it("answers who sends ten times a slot, and reads only then", async () => {
    const [host, port] = at.split(":");
    const socket = connect(Number(port), host);
    const length = 10_000_000;
    socket.write(
      `PUT /application HTTP/1.1\r\nhost: ${at}\r\nauthorization: Bearer ${token}\r\n` +
        `content-length: ${length}\r\nconnection: close\r\n\r\n`,
    );
    await new Promise((resolve, reject) => {
      socket.once("error", reject).write(new Uint8Array(length), resolve);
    });
    let answer = "";
    for await (const text of socket.setEncoding("utf8")) answer += String(text);
    expect(answer).toMatch(/^HTTP\/1.1 413 /);
    expect(answer).toMatch(/it has more than the 1048576 bytes that this board takes/);
  });

  it("goes on taking photos, and shows its token to nobody", async () => {
    await vi.waitFor(
      () => {
        expect(lines.some((line) => line.includes('"kind":"stored"'))).toBe(true);
      },
      { timeout: 40_000, interval: 100 },
    );
    expect(lines.join("\n")).not.toContain(token);
  });
});

/** The lines that `wamcam dev --to` shows; nothing pauses, and it ends at the first look in vain. */
async function shownLog(camera: Camera, knownToken: string, looks: number): Promise<string[]> {
  const shown: string[] = [];
  const end = new AbortController();
  let left = looks;
  await followLog({
    camera,
    token: knownToken,
    show: (line) => {
      shown.push(line);
    },
    pause: () => {
      if (--left <= 0) end.abort();
      return Promise.resolve();
    },
    stop: end.signal,
  });
  return shown;
}

describe("the log over the network", () => {
  it("goes on where it stood, and holds no token", async () => {
    const before = await readLog({ name, at }, token, -1000);
    expect(before.lines.length).toBeGreaterThan(0);
    for (const line of before.lines) expect(line).toMatch(/^[EWI] \d+\.\d{3} ./);
    const first = await readLog({ name, at }, token, -2);
    expect(first.lines.length).toBeGreaterThanOrEqual(1);
    expect(first.next).toBeGreaterThanOrEqual(before.next);
    const again = await readLog({ name, at }, token, first.next - 1);
    expect(again.lines[0]).toBe(first.lines.at(-1));
    expect(JSON.stringify([before, first])).not.toContain(token);
  });

  it("is shown as it is written", async () => {
    const shown = await shownLog({ name, at }, token, 1);
    expect(shown.length).toBeGreaterThan(0);
    for (const line of shown) expect(line).toMatch(/^ {2}\S/);
  });

  it.each([
    ["no token", "/log", {}, 401],
    ["another one", "/log?from=0", { authorization: "Bearer a-token-of-my-owm" }, 401],
    ["a line of no number", "/log?from=x", { authorization: `Bearer ${token}` }, 400],
  ])("refuses %s", async (_title, path, headers: Record<string, string>, status) => {
    const response = await request(path, { headers });
    expect(response.status).toBe(status);
    expect(await response.text()).not.toContain(token);
  });

  it("is given up for another token, and waited for where nobody answers", async () => {
    expect(await shownLog({ name, at }, "another-token-now", 5)).toEqual([
      `${name}: the token is not that of the camera.`,
    ]);
    const nobody = await shownLog({ name, at: "127.0.0.1:9" }, token, 3);
    expect(nobody).toHaveLength(1);
    expect(nobody[0]).toMatch(/does not answer .* Its log goes on when it does\.$/);
  });

  it("is given up once where the board cannot tell it", async () => {
    const server = createServer((_request, response) => response.writeHead(404).end());
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const shown = await shownLog({ name: "OLD", at: `127.0.0.1:${port}` }, token, 5);
    server.close();
    expect(shown).toEqual(["OLD cannot tell its log over the network."]);
  });
});

/** The application with another version, signed. */
function signed(version: string, key = keyFile()): Uint8Array<ArrayBuffer> {
  const manifest = { ...readManifest(join(repository, "as-app/manifest.json")), version };
  const wasm = withManifest(readFileSync(application), manifest);
  return new Uint8Array(withSignature(wasm, readPrivateKey(key)));
}

const swaps = [
  ["9.1.0", "a"],
  ["9.2.0", "b"],
  ["9.3.0", "a"],
] as const;

const eventsOf = (kind: string): number =>
  lines.filter((line) => line.includes(`"kind":"${kind}"`)).length;
const missedEvents = (): number => eventsOf("missed");

/** Wait for so many photos more. */
async function stored(count: number): Promise<void> {
  const before = eventsOf("stored");
  const isThere = (): void => {
    expect(eventsOf("stored")).toBeGreaterThanOrEqual(before + count);
  };
  await vi.waitFor(isThere, { timeout: 40_000, interval: 50 });
}

/** Why each shot is missing of which the ledger has no photo; without the one that is under way. */
function missedOnCard(): string[] {
  const { missing, totals } = readLedger(join(folder, "card"));
  return missing.flatMap(({ first, count, reason }) =>
    first === totals.planned ? [] : Array.from({ length: count }, () => reason),
  );
}

const wishes = { token, downgrade: false, again: false, replace: false, trial_s: 3 };

describe("an application that is signed", () => {
  it("is refused if the camera does not know the key", async () => {
    const other = join(folder, "other.pem");
    writeNewKey(other);
    await expect(push({ name, at }, signed("9.0.0", other), wishes)).rejects.toThrow(/key/);
  });

  it("is tried and stays, at the price of one shot at most", { timeout: 180_000 }, async () => {
    await stored(1);
    for (const [version, slot] of swaps) {
      const before = missedOnCard();
      const missedBefore = missedEvents();
      await push({ name, at }, signed(version), { ...wishes, trial_s: 1 });
      await vi.waitFor(
        async () => {
          const state = await readState({ name, at }, token);
          expect(state).toMatchObject({ application_slot: slot, application_trial: false });
        },
        { timeout: 40_000, interval: 250 },
      );
      await stored(2);
      const missing = missedOnCard();
      expect(missing.length - before.length, missing.join(", ")).toBeLessThanOrEqual(1);
      // Whatever is missing is in the ledger with its reason, and has been told.
      expect(missing.filter((reason) => reason === "no record tells why")).toEqual([]);
      expect(missing.length - before.length).toBe(missedEvents() - missedBefore);
    }
  });

  it("is not taken twice, and an older one only when that is asked for", async () => {
    await expect(push({ name, at }, signed("9.2.9"), wishes)).rejects.toThrow(/older/);
  });
});

describe("npm run push", () => {
  it("says why a camera refuses a file", async () => {
    const file = join(folder, "changed.wasm");
    const bytes = readFileSync(application);
    bytes[bytes.length - 1] = (bytes[bytes.length - 1] ?? 0) ^ 1;
    writeFileSync(file, bytes);
    const { code, output } = await wamcam("push", file, "--to", at, "--settings", settings());
    expect(output).toMatch(/has refused it: /);
    expect(code).toBe(1);
  });

  it.each([
    ["an address where nobody is", ["--to", "127.0.0.1:9"], /does not answer/, 1],
    ["no settings", ["--to", "127.0.0.1:9", "--settings", "none.toml"], /cannot be read/, 2],
    ["a trial of no number", ["--to", "127.0.0.1:9", "--trial", "soon"], /--trial takes/, 2],
    ["a camera that is not there", ["--to", "NOBODY", "--interface", "127.0.0.1"], /No camera/, 2],
  ])("refuses %s", async (_title, words, sentence, expected) => {
    const all = words.includes("--settings") ? words : [...words, "--settings", settings()];
    const { code, output } = await wamcam("push", application, ...all);
    expect(output).toMatch(sentence);
    expect(code).toBe(expected);
  });
});

describe("npm run dev -- --to", () => {
  it("shows the log of the camera, and ends with Ctrl-C", async () => {
    const words = ["--import", "tsx", "scripts/wamcam.ts", "dev", "examples/motion", "--to", at];
    const dev = spawn(process.execPath, [...words, "--settings", settings()], {
      cwd: repository,
      env: { ...process.env, WAMCAM_KEY: keyFile() },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    for (const stream of [dev.stdout, dev.stderr]) {
      stream.on("data", (piece: Buffer) => (output += piece.toString()));
    }
    const ended = new Promise((resolve) => dev.once("close", resolve));
    await vi.waitFor(
      () => {
        expect(output).toMatch(/gets what you save\.\n(.*\n)* {2}\S/);
        expect(output).toContain("Watching");
      },
      { timeout: 50_000, interval: 50 },
    );
    dev.kill("SIGINT");
    expect(await ended).toBe(0);
    expect(output).not.toContain(token);
  });
});
