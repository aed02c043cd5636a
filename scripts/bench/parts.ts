/** Parts of the benchmark that write their figures to build/bench.json and docs/bench. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { format, resolveConfig } from "prettier";

import { build, buildBoardWithStatus } from "../build/build.ts";
import type { Output } from "../build/live_rows.ts";
import { repository } from "../repository.ts";
import { buildSimulation } from "../simulate/command.ts";
import { goalsOf as xtensaGoalsOf } from "../xtensa/goals.ts";
import { xtensaPage } from "../xtensa/page.ts";
import { runXtensa } from "../xtensa/run.ts";
import { missingTools } from "../xtensa/toolchain.ts";
import { writeBenchPart } from "./bench_file.ts";
import { quantile } from "./figures.ts";
import { measureLateness } from "./lateness/measure.ts";
import { latenessPage } from "./lateness/page.ts";
import { machineText } from "./machine.ts";
import { measureReload } from "./reload/measure.ts";
import { goals_ms, reloadPage } from "./reload/page.ts";
import { buildShaper } from "./shaped_link.ts";
import { measureSimulation } from "./simulation/measure.ts";
import { simulationPage } from "./simulation/page.ts";
import { goalsOf } from "./uploads/goals.ts";
import { measureUploads, type Programs } from "./uploads/measure.ts";
import { uploadPage } from "./uploads/page.ts";
import { profiles } from "./uploads/profiles.ts";

/** A line of the benchmark's output. */
export interface Sentence {
  what: string;
  value: string;
  goal: string;
}

const pages = join(repository, "docs", "bench");

async function writePage(name: string, text: string): Promise<void> {
  const path = join(pages, name);
  const options = await resolveConfig(path);
  writeFileSync(path, await format(text, { ...options, parser: "markdown" }));
}

async function programs(output: Output): Promise<Programs> {
  const { application, board } = await build(output);
  const shaper = await buildShaper(output);
  return { application: application.path, board: board.path, shaper };
}

/** Uploads over shaped links, in about two and a half minutes. */
export async function benchUploads(output: Output): Promise<Sentence[]> {
  const entries = await measureUploads(await programs(output), profiles);
  writeBenchPart("entries", entries);
  const { uploadPlot } = await import("./uploads/plot.ts");
  writeFileSync(join(pages, "uploads.svg"), await uploadPlot(profiles, entries));
  await writePage("uploads.md", uploadPage(profiles, entries, machineText()));
  return goalsOf(entries);
}

/** Lives of the simulated board with all faults, in about five minutes. */
export async function benchSimulation(output: Output): Promise<Sentence[]> {
  const entries = await measureSimulation(await buildSimulation(output, null));
  writeBenchPart("simulation", entries);
  await writePage("simulation.md", simulationPage(entries, machineText()));
  return entries.flatMap((entry) => [
    {
      what: `${entry.photos.toLocaleString("en")} simulated photos with faults`,
      value: entry.broken ?? "0 lost, 0 twice",
      goal: "of 100,000 none lost, none twice",
    },
    {
      what: "simulation with faults, on one processor",
      value: `${entry.speed.toLocaleString("en")} times real time`,
      goal: "at least 10,000",
    },
    {
      what: "linear memory in simulated lives",
      value: `${entry.linear_memory_bytes / 1024} KiB`,
      goal: "at most 512 KiB",
    },
  ]);
}

/** Lateness of shots, in about a minute and a half. */
export async function benchLateness(output: Output): Promise<Sentence[]> {
  const lateness = await measureLateness(await programs(output));
  writeBenchPart("lateness", lateness);
  await writePage("lateness.md", latenessPage(lateness, machineText()));
  return lateness.entries.map(({ fault, shots, p99_ms, max_ms }) => ({
    what: `lateness of ${shots} shots, ${fault}`,
    value: `${p99_ms} ms p99, ${max_ms} ms at most`,
    goal: "at most 20 and 100 ms of board time",
  }));
}

/** What `npm run dev` does with a saved source, in about half a minute. */
export async function benchReload(output: Output): Promise<Sentence[]> {
  const { path } = await buildBoardWithStatus(output, false);
  const reload = await measureReload(path);
  writeBenchPart("reload", reload);
  await writePage("reload.md", reloadPage(reload, machineText()));
  const sentence = (what: string, values: number[], most_ms: number): Sentence => ({
    what,
    value: `${Math.round(quantile(values, 0.5) ?? NaN)} ms, the median of ${values.length}`,
    goal: `at most ${most_ms.toLocaleString("en")}`,
  });
  return [
    sentence("push to running", reload.push_ms, goals_ms.push),
    sentence("save to running", reload.total_ms, goals_ms.total),
  ];
}

/** The core on an Xtensa processor, in about a minute; nothing where its tools are missing. */
export async function benchXtensa(output: Output): Promise<Sentence[]> {
  const missing = missingTools();
  if (missing !== null) {
    return [{ what: "the core on an Xtensa processor", value: "not measured", goal: missing }];
  }
  const figures = await runXtensa(output);
  writeBenchPart("xtensa", figures);
  await writePage("xtensa.md", xtensaPage(figures));
  return xtensaGoalsOf(figures).map(({ what, value, unit, most }) => ({
    what: `${what}, on Xtensa`,
    value: `${value.toLocaleString("en")} ${unit}`,
    goal: `at most ${most.toLocaleString("en")}`,
  }));
}
