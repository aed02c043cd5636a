/** Builds the simulated board for an Xtensa core: one program that QEMU loads. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";

import type { Output } from "../build/live_rows.ts";
import { type Progress, withStatusLine } from "../build/status_line.ts";
import { repository } from "../repository.ts";
import { type Border, bordersSource, crossedInC, findBorders } from "./borders.ts";
import { compileAll, type CompiledObject, compileOne } from "./compile.ts";
import { type Size, sizesOf } from "./sizes.ts";
import { programSources } from "./sources.ts";
import {
  buildFolder,
  commonFlags,
  compiler,
  libraries,
  linkFlags,
  mustRun,
  routinesFolder,
  wamrFolder,
} from "./toolchain.ts";

const own = join(repository, "tests/xtensa");
const program = join(buildFolder, "wamcam-xtensa.elf");
const map = join(buildFolder, "wamcam-xtensa.map");

export interface XtensaProgram {
  path: string;
  /** By part; "library" is the C library and GCC's routines. */
  sizes: Map<string, Size>;
}

function writeIfChanged(path: string, text: string): void {
  if (!existsSync(path) || readFileSync(path, "utf8") !== text) {
    writeFileSync(path, text);
  }
}

async function compileBorders(borders: readonly Border[]): Promise<CompiledObject> {
  const path = join(buildFolder, "borders.S");
  writeIfChanged(path, bordersSource(borders));
  return compileOne({ path, part: "rest", flags: ["-I", own] });
}

async function link(objects: readonly CompiledObject[], borders: readonly Border[]): Promise<void> {
  const wrapped = [...crossedInC, ...borders.map(({ name }) => name)];
  // Some hundred words, which a file takes: a command line has its limits.
  const words = [
    ...[...commonFlags, ...linkFlags, "-T", join(own, "link.ld"), `-Wl,-Map=${map}`],
    ...[...wrapped.map((name) => `-Wl,--wrap=${name}`), ...objects.map(({ path }) => path)],
    ...[...libraries, "-o", program],
  ];
  const list = join(buildFolder, "link.words");
  writeFileSync(list, words.join("\n"));
  await mustRun("Linking", compiler, [`@${list}`]);
}

/** The part of an object in the linker's map: its file name begins with it. */
function partOfObject(object: string): string {
  return object.startsWith(join(buildFolder, "objects"))
    ? (basename(object).split("-")[0] ?? "rest")
    : "library";
}

async function buildProgram(progress: Progress): Promise<{ isNew: boolean }> {
  mkdirSync(buildFolder, { recursive: true });
  const sources = programSources(await wamrFolder(), await routinesFolder());
  const objects = await compileAll(sources, progress);
  const borders = await findBorders(objects);
  const all = [...objects, await compileBorders(borders)];
  const isNew = !existsSync(program) || all.some(({ rebuilt }) => rebuilt);
  if (isNew) {
    progress.detail("linking");
    await link(all, borders);
  }
  return { isNew };
}

export async function buildXtensaProgram(output: Output): Promise<XtensaProgram> {
  await withStatusLine(output, "Building for Xtensa", async (progress) => {
    const { isNew } = await buildProgram(progress);
    return isNew ? "done" : null;
  });
  return { path: program, sizes: sizesOf(readFileSync(map, "utf8"), partOfObject) };
}
