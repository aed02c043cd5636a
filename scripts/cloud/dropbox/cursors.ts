/** Listing folders in pages, and following the changes after that. */
import { createHmac } from "node:crypto";

import { ApiError, LookupFailure } from "./errors.ts";
import { deletedMetadata, metadata } from "./metadata.ts";
import type { FolderNode, Tree, TreeNode } from "./tree.ts";
import { lowerPath, namesOf } from "./tree.ts";

/** What a listing covers and how far it has come. */
export interface Listing {
  /** Lower-case path of the folder, "" for the root. */
  path: string;
  recursive: boolean;
  include_deleted: boolean;
  /** Entries per page. */
  limit: number;
  /** Path of the last entry given; null before the first page, undefined once all were given. */
  after?: string | null;
  /** Position in the journal of changes. */
  since: number;
}

export interface Page {
  entries: object[];
  cursor: string;
  has_more: boolean;
}

interface Entry {
  path: string;
  shown: object;
}

function isWithin(path: string, listing: Listing): boolean {
  if (!path.startsWith(`${listing.path}/`)) return false;
  return listing.recursive || !path.slice(listing.path.length + 1).includes("/");
}

function folderAt(tree: Tree, path: string): FolderNode {
  const node = tree.at(path.split("/").slice(1));
  if (node === undefined) throw new LookupFailure("not_found");
  if (node.kind === "file") throw new LookupFailure("not_folder");
  return node;
}

function nodesListed(tree: Tree, listing: Listing): TreeNode[] {
  const folder = folderAt(tree, listing.path);
  if (!listing.recursive) return [...folder.children.values()];
  // A recursive listing begins with the folder itself, except for the root.
  return [...(folder.parent === null ? [] : [folder]), ...tree.below(folder)];
}

function entriesListed(tree: Tree, listing: Listing): Entry[] {
  const entries: Entry[] = nodesListed(tree, listing).map((node) => ({
    path: lowerPath(namesOf(node)),
    shown: metadata(node),
  }));
  if (listing.include_deleted)
    for (const tombstone of tree.tombstones())
      if (isWithin(tombstone.path_lower, listing))
        entries.push({ path: tombstone.path_lower, shown: deletedMetadata(tombstone) });
  return entries.sort((one, other) => (one.path < other.path ? -1 : 1));
}

/** The present state of a path that changed. */
function changeShown(tree: Tree, path: string): object {
  const node = tree.at(path.split("/").slice(1));
  if (node !== undefined) return metadata(node);
  const tombstone = tree.tombstone(path);
  if (tombstone === undefined) throw new Error(`the journal names ${path}, which never was`);
  return deletedMetadata(tombstone);
}

export class Cursors {
  readonly #tree: Tree;
  readonly #key: string;

  /** `key` signs the cursors, so that a cursor from elsewhere is told from one given here. */
  constructor(tree: Tree, key: string) {
    this.#tree = tree;
    this.#key = key;
  }

  /** First page. Throws LookupFailure. */
  begin(listing: Omit<Listing, "after" | "since">): Page {
    return this.#listingPage({ ...listing, after: null, since: this.#tree.sequence });
  }

  /** A cursor that gives only what changes from now on. Throws LookupFailure. */
  latest(listing: Omit<Listing, "after" | "since">): string {
    folderAt(this.#tree, listing.path);
    return this.#encode({ ...listing, since: this.#tree.sequence });
  }

  /** Next page of a listing or of changes. Throws LookupFailure, or ApiError for a bad cursor. */
  continue(cursor: string): Page {
    const listing = this.decode(cursor);
    folderAt(this.#tree, listing.path);
    return listing.after === undefined ? this.#changesPage(listing) : this.#listingPage(listing);
  }

  /** Whether `continue` would give anything. */
  hasNews(cursor: string): boolean {
    const listing = this.decode(cursor);
    if (listing.after !== undefined) return true;
    return this.#changes(listing).length > 0;
  }

  #listingPage(listing: Listing): Page {
    const after = listing.after ?? null;
    const rest = entriesListed(this.#tree, listing).filter(
      ({ path }) => after === null || path > after,
    );
    const page = rest.slice(0, listing.limit);
    const has_more = rest.length > page.length;
    const { path, recursive, include_deleted, limit, since } = listing;
    const done: Listing = { path, recursive, include_deleted, limit, since };
    const next = has_more ? { ...done, after: page.at(-1)?.path ?? null } : done;
    return { entries: page.map(({ shown }) => shown), cursor: this.#encode(next), has_more };
  }

  #changes(listing: Listing): [path: string, position: number][] {
    const changed = this.#tree.changedSince(listing.since);
    return [...changed].filter(([path]) => isWithin(path, listing));
  }

  #changesPage(listing: Listing): Page {
    const changes = this.#changes(listing);
    const page = changes.slice(0, listing.limit);
    const has_more = changes.length > page.length;
    const since = has_more ? (page.at(-1)?.[1] ?? listing.since) : this.#tree.sequence;
    const entries = page.map(([path]) => changeShown(this.#tree, path));
    return { entries, cursor: this.#encode({ ...listing, since }), has_more };
  }

  #signature(text: string): string {
    return createHmac("sha256", this.#key).update(text).digest("base64url").slice(0, 16);
  }

  #encode(listing: Listing): string {
    const text = Buffer.from(JSON.stringify(listing)).toString("base64url");
    return `AA${this.#signature(text)}${text}`;
  }

  /** Throws ApiError `reset` for a cursor that was not given here. */
  decode(cursor: string): Listing {
    const text = cursor.slice(18);
    if (cursor !== `AA${this.#signature(text)}${text}`)
      throw new ApiError(409, { ".tag": "reset" });
    return JSON.parse(Buffer.from(text, "base64url").toString()) as Listing;
  }
}
