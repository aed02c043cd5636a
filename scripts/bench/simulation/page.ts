/** docs/bench/simulation.md: what lives with faults have shown, with the commands. */
import type { SimulationEntry } from "./measure.ts";

function rowOf(entry: SimulationEntry): string {
  const cells = [
    `\`${entry.command}\``,
    entry.lives,
    entry.simulated_days.toFixed(1),
    entry.starts.toLocaleString("en"),
    entry.photos.toLocaleString("en"),
    entry.broken === null ? "0" : "see below",
    entry.linear_memory_bytes / 1024,
    Math.round(entry.core_heap_bytes / 1024),
    entry.speed.toLocaleString("en"),
  ];
  return `| ${cells.join(" | ")} |`;
}

function verdict(entries: readonly SimulationEntry[]): string {
  const broken = entries.flatMap(({ command, broken }) =>
    broken === null ? [] : [`\`${command}\`: ${broken}`],
  );
  return broken.length === 0
    ? "Every [invariant](../simulator.md#what-must-hold) held: no photo was lost, and none came to Dropbox twice."
    : broken.join("\n\n");
}

/** The page, before it is formatted. */
export function simulationPage(entries: readonly SimulationEntry[], machine: string): string {
  return `# Lives with all faults

Made by \`npm run bench -- --only simulation\` on ${machine}. What is simulated, and what must hold: [the simulated board](../simulator.md).

${verdict(entries)}

| command | lives | simulated days | starts | photos | lost or twice | linear memory in KiB, at most | core's heap in KiB, at most | times real time on one processor |
| --- | --: | --: | --: | --: | --: | --: | --: | --: |
${entries.map(rowOf).join("\n")}

Memory is flat: a life of a hundred thousand photos has no more of it than lives of half a day.
`;
}
