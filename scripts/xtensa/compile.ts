/** Compiles sources of which something has changed, some side by side. */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { basename, join } from "node:path";

import type { Progress } from "../build/status_line.ts";
import { runTool, StepFailed } from "../build/tool.ts";
import { lastLines } from "../prepare/decisions.mjs";
import type { Source } from "./sources.ts";
import { buildFolder, commonFlags, compiler } from "./toolchain.ts";

export interface CompiledObject {
  /** Absolute path of the object file; its name begins with the part. */
  path: string;
  part: Source["part"];
  rebuilt: boolean;
}

/** The files that an object was made from, as the compiler wrote them into a rule of make. */
export function dependenciesIn(rule: string): string[] {
  const [, list = ""] = rule.replace(/\\\n/g, " ").split(/:\s/, 2);
  return list
    .split(/(?<!\\)\s+/)
    .filter((path) => path !== "")
    .map((path) => path.replace(/\\ /g, " "));
}

function isFresh(object: string, words: string): boolean {
  const [rule, command] = [`${object}.d`, `${object}.command`];
  if (![object, rule, command].every((path) => existsSync(path))) return false;
  if (readFileSync(command, "utf8") !== words) return false;
  const made_ms = statSync(object).mtimeMs;
  return dependenciesIn(readFileSync(rule, "utf8")).every(
    (path) => existsSync(path) && statSync(path).mtimeMs < made_ms,
  );
}

/** Files of one name lie in different folders or are compiled differently. */
function objectOf({ path, part, flags }: Source): string {
  const digest = createHash("sha256")
    .update([path, ...flags].join())
    .digest("hex")
    .slice(0, 8);
  return join(buildFolder, "objects", `${part}-${basename(path)}-${digest}.o`);
}

/** Compile one source unless its object is fresh. */
export async function compileOne(source: Source): Promise<CompiledObject> {
  const path = objectOf(source);
  const args = [...commonFlags, ...source.flags, "-c", source.path, "-o", path];
  const words = args.join("\n");
  if (isFresh(path, words)) {
    return { path, part: source.part, rebuilt: false };
  }
  const { code, output } = await runTool(compiler, [...args, "-MD", "-MF", `${path}.d`]);
  if (code !== 0) {
    throw new StepFailed(`${source.path} does not compile:\n${lastLines(output, 40)}`);
  }
  writeFileSync(`${path}.command`, words);
  return { path, part: source.part, rebuilt: true };
}

export async function compileAll(
  sources: readonly Source[],
  progress: Progress,
): Promise<CompiledObject[]> {
  mkdirSync(join(buildFolder, "objects"), { recursive: true });
  const objects: CompiledObject[] = [];
  const left = [...sources];
  const work = async (): Promise<void> => {
    for (let source = left.shift(); source !== undefined; source = left.shift()) {
      progress.detail(basename(source.path));
      objects.push(await compileOne(source));
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  return objects.sort((left_, right) => (left_.path < right.path ? -1 : 1));
}
