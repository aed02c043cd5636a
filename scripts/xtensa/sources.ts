/** Which sources make up the program, in parts that are measured separately. */
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";

import { StepFailed } from "../build/tool.ts";
import { repository } from "../repository.ts";

/** Parts of the program; the order is that of enum meter_part in tests/xtensa/meter.h. */
export const meteredParts = [
  "core",
  "runtime",
  "hash",
  "camera",
  "card",
  "network",
  "simulation",
] as const;

export type MeteredPart = (typeof meteredParts)[number];

/** "rest" is what belongs to this run alone. */
export interface Source {
  path: string;
  part: MeteredPart | "rest";
  flags: readonly string[];
}

const core = join(repository, "idf-components/wamcam");
const simulation = join(repository, "tests/sim");
const own = join(repository, "tests/xtensa");
const includes = join(own, "include");

/** Strict, as desktop/core-build has it. */
const strict = ["-Wall", "-Wextra", "-Wpedantic", "-Wshadow", "-Wconversion", "-Werror"];

/** As .cargo/config.toml, desktop/Cargo.toml and the top CMakeLists.txt have WAMR compiled. */
const runtimeDefinitions = [
  "BUILD_TARGET_XTENSA",
  "BH_FREE=wasm_runtime_free",
  "BH_MALLOC=wasm_runtime_malloc",
  "BH_VPRINTF=wamcam_runtime_vprintf",
  "NDEBUG",
  "WASM_DISABLE_HW_BOUND_CHECK=1",
  "WASM_DISABLE_STACK_HW_BOUND_CHECK=1",
  "WASM_DISABLE_WAKEUP_BLOCKING_OP=1",
  "WASM_ENABLE_BULK_MEMORY=1",
  "WASM_ENABLE_BULK_MEMORY_OPT=1",
  "WASM_ENABLE_CALL_INDIRECT_OVERLONG=1",
  "WASM_ENABLE_CUSTOM_NAME_SECTION=1",
  "WASM_ENABLE_DUMP_CALL_STACK=1",
  "WASM_ENABLE_FAST_INTERP=1",
  "WASM_ENABLE_INSTRUCTION_METERING=1",
  "WASM_ENABLE_INTERP=1",
  "WASM_ENABLE_LOAD_CUSTOM_SECTION=1",
  "WASM_ENABLE_REF_TYPES=1",
  "WASM_ENABLE_SHRUNK_MEMORY=1",
  "WASM_ENABLE_THREAD_MGR=1",
];

const runtimeIncludes = [
  "iwasm/interpreter",
  "iwasm/libraries/thread-mgr",
  "iwasm/include",
  "iwasm/common",
  "shared/platform/include",
  "shared/mem-alloc",
  "shared/utils",
];

const runtimeFiles = [
  "iwasm/interpreter/wasm_interp_fast.c",
  "iwasm/interpreter/wasm_loader.c",
  "iwasm/interpreter/wasm_runtime.c",
  "iwasm/common/arch/invokeNative_general.c",
  "iwasm/libraries/thread-mgr/thread_manager.c",
  "shared/mem-alloc/mem_alloc.c",
];

const runtimeFolders = ["iwasm/common", "shared/utils", "shared/mem-alloc/ems"];

/**
 * Routines of GCC by the names in its sources: those that Debian's libgcc lacks. Each is an object
 * of its own, since their labels repeat.
 */
const routines = [
  ...["divsi3", "udivsi3", "umodsi3", "umulsidi3"],
  ...["addsubdf3", "muldf3", "divdf3", "fixdfsi", "fixunsdfsi", "floatsidf"],
  ...["addsubsf3", "mulsf3", "fixunssfsi", "floatsisf", "truncdfsf2", "extendsfdf2"],
];

function filesIn(folder: string, ending: string, deep: boolean): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return deep ? filesIn(path, ending, deep) : [];
      return entry.name.endsWith(ending) ? [path] : [];
    })
    .sort();
}

/** Files of the core that the simulated board has others for, as its build script lists them. */
export function swappedFiles(buildScript: string): string[] {
  const list = /SWAPPED[^=]*=\s*\[([^\]]*)\]/.exec(buildScript)?.[1] ?? "";
  const names = Array.from(list.matchAll(/"([^"]+\.c)"/g), (match) => match[1] ?? "");
  if (names.length === 0) {
    throw new StepFailed("tests/sim/build.rs has no list SWAPPED of files of the core any more.");
  }
  return names;
}

/** Files of the core that nobody calls here: there is no network to listen at. */
const unused = ["runtime/push.c"];

/** Files of the core that have no place on this core, for want of a library: their models. */
const swappedHere = [{ file: "runtime/signature.c", model: "signature.c" }];

function coreSources(flags: readonly string[]): Source[] {
  const folder = join(core, "src");
  const swapped = [
    ...swappedFiles(readFileSync(join(simulation, "build.rs"), "utf8")),
    ...swappedHere.map(({ file }) => file),
    ...unused,
  ];
  return filesIn(folder, ".c", true)
    .filter((path) => !swapped.includes(relative(folder, path)))
    .map((path) => ({ path, part: "core", flags }));
}

const partOfFolder: Record<string, MeteredPart> = {
  camera: "camera",
  card: "card",
  cloud: "network",
  net: "network",
};

function simulationSources(flags: readonly string[]): Source[] {
  return filesIn(simulation, ".c", true).map((path) => {
    const [folder = ""] = relative(simulation, path).split("/");
    // What stands for TLS only passes bytes on between two parts of the core.
    const part = relative(simulation, path) === "net/tls.c" ? "core" : partOfFolder[folder];
    return { path, part: part ?? "simulation", flags };
  });
}

function runtimeSources(wamr: string, flags: readonly string[]): Source[] {
  const files = [
    ...runtimeFiles.map((file) => join(wamr, file)),
    ...runtimeFolders.flatMap((folder) => filesIn(join(wamr, folder), ".c", false)),
  ];
  return files.map((path) => ({ path, part: "runtime", flags }));
}

function ownSources(wamrFlags: readonly string[], coreFlags: readonly string[]): Source[] {
  const source = (name: string, part: Source["part"], flags: readonly string[]): Source => ({
    path: join(own, name),
    ...{ part, flags },
  });
  const mine = ["-std=gnu11", ...strict, ...coreFlags];
  return [
    source("start.S", "rest", []),
    source("main.c", "rest", mine),
    source("meter.c", "rest", mine),
    source("pieces.c", "rest", mine),
    source("integers.c", "rest", mine),
    source("atomics.c", "rest", mine),
    source("pulls.c", "simulation", [...mine, "-I", simulation]),
    source("system.c", "rest", ["-std=gnu11", "-Wall", "-Wextra"]),
    source("platform.c", "rest", [...wamrFlags, "-I", join(core, "src")]),
    source("sha256.c", "hash", mine),
    ...swappedHere.map(({ model }) => source(model, "core", mine)),
  ];
}

function routineSources(folder: string): Source[] {
  // lib1funcs.S includes the other files.
  const path = join(folder, "lib1funcs.S");
  return routines.map((name) => ({ path, part: "rest", flags: ["-I", includes, `-DL_${name}`] }));
}

/** Everything but the borders, which follow from the objects. */
export function programSources(wamr: string, routinesIn: string): Source[] {
  const coreIncludes = [
    ...["-I", join(core, "include"), "-I", join(core, "src"), "-I", includes],
    ...["-isystem", join(wamr, "iwasm/include")],
  ];
  const coreFlags = ["-std=c11", "-D_POSIX_C_SOURCE=200809L", ...strict, ...coreIncludes];
  const wamrFlags = [
    ...["-std=gnu99", "-w", "-I", includes],
    ...runtimeIncludes.flatMap((folder) => ["-I", join(wamr, folder)]),
    ...runtimeDefinitions.map((definition) => `-D${definition}`),
  ];
  return [
    ...coreSources(coreFlags),
    ...simulationSources([...coreFlags, "-I", simulation]),
    ...runtimeSources(wamr, wamrFlags),
    ...ownSources(wamrFlags, coreIncludes),
    ...routineSources(routinesIn),
  ];
}
