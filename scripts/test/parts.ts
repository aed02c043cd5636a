/** What `npm test` consists of. */
import {
  asPectCounts,
  cargoCounts,
  coreCounts,
  type Counts,
  oneCheck,
  vitestCounts,
} from "./counts.ts";
import { checkers } from "./formatters.ts";

/**
 * Parts of one lane run one after the other, the two lanes beside each other: cargo locks its target
 * folder, and two lanes fill two processors. What is "alone" runs last, with the machine to itself.
 */
export type Lane = "scripts" | "native" | "alone";

export interface Part {
  title: string;
  lane: Lane;
  /** The command; the first word is a program on the path or of an npm package. */
  words: string[];
  count: (output: string, code: number | null) => Counts;
  /** Left out of `npm run test:quick`. */
  slow?: boolean;
  /** A program that not every machine has; without it the part counts as skipped. */
  needs?: string;
}

const vitest = ["vitest", "run"];

function cargo(...words: string[]): string[] {
  return ["cargo", ...words];
}

/** Within a lane in this order: what is quick and often wrong comes first. */
export const parts: readonly Part[] = [
  {
    title: "format of TypeScript, AssemblyScript and Markdown",
    lane: "scripts",
    words: checkers.scripts,
    count: oneCheck,
  },
  {
    title: "types of TypeScript",
    lane: "scripts",
    words: ["tsc", "-p", "."],
    count: oneCheck,
  },
  {
    title: "generated files are fresh",
    lane: "scripts",
    words: ["tsx", "scripts/wamcam.ts", "generate", "--check"],
    count: oneCheck,
  },
  {
    title: "application (as-pect)",
    lane: "scripts",
    words: [
      ...["asp", "--config", "as-app/tests/as-pect.config.js"],
      ...["--as-config", "as-app/tests/as-pect.asconfig.json", "--no-logo"],
    ],
    count: asPectCounts,
  },
  {
    title: "scripts, local cloud and contract",
    lane: "scripts",
    words: [
      ...vitest,
      ...["tests/e2e", "tests/toml", "tests/clock"].flatMap((path) => ["--exclude", `${path}/**`]),
    ],
    count: vitestCounts,
  },
  {
    title: "eslint",
    lane: "scripts",
    words: ["eslint", "--max-warnings", "0", "scripts", "tests", "eslint.config.js"],
    count: oneCheck,
    slow: true,
  },
  {
    title: "TOML suite and time zones",
    lane: "scripts",
    words: [...vitest, "tests/toml", "tests/clock"],
    count: vitestCounts,
    slow: true,
  },
  {
    title: "format of C",
    lane: "native",
    words: checkers.c,
    count: oneCheck,
  },
  {
    title: "format of Rust",
    lane: "native",
    words: checkers.rust,
    count: oneCheck,
    needs: "rustfmt",
  },
  {
    title: "core under sanitizers",
    lane: "native",
    words: cargo("run", "--quiet", "--locked", "-p", "wamcam-core-tests"),
    count: coreCounts,
  },
  {
    title: "cppcheck",
    lane: "native",
    words: [
      ...["cppcheck", "--quiet", "--std=c11", "--error-exitcode=1", "--inline-suppr"],
      ...["--enable=warning,performance,portability", "--suppress=missingIncludeSystem"],
      ...["-I", "idf-components/wamcam/include", "-I", "idf-components/wamcam/src"],
      ...["idf-components/wamcam/src", "tests/core"],
    ],
    count: oneCheck,
    slow: true,
  },
  {
    title: "clippy",
    lane: "native",
    words: cargo(
      ...["clippy", "--quiet", "--locked", "--workspace", "--all-targets"],
      ...["--", "-D", "warnings"],
    ),
    count: oneCheck,
    slow: true,
    needs: "cargo-clippy",
  },
  {
    title: "desktop board",
    lane: "native",
    words: cargo("test", "--quiet", "--locked", "-p", "wamcam-desktop"),
    count: cargoCounts,
    slow: true,
  },
  {
    title: "end to end",
    lane: "alone",
    // One after the other: a run that is starved of processor time misses shots, and says so.
    words: [...vitest, "--no-file-parallelism", "tests/e2e"],
    count: vitestCounts,
    slow: true,
  },
];
