/** Everything that is generated (from imports.json, from the table of zones), as path and content. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { format, resolveConfig } from "prettier";

import { repository } from "../repository.ts";
import { abiDocument } from "./abi_document.ts";
import { errorsModule, importsModule } from "./assemblyscript_files.ts";
import { errorsHeader, recordedSource, tableHeader, tableSource } from "./c_files.ts";
import { readImportTable } from "./import_table.ts";
import { zoneTableModule, zoneTablePath } from "./zones.ts";

const core = "idf-components/wamcam";
const host = "as-app/assembly/host";
const document = "docs/abi.md";

/** Content of every generated file by its path in the repository. */
export async function generatedFiles(): Promise<Map<string, string>> {
  const table = readImportTable();
  const files = new Map([
    [`${core}/include/wamcam/errors.h`, errorsHeader(table)],
    [`${core}/src/imports/table.h`, tableHeader(table)],
    [`${core}/src/imports/table.c`, tableSource(table)],
    [`${core}/src/imports/recorded.c`, recordedSource(table)],
    [`${host}/errors.ts`, errorsModule(table)],
    [`${host}/imports.ts`, importsModule(table)],
    [zoneTablePath, zoneTableModule()],
    [document, abiDocument(table, readFileSync(join(repository, document), "utf8"))],
  ]);
  for (const [path, content] of files) {
    if (!path.endsWith(".c") && !path.endsWith(".h")) {
      const filepath = join(repository, path);
      const options = await resolveConfig(filepath);
      files.set(path, await format(content, { ...options, filepath }));
    }
  }
  return files;
}

/** Paths whose content in the tree is not what would be generated. */
export async function staleFiles(): Promise<string[]> {
  const stale: string[] = [];
  for (const [path, content] of await generatedFiles()) {
    const absolute = join(repository, path);
    if (!existsSync(absolute) || readFileSync(absolute, "utf8") !== content) {
      stale.push(path);
    }
  }
  return stale;
}

/** Write what is stale; returns the paths written. */
export async function generate(): Promise<string[]> {
  const stale = await staleFiles();
  const files = await generatedFiles();
  for (const path of stale) {
    writeFileSync(join(repository, path), files.get(path) ?? "");
  }
  return stale;
}
