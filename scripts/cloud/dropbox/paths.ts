/** Paths of the Dropbox API: patterns, the root's special place, and names that are refused. */
import type { Schema } from "../schema.ts";
import { SchemaError, string } from "../schema.ts";
import { LookupFailure, WriteFailure } from "./errors.ts";

const writePattern = "(/(.|[\\r\\n])*)|(ns:[0-9]+(/(.|[\\r\\n])*)?)";

const rootUnsupported = "The root folder is unsupported.";
const rootSlash = 'Specify the root folder as an empty string rather than as "/".';

function pathSchema(pattern: string, root: "allowed" | "unsupported"): Schema<string> {
  const matches = string({ pattern });
  return (value) => {
    if (value === "/") throw new SchemaError(rootSlash);
    if (value === "" && root === "unsupported") throw new SchemaError(rootUnsupported);
    return matches(value);
  };
}

/** For create_folder_v2. */
export const createPath = pathSchema(writePattern, "unsupported");
/** For upload and delete_v2. */
export const writePath = pathSchema(`${writePattern}|(id:.*)`, "unsupported");
/** For get_metadata and download. */
export const readPath = pathSchema(
  "(/(.|[\\r\\n])*|id:.*)|(rev:[0-9a-f]{9,})|(ns:[0-9]+(/(.|[\\r\\n])*)?)",
  "unsupported",
);
/** For list_folder, where the empty string is the root. */
export const listPath = pathSchema(
  "(/(.|[\\r\\n])*)?|id:.*|(ns:[0-9]+(/(.|[\\r\\n])*)?)",
  "allowed",
);

const nameLengthMax = 255;

const disallowedNames = new Set([
  "desktop.ini",
  "thumbs.db",
  ".ds_store",
  ".dropbox",
  ".dropbox.attr",
  "icon\r",
]);

function isMalformedName(name: string): boolean {
  if (name === "" || name === "." || name === "..") return true;
  // A name ending in white space does not survive on all systems Dropbox syncs to.
  return name.length > nameLengthMax || /[\\\0]|\s$/.test(name);
}

/** Where a request's path points. */
export type Target =
  { by: "names"; names: string[] } | { by: "id"; id: string } | { by: "rev"; rev: string };

/**
 * Take a path apart that matched its schema, or say why it cannot be: a name is malformed, or the
 * namespace is not `homeNamespace`, the only one there is.
 */
function parse(path: string, homeNamespace: string): Target | "malformed_path" | "not_found" {
  if (path.startsWith("id:")) return { by: "id", id: path };
  if (path.startsWith("rev:")) return { by: "rev", rev: path.slice("rev:".length) };
  const [, namespace, rest] = /^(?:ns:([0-9]+))?((?:.|[\r\n])*)$/u.exec(path) ?? [];
  if (namespace !== undefined && namespace !== homeNamespace) return "not_found";
  if (rest === undefined || rest === "") return { by: "names", names: [] };
  const names = rest.slice(1).split("/");
  // "/Icon\r" ends in white space but has a refusal of its own.
  if (names.some((name) => isMalformedName(name) && !disallowedNames.has(name.toLowerCase())))
    return "malformed_path";
  return { by: "names", names };
}

/** For routes that look a path up. Throws LookupFailure. */
export function lookupTarget(path: string, homeNamespace: string): Target {
  const target = parse(path, homeNamespace);
  if (typeof target === "string") throw new LookupFailure(target);
  return target;
}

/** For routes that write at a path. Throws WriteFailure. */
export function writeTarget(path: string, homeNamespace: string): Target {
  const target = parse(path, homeNamespace);
  if (target === "not_found") throw new WriteFailure({ ".tag": "no_write_permission" });
  if (target === "malformed_path") throw new WriteFailure({ ".tag": "malformed_path" });
  if (target.by === "names" && target.names.some((name) => disallowedNames.has(name.toLowerCase())))
    throw new WriteFailure({ ".tag": "disallowed_name" });
  return target;
}
