/** Files and folders as the API shows them. */
import type { FileNode, FolderNode, Tombstone, TreeNode } from "./tree.ts";
import { displayPath, lowerPath, namesOf } from "./tree.ts";

/** UTC and whole seconds. */
export function timestampText(date: Date): string {
  return date.toISOString().replace(/\.\d{3}Z$/, "Z");
}

function place(node: TreeNode) {
  const names = namesOf(node);
  return {
    name: node.name,
    path_lower: lowerPath(names),
    path_display: displayPath(names),
    id: node.id,
  };
}

/** FileMetadata where the route names that type: without a tag. */
export function fileMetadata(file: FileNode) {
  return {
    ...place(file),
    client_modified: timestampText(file.client_modified),
    server_modified: timestampText(file.server_modified),
    rev: file.rev,
    size: file.size_bytes,
    is_downloadable: true,
    content_hash: file.content_hash,
  };
}

/** FolderMetadata where the route names that type: without a tag. */
export function folderMetadata(folder: FolderNode) {
  return place(folder);
}

/** The polymorphic Metadata: with a tag. */
export function metadata(node: TreeNode) {
  return node.kind === "file"
    ? { ".tag": "file", ...fileMetadata(node) }
    : { ".tag": "folder", ...folderMetadata(node) };
}

export function deletedMetadata({ name, path_lower, path_display }: Tombstone) {
  return { ".tag": "deleted", name, path_lower, path_display };
}
