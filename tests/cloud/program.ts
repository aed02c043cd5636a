/** Running other programs against a cloud of this process. */
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { onTestFinished } from "vitest";

import type { Cloud } from "../../scripts/cloud/cloud.ts";

/** Whether a program can be started with these arguments and succeeds. */
export function works(program: string, ...options: string[]): boolean {
  return spawnSync(program, options, { timeout: 20_000 }).status === 0;
}

/** The cloud's authority in a file, for programs that want one. */
export function caFile(cloud: Cloud): string {
  const folder = mkdtempSync(join(tmpdir(), "cloud-"));
  onTestFinished(() => {
    rmSync(folder, { recursive: true });
  });
  const path = join(folder, "ca.pem");
  writeFileSync(path, cloud.caPem);
  return path;
}

export interface Finished {
  code: number | null;
  output: string;
  errors: string;
}

/** Run a program to its end. The cloud lives in this process, so nothing may block meanwhile. */
export function run(program: string, options: string[], input = ""): Promise<Finished> {
  const child = spawn(program, options);
  let [output, errors] = ["", ""];
  child.stdout.on("data", (piece: Buffer) => {
    output += piece.toString();
  });
  child.stderr.on("data", (piece: Buffer) => {
    errors += piece.toString();
  });
  child.stdin.end(input);
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => {
      resolve({ code, output, errors });
    });
  });
}
