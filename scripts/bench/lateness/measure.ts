/** How late shots are while uploads go wrong: the promise that a camera takes its photos on time. */
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { startCloud } from "../../cloud/cloud.ts";
import { type BenchCamera, runBenchCamera } from "../bench_camera.ts";
import { writePhoto } from "../photo_file.ts";
import { openLink, type ShapedLink } from "../shaped_link.ts";
import type { Programs } from "../uploads/measure.ts";
import { hangingLookup, hangingName } from "./hanging_lookup.ts";
import { realTime } from "./real_time.ts";

/** Shots of all faults together. */
const shots_min = 1000;
/** Board time passes so much faster: a shot every 250 ms of real time, and a finer measure. */
const speed = 4;
const photo_bytes = 50_000;

export interface LatenessEntry {
  fault: string;
  shots: number;
  missed: number;
  /** Tries to upload a photo that ended in an error, and photos that were uploaded. */
  failed_uploads: number;
  uploads: number;
  /** Board time from the moment that was planned to the exposure. */
  p50_ms: number;
  p99_ms: number;
  max_ms: number;
}

export interface Lateness {
  entries: LatenessEntry[];
  /** Whether other programs of the machine had to wait for the cameras. */
  has_priority: boolean;
}

interface Fault {
  title: string;
  link: ShapedLink | null;
  connectTo: string;
  wrapper: readonly string[];
}

/** The value that a part of the sorted values does not exceed (nearest rank). */
function percentile(sorted: readonly number[], part: number): number {
  return sorted[Math.max(0, Math.ceil(sorted.length * part) - 1)] ?? NaN;
}

export function latenessEntry(
  fault: string,
  lateness_ms: readonly number[],
  counts: Pick<LatenessEntry, "missed" | "failed_uploads" | "uploads">,
): LatenessEntry {
  const sorted = [...lateness_ms].sort((left, right) => left - right);
  return {
    ...{ fault, shots: sorted.length, ...counts },
    p50_ms: percentile(sorted, 0.5),
    p99_ms: percentile(sorted, 0.99),
    max_ms: percentile(sorted, 1),
  };
}

const host = "content.dropboxapi.com";

async function overLink(
  title: string,
  programs: Programs,
  cloudPort: number,
  trouble: { stall_after_bytes?: number; swallow_every?: number },
): Promise<Fault> {
  const shape = { delay_ms: 40, bits_per_second: 4_000_000, ...trouble };
  const link = await openLink(programs.shaper, cloudPort, shape);
  return { title, link, connectTo: `${host}:443:127.0.0.1:${link.port}`, wrapper: [] };
}

/** The faults that this machine can play. */
async function faultsOf(programs: Programs, cloudPort: number, folder: string): Promise<Fault[]> {
  const faults = [
    await overLink("uploads stall for 2 s", programs, cloudPort, { stall_after_bytes: 60_000 }),
    await overLink("TLS handshakes hang", programs, cloudPort, { swallow_every: 1 }),
  ];
  const wrapper = await hangingLookup(join(folder, "hosts"));
  const connectTo = `${host}:443:${hangingName}:443`;
  if (wrapper !== null) {
    faults.push({ title: "name lookups hang", link: null, connectTo, wrapper });
  }
  return faults;
}

async function measureFault(
  fault: Fault,
  shots: number,
  camera: Omit<BenchCamera, "connectTo" | "tables">,
): Promise<{ entry: LatenessEntry; lateness_ms: number[] }> {
  const lateness_ms: number[] = [];
  const counts = { missed: 0, failed_uploads: 0, uploads: 0 };
  const tables = {
    timer: { interval_sec: 1 },
    local: { list_size: shots },
    dropbox: { finish_sec: 0 },
  };
  await runBenchCamera({ ...camera, connectTo: [fault.connectTo], tables, speed }, (event) => {
    if (event.kind === "stored") lateness_ms.push(event.late_ms);
    else if (event.kind === "missed") counts.missed += event.count;
    else if (event.kind === "upload_failed") counts.failed_uploads += 1;
    else if (event.kind === "verified") counts.uploads += 1;
  });
  const stalls = fault.link?.turns.at(-1)?.stalls ?? 0;
  if (stalls === 0 && counts.failed_uploads === 0) {
    throw new Error(`The benchmark means nothing: "${fault.title}" did not happen.`);
  }
  return { entry: latenessEntry(fault.title, lateness_ms, counts), lateness_ms };
}

function total(parts: readonly { entry: LatenessEntry; lateness_ms: number[] }[]): LatenessEntry {
  const sum = (field: "missed" | "failed_uploads" | "uploads"): number =>
    parts.reduce((result, { entry }) => result + entry[field], 0);
  const counts = {
    missed: sum("missed"),
    failed_uploads: sum("failed_uploads"),
    uploads: sum("uploads"),
  };
  const all = parts.flatMap(({ lateness_ms }) => lateness_ms);
  return latenessEntry("all of these", all, counts);
}

const bareTimer = fileURLToPath(new URL("bare_timer.mjs", import.meta.url));

/** What a program that only sleeps would have had to answer for, at the same moments. */
async function measureMachine(shots: number, priority: readonly string[]): Promise<LatenessEntry> {
  const timer = [process.execPath, bareTimer, String(1000 / speed), String(shots)];
  const { stdout } = await promisify(execFile)("env", [...priority, ...timer]);
  const lateness_ms = (JSON.parse(stdout) as number[]).map((ms) => Math.round(ms * speed));
  const counts = { missed: 0, failed_uploads: 0, uploads: 0 };
  return latenessEntry("for comparison: a timer on the same machine", lateness_ms, counts);
}

/**
 * Measure under each fault, side by side. The last but one entry is about all of them, the last
 * one about the machine.
 */
export async function measureLateness(programs: Programs): Promise<Lateness> {
  const folder = mkdtempSync(join(tmpdir(), "wamcam-bench-"));
  const accessToken = "sl.u.bench";
  const cloud = await startCloud({
    credentials: [{ dropbox: { app_key: "bench", access_token: accessToken } }],
  });
  const ca = join(folder, "ca.pem");
  let faults: Fault[] = [];
  try {
    writeFileSync(ca, cloud.caPem);
    mkdirSync(join(folder, "photos"));
    const photos = dirname(writePhoto(join(folder, "photos"), photo_bytes));
    faults = await faultsOf(programs, cloud.port, folder);
    const shots = Math.ceil(shots_min / faults.length) + 1;
    const camera = { programs, photos, ca, accessToken, cloud };
    const priority = await realTime();
    const machine = measureMachine(shots, priority);
    const measured = await Promise.all(
      faults.map((fault, index) => {
        const wrapper = [...priority, ...fault.wrapper];
        const own = { ...camera, folder: join(folder, String(index)), wrapper };
        return measureFault(fault, shots, own);
      }),
    );
    const entries = [...measured.map(({ entry }) => entry), total(measured), await machine];
    return { entries, has_priority: priority.length > 0 };
  } finally {
    for (const { link } of faults) await link?.close();
    await cloud.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
