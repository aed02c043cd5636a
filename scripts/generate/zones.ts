/** as-app/assembly/clock/zone_table.ts from as-app/zones/posix-tz.tsv. */
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { repository } from "../repository.ts";

export const zoneDataPath = "as-app/zones/posix-tz.tsv";
export const zoneTablePath = "as-app/assembly/clock/zone_table.ts";

/** A zone and the POSIX TZ string that describes it. */
export interface ZoneRow {
  name: string;
  posixTz: string;
}

/** Read tab-separated names and strings; lines that begin with # are comments. */
export function parseZones(text: string): ZoneRow[] {
  const rows: ZoneRow[] = [];
  for (const [index, line] of text.split("\n").entries()) {
    if (line === "" || line.startsWith("#")) {
      continue;
    }
    const match = /^([A-Za-z0-9_+/-]{1,48})\t([\x20-\x7e]{4,255})$/.exec(line);
    if (match === null) {
      throw new Error(
        `${zoneDataPath}:${index + 1}: "${line}" is not a zone name, a tab and a POSIX TZ string`,
      );
    }
    rows.push({ name: match[1] ?? "", posixTz: match[2] ?? "" });
  }
  return rows.sort((a, b) => (a.name < b.name ? -1 : 1));
}

export function readZones(): ZoneRow[] {
  return parseZones(readFileSync(join(repository, zoneDataPath), "utf8"));
}

function sharedLength(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) {
    length++;
  }
  return length;
}

/** Distinct strings, those of most zones first. */
function distinctStrings(rows: ZoneRow[]): string[] {
  const uses = new Map<string, number>();
  for (const { posixTz } of rows) {
    uses.set(posixTz, (uses.get(posixTz) ?? 0) + 1);
  }
  const byUse = [...uses].sort(([a, usesA], [b, usesB]) => usesB - usesA || (a < b ? -1 : 1));
  if (byUse.length > 256) {
    throw new Error(
      `${zoneDataPath}: ${byUse.length} distinct strings; the table has room for 256`,
    );
  }
  return byUse.map(([posixTz]) => posixTz);
}

/** One name: bytes shared with the name before, the rest with the last byte marked, its string. */
function nameBytes(name: string, before: string, posixTz: number): number[] {
  const shared = sharedLength(name, before);
  const rest = [...Buffer.from(name.slice(shared), "ascii")];
  if (rest.length === 0) {
    throw new Error(`${zoneDataPath}: the zone "${name}" stands there twice`);
  }
  return [shared, ...rest.slice(0, -1), (rest.at(-1) ?? 0) | 0x80, posixTz];
}

/** The AssemblyScript module that holds the table. */
export function zoneTableModule(): string {
  const rows = readZones();
  const strings = distinctStrings(rows);
  const names = rows.flatMap(({ name, posixTz }, index) =>
    nameBytes(name, rows[index - 1]?.name ?? "", strings.indexOf(posixTz)),
  );
  const texts = strings.flatMap((posixTz) => [posixTz.length, ...Buffer.from(posixTz, "ascii")]);
  return `// Generated from as-app/zones/posix-tz.tsv by \`npm run generate\`; do not edit.
// ${rows.length} names in ${names.length} bytes,
// ${strings.length} POSIX TZ strings in ${texts.length} bytes.

export const ZONE_COUNT: i32 = ${rows.length};

/** Length of the longest name. */
export const NAME_BYTES_MAX: i32 = ${Math.max(...rows.map(({ name }) => name.length))};

/**
 * The names in the order of their bytes. Each is a byte that tells how many bytes it shares with
 * the name before, the other bytes, of which the last has 0x80 added, and the number of its string.
 */
export const zoneNames: usize = memory.data<u8>([${names.join(", ")}]);

/** The strings, each after a byte with its length. */
export const posixTzStrings: usize = memory.data<u8>([${texts.join(", ")}]);
`;
}
