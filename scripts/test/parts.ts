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
 * Parts of one lane run one after the other, two lanes side by side: that fills two processors.
 * Everything of cargo is in lane 2, since cargo locks its target folder. What is "alone" runs last,
 * with the machine to itself.
 */
export type Lane = 1 | 2 | "alone";

export interface Part {
  title: string;
  lane: Lane;
  /** The command; the first word is a program on the path or of an npm package. */
  words: string[];
  count: (output: string, code: number | null) => Counts;
  /** Left out of `npm run test:quick`. */
  slow?: boolean;
  /** Added to the command in `npm run test:quick`, to leave out what takes long. */
  quickWords?: string[];
  /** Only with `npm test -- --long`: takes minutes and changes rarely. */
  long?: boolean;
  /** A program that not every machine has; without it the part counts as skipped. */
  needs?: string;
}

/** Verbose, to learn the names of skipped tests. */
const vitest = ["vitest", "run", "--reporter=verbose"];

/** Each asks another program hundreds of times, or measures. */
const longFiles = [
  ...["tests/cloud/ntp.test.ts", "tests/cloud/time.test.ts", "tests/ledger/gaps.test.ts"],
  ...["tests/scripts/pack_data.test.ts", "tests/scripts/count_instructions.test.ts"],
];

/**
 * Files share what they import. What one could leave behind for another `npm test` shows, where
 * each has a room of its own.
 */
const inOneRoom = ["--no-isolate"];

const asPect = [
  ...["asp", "--config", "as-app/tests/as-pect.config.js"],
  ...["--as-config", "as-app/tests/as-pect.asconfig.json", "--no-logo"],
];

function simulate(...words: string[]): string[] {
  return ["tsx", "scripts/wamcam.ts", "simulate", ...words];
}

function cargo(...words: string[]): string[] {
  return ["cargo", ...words];
}

/** Within a lane in this order: what is quick and often wrong comes first. */
export const parts: readonly Part[] = [
  {
    title: "format of TypeScript, AssemblyScript and Markdown",
    lane: 1,
    words: checkers.scripts,
    count: oneCheck,
  },
  {
    title: "types of TypeScript",
    lane: 1,
    words: ["tsc", "-p", ".", "--incremental", "--tsBuildInfoFile", "build/tsc.tsbuildinfo"],
    count: oneCheck,
  },
  {
    title: "generated files are fresh",
    lane: 1,
    words: ["tsx", "scripts/wamcam.ts", "generate", "--check"],
    count: oneCheck,
  },
  {
    title: "application (as-pect)",
    lane: 2,
    words: asPect,
    count: asPectCounts,
  },
  {
    title: "scripts, local cloud and contract",
    lane: 1,
    words: [
      ...vitest,
      ...[
        "tests/e2e",
        "tests/hostile",
        "tests/package",
        "tests/toml",
        "tests/clock",
        "tests/simulate",
        "tests/replay",
      ].flatMap((path) => ["--exclude", `${path}/**`]),
    ],
    quickWords: [...inOneRoom, ...longFiles.flatMap((file) => ["--exclude", file])],
    count: vitestCounts,
  },
  {
    title: "eslint",
    lane: 1,
    words: ["eslint", "--max-warnings", "0", "scripts", "tests", "eslint.config.js"],
    count: oneCheck,
    slow: true,
  },
  {
    title: "TOML suite and time zones",
    lane: 1,
    words: [...vitest, "tests/toml", "tests/clock"],
    count: vitestCounts,
    slow: true,
  },
  {
    title: "bugs planted for the simulated board to find",
    lane: 1,
    words: [...vitest, "tests/simulate/planted_bugs.test.ts"],
    count: vitestCounts,
    slow: true,
  },
  {
    title: "format of C",
    lane: 2,
    words: checkers.c,
    count: oneCheck,
  },
  {
    title: "format of Rust",
    lane: 2,
    words: checkers.rust,
    count: oneCheck,
    needs: "rustfmt",
  },
  {
    title: "core under sanitizers",
    lane: 2,
    words: cargo("run", "--quiet", "--locked", "-p", "wamcam-core-tests"),
    quickWords: ["--", "--quick"],
    count: coreCounts,
  },
  {
    title: "application with any bit of its first 4 KB flipped",
    lane: 2,
    words: cargo("run", "--quiet", "--locked", "-p", "wamcam-core-tests", "--", "slow"),
    count: coreCounts,
    slow: true,
  },
  {
    title: "firmware against doubles of ESP-IDF, under sanitizers",
    lane: 2,
    words: cargo("run", "--quiet", "--locked", "-p", "wamcam-doubles-tests"),
    count: coreCounts,
  },
  {
    title: "simulated board: the same life twice, and replay",
    lane: 2,
    words: [...vitest, "tests/simulate/determinism.test.ts", "tests/replay"],
    count: vitestCounts,
    slow: true,
  },
  {
    title: "simulated board on an Xtensa core, as on this machine",
    lane: 2,
    words: ["tsx", "scripts/wamcam.ts", "xtensa"],
    count: oneCheck,
    slow: true,
    needs: "qemu-system-xtensa",
  },
  {
    title: "simulated board: a few lives",
    lane: 2,
    words: simulate("--seeds", "1..20", "--days", "0.1", "--jobs", "1"),
    count: oneCheck,
  },
  {
    title: "simulated board: a thousand new applications",
    lane: 2,
    words: simulate("--updates", "1000", "--jobs", "1"),
    count: oneCheck,
    slow: true,
  },
  {
    title: "cppcheck",
    lane: 2,
    words: [
      ...["cppcheck", "--quiet", "--std=c11", "--error-exitcode=1", "--inline-suppr"],
      ...["--enable=warning,performance,portability", "--suppress=missingIncludeSystem"],
      ...["-I", "idf-components/wamcam/include", "-I", "idf-components/wamcam/src"],
      ...["-I", "idf-components/wamcam_esp32/include", "-I", "idf-components/wamcam_esp32/src"],
      ...[
        "idf-components",
        "firmware",
        "tests/core",
        "tests/doubles",
        "tests/sim",
        "tests/updates",
      ],
    ],
    count: oneCheck,
    slow: true,
  },
  {
    title: "clippy",
    lane: 2,
    words: cargo(
      ...["clippy", "--quiet", "--locked", "--workspace", "--all-targets"],
      ...["--", "-D", "warnings"],
    ),
    count: oneCheck,
    slow: true,
    needs: "cargo-clippy",
  },
  {
    title: "desktop board and shaped link",
    lane: 2,
    words: cargo(
      ...["test", "--quiet", "--locked"],
      ...["-p", "wamcam-desktop", "-p", "wamcam-shaper"],
    ),
    count: cargoCounts,
    slow: true,
  },
  {
    title: "signatures, and hostile applications on the desktop board, under sanitizers",
    lane: 2,
    words: [...vitest, "tests/package", "tests/hostile"],
    count: vitestCounts,
    slow: true,
  },
  {
    title: "application: power cuts and long backlogs (as-pect)",
    lane: 2,
    words: [
      "env",
      "WAMCAM_SPECS=as-app/tests/ledger/{power,backlog,card_errors}.spec.ts",
      ...asPect,
    ],
    count: asPectCounts,
    long: true,
  },
  {
    title: "simulated board: 300 lives of half a day",
    lane: "alone",
    words: simulate("--seeds", "1..300", "--days", "0.5"),
    count: oneCheck,
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
