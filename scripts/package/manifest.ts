/**
 * The manifest of an application: a JSON file for people, lines of text in the .wasm for the small
 * reader in the firmware. docs/manifest.schema.json has every key.
 */
import { readFileSync } from "node:fs";

import type { ErrorObject } from "ajv/dist/2020.js";

import { readImportTable } from "../generate/import_table.ts";
import { schemaOf } from "./json_schema.ts";
import { BadPackage } from "./sections.ts";

export interface Manifest {
  name: string;
  version: string;
  abi: number;
  /** Most linear memory, in KiB. */
  memory_kib: number;
  /** Capabilities of imports.json. */
  use: string[];
  /** Hosts that net may connect to; "*" is any. */
  hosts?: string[];
  /** Hosts that sntp may ask; "*" is any. */
  time_servers?: string[];
  /** Folders of the card that card may open; "/" is all of it. */
  folders?: string[];
  /** Remarks for people: no board reads them. */
  notes?: Record<string, string>;
}

/** Longest text; the core refuses more. */
const bytes_max = 2048;

const schema = schemaOf<Manifest>("docs/manifest.schema.json");

/** What a schema's complaint is about, from the point of view of the file's author. */
function problems(errors: readonly ErrorObject[] | null | undefined): string {
  return (errors ?? [])
    .map(({ instancePath, message, params }) => {
      const extra = (params as { additionalProperty?: string }).additionalProperty;
      const where = instancePath === "" ? "the manifest" : instancePath.slice(1);
      return `${where} ${message ?? "is wrong"}${extra === undefined ? "" : ` ("${extra}")`}`;
    })
    .join("; ");
}

function checkCapabilities({ use, abi, hosts, time_servers, folders }: Manifest): void {
  const table = readImportTable();
  const names = table.capabilities.map(({ name }) => name);
  const unknown = use.filter((name) => !names.includes(name));
  if (unknown.length > 0) {
    throw new BadPackage(
      `use: there is no capability ${unknown.join(", ")}; there are ${names.join(", ")}.`,
    );
  }
  if (abi > table.abi) {
    throw new BadPackage(`abi: version ${abi} does not exist yet; the latest is ${table.abi}.`);
  }
  const lists = { hosts: ["net", hosts], time_servers: ["sntp", time_servers] } as const;
  for (const [key, [capability, list]] of Object.entries({
    ...lists,
    folders: ["card", folders] as const,
  })) {
    if (list !== undefined && !use.includes(capability)) {
      throw new BadPackage(`${key}: means nothing without the capability ${capability} in use.`);
    }
  }
}

/** Check what a JSON file says; throws BadPackage. */
export function checkManifest(value: unknown): Manifest {
  const isManifest = schema();
  if (!isManifest(value)) {
    throw new BadPackage(`${problems(isManifest.errors)}.`);
  }
  checkCapabilities(value);
  const length = Buffer.byteLength(manifestText(value));
  if (length > bytes_max) {
    throw new BadPackage(`it makes ${length} bytes of text; at most ${bytes_max} may be.`);
  }
  return value;
}

/** Read and check a JSON file; throws BadPackage with its name. */
export function readManifest(path: string): Manifest {
  try {
    return checkManifest(JSON.parse(readFileSync(path, "utf8")));
  } catch (error) {
    throw new BadPackage(`${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** The lines that stand in the .wasm. The ABI comes first: it says who can read the rest. */
export function manifestText(manifest: Manifest): string {
  const each = (key: string, values: string[] = []): string[] =>
    values.map((value) => `${key} ${value}`);
  return [
    `abi ${manifest.abi}`,
    `name ${manifest.name}`,
    `version ${manifest.version}`,
    `memory ${manifest.memory_kib}`,
    ...each("use", manifest.use),
    ...each("host", manifest.hosts),
    ...each("time-server", manifest.time_servers),
    ...each("folder", manifest.folders),
    ...Object.entries(manifest.notes ?? {}).map(([key, value]) => `x-${key} ${value}`),
  ]
    .map((line) => `${line}\n`)
    .join("");
}

const listKeys = { use: "use", host: "hosts", "time-server": "time_servers", folder: "folders" };

/** The reverse of manifestText; throws BadPackage for what it would not write. */
export function parseManifest(text: string): Manifest {
  const value: Record<string, unknown> & { use: string[] } = { use: [] };
  const notes: Record<string, string> = {};
  for (const line of text.split("\n").slice(0, -1)) {
    const [key = "", rest = ""] = /^([a-z-]+) (.*)$/.exec(line)?.slice(1) ?? [line];
    if (key in listKeys) {
      const name = listKeys[key as keyof typeof listKeys];
      value[name] = [...((value[name] as string[] | undefined) ?? []), rest];
    } else if (key.startsWith("x-")) {
      notes[key.slice(2)] = rest;
    } else if (key === "abi" || key === "memory") {
      value[key === "abi" ? "abi" : "memory_kib"] = Number(rest);
    } else {
      value[key] = rest;
    }
  }
  const manifest = checkManifest(Object.keys(notes).length === 0 ? value : { ...value, notes });
  if (manifestText(manifest).length !== text.length) {
    throw new BadPackage("a line stands there twice, or the last one has no end.");
  }
  return manifest;
}
