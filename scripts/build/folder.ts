/** An application of one's own: the folder that holds it, and build/NAME.wasm that becomes of it. */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";

import { BadOption } from "../bad_option.ts";
import { signingKey } from "../package/keys.ts";
import { manifestOf } from "../package/package.ts";
import { BadPackage } from "../package/sections.ts";
import { writeTrustedFiles } from "../package/trusted_files.ts";
import { repository } from "../repository.ts";
import { type BuiltApplication, compile, finish, optimise } from "./application.ts";
import { StepFailed } from "./tool.ts";

/** Where an application begins in its folder, beside manifest.json. */
export const entryFile = "assembly/main.ts";

/** The absolute path of an application's folder. Throws BadOption for any other one. */
export function applicationFolder(typed: string): string {
  const folder = resolve(typed);
  for (const needed of [entryFile, "manifest.json"]) {
    if (!existsSync(join(folder, needed))) {
      throw new BadOption(`"${typed}" is no application: it has no ${needed}.`);
    }
  }
  return folder;
}

/** Compile, optimise and sign; always anew, it takes seconds. Throws StepFailed. */
export async function buildFolder(folder: string): Promise<BuiltApplication> {
  const key = signingKey();
  writeTrustedFiles(key);
  mkdirSync(join(repository, "build"), { recursive: true });
  const [compiled, optimised] = ["compiled", "optimised"].map(
    (step) => `build/folder.${process.pid}.${step}.wasm`,
  ) as [string, string];
  try {
    await compile(relative(repository, join(folder, entryFile)), compiled);
    await optimise(compiled, optimised);
    const module = readFileSync(join(repository, optimised));
    const wasm = finish(join(folder, "manifest.json"), module, key);
    const path = join(repository, "build", `${manifestOf(wasm).name}.wasm`);
    writeFileSync(join(repository, optimised), wasm);
    renameSync(join(repository, optimised), path);
    return { path, bytes: wasm.length, rebuilt: true };
  } catch (error) {
    throw error instanceof BadPackage ? new StepFailed(error.message) : error;
  } finally {
    for (const path of [compiled, optimised]) rmSync(join(repository, path), { force: true });
  }
}
