/**
 * as-app becomes build/timelapse.wasm and its kin: compiled by asc, optimised by Binaryen, packed,
 * given a manifest and signed.
 */
import { createHash, type KeyObject } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join, resolve } from "node:path";

import { keyId, signingKey } from "../package/keys.ts";
import { readManifest } from "../package/manifest.ts";
import { withManifest, withSignature } from "../package/package.ts";
import { BadPackage } from "../package/sections.ts";
import { writeTrustedFiles } from "../package/trusted_files.ts";
import { repository } from "../repository.ts";
import { packData } from "./pack_data.ts";
import { runTool, StepFailed } from "./tool.ts";

const sourceFolder = "as-app/assembly";

/** The programs for boards and where each begins; build/NAME.wasm is what becomes of it. */
const entries = {
  timelapse: { source: "main.ts", manifest: "as-app/manifest.json" },
  "check-camera": { source: "check/camera.ts", manifest: "as-app/check-camera.manifest.json" },
  "check-time": { source: "check/time.ts", manifest: "as-app/check-time.manifest.json" },
  "check-dropbox": { source: "check/dropbox.ts", manifest: "as-app/check-dropbox.manifest.json" },
} as const;

export type ProgramName = keyof typeof entries;
export const programNames = Object.keys(entries) as ProgramName[];

const otherInputs = [
  ...Object.values(entries).map(({ manifest }) => manifest),
  "asconfig.json",
  "package-lock.json",
  "scripts/build/application.ts",
  "scripts/build/cleared_objects.mjs",
  "scripts/build/own_heap.mjs",
  "scripts/build/pack_data.ts",
  "scripts/build/range_coder.ts",
  "scripts/package/manifest.ts",
  "scripts/package/package.ts",
  "scripts/package/sections.ts",
];

/** What a finished build left behind, to tell whether the next one is needed. */
interface Stamp {
  /** SHA-256 over paths and contents of everything that goes in. */
  inputs: string;
  /** Id of the key. Every signature is another one, so only the same key can be asked for. */
  key: string;
  /** SHA-256 of build/NAME.wasm. */
  wasm: string;
}

export interface BuiltApplication {
  /** Absolute path. */
  path: string;
  bytes: number;
  /** False when nothing had changed since the last build. */
  rebuilt: boolean;
}

function sha256(...parts: (string | Uint8Array)[]): string {
  const hash = createHash("sha256");
  // A length before each part keeps two files from being taken for one.
  parts.forEach((part) => hash.update(`${part.length}:`).update(part));
  return hash.digest("hex");
}

/** SHA-256 over everything that decides what the programs will be. */
export function inputsHash(root: string = repository): string {
  const sources = readdirSync(join(root, sourceFolder), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts"))
    .map((path) => join(sourceFolder, path));
  const paths = [...sources.sort(), ...otherInputs];
  return sha256(...paths.flatMap((path) => [path, readFileSync(join(root, path))]));
}

/** What own_heap.mjs warns of is for whoever builds: the module is larger than it has to be. */
function passWarning(line: string): void {
  if (line.startsWith("WARNING own_heap")) console.warn(line);
}

/** Run a Node.js tool of an npm package; throws its messages when it fails. */
async function runNodeTool(
  tool: string,
  args: readonly string[],
  failure: string,
  signal?: AbortSignal,
): Promise<void> {
  const words = [join("node_modules", tool), ...args];
  const { code, output } = await runTool(process.execPath, words, { signal, onLine: passWarning });
  if (code !== 0) {
    throw new StepFailed(`${failure}\n${output.trim()}`);
  }
}

/** Compile a program into a module that is valid but not yet small. */
export async function compile(entry: string, to: string, signal?: AbortSignal): Promise<void> {
  const args = [
    ...[entry, "--config", "asconfig.json", "--target", "release", "--outFile", to],
    // In asconfig.json they would be looked for among the npm packages.
    ...["--transform", "./scripts/build/own_heap.mjs,./scripts/build/cleared_objects.mjs"],
  ];
  await runNodeTool("assemblyscript/bin/asc.js", args, `${entry} does not compile.`, signal);
}

/**
 * Optimise for size with a Binaryen that is newer than the compiler's own. Only features that
 * WAMR runs are enabled; `--converge` repeats the passes until they no longer help.
 */
export async function optimise(from: string, to: string, signal?: AbortSignal): Promise<void> {
  const features = [
    "bulk-memory",
    "bulk-memory-opt",
    "sign-ext",
    "mutable-globals",
    "nontrapping-float-to-int",
  ];
  const args = [
    from,
    ...features.map((feature) => `--enable-${feature}`),
    ...["-Oz", "--converge"],
    // What is hardly longer than a call takes the place of its calls, which WAMR is slow at.
    ...["--always-inline-max-function-size", "3"],
    // Not part of -Oz: the functions that are called most get the numbers that take one byte.
    ...["--const-hoisting", "--reorder-locals", "--vacuum", "--reorder-functions"],
    ...["--strip-producers", "--strip-target-features", "--output", to],
  ];
  const failure = "The application cannot be optimised.";
  await runNodeTool("binaryen/bin/wasm-opt", args, failure, signal);
}

/** Manifest and signature. */
export function finish(path: string, wasm: Uint8Array, key: KeyObject): Buffer {
  const manifest = readManifest(resolve(repository, path));
  try {
    return withSignature(withManifest(wasm, manifest), key);
  } catch (error) {
    throw new BadPackage(`${path}: ${(error as Error).message}`);
  }
}

function readStamp(stampPath: string): Stamp | null {
  const path = join(repository, stampPath);
  return existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as Stamp) : null;
}

/** Build the time-lapse application, as buildProgram does. */
export function buildApplication(signal?: AbortSignal): Promise<BuiltApplication> {
  return buildProgram("timelapse", signal);
}

/** Build a program unless nothing has changed. Throws StepFailed with asc's messages. */
export async function buildProgram(
  name: ProgramName,
  signal?: AbortSignal,
): Promise<BuiltApplication> {
  try {
    const key = signingKey();
    writeTrustedFiles(key);
    return await buildSigned(name, key, signal);
  } catch (error) {
    throw error instanceof BadPackage ? new StepFailed(error.message) : error;
  }
}

async function buildSigned(
  name: ProgramName,
  key: KeyObject,
  signal?: AbortSignal,
): Promise<BuiltApplication> {
  const path = join(repository, "build", `${name}.wasm`);
  const stampPath = `build/${name}.stamp.json`;
  const stamp = readStamp(stampPath);
  const inputs = inputsHash();
  const id = keyId(key).toString("hex");
  if (stamp?.inputs === inputs && stamp.key === id && existsSync(path)) {
    const existing = readFileSync(path);
    if (sha256(existing) === stamp.wasm) {
      return { path, bytes: existing.length, rebuilt: false };
    }
  }
  mkdirSync(join(repository, "build"), { recursive: true });
  // Names of this process's own: two builds may run at the same time. Renaming is atomic.
  const compiled = `build/${name}.${process.pid}.compiled.wasm`;
  const optimised = `build/${name}.${process.pid}.optimised.wasm`;
  try {
    await compile(join(sourceFolder, entries[name].source), compiled, signal);
    await optimise(compiled, optimised, signal);
    const packed = packData(readFileSync(join(repository, optimised)));
    const wasm = finish(entries[name].manifest, packed, key);
    writeFileSync(join(repository, optimised), wasm);
    const next: Stamp = { inputs, key: id, wasm: sha256(wasm) };
    writeFileSync(join(repository, compiled), `${JSON.stringify(next)}\n`);
    renameSync(join(repository, optimised), path);
    renameSync(join(repository, compiled), join(repository, stampPath));
    return { path, bytes: wasm.length, rebuilt: true };
  } finally {
    rmSync(join(repository, compiled), { force: true });
    rmSync(join(repository, optimised), { force: true });
  }
}
