/** What `npm test` consists of. */
import {
  asPectCounts,
  cargoCounts,
  coreCounts,
  type Counts,
  oneCheck,
  vitestCounts,
} from "./counts.ts";

export interface Part {
  title: string;
  /** The command; the first word is a program on the path or of an npm package. */
  words: string[];
  count: (output: string, code: number | null) => Counts;
  /** Left out of `npm run test:quick`. */
  slow?: boolean;
}

const cFiles = ["idf-components/wamcam", "tests/core"];
const find = `find ${cFiles.join(" ")} -name '*.[ch]'`;

function shell(script: string): string[] {
  return ["bash", "-c", script];
}

/** In this order: what is quick and often wrong comes first. */
export const parts: Part[] = [
  {
    title: "format of TypeScript, AssemblyScript and Markdown",
    words: ["prettier", "--check", "--log-level", "warn", "."],
    count: oneCheck,
  },
  {
    title: "format of C",
    words: shell(`${find} | xargs clang-format --dry-run -Werror`),
    count: oneCheck,
  },
  { title: "format of Rust", words: ["cargo", "fmt", "--all", "--check"], count: oneCheck },
  { title: "types of TypeScript", words: ["tsc", "-p", "."], count: oneCheck },
  {
    title: "eslint",
    words: ["eslint", "--max-warnings", "0", "scripts", "tests", "eslint.config.js"],
    count: oneCheck,
    slow: true,
  },
  {
    title: "cppcheck",
    words: [
      ...["cppcheck", "--quiet", "--std=c11", "--error-exitcode=1", "--inline-suppr"],
      ...["--enable=warning,performance,portability", "--suppress=missingIncludeSystem"],
      ...["-I", "idf-components/wamcam/include", "-I", "idf-components/wamcam/src"],
      "idf-components/wamcam/src",
    ],
    count: oneCheck,
    slow: true,
  },
  {
    title: "generated files are fresh",
    words: ["tsx", "scripts/wamcam.ts", "generate", "--check"],
    count: oneCheck,
  },
  {
    title: "application (as-pect)",
    words: [
      ...["asp", "--config", "as-app/tests/as-pect.config.js"],
      ...["--as-config", "as-app/tests/as-pect.asconfig.json", "--no-logo"],
    ],
    count: asPectCounts,
  },
  {
    title: "core under sanitizers",
    words: ["cargo", "run", "--quiet", "--locked", "-p", "wamcam-core-tests"],
    count: coreCounts,
  },
  {
    title: "clippy",
    words: [
      "cargo",
      "clippy",
      "--quiet",
      "--locked",
      "--workspace",
      "--all-targets",
      "--",
      "-D",
      "warnings",
    ],
    count: oneCheck,
    slow: true,
  },
  {
    title: "desktop board",
    words: ["cargo", "test", "--quiet", "--locked", "-p", "wamcam-desktop"],
    count: cargoCounts,
    slow: true,
  },
  {
    title: "scripts, local cloud and contract",
    words: [
      "vitest",
      "run",
      "--exclude",
      "tests/e2e/**",
      "--exclude",
      "tests/toml/**",
      "--exclude",
      "tests/clock/**",
    ],
    count: vitestCounts,
  },
  {
    title: "TOML suite and time zones",
    words: ["vitest", "run", "tests/toml", "tests/clock"],
    count: vitestCounts,
    slow: true,
  },
  {
    title: "end to end",
    // One after the other: a run that is starved of processor time misses shots, and says so.
    words: ["vitest", "run", "--no-file-parallelism", "tests/e2e"],
    count: vitestCounts,
    slow: true,
  },
];
