/** Where the bytes of uploaded files lie: in memory, or in a folder that outlives the cloud. */
import { mkdirSync, readFileSync, renameSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** Paths are lists of names in the case they are shown in, from the root down. */
export interface Contents {
  /** Replace or create a file as a whole, dated `modified`. */
  write(names: readonly string[], bytes: Buffer, modified: Date): void;
  read(names: readonly string[]): Buffer;
  makeFolder(names: readonly string[]): void;
  /** Remove a file, or a folder with everything in it. */
  remove(names: readonly string[]): void;
  /** Path on disk, null when there is none. */
  diskPath(names: readonly string[]): string | null;
}

export class MemoryContents implements Contents {
  readonly #files = new Map<string, Buffer>();

  write(names: readonly string[], bytes: Buffer): void {
    this.#files.set(names.join("/"), Buffer.from(bytes));
  }

  read(names: readonly string[]): Buffer {
    const bytes = this.#files.get(names.join("/"));
    if (bytes === undefined) throw new Error(`no contents are kept for ${names.join("/")}`);
    return bytes;
  }

  makeFolder(): void {
    // Folders hold no bytes; the tree knows them.
  }

  remove(names: readonly string[]): void {
    const path = names.join("/");
    for (const key of this.#files.keys())
      if (key === path || key.startsWith(`${path}/`)) this.#files.delete(key);
  }

  diskPath(): null {
    return null;
  }
}

/** No uploaded file can have this name: Dropbox refuses the backslash. */
const incomingName = "\\incoming";

export class FolderContents implements Contents {
  readonly #directory: string;

  constructor(directory: string) {
    this.#directory = directory;
    mkdirSync(directory, { recursive: true });
  }

  diskPath(names: readonly string[]): string {
    return join(this.#directory, ...names);
  }

  /** Dropbox refuses the names ".." and ".", so no path leads out of the directory. */
  write(names: readonly string[], bytes: Buffer, modified: Date): void {
    const path = this.diskPath(names);
    mkdirSync(dirname(path), { recursive: true });
    const temporary = this.diskPath([incomingName]);
    writeFileSync(temporary, bytes);
    utimesSync(temporary, modified, modified);
    renameSync(temporary, path);
  }

  read(names: readonly string[]): Buffer {
    return readFileSync(this.diskPath(names));
  }

  makeFolder(names: readonly string[]): void {
    mkdirSync(this.diskPath(names), { recursive: true });
  }

  remove(names: readonly string[]): void {
    rmSync(this.diskPath(names), { recursive: true, force: true });
  }
}
