/** Take up the files that an earlier cloud left in its directory. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

import type { Tree } from "./tree.ts";

/** Names with a backslash are never Dropbox's: such a file is the rest of a cut-off write. */
function isForeign(name: string): boolean {
  return name.includes("\\");
}

function adoptFile(tree: Tree, names: string[], path: string): void {
  if (tree.at(names) !== undefined)
    throw new Error(`${path}: another file's name differs only in case; rename one of them.`);
  const { mtime } = statSync(path);
  tree.putFile(names, {
    bytes: readFileSync(path),
    client_modified: mtime,
    server_modified: mtime,
  });
}

/** Put every file and folder below `directory` into `tree`, whose contents lie there already. */
export function adoptDirectory(tree: Tree, directory: string, names: string[] = []): void {
  for (const entry of readdirSync(join(directory, ...names), { withFileTypes: true })) {
    if (isForeign(entry.name)) continue;
    const inner = [...names, entry.name];
    if (entry.isFile()) adoptFile(tree, inner, join(directory, ...inner));
    if (!entry.isDirectory()) continue;
    tree.makeFolders(inner);
    adoptDirectory(tree, directory, inner);
  }
}
