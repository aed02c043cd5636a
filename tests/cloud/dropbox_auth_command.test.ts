/** `wamcam dropbox-auth` as a program: questions on a pipe, exit codes, Ctrl-C. */
import { spawn } from "node:child_process";
import type { ChildProcessWithoutNullStreams } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";

import { describe, expect, it, onTestFinished } from "vitest";

import { repository } from "../../scripts/repository.ts";
import { cloudForTest } from "./client.ts";
import { codeOn, decideAt } from "./consent.ts";
import { besides, settingsFile } from "./dropbox_auth_person.ts";
import { caFile } from "./program.ts";

const appKey = "myapp0key000000";

/** A run of the command, with all that it has said so far. */
class Command {
  readonly child: ChildProcessWithoutNullStreams;
  said = "";
  readonly ended: Promise<unknown[]>;

  constructor(...options: string[]) {
    const program = ["--import", "tsx", "scripts/wamcam.ts", "dropbox-auth", ...options];
    this.child = spawn(process.execPath, program, { cwd: repository });
    this.ended = once(this.child, "close");
    for (const stream of [this.child.stdout, this.child.stderr])
      stream.on("data", (piece: Buffer) => {
        this.said += piece.toString();
      });
    onTestFinished(() => {
      this.child.kill("SIGKILL");
    });
  }

  async says(text: string): Promise<void> {
    while (!this.said.includes(text)) {
      const news = await Promise.race([once(this.child.stdout, "data"), this.ended]);
      expect(news.length, this.said).toBe(1);
    }
  }

  async exitCode(): Promise<unknown> {
    const [code] = await this.ended;
    return code;
  }
}

async function commandAtCloud(...options: string[]) {
  const cloud = await cloudForTest({ credentials: [{ dropbox: { app_key: appKey } }] });
  const path = settingsFile("a = 1 # mine\n");
  const place = ["--cloud-port", String(cloud.port), "--ca", caFile(cloud), "--settings", path];
  return { cloud, path, command: new Command(...place, ...options) };
}

describe("wamcam dropbox-auth", () => {
  it("asks, connects and ends with 0", async () => {
    const { cloud, path, command } = await commandAtCloud();
    await command.says("App key of your Dropbox app: ");
    command.child.stdin.write(`${appKey}\n`);
    await command.says("Paste the code");
    const address = /^ {2}(https:\S+)$/m.exec(command.said)?.[1] ?? "";
    command.child.stdin.write(`${codeOn(await decideAt(cloud, address, "allow"))}\n`);
    expect(await command.exitCode(), command.said).toBe(0);
    expect(command.said).toContain("Connected to the Dropbox of Franz Ferdinand");
    const after = readFileSync(path, "utf8");
    expect(after).toMatch(/^a = 1 # mine\nDBX_APP_KEY = "myapp0key000000"\nDBX_REFRESH_TOKEN = "/);
    const [, token = "none"] = /^DBX_REFRESH_TOKEN = "(.{64})"$/m.exec(after) ?? [];
    expect(command.said).not.toContain(token);
  });

  it("ends with 130 on Ctrl-C and leaves the file alone", async () => {
    const { path, command } = await commandAtCloud("--app-key", appKey);
    await command.says("Paste the code");
    command.child.kill("SIGINT");
    expect(await command.exitCode(), command.said).toBe(130);
    expect(command.said).toMatch(/\nInterrupted: nothing was changed\.\n$/);
    expect(readFileSync(path, "utf8")).toBe("a = 1 # mine\n");
    expect(besides(path)).toEqual(["settings.toml"]);
  });

  it("ends with 3 after a wrong code, in one sentence", async () => {
    const { command } = await commandAtCloud("--app-key", appKey);
    command.child.stdin.end("mistyped\n");
    expect(await command.exitCode(), command.said).toBe(3);
    expect(command.said).toMatch(/: Dropbox does not take the code: .*\.\n$/);
  });

  it.each([
    [["--redirect"], /argument missing/],
    [["--cloud-port", "443"], /goes together with --ca/],
    [["--cloud-port", "0", "--ca", "/etc/hostname"], /from 1 to 65535/],
    [["--cloud-port", "443", "--ca", "/nowhere"], /cannot be read \(ENOENT\)/],
  ])("ends with 2 for %j", async (options, sentence) => {
    const command = new Command("--settings", settingsFile(""), ...options);
    expect(await command.exitCode()).toBe(2);
    expect(command.said).toMatch(sentence);
    expect(command.said.trim()).not.toContain("\n");
  });
});
