/** When the application is built anew, which program cargo built, and how tools are run. */
import { appendFileSync, cpSync, mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { afterAll, describe, expect, it } from "vitest";

import { inputsHash } from "../../scripts/build/application.ts";
import { findExecutable } from "../../scripts/build/board.ts";
import { duration } from "../../scripts/build/status_line.ts";
import { runTool, StepFailed } from "../../scripts/build/tool.ts";
import { repository } from "../../scripts/repository.ts";

const copies: string[] = [];
afterAll(() => {
  copies.forEach((folder) => {
    rmSync(folder, { recursive: true, force: true });
  });
});

/** A copy of what the application is built from. */
function copyOfInputs(): string {
  const folder = mkdtempSync(join(tmpdir(), "wamcam-inputs-"));
  copies.push(folder);
  for (const path of [
    "as-app",
    "asconfig.json",
    "package-lock.json",
    "scripts/build",
    "scripts/package",
  ]) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    cpSync(join(repository, path), join(folder, path), { recursive: true });
  }
  return folder;
}

describe("the application's inputs", () => {
  it("are the same as long as nothing changes", () => {
    expect(inputsHash(copyOfInputs())).toBe(inputsHash(copyOfInputs()));
  });

  it.each([
    "as-app/assembly/main.ts",
    "as-app/assembly/host/log.ts",
    "as-app/manifest.json",
    "asconfig.json",
    "package-lock.json",
    "scripts/build/application.ts",
  ])("change with %s", (path) => {
    const folder = copyOfInputs();
    const before = inputsHash(folder);
    appendFileSync(join(folder, path), "\n");
    expect(inputsHash(folder)).not.toBe(before);
  });

  it("change when a file gets another name", () => {
    const folder = copyOfInputs();
    const before = inputsHash(folder);
    const host = join(folder, "as-app/assembly/host");
    renameSync(join(host, "log.ts"), join(host, "logging.ts"));
    expect(inputsHash(folder)).not.toBe(before);
  });
});

describe("cargo's messages", () => {
  const message = (name: string, executable: string | null, fresh: boolean): string =>
    JSON.stringify({ reason: "compiler-artifact", target: { name }, executable, fresh });

  it("tell where the board is and whether it is new", () => {
    const output = [
      message("libc", null, true),
      message("wamcam-desktop", "/elsewhere/release/wamcam-desktop", false),
      JSON.stringify({ reason: "build-finished", success: true }),
    ].join("\n");
    const board = { path: "/elsewhere/release/wamcam-desktop", rebuilt: true };
    expect(findExecutable(output)).toEqual(board);
    expect(findExecutable(output.replace("false", "true"))).toMatchObject({ rebuilt: false });
  });

  it("without a program are no success", () => {
    expect(findExecutable("")).toBeNull();
    expect(findExecutable(message("other", "/release/other", true))).toBeNull();
  });
});

describe("a tool", () => {
  const node = (script: string, options = {}) => runTool(process.execPath, ["-e", script], options);

  it("gives back what it said and how it ended", async () => {
    const lines: string[] = [];
    const result = await node('console.log("out"); console.error("err"); process.exitCode = 3;', {
      onLine: (line: string) => lines.push(line),
    });
    expect(result).toMatchObject({ code: 3, stdout: "out\n" });
    expect(result.output).toContain("err\n");
    expect(lines).toEqual(["err"]);
  });

  it("that is missing is named", async () => {
    await expect(runTool("no-such-tool", [])).rejects.toThrow(StepFailed);
    await expect(runTool("no-such-tool", [])).rejects.toThrow(/"no-such-tool" was not found/);
  });

  it("ends when it is called off", async () => {
    const interrupt = new AbortController();
    const running = node('console.error("up"); setInterval(() => undefined, 1000);', {
      signal: interrupt.signal,
      onLine: () => {
        interrupt.abort();
      },
    });
    await expect(running).rejects.toThrow();
    await expect(node("", { signal: interrupt.signal })).rejects.toThrow();
  });
});

describe("durations", () => {
  it.each([
    [0, "0.0 s"],
    [9_940, "9.9 s"],
    [12_400, "12 s"],
    [61_000, "1 min 1 s"],
  ])("%i ms is %s", (time_ms, text) => {
    expect(duration(time_ms)).toBe(text);
  });
});
