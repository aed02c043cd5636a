/** The ways in which photos are uploaded over the same link: wamcam's own, the original's, curl's. */
import { spawn } from "node:child_process";
import { join } from "node:path";

import { type BenchCamera, runBenchCamera } from "../bench_camera.ts";
import type { ConnectionKind } from "./profiles.ts";

export const ways = ["wamcam", "original", "curl"] as const;
export type Way = (typeof ways)[number];

/** One upload that was confirmed. */
export interface Transfer {
  connection: ConnectionKind;
  /** From the first step of the upload to the answer, as the client itself has measured it. */
  milliseconds: number;
}

export interface Outcome {
  transfers: Transfer[];
  /** Tries that ended in an error. */
  failures: string[];
}

/** What a series needs: one upload over a new connection, the others over the same one. */
export interface Series {
  camera: Omit<BenchCamera, "folder" | "photos" | "connectTo" | "tables">;
  /** Where it may write. */
  folder: string;
  photo: string;
  photos: string;
  linkPort: number;
  uploads: number;
  /** Makes names in Dropbox differ. */
  name: string;
}

const uploadHost = "content.dropboxapi.com";

/** docs/configuration/network.md: the pause and the sizes of the CircuitPython original. */
const originalNetwork = {
  ...{ pace: "fixed", pause_ms: 20 },
  ...{ chunk_bytes: 2880, send_buffer_bytes: 2880 },
};

async function withCamera(series: Series, network: object): Promise<Outcome> {
  const outcome: Outcome = { transfers: [], failures: [] };
  const failed = new Set<number>();
  const tables = {
    timer: { interval_sec: 1 },
    local: { list_size: series.uploads },
    dropbox: { image_dir: series.name, finish_sec: 120 },
    network,
  };
  const camera = {
    ...series.camera,
    ...{ folder: join(series.folder, series.name), photos: series.photos, tables },
    connectTo: [`${uploadHost}:443:127.0.0.1:${series.linkPort}`],
  };
  await runBenchCamera(camera, (event) => {
    if (event.kind === "upload_failed") {
      failed.add(event.number);
      outcome.failures.push(event.reason);
    }
    if (event.kind !== "verified") return;
    // A try after a failure is neither: it has a new connection and a slower pace.
    if (failed.has(event.number)) return;
    const isFirst = outcome.transfers.length === 0 && outcome.failures.length === 0;
    const connection = isFirst ? "cold" : "warm";
    outcome.transfers.push({ connection, milliseconds: event.upload_ms });
  });
  return outcome;
}

interface CurlReport {
  http_code: number;
  num_connects: number;
  time_total: number;
  errormsg: string | null;
}

function curlArguments(series: Series, index: number): string[] {
  const argument = JSON.stringify({ path: `/${series.name}/${index}.jpg`, mode: "overwrite" });
  return [
    ...["--silent", "--http1.1", "--cacert", series.camera.ca],
    ...["--connect-to", `${uploadHost}:443:127.0.0.1:${series.linkPort}`],
    ...["--header", `Authorization: Bearer ${series.camera.accessToken}`],
    ...["--header", `Dropbox-API-Arg: ${argument}`],
    ...["--header", "Content-Type: application/octet-stream"],
    ...["--data-binary", `@${series.photo}`, "--output", "/dev/null"],
    ...["--write-out", "%{json}\\n", `https://${uploadHost}/2/files/upload`],
  ];
}

function outputOf(command: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ["ignore", "pipe", "inherit"] });
    let output = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
    child.on("error", reject);
    child.on("close", () => {
      resolve(output);
    });
  });
}

/** All uploads in one process, which keeps the connection. */
async function withCurl(series: Series): Promise<Outcome> {
  const args = Array.from({ length: series.uploads }, (_, index) => [
    ...(index > 0 ? ["--next"] : []),
    ...curlArguments(series, index),
  ]);
  const outcome: Outcome = { transfers: [], failures: [] };
  for (const line of (await outputOf("curl", args.flat())).trim().split("\n")) {
    const report = JSON.parse(line) as CurlReport;
    const { http_code, num_connects, time_total, errormsg } = report;
    if (http_code === 200) {
      const connection = num_connects > 0 ? "cold" : "warm";
      outcome.transfers.push({ connection, milliseconds: time_total * 1000 });
    } else outcome.failures.push(errormsg ?? `HTTP status ${http_code}`);
  }
  return outcome;
}

/** Upload a series in one way. */
export function uploadSeries(way: Way, series: Series): Promise<Outcome> {
  if (way === "curl") return withCurl(series);
  return withCamera(series, way === "original" ? originalNetwork : {});
}
