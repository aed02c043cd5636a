/** Where and whether an upload lands: write modes, autorename and conflicts. */
import { contentHash } from "../content-hash.ts";
import type { Choice } from "../schema.ts";
import { anything, boolean, defaulted, list, optional, required } from "../schema.ts";
import { string, timestamp, union } from "../schema.ts";
import type { Fields } from "../schema.ts";
import { ApiError, conflict, WriteFailure } from "./errors.ts";
import { writePath, writeTarget } from "./paths.ts";
import type { FileNode, Tree } from "./tree.ts";
import { lowerPath, namesOf } from "./tree.ts";

/** Dropbox's CommitInfo. */
export interface CommitInfo {
  path: string;
  mode: Choice;
  autorename: boolean;
  client_modified: Date | null;
  mute: boolean;
  property_groups: unknown[] | null;
  strict_conflict: boolean;
}

const writeMode = union({
  add: null,
  overwrite: null,
  update: string({ pattern: "[0-9a-f]{9,}" }),
});

export const commitFields: Fields<CommitInfo> = {
  path: required(writePath),
  mode: defaulted(writeMode, { tag: "add", value: null }),
  autorename: defaulted(boolean, false),
  client_modified: optional(timestamp),
  mute: defaulted(boolean, false),
  property_groups: optional(list(anything)),
  strict_conflict: defaulted(boolean, false),
};

/** The account an upload goes to. */
export interface Destination {
  tree: Tree;
  homeNamespace: string;
  allocated_bytes: number;
}

/** The file that is to stay as it is, or the names to write at. */
type Landing = { keep: FileNode } | { write: string[] };

/** `name (2).ext`, `name (3).ext`, ...; for updates `name (conflicted copy).ext` first. */
export function renamed(name: string, attempt: number, style: "number" | "conflicted"): string {
  const dot = name.lastIndexOf(".");
  const [stem, extension] = dot > 0 ? [name.slice(0, dot), name.slice(dot)] : [name, ""];
  if (style === "number") return `${stem} (${attempt + 1})${extension}`;
  const suffix = attempt === 1 ? "conflicted copy" : `conflicted copy ${attempt}`;
  return `${stem} (${suffix})${extension}`;
}

/** Whether the mode lets the upload replace a file of other contents. */
function mayReplace(file: FileNode, mode: Choice): boolean {
  return mode.tag === "overwrite" || (mode.tag === "update" && mode.value === file.rev);
}

/** Strictly, an update of a file that has been deleted is a conflict. */
function updatesDeleted(tree: Tree, names: string[], info: CommitInfo): boolean {
  if (!info.strict_conflict || info.mode.tag !== "update") return false;
  return tree.tombstone(lowerPath(names))?.rev === info.mode.value;
}

/** Try the names themselves. Returns the kind of thing in the way when they are taken. */
function attempt(
  tree: Tree,
  names: string[],
  info: CommitInfo,
  hash: string,
): Landing | "file" | "folder" {
  const there = tree.at(names);
  if (there?.kind === "folder") return "folder";
  if (there === undefined) return updatesDeleted(tree, names, info) ? "file" : { write: names };
  if (there.content_hash === hash && !info.strict_conflict) return { keep: there };
  return mayReplace(there, info.mode) ? { write: names } : "file";
}

/** Names for a path given by id: the file's own, which must exist. */
function namesToWrite(destination: Destination, path: string): string[] {
  const target = writeTarget(path, destination.homeNamespace);
  if (target.by === "names") return target.names;
  return namesOf(destination.tree.lookUp(target));
}

function land(destination: Destination, info: CommitInfo, hash: string): Landing {
  const names = namesToWrite(destination, info.path);
  const first = attempt(destination.tree, names, info, hash);
  if (typeof first === "object") return first;
  if (!info.autorename) throw conflict(first);
  const style = info.mode.tag === "update" ? "conflicted" : "number";
  const name = names.at(-1) ?? "";
  // A renamed copy never replaces another file, whatever the mode.
  const adding = { ...info, mode: { tag: "add", value: null } };
  for (let count = 1; ; count += 1) {
    const candidate = [...names.slice(0, -1), renamed(name, count, style)];
    const landing = attempt(destination.tree, candidate, adding, hash);
    if (typeof landing === "object") return landing;
  }
}

function checkSpace(destination: Destination, names: string[], size_bytes: number): void {
  const before = destination.tree.at(names);
  const replaced_bytes = before?.kind === "file" ? before.size_bytes : 0;
  const used_bytes = destination.tree.used_bytes - replaced_bytes + size_bytes;
  if (used_bytes > destination.allocated_bytes)
    throw new WriteFailure({ ".tag": "insufficient_space" });
}

/** Property templates belong to apps that registered some; none is known here. */
function checkProperties(info: CommitInfo): void {
  if (info.property_groups === null || info.property_groups.length === 0) return;
  throw new ApiError(409, {
    ".tag": "properties_error",
    properties_error: { ".tag": "unsupported_folder" },
  });
}

/**
 * Put `bytes` where `info` says, or find that the same contents are there already.
 * Throws WriteFailure, or ApiError for properties.
 */
export function commit(
  destination: Destination,
  info: CommitInfo,
  bytes: Buffer,
  now: Date,
): FileNode {
  checkProperties(info);
  const landing = land(destination, info, contentHash(bytes));
  if ("keep" in landing) return landing.keep;
  checkSpace(destination, landing.write, bytes.length);
  const client_modified = info.client_modified ?? now;
  return destination.tree.putFile(landing.write, { bytes, client_modified, server_modified: now });
}
