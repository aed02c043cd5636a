/** Figures of a bench: what was measured, and how they are shown and kept. */
import { cpus } from "node:os";

export type Unit = "KiB" | "ms" | "s" | "instructions" | "photos" | "shots";

export interface Figure {
  what: string;
  /** Null if it could not be measured. */
  value: number | null;
  unit: Unit;
  /** In words; empty for none. */
  goal: string;
}

/** What build/bench.json holds. */
export interface BenchRecord {
  wamcam: string;
  node: string;
  processor: string;
  processors: number;
  figures: Figure[];
}

export function benchRecord(wamcam: string, figures: Figure[]): BenchRecord {
  const processors = cpus();
  const processor = processors[0]?.model.trim() ?? "unknown";
  return { wamcam, node: process.version, processor, processors: processors.length, figures };
}

/** The value that a part of all do not exceed: 0.5 for the median; null of none. */
export function quantile(values: readonly number[], part: number): number | null {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? null;
}

export function kibibytes(bytes: number | null): number | null {
  return bytes === null ? null : Math.round((bytes / 1024) * 10) / 10;
}

function shown({ value, unit }: Figure): string {
  if (value === null) return "not measured";
  const digits = Number.isInteger(value) ? 0 : value < 10 ? 2 : 1;
  return `${value.toLocaleString("en", { maximumFractionDigits: digits })} ${unit}`;
}

/** The table for a person. */
export function benchTable({ wamcam, node, processor, processors, figures }: BenchRecord): string {
  const names = Math.max(...figures.map(({ what }) => what.length));
  const values = Math.max(...figures.map((figure) => shown(figure).length));
  const rows = figures.map((figure) => {
    const goal = figure.goal === "" ? "" : `   ${figure.goal}`;
    return `${figure.what.padEnd(names)}   ${shown(figure).padStart(values)}${goal}`;
  });
  const machine = `wamcam ${wamcam}, Node.js ${node}, ${processors} × ${processor}`;
  return [...rows, "", machine].join("\n");
}
