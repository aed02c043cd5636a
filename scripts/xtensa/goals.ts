/** What the firmware is to need at most, against what the Xtensa run has found. */
import type { XtensaFigures } from "./measure.ts";
import type { Size } from "./sizes.ts";

export interface Goal {
  what: string;
  value: number;
  unit: string;
  most: number;
  /** A run that is beyond it fails. */
  isBinding: boolean;
}

export function bytesOf(size: Size | undefined): number {
  return size === undefined ? 0 : size.code_bytes + size.constants_bytes;
}

export function goalsOf(figures: XtensaFigures): Goal[] {
  return [
    {
      what: "control work per photo",
      value: figures.perPhoto.runtime,
      ...{ unit: "instructions", most: 5_000_000, isBinding: true },
    },
    {
      what: "code and constants of WAMR and the core",
      value: bytesOf(figures.sizes.runtime) + bytesOf(figures.sizes.core),
      ...{ unit: "bytes", most: 220 * 1024, isBinding: true },
    },
    {
      what: "peak heap of application and runtime",
      value: figures.heapPeak_bytes,
      ...{ unit: "bytes", most: 512 * 1024, isBinding: false },
    },
  ];
}

function number(value: number): string {
  return value.toLocaleString("en");
}

export function goalText({ what, value, unit, most }: Goal): string {
  const verdict = value <= most ? "at most" : "over the goal of";
  return `${what}: ${number(value)} ${unit} (${verdict} ${number(most)})`;
}
