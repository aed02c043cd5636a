/** Reads the tables of docs/configuration/. */
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { repository } from "../../scripts/repository.ts";

/** A key as a page describes it. */
export interface KeyRow {
  file: string;
  /** Dotted; empty for settings.toml. */
  table: string;
  key: string;
  /** What it may be, for example `0..63`. */
  values: string;
}

/** The first is of settings.toml; each other one has the name of a table of camconfig.toml. */
export const pages = [
  "settings",
  "camera",
  "timer",
  "local",
  "dropbox",
  "status",
  "power",
  "network",
  "update",
  "log",
];

/** Tables that a heading names: `[camera.day] and [camera.night]`. */
function tablesOf(heading: string): string[] {
  const tables = [...heading.matchAll(/\[([a-z.]+)\]/g)].map((match) => match[1] ?? "");
  return tables.length > 0 ? tables : [""];
}

function rowsOfPage(page: string): KeyRow[] {
  const file = page === "settings" ? "settings.toml" : "camconfig.toml";
  const text = readFileSync(join(repository, "docs/configuration", `${page}.md`), "utf8");
  let tables: string[] = [];
  const rows: KeyRow[] = [];
  for (const line of text.split("\n")) {
    if (line.startsWith("## ")) tables = tablesOf(line);
    const [, key, values] = /^\| `(\w+)` *\| ([^|]*?) *\|/.exec(line) ?? [];
    if (key === undefined || values === undefined) continue;
    rows.push(...tables.map((table) => ({ file, table, key, values })));
  }
  return rows;
}

export function documentedKeys(): KeyRow[] {
  return pages.flatMap(rowsOfPage);
}
