/** The command itself, as npm starts it: exit codes, Ctrl-C, and nothing left running. */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";

import { afterEach, beforeAll, describe, expect, it } from "vitest";

import { repository } from "../../scripts/repository.ts";
import type { Summary } from "../../scripts/run/summary.ts";
import { builtPrograms, fileWith, temporaryFolder } from "./run_fixture.ts";

beforeAll(async () => {
  await builtPrograms();
});

const started: ChildProcess[] = [];
afterEach(() => {
  started.splice(0).forEach((child) => child.kill("SIGKILL"));
});

interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Start `wamcam run`; `onLine` sees each line of its output while it runs. */
function wamcam(
  args: string[],
  onLine: (line: string, child: ChildProcess) => void = () => undefined,
): Promise<Ended> {
  const tsx = join(repository, "node_modules/.bin/tsx");
  const child = spawn(tsx, ["scripts/wamcam.ts", "run", ...args], {
    cwd: repository,
    stdio: ["ignore", "pipe", "pipe"],
  });
  started.push(child);
  const ended: Ended = { code: null, stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => (ended.stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (ended.stderr += text));
  createInterface({ input: child.stdout }).on("line", (line) => {
    onLine(line, child);
  });
  return new Promise((resolve) => {
    child.on("close", (code) => {
      resolve({ ...ended, code });
    });
  });
}

/** Processes whose command line contains the text. */
function processesWith(text: string): string[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map((name) => commandLine(name))
    .filter((line) => line.includes("wamcam-desktop") && line.includes(text));
}

function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
  } catch {
    return "";
  }
}

function summaryIn(out: string): Summary {
  return JSON.parse(readFileSync(join(out, "summary.json"), "utf8")) as Summary;
}

describe("the command line", () => {
  it("takes photos, tells of each, and ends with 0", async () => {
    const out = join(temporaryFolder(), "out");
    const { code, stdout } = await wamcam(["--shots", "2", "--every", "1", "--out", out]);
    expect(code, stdout).toBe(0);
    expect(stdout.match(/verified$/gm)).toHaveLength(2);
    expect(stdout).toContain("2 of 2 identical");
    expect(stdout).toContain(join(out, "index.html"));
    expect(summaryIn(out)).toMatchObject({ exit_code: 0, verified: 2 });
    // Not a terminal: nothing is rewritten in place.
    expect(stdout).not.toContain("\u001b");
  });

  it.each([
    [["--shots", "0"], "--shots takes a whole number"],
    [["--camera", "telescope"], "--camera takes scene"],
    [["--date", "2026-02-30T12:00"], "--date takes a date"],
    [["--unknown"], "unknown option"],
    [["--cloud", "dropbox"], "--cloud dropbox needs --settings"],
  ])("refuses %j with one sentence and code 2", async (args, sentence) => {
    const out = join(temporaryFolder(), "out");
    const { code, stderr } = await wamcam([...args, "--out", out]);
    expect(code, stderr).toBe(2);
    expect(stderr).toContain(sentence);
    expect(stderr.trim().split("\n")).toHaveLength(1);
    expect(existsSync(join(out, "summary.json"))).toBe(false);
  });

  it("leaves a folder alone that is not its own", async () => {
    const file = fileWith("holiday.txt", "precious");
    const out = join(file, "..");
    const { code, stderr } = await wamcam(["--out", out]);
    expect(code, stderr).toBe(2);
    expect(stderr).toContain("holds other things");
    expect(readdirSync(out)).toEqual(["holiday.txt"]);
  });

  it("ends with 2 when the application refuses the configuration", async () => {
    const camconfig = fileWith("camconfig.toml", "[camera\n");
    const out = join(temporaryFolder(), "out");
    const { code, stdout } = await wamcam(["--camconfig", camconfig, "--out", out]);
    expect(code, stdout).toBe(2);
    expect(stdout).toContain("camconfig.toml:1:");
  });
});

describe("Ctrl-C", () => {
  it.each(["SIGINT", "SIGTERM"] as const)(
    "(%s) ends the run in order: summary written, code 130, nothing left",
    async (signal) => {
      const out = join(temporaryFolder(), "out");
      let sent = false;
      const { code, stdout } = await wamcam(
        ["--shots", "1000", "--every", "1", "--out", out],
        (line, child) => {
          if (line.endsWith("verified") && !sent) {
            sent = true;
            child.kill(signal);
          }
        },
      );
      expect(code, stdout).toBe(130);
      const summary = summaryIn(out);
      expect(summary).toMatchObject({ exit_code: 130, interrupted: true, shots: 1000 });
      expect(summary.saved).toBeGreaterThan(0);
      expect(summary.verified).toBeGreaterThan(0);
      expect(existsSync(join(out, "index.html"))).toBe(true);
      expect(processesWith(out)).toEqual([]);
    },
  );

  it("cannot be prevented: the board does not outlive a killed command", async () => {
    const out = join(temporaryFolder(), "out");
    let running: string[] = [];
    await wamcam(["--shots", "1000", "--every", "1", "--out", out], (line) => {
      if (line.endsWith("verified") && running.length === 0) {
        running = processesWith(out);
        killScript(out);
      }
    });
    expect(running).toHaveLength(1);
    await untilGone(out);
  });
});

/** Kill the Node.js process of the command (not its launcher), as the system may. */
function killScript(out: string): void {
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    const line = commandLine(pid);
    if (line.includes("scripts/wamcam.ts") && line.includes(out)) {
      process.kill(Number(pid), "SIGKILL");
    }
  }
}

/** The board notices at its next line of output that nobody reads any more. */
async function untilGone(out: string): Promise<void> {
  while (processesWith(out).length > 0) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}
