/** How long the board needs to plan a year of shots. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { runTool, StepFailed } from "../build/tool.ts";
import type { Manifest } from "../package/manifest.ts";
import { withManifest } from "../package/package.ts";
import { repository } from "../repository.ts";
import type { EndEvent } from "../run/board_events.ts";
import { boardArguments, BoardProcess } from "../run/board_process.ts";

export interface PlannedYear {
  shots: number;
  /** Of them, in the hour that comes twice when summer time ends. */
  repeated: number;
  /** Processor time in the application. */
  control_us: number;
}

const manifest: Manifest = {
  ...{ name: "plan-year", version: "1.0.0", abi: 1, memory_kib: 512 },
  use: ["app", "report"],
};

/** Compile the application that plans; returns its path. */
async function buildPlanner(): Promise<string> {
  const path = join(repository, "build/plan-year.wasm");
  mkdirSync(join(repository, "build"), { recursive: true });
  const { code, output } = await runTool(process.execPath, [
    "node_modules/assemblyscript/bin/asc.js",
    ...["as-app/tests/schedule/plan_year.ts", "--config", "asconfig.json"],
    ...["--target", "release", "--outFile", path],
  ]);
  if (code !== 0) {
    throw new StepFailed(`as-app/tests/schedule/plan_year.ts does not compile.\n${output.trim()}`);
  }
  writeFileSync(path, withManifest(readFileSync(path), manifest));
  return path;
}

/** What one line of the board says about the year: one thing or nothing. */
function readPlanned(line: string): Pick<PlannedYear, "shots" | "repeated">[] {
  const { kind, shots, repeated } = JSON.parse(line) as Record<string, unknown>;
  return kind === "planned" && typeof shots === "number" && typeof repeated === "number"
    ? [{ shots, repeated }]
    : [];
}

/** Plan a year in Amsterdam, dark being by the sun, on the desktop board. */
export async function planYear(board: string): Promise<PlannedYear> {
  const application = await buildPlanner();
  const folder = mkdtempSync(join(tmpdir(), "wamcam-bench-"));
  const planned: Pick<PlannedYear, "shots" | "repeated">[] = [];
  const ends: EndEvent[] = [];
  try {
    const args = boardArguments({
      ...{ application, card: folder, settings: folder, state: folder, camera: "scene" },
      ...{ speed: 1, start_utc_ms: null, cloud: null, ca: null },
    });
    const running = new BoardProcess(board, args, (event) => {
      if (event.kind === "unknown" && !event.malformed) planned.push(...readPlanned(event.line));
      if (event.kind === "end") ends.push(event);
    });
    const { complaint } = await running.ended;
    const [year] = planned;
    const control_us = ends[0]?.control_us ?? null;
    if (year === undefined || control_us === null) {
      throw new StepFailed(`The year was not planned: ${ends[0]?.reason ?? complaint}`);
    }
    return { ...year, control_us };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
