/** `wamcam simulate --updates N`: new applications for simulated cameras, good ones and bad ones. */
import { LiveRows, type Output } from "../build/live_rows.ts";
import { duration } from "../build/status_line.ts";
import { ExitCode } from "../run/summary.ts";
import { runBoard } from "./campaign.ts";
import type { SimulateOptions } from "./options.ts";
import { progressBar, readVerdict, sum } from "./progress.ts";

/** What one camera gets in its life: a slot is used many times, a failure shows early. */
const updatesOfCamera = 50;

/** What the simulated board prints about one camera. */
export interface UpdatedCamera {
  seed: number;
  updates: number;
  starts: number;
  /** Cuts of power in the middle of something. */
  cuts: number;
  /** Resets by a watchdog. */
  crashes: number;
  /** New applications that stayed, that were not even tried, that had to go. */
  confirmed: number;
  refused: number;
  returned: number;
  photos: number;
  simulated_s: number;
  /** What did not hold; null if everything did. */
  broken: string | null;
}

const form =
  /^camera (\d+) updates (\d+) starts (\d+) cuts (\d+) crashes (\d+) confirmed (\d+) refused (\d+) returned (\d+) photos (\d+) seconds (\d+) (ok|broken .*)$/;

/** Read a line; null if it is another one. */
export function readCamera(line: string): UpdatedCamera | null {
  const match = form.exec(line);
  if (match === null) {
    return null;
  }
  const number = (index: number): number => Number(match[index]);
  return {
    seed: number(1),
    updates: number(2),
    starts: number(3),
    cuts: number(4),
    crashes: number(5),
    confirmed: number(6),
    refused: number(7),
    returned: number(8),
    photos: number(9),
    simulated_s: number(10),
    broken: readVerdict(match[11] ?? ""),
  };
}

/** Seeds and numbers of updates: `total` is shared out among cameras. */
export function shareOut(total: number, first: number): { seed: number; updates: number }[] {
  const cameras = Math.ceil(total / updatesOfCamera);
  return Array.from({ length: cameras }, (_, index) => ({
    seed: first + index,
    updates: Math.min(updatesOfCamera, total - index * updatesOfCamera),
  }));
}

/** The figures of a campaign, for people. */
export function updateFigures(cameras: readonly UpdatedCamera[], time_ms: number): string[] {
  const total = (of: (camera: UpdatedCamera) => number): string =>
    sum(cameras, of).toLocaleString("en");
  return [
    `${total(({ updates }) => updates)} updates of ${cameras.length} cameras in ` +
      `${duration(time_ms)}: ${total(({ confirmed }) => confirmed)} stayed, ` +
      `${total(({ refused }) => refused)} refused, ` +
      `${total(({ returned }) => returned)} tried and sent back.`,
    `${total(({ cuts }) => cuts)} cuts of power, ` +
      `${total(({ crashes }) => crashes)} crashes, ` +
      `${total(({ starts }) => starts)} starts, ` +
      `${total(({ photos }) => photos)} photos.`,
    `Cameras without a running application: ${total(({ broken }) => (broken === null ? 0 : 1))}.`,
  ];
}

function progressRow(done: number, total: number): string {
  return `${progressBar(done, total)} ${done.toLocaleString("en")} of ${total.toLocaleString("en")} updates`;
}

/** Run all cameras, on all processors, up to the first that goes wrong. */
async function runCameras(
  options: SimulateOptions,
  board: string,
  onCamera: (camera: UpdatedCamera) => void,
  signal: AbortSignal,
): Promise<UpdatedCamera[]> {
  const left = shareOut(options.updates, options.first);
  const cameras: UpdatedCamera[] = [];
  const work = async (): Promise<void> => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) {
      const words = ["--updates", String(next.updates), "--seeds", `${next.seed}..${next.seed}`];
      const log = options.log === "none" ? [] : ["--log", options.log];
      await runBoard(
        board,
        [...words, ...log],
        (line) => {
          const camera = readCamera(line);
          if (camera !== null) {
            cameras.push(camera);
            onCamera(camera);
          }
          if (camera?.broken !== undefined && camera.broken !== null) left.length = 0;
          if (options.log !== "none") console.log(line);
        },
        signal,
      );
    }
  };
  await Promise.all(Array.from({ length: options.jobs }, work));
  return cameras.sort((one, other) => one.seed - other.seed);
}

/** The campaign with its progress and its figures; the exit code. */
export async function showUpdates(
  options: SimulateOptions,
  board: string,
  output: Output,
  signal: AbortSignal,
): Promise<number> {
  const rows = new LiveRows(output);
  const start_ms = performance.now();
  let done = 0;
  try {
    const onCamera = ({ updates }: UpdatedCamera): void => {
      done += updates;
      rows.show([progressRow(done, options.updates)]);
    };
    const cameras = await runCameras(options, board, onCamera, signal);
    rows.show([]);
    updateFigures(cameras, performance.now() - start_ms).forEach((line) => {
      rows.print(line);
    });
    const broken = cameras.find((camera) => camera.broken !== null);
    if (broken === undefined) {
      return ExitCode.DONE;
    }
    rows.print(`Camera ${broken.seed} goes wrong: ${broken.broken ?? ""}`);
    rows.print(
      `See it again: npm run simulate -- --updates ${updatesOfCamera} --seed ${broken.seed} --log`,
    );
    return ExitCode.FAILED;
  } finally {
    rows.show([]);
  }
}
