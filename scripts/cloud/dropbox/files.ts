/** Routes of the namespace `files` except listings and upload sessions. */
import { requestedRange } from "../byte_range.ts";
import type { Reply } from "../exchange.ts";
import { contentHash } from "../content-hash.ts";
import { headerSafeJson } from "../json.ts";
import { boolean, defaulted, optional, required, string, struct } from "../schema.ts";
import type { Call, Route } from "./call.ts";
import { route } from "./call.ts";
import type { CommitInfo } from "./commit.ts";
import { commit, commitFields, renamed } from "./commit.ts";
import { ApiError, conflict, jsonReply, LookupFailure, WriteFailure } from "./errors.ts";
import { deletedMetadata, fileMetadata, folderMetadata, metadata } from "./metadata.ts";
import { createPath, lookupTarget, readPath, writePath, writeTarget } from "./paths.ts";
import type { FileNode, FolderNode, TreeNode } from "./tree.ts";
import { lowerPath } from "./tree.ts";

export const contentHashText = string({ lengthMin: 64, lengthMax: 64 });

/** Refuse a body longer than a request may be, or one whose hash is not the announced one. */
export function checkBody({ request }: Call, announced: string | null): void {
  if (request.bodyTooLong) throw new ApiError(409, { ".tag": "payload_too_large" });
  if (announced !== null && announced.toLowerCase() !== contentHash(request.body))
    throw new ApiError(409, { ".tag": "content_hash_mismatch" });
}

/** Run `action`; a LookupFailure becomes the member `tag` of the route's union. */
export function withLookup<T>(tag: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (error instanceof LookupFailure)
      throw new ApiError(409, { ".tag": tag, [tag]: error.reason });
    throw error;
  }
}

/** The same for a WriteFailure. */
export function withWrite<T>(tag: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (error instanceof WriteFailure)
      throw new ApiError(409, { ".tag": tag, [tag]: error.reason });
    throw error;
  }
}

interface UploadArgument extends CommitInfo {
  content_hash: string | null;
}

/** Keep the bytes of a refused upload, so that they can be committed at another path. */
export function refusedUpload(
  { state, request, now }: Pick<Call, "state" | "request" | "now">,
  reason: object,
): ApiError {
  const session = state.sessions.start(false, now);
  session.append(0, request.body, false);
  return new ApiError(409, { ".tag": "path", reason, upload_session_id: session.id });
}

function upload(argument: UploadArgument, call: Call): Reply {
  checkBody(call, argument.content_hash);
  try {
    return jsonReply(fileMetadata(commit(call.state, argument, call.request.body, call.now)));
  } catch (error) {
    if (error instanceof WriteFailure) throw refusedUpload(call, error.reason);
    if (error instanceof LookupFailure)
      throw refusedUpload(call, { ".tag": "no_write_permission" });
    throw error;
  }
}

/** Names for a new folder, beside what is there if `autorename` allows. */
function freeNames({ state }: Call, names: string[], autorename: boolean): string[] {
  const there = state.tree.at(names);
  if (there === undefined) return names;
  if (!autorename) throw conflict(there.kind);
  for (let count = 1; ; count += 1) {
    const candidate = [...names.slice(0, -1), renamed(names.at(-1) ?? "", count, "number")];
    if (state.tree.at(candidate) === undefined) return candidate;
  }
}

function createFolder({ path, autorename }: { path: string; autorename: boolean }, call: Call) {
  const folder = withWrite("path", (): FolderNode => {
    const target = writeTarget(path, call.state.homeNamespace);
    if (target.by !== "names") throw new WriteFailure({ ".tag": "malformed_path" });
    return call.state.tree.makeFolders(freeNames(call, target.names, autorename));
  });
  return jsonReply({ metadata: folderMetadata(folder) });
}

interface MetadataArgument {
  path: string;
  include_media_info: boolean;
  include_deleted: boolean;
  include_has_explicit_shared_members: boolean;
  include_property_groups: unknown;
}

function getMetadata({ path, include_deleted }: MetadataArgument, { state }: Call): Reply {
  return withLookup("path", () => {
    const target = lookupTarget(path, state.homeNamespace);
    const gone = target.by === "names" ? state.tree.tombstone(lowerPath(target.names)) : undefined;
    if (include_deleted && gone !== undefined) return jsonReply(deletedMetadata(gone));
    return jsonReply(metadata(state.tree.lookUp(target)));
  });
}

function sendFile({ state, request }: Call, file: FileNode): Reply {
  const headers: Record<string, string> = {
    "Content-Type": "application/octet-stream",
    "Dropbox-API-Result": headerSafeJson(fileMetadata(file)),
    ETag: `"${file.rev}"`,
    "Accept-Ranges": "bytes",
  };
  const empty = Buffer.alloc(0);
  if (request.headers["if-none-match"] === headers["ETag"])
    return { status: 304, headers, body: empty };
  const range = requestedRange(request.headers.range, file.size_bytes);
  if (range === null) return { status: 200, headers, body: state.tree.read(file) };
  if (range === undefined) {
    headers["Content-Range"] = `bytes */${file.size_bytes}`;
    return { status: 416, headers, body: empty };
  }
  headers["Content-Range"] = `bytes ${range.first}-${range.last}/${file.size_bytes}`;
  return {
    status: 206,
    headers,
    body: state.tree.read(file).subarray(range.first, range.last + 1),
  };
}

interface DownloadArgument {
  path: string;
  /** Deprecated: the older way of saying `rev:` in the path. */
  rev: string | null;
}

function download({ path, rev }: DownloadArgument, call: Call): Reply {
  const file = withLookup("path", (): FileNode => {
    const node = call.state.tree.lookUp(
      lookupTarget(rev === null ? path : `rev:${rev}`, call.state.homeNamespace),
    );
    if (node.kind === "folder") throw new LookupFailure("not_file");
    return node;
  });
  return sendFile(call, file);
}

function remove(
  { path, parent_rev }: { path: string; parent_rev: string | null },
  { state }: Call,
) {
  const node = withLookup("path_lookup", (): TreeNode => {
    const found = state.tree.lookUp(lookupTarget(path, state.homeNamespace));
    if (parent_rev !== null && found.kind === "folder") throw new LookupFailure("not_file");
    return found;
  });
  withWrite("path_write", () => {
    if (parent_rev !== null && node.kind === "file" && node.rev !== parent_rev)
      throw conflict("file");
  });
  const shown = { metadata: metadata(node) };
  state.tree.remove(node);
  return jsonReply(shown);
}

const write = { auth: "user", scope: "files.content.write" } as const;

export const fileRoutes: Route[] = [
  route(
    { name: "files/upload", host: "content", style: "upload", ...write },
    struct<UploadArgument>({ ...commitFields, content_hash: optional(contentHashText) }),
    upload,
  ),
  route(
    { name: "files/create_folder_v2", host: "api", style: "rpc", ...write },
    struct({ path: required(createPath), autorename: defaulted(boolean, false) }),
    createFolder,
  ),
  route(
    { name: "files/delete_v2", host: "api", style: "rpc", ...write },
    struct({
      path: required(writePath),
      parent_rev: optional(string({ pattern: "[0-9a-f]{9,}" })),
    }),
    remove,
  ),
  route(
    {
      name: "files/get_metadata",
      host: "api",
      style: "rpc",
      auth: "user",
      scope: "files.metadata.read",
    },
    struct<MetadataArgument>({
      path: required(readPath),
      include_media_info: defaulted(boolean, false),
      include_deleted: defaulted(boolean, false),
      include_has_explicit_shared_members: defaulted(boolean, false),
      include_property_groups: optional<unknown>((value) => value),
    }),
    getMetadata,
  ),
  route(
    {
      name: "files/download",
      host: "content",
      style: "download",
      auth: "user",
      scope: "files.content.read",
    },
    struct<DownloadArgument>({
      path: required(readPath),
      rev: optional(string({ pattern: "[0-9a-f]{9,}" })),
    }),
    download,
  ),
];
