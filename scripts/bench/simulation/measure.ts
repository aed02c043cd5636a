/** Simulated lives with all faults: many short ones, and one that is long. */
import { type Campaign, type Programs, runCampaign } from "../../simulate/campaign.ts";
import { speed } from "../../simulate/command.ts";
import type { Life } from "../../simulate/life.ts";
import { checkSimulateOptions, type RawSimulateOptions } from "../../simulate/options.ts";
import { sum } from "../../simulate/progress.ts";

const many = { seeds: "1..300", days: "0.5", without: [] };
/** Seed 21 takes more photos a day than most, and has a large card. */
const long = { seed: "21", days: "90", photos: "100000", jobs: "1", without: [] };

export interface SimulationEntry {
  /** What a person types to see the same. */
  command: string;
  lives: number;
  simulated_days: number;
  starts: number;
  photos: number;
  in_cloud: number;
  linear_memory_bytes: number;
  core_heap_bytes: number;
  /** How many times faster than real time one processor simulates. */
  speed: number;
  /** What did not hold; null if every photo was kept, and none came twice. */
  broken: string | null;
}

function commandOf(typed: RawSimulateOptions): string {
  const words = Object.entries(typed).flatMap(([name, value]) =>
    typeof value === "string" && name !== "jobs" ? [`--${name} ${value}`] : [],
  );
  return `npm run simulate -- ${words.join(" ")}`;
}

function entryOf(typed: RawSimulateOptions, campaign: Campaign): SimulationEntry {
  const { lives, firstBroken } = campaign;
  const total = (of: (life: Life) => number): number => sum(lives, of);
  const most = (of: (life: Life) => number): number => Math.max(...lives.map(of));
  return {
    command: commandOf(typed),
    lives: lives.length,
    simulated_days: total((life) => life.simulated_s) / 86_400,
    starts: total((life) => life.starts),
    photos: total((life) => life.photos),
    in_cloud: total((life) => life.inCloud),
    linear_memory_bytes: most((life) => life.linearMemory_bytes),
    core_heap_bytes: most((life) => life.heapPeak_bytes),
    speed: Math.round(speed(campaign)),
    broken: firstBroken?.broken ?? null,
  };
}

/** Both, in some minutes. */
export async function measureSimulation(programs: Programs): Promise<SimulationEntry[]> {
  const entries: SimulationEntry[] = [];
  for (const typed of [many, long]) {
    const options = checkSimulateOptions(typed);
    entries.push(entryOf(typed, await runCampaign(options, programs, () => undefined)));
  }
  return entries;
}
