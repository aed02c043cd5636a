/** docs/bench/lateness.md: how late shots are, with the command that makes the table. */
import type { LatenessEntry } from "./measure.ts";

function rowOf(entry: LatenessEntry): string {
  const { fault, shots, missed, uploads, failed_uploads, p50_ms, p99_ms, max_ms } = entry;
  const numbers = [shots, missed, uploads, failed_uploads, p50_ms, p99_ms, max_ms];
  return `| ${fault} | ${numbers.map(String).join(" | ")} |`;
}

/** The page, before it is formatted. */
export function latenessPage(entries: readonly LatenessEntry[], machine: string): string {
  return `# How late shots are while uploads go wrong

Made by \`npm run bench -- --only lateness\` on ${machine}. What is measured, and how: [method](method.md).

Goals: of at least 1,000 shots 99 % at most 20 ms of board time late, none more than 100 ms.

| fault | shots | missed | uploads | failed uploads | median in ms | 99 % at most | at most |
| --- | --: | --: | --: | --: | --: | --: | --: |
${entries.map(rowOf).join("\n")}
`;
}
