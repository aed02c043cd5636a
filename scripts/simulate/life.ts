/** What the simulated board prints at the end of one life. */
import { readVerdict } from "./progress.ts";

export interface Life {
  seed: number;
  /** A number over everything that happened, 16 hexadecimal digits. */
  digest: string;
  simulated_s: number;
  starts: number;
  photos: number;
  /** Files in the simulated Dropbox. */
  inCloud: number;
  linearMemory_bytes: number;
  heapPeak_bytes: number;
  /** What did not hold; null if everything did. */
  broken: string | null;
}

const form =
  /^seed (\d+) digest ([0-9a-f]{16}) seconds (\d+) starts (\d+) photos (\d+) cloud (\d+) linear (\d+) heap (\d+) (ok|broken .*)$/;

/** Read a line; null if it is another one. */
export function readLife(line: string): Life | null {
  const match = form.exec(line);
  if (match === null) {
    return null;
  }
  const number = (index: number): number => Number(match[index]);
  return {
    seed: number(1),
    digest: match[2] ?? "",
    simulated_s: number(3),
    starts: number(4),
    photos: number(5),
    inCloud: number(6),
    linearMemory_bytes: number(7),
    heapPeak_bytes: number(8),
    broken: readVerdict(match[9] ?? ""),
  };
}
