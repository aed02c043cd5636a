/** docs/bench/lateness.md: how late shots are, with the command that makes the table. */
import type { Lateness, LatenessEntry } from "./measure.ts";

function rowOf(entry: LatenessEntry): string {
  const { fault, shots, missed, uploads, failed_uploads, p50_ms, p99_ms, max_ms } = entry;
  const numbers = [shots, missed, uploads, failed_uploads, p50_ms, p99_ms, max_ms];
  return `| ${fault} | ${numbers.map(String).join(" | ")} |`;
}

/** The page, before it is formatted. */
export function latenessPage({ entries, has_priority }: Lateness, machine: string): string {
  const priority = has_priority ? "with real-time priority" : "without real-time priority";
  return `# How late shots are while uploads go wrong

Made by \`npm run bench -- --only lateness\` on ${machine}, ${priority}. What is measured, and how: [method](method.md).

Goals: of at least 1,000 shots 99 % at most 20 ms of board time late, none more than 100 ms.

| fault | shots | missed | uploads | failed uploads | median in ms | 99 % at most | at most |
| --- | --: | --: | --: | --: | --: | --: | --: |
${entries.map(rowOf).join("\n")}
`;
}
