/** docs/bench/reload.md: how soon a saved source runs, with the command that makes the table. */
import { quantile } from "../figures.ts";
import type { Reload } from "./measure.ts";

export const goals_ms = { total: 1_500, push: 500 } as const;

function row(what: string, values: readonly number[], goal: number | null): string {
  const shown = [0, 0.5, 1].map((part) => Math.round(quantile(values, part) ?? NaN));
  return `| ${what} | ${shown.join(" | ")} | ${goal ?? ""} |`;
}

/** The page, before it is formatted. */
export function reloadPage(reload: Reload, machine: string): string {
  return `# From saving a source to the new application

Made by \`npm run bench -- --only reload\` on ${machine}. A word of the time-lapse application is changed and
saved ${reload.total_ms.length} times while \`npm run dev\` watches; the desktop board takes photos and uploads them.
Times in milliseconds; the file has ${reload.bytes.toLocaleString("en")} bytes.

| step | least | median | most | goal |
| --- | --: | --: | --: | --: |
${row("compile and sign, without optimising", reload.compile_ms, null)}
${row("notice, push, check, stop the old one and start the new one", reload.push_ms, goals_ms.push)}
${row("save to the new application's first line", reload.total_ms, goals_ms.total)}
`;
}
