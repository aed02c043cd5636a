/** The index of applications that cameras look at: docs/index.schema.json has every member. */
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { dirname, relative, resolve, sep } from "node:path";

import { schemaOf } from "./json_schema.ts";
import { manifestOf, signatureOf } from "./package.ts";
import { BadPackage } from "./sections.ts";

/** Whom an application is for, and on what terms. */
export interface Audience {
  cameras?: string[];
  percent?: number;
  trial_s?: number;
  downgrade?: true;
}

export interface IndexEntry extends Audience {
  name: string;
  version: string;
  abi: number;
  url: string;
  bytes: number;
  sha256: string;
}

export interface ApplicationIndex {
  applications: IndexEntry[];
}

const schema = schemaOf<ApplicationIndex>("docs/index.schema.json");

/** Check what a JSON file says; throws BadPackage. */
export function checkIndex(value: unknown): ApplicationIndex {
  const isIndex = schema();
  if (isIndex(value)) return value;
  const problems = (isIndex.errors ?? []).map(({ instancePath, message }) => {
    const where = instancePath === "" ? "the index" : instancePath.slice(1);
    return `${where} ${message ?? "is wrong"}`;
  });
  throw new BadPackage(`${problems.join("; ")}.`);
}

/** An index that is there, or an empty one. Throws BadPackage with its name. */
export function readIndex(path: string): ApplicationIndex {
  if (!existsSync(path)) return { applications: [] };
  try {
    return checkIndex(JSON.parse(readFileSync(path, "utf8")));
  } catch (error) {
    throw new BadPackage(`${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** The address of a file beside the index: from the index's folder on. */
function addressFrom(index: string, file: string): string {
  const path = relative(dirname(resolve(index)), resolve(file));
  if (path.startsWith("..")) {
    throw new BadPackage(`${file}: it has to lie beside the index, or in a folder there.`);
  }
  return path.split(sep).map(encodeURIComponent).join("/");
}

/** What the index says of a file. Throws BadPackage for one that no camera would take. */
export function entryOf(index: string, file: string, audience: Audience): IndexEntry {
  const bytes = readFileSync(file);
  try {
    const { name, version, abi } = manifestOf(bytes);
    if (signatureOf(bytes, []) === null) {
      throw new BadPackage("It is not signed; wamcam sign does that.");
    }
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    const about = { name, version, abi, url: addressFrom(index, file) };
    return { ...about, bytes: bytes.length, sha256, ...audience };
  } catch (error) {
    if (!(error instanceof BadPackage)) throw error;
    throw new BadPackage(`${file}: ${error.message}`);
  }
}

/** New entries come before those that are there: the first that fits a camera counts. */
export function withEntries(
  index: ApplicationIndex,
  added: readonly IndexEntry[],
): ApplicationIndex {
  const urls = added.map(({ url }) => url);
  const others = index.applications.filter(({ url }) => !urls.includes(url));
  return checkIndex({ ...index, applications: [...added, ...others] });
}
