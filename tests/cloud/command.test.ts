import { spawn } from "node:child_process";
import type { ChildProcessWithoutNullStreams } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { describe, expect, it, onTestFinished } from "vitest";

import type { Cloud } from "../../scripts/cloud/cloud.ts";
import { repository } from "../../scripts/repository.ts";
import { ask } from "./client.ts";

const program = `
  import { Command } from "commander";
  import { addCloudCommand } from "./scripts/cloud/command.ts";
  const program = new Command();
  addCloudCommand(program);
  await program.parseAsync();
`;

function run(...options: string[]): ChildProcessWithoutNullStreams {
  const node = ["--import", "tsx", "--input-type=module", "--eval", program, "--"];
  const child = spawn(process.execPath, [...node, "cloud", ...options], {
    cwd: repository,
  });
  onTestFinished(() => {
    child.kill("SIGKILL");
  });
  return child;
}

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), "cloud-"));
  onTestFinished(() => {
    rmSync(path, { recursive: true });
  });
  return path;
}

/** Output up to `mark`, or all of it when the program ends first. */
async function outputUntil(child: ChildProcessWithoutNullStreams, mark: string): Promise<string> {
  let text = "";
  for await (const piece of child.stdout as AsyncIterable<Buffer>) {
    text += piece.toString();
    if (text.includes(mark)) break;
  }
  return text;
}

describe("wamcam cloud", () => {
  it("serves until it is interrupted, and tells how to reach it", async () => {
    const out = folder();
    const child = run("--port", "0", "--out", out, "--seed", "9");
    const told = await outputUntil(child, "Ctrl-C");
    const port = Number(/127\.0\.0\.1:(\d+)/.exec(told)?.[1]);
    const caPem = readFileSync(join(out, "ca.pem"), "utf8");
    expect(told).toContain(join(out, "ca.pem"));
    for (const host of ["content.dropboxapi.com", "io.adafruit.com", "timeapi.io"])
      expect(told).toContain(host);
    expect(told).toMatch(/time server.*127\.0\.0\.1:\d+, UDP/i);
    const settings = readFileSync(join(out, "settings.toml"), "utf8");
    const refreshToken = /DBX_REFRESH_TOKEN = "(.+)"/.exec(settings)?.[1] ?? "missing";
    expect(settings).toContain(refreshToken);
    expect(told).not.toContain(refreshToken);
    const cloud = { port, caPem } as Cloud;
    expect((await ask(cloud, "https://timeapi.io/api/v1/time/current/unix")).status).toBe(200);
    const ended = once(child, "exit");
    child.kill("SIGINT");
    expect(await ended).toEqual([0, null]);
  });

  it.each([
    ["MISSING", null, /settings\.toml: there is no such file/],
    ["BROKEN", 'A = 1\nDBX_APP_KEY = "top-secret', /settings\.toml:2:\d+: this is not valid TOML/],
  ])("names the place of %s settings, not their contents", async (_what, text, sentence) => {
    const out = folder();
    const path = join(out, "settings.toml");
    if (text !== null) writeFileSync(path, text);
    const child = run("--out", out, "--settings", path);
    let told = "";
    child.stderr.on("data", (piece: Buffer) => {
      told += piece.toString();
    });
    const [code] = (await once(child, "close")) as [number];
    expect(code, told).toBe(2);
    expect(told).toMatch(sentence);
    expect(told.trim().split("\n")).toHaveLength(1);
    expect(told).not.toContain("top-secret");
  });
});
