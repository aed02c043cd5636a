/** The case-insensitive, case-preserving tree of files and folders, and the journal of changes. */
import { EventEmitter } from "node:events";
import type { SeededRandom } from "../random.ts";
import { contentHash } from "../content-hash.ts";
import type { Contents } from "./contents.ts";
import { conflict, LookupFailure } from "./errors.ts";
import type { Target } from "./paths.ts";

interface Placed {
  /** In the case it is shown in. */
  name: string;
  /** Null for the root. */
  parent: FolderNode | null;
  id: string;
}

export interface FileNode extends Placed {
  kind: "file";
  rev: string;
  size_bytes: number;
  content_hash: string;
  client_modified: Date;
  server_modified: Date;
}

export interface FolderNode extends Placed {
  kind: "folder";
  /** By lower-case name. */
  children: Map<string, TreeNode>;
}

export type TreeNode = FileNode | FolderNode;

/** What is left of a deleted file or folder. */
export interface Tombstone {
  name: string;
  path_lower: string;
  path_display: string;
  rev: string | null;
}

/** The names from the root down, in the case they are shown in. */
export function namesOf(node: TreeNode): string[] {
  return node.parent === null ? [] : [...namesOf(node.parent), node.name];
}

export function displayPath(names: readonly string[]): string {
  return names.map((name) => `/${name}`).join("");
}

export function lowerPath(names: readonly string[]): string {
  return displayPath(names).toLowerCase();
}

/** The bytes and dates of a file to be put into the tree. */
export interface NewFile {
  bytes: Buffer;
  client_modified: Date;
  server_modified: Date;
}

export class Tree extends EventEmitter<{ change: [] }> {
  readonly contents: Contents;
  readonly #random: SeededRandom;
  readonly root: FolderNode;
  readonly #byId = new Map<string, TreeNode>();
  readonly #tombstones = new Map<string, Tombstone>();
  /** Lower-case path of every change, oldest first. */
  readonly #journal: string[] = [];
  #revisions = 0;
  #used_bytes = 0;

  constructor(contents: Contents, random: SeededRandom) {
    super();
    this.setMaxListeners(0);
    this.contents = contents;
    this.#random = random;
    this.root = { kind: "folder", name: "", parent: null, id: "id:root", children: new Map() };
  }

  get used_bytes(): number {
    return this.#used_bytes;
  }

  /** How many changes there have been: the journal's position now. */
  get sequence(): number {
    return this.#journal.length;
  }

  /** Lower-case paths changed since a position, with the position after the last change of each. */
  changedSince(position: number): Map<string, number> {
    const changed = new Map<string, number>();
    for (const [index, path] of this.#journal.slice(position).entries()) {
      changed.delete(path);
      changed.set(path, position + index + 1);
    }
    return changed;
  }

  tombstone(path_lower: string): Tombstone | undefined {
    return this.#tombstones.get(path_lower);
  }

  tombstones(): Iterable<Tombstone> {
    return this.#tombstones.values();
  }

  at(names: readonly string[]): TreeNode | undefined {
    let node: TreeNode | undefined = this.root;
    for (const name of names) {
      if (node?.kind !== "folder") return undefined;
      node = node.children.get(name.toLowerCase());
    }
    return node;
  }

  /** Throws LookupFailure not_found. */
  lookUp(target: Target): TreeNode {
    const found = target.by === "names" ? this.at(target.names) : this.#byMark(target);
    if (found === undefined) throw new LookupFailure("not_found");
    return found;
  }

  /** Only the current revision of a file is kept, so an older rev is not found. */
  #byMark(target: { by: "id"; id: string } | { by: "rev"; rev: string }): TreeNode | undefined {
    if (target.by === "id") return this.#byId.get(target.id);
    for (const node of this.#byId.values())
      if (node.kind === "file" && node.rev === target.rev) return node;
    return undefined;
  }

  /** Every node below `folder`, depth first, not `folder` itself. */
  *below(folder: FolderNode): Generator<TreeNode> {
    for (const child of folder.children.values()) {
      yield child;
      if (child.kind === "folder") yield* this.below(child);
    }
  }

  /** Find or make the folder at `names`. Throws WriteFailure when a file is in the way. */
  makeFolders(names: readonly string[]): FolderNode {
    let folder = this.root;
    for (const name of names) {
      const child = folder.children.get(name.toLowerCase()) ?? this.#addFolder(folder, name);
      if (child.kind === "file") throw conflict("file_ancestor");
      folder = child;
    }
    return folder;
  }

  #addFolder(parent: FolderNode, name: string): FolderNode {
    const id = this.#newId();
    const folder: FolderNode = { kind: "folder", name, parent, id, children: new Map() };
    this.contents.makeFolder(namesOf(folder));
    this.#place(folder, parent);
    return folder;
  }

  /** Put a file at `names`, replacing one that is there; its folder is made when missing. */
  putFile(names: readonly string[], file: NewFile): FileNode {
    const folder = this.makeFolders(names.slice(0, -1));
    const name = names.at(-1) ?? "";
    const before = folder.children.get(name.toLowerCase());
    if (before?.kind === "folder") throw conflict("folder");
    const node: FileNode = {
      kind: "file",
      name: before?.name ?? name,
      parent: folder,
      id: before?.id ?? this.#newId(),
      rev: this.#newRevision(),
      size_bytes: file.bytes.length,
      content_hash: contentHash(file.bytes),
      client_modified: file.client_modified,
      server_modified: file.server_modified,
    };
    this.contents.write(namesOf(node), file.bytes, node.client_modified);
    this.#used_bytes += node.size_bytes - (before?.size_bytes ?? 0);
    this.#place(node, folder);
    return node;
  }

  read(file: FileNode): Buffer {
    return this.contents.read(namesOf(file));
  }

  /** Remove a file, or a folder with everything in it. The root cannot be removed. */
  remove(node: TreeNode): void {
    const gone = node.kind === "folder" ? [...this.below(node), node] : [node];
    this.contents.remove(namesOf(node));
    for (const each of gone) this.#bury(each);
    node.parent?.children.delete(node.name.toLowerCase());
    this.emit("change");
  }

  #bury(node: TreeNode): void {
    const names = namesOf(node);
    const path_lower = lowerPath(names);
    const rev = node.kind === "file" ? node.rev : null;
    const tombstone = { name: node.name, path_lower, path_display: displayPath(names), rev };
    this.#tombstones.set(path_lower, tombstone);
    this.#byId.delete(node.id);
    this.#journal.push(path_lower);
    if (node.kind === "file") this.#used_bytes -= node.size_bytes;
  }

  #place(node: TreeNode, parent: FolderNode): void {
    parent.children.set(node.name.toLowerCase(), node);
    this.#byId.set(node.id, node);
    const path_lower = lowerPath(namesOf(node));
    this.#tombstones.delete(path_lower);
    this.#journal.push(path_lower);
    this.emit("change");
  }

  #newId(): string {
    return `id:${this.#random.text(22)}`;
  }

  /** Rising, at least 9 hexadecimal digits. */
  #newRevision(): string {
    this.#revisions += 1;
    return (0x63e00000000 + this.#revisions * 0x100 + this.#random.integer(0x100)).toString(16);
  }
}
