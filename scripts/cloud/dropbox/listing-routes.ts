/** Routes files/list_folder*. */
import { setTimeout as delay } from "node:timers/promises";
import { once } from "node:events";

import type { Reply } from "../exchange.ts";
import { boolean, defaulted, integer, optional, required, string, struct } from "../schema.ts";
import type { Call, DropboxState, Route } from "./call.ts";
import { route } from "./call.ts";
import type { Listing } from "./cursors.ts";
import { jsonReply } from "./errors.ts";
import { withLookup } from "./files.ts";
import { listPath, lookupTarget } from "./paths.ts";
import { lowerPath, namesOf } from "./tree.ts";

/** Entries per page when the caller sets no limit. */
const entriesPerPage = 500;

interface ListArgument {
  path: string;
  recursive: boolean;
  include_media_info: boolean;
  include_deleted: boolean;
  include_has_explicit_shared_members: boolean;
  include_mounted_folders: boolean;
  include_non_downloadable_files: boolean;
  include_restorable_info: boolean;
  limit: number | null;
  shared_link: unknown;
  include_property_groups: unknown;
}

const listArgument = struct<ListArgument>({
  path: required(listPath),
  recursive: defaulted(boolean, false),
  include_media_info: defaulted(boolean, false),
  include_deleted: defaulted(boolean, false),
  include_has_explicit_shared_members: defaulted(boolean, false),
  include_mounted_folders: defaulted(boolean, true),
  include_non_downloadable_files: defaulted(boolean, true),
  include_restorable_info: defaulted(boolean, false),
  limit: optional(integer(1, 2000)),
  shared_link: optional<unknown>((value) => value),
  include_property_groups: optional<unknown>((value) => value),
});

/** Throws LookupFailure. */
function listing(argument: ListArgument, state: DropboxState): Omit<Listing, "after" | "since"> {
  const node = state.tree.lookUp(lookupTarget(argument.path, state.homeNamespace));
  return {
    path: lowerPath(namesOf(node)),
    recursive: argument.recursive,
    include_deleted: argument.include_deleted,
    limit: argument.limit ?? entriesPerPage,
  };
}

function listFolder(argument: ListArgument, { state }: Call): Reply {
  return withLookup("path", () => jsonReply(state.cursors.begin(listing(argument, state))));
}

function latestCursor(argument: ListArgument, { state }: Call): Reply {
  return withLookup("path", () =>
    jsonReply({ cursor: state.cursors.latest(listing(argument, state)) }),
  );
}

function listContinue({ cursor }: { cursor: string }, { state }: Call): Reply {
  return withLookup("path", () => jsonReply(state.cursors.continue(cursor)));
}

interface LongpollArgument {
  cursor: string;
  timeout: number;
}

/** Waits in real time until something changed, the timeout passed or the cloud closes. */
async function longpoll({ cursor, timeout }: LongpollArgument, { state }: Call): Promise<Reply> {
  const answered = new AbortController();
  const signal = AbortSignal.any([answered.signal, state.closing]);
  const timedOut = delay(timeout * 1000, "timeout", { signal }).catch(() => "timeout" as const);
  try {
    while (!state.cursors.hasNews(cursor)) {
      const changed = once(state.tree, "change", { signal }).catch(() => "timeout" as const);
      if ((await Promise.race([changed, timedOut])) === "timeout")
        return jsonReply({ changes: false });
    }
    return jsonReply({ changes: true });
  } finally {
    answered.abort();
  }
}

const about = { host: "api", style: "rpc", auth: "user", scope: "files.metadata.read" } as const;
const cursorText = string({ lengthMin: 1 });

export const listingRoutes: Route[] = [
  route({ name: "files/list_folder", ...about }, listArgument, listFolder),
  route({ name: "files/list_folder/get_latest_cursor", ...about }, listArgument, latestCursor),
  route(
    { name: "files/list_folder/continue", ...about },
    struct({ cursor: required(cursorText) }),
    listContinue,
  ),
  route(
    {
      name: "files/list_folder/longpoll",
      host: "notify",
      style: "rpc",
      auth: "anyone",
      scope: null,
    },
    struct({ cursor: required(cursorText), timeout: defaulted(integer(30, 480), 30) }),
    longpoll,
  ),
];
