/** Routes files/upload_session/*. */
import type { Reply } from "../exchange.ts";
import type { Choice } from "../schema.ts";
import {
  boolean,
  defaulted,
  optional,
  required,
  string,
  struct,
  uint64,
  union,
} from "../schema.ts";
import type { Call, Route } from "./call.ts";
import { route } from "./call.ts";
import type { CommitInfo } from "./commit.ts";
import { commit, commitFields } from "./commit.ts";
import { ApiError, jsonReply, LookupFailure } from "./errors.ts";
import { checkBody, contentHashText, withWrite } from "./files.ts";
import { fileMetadata } from "./metadata.ts";
import type { UploadSession } from "./upload-sessions.ts";
import { SessionFailure } from "./upload-sessions.ts";

interface Cursor {
  session_id: string;
  offset: number;
}

interface StartArgument {
  close: boolean;
  session_type: Choice | null;
  content_hash: string | null;
}

interface AppendArgument {
  cursor: Cursor;
  close: boolean;
  content_hash: string | null;
}

interface FinishArgument {
  cursor: Cursor;
  commit: CommitInfo;
  content_hash: string | null;
}

const cursor = struct<Cursor>({ session_id: required(string()), offset: required(uint64) });

function start({ close, session_type, content_hash }: StartArgument, call: Call): Reply {
  const concurrent = session_type?.tag === "concurrent";
  if (concurrent && call.request.body.length > 0)
    throw new ApiError(409, { ".tag": "concurrent_session_data_not_allowed" });
  if (concurrent && close)
    throw new ApiError(409, { ".tag": "concurrent_session_close_not_allowed" });
  checkBody(call, content_hash);
  const session = call.state.sessions.start(concurrent, call.now);
  session.append(0, call.request.body, close);
  return jsonReply({ session_id: session.id });
}

function append(
  { cursor: { session_id, offset }, close, content_hash }: AppendArgument,
  call: Call,
) {
  try {
    const session = call.state.sessions.find(session_id, call.now);
    session.checkAppend(offset, call.request.body, close);
    checkBody(call, content_hash);
    session.append(offset, call.request.body, close);
  } catch (error) {
    if (error instanceof SessionFailure) throw new ApiError(409, error.reason);
    throw error;
  }
  return jsonReply(null);
}

function checkConcurrentFinish(session: UploadSession, body: Buffer): void {
  if (body.length > 0) throw new ApiError(409, { ".tag": "concurrent_session_data_not_allowed" });
  if (!session.closed) throw new ApiError(409, { ".tag": "concurrent_session_not_closed" });
  if (!session.complete) throw new ApiError(409, { ".tag": "concurrent_session_missing_data" });
}

/** Find the session and take the last bytes into it. */
function sessionToFinish({ cursor: at, content_hash }: FinishArgument, call: Call): UploadSession {
  try {
    const session = call.state.sessions.find(at.session_id, call.now);
    if (session.concurrent) checkConcurrentFinish(session, call.request.body);
    else session.checkAppend(at.offset, call.request.body, false);
    checkBody(call, content_hash);
    session.append(at.offset, call.request.body, false);
    return session;
  } catch (error) {
    if (error instanceof SessionFailure)
      throw new ApiError(409, { ".tag": "lookup_failed", lookup_failed: error.reason });
    throw error;
  }
}

/** After an error of the path the bytes stay in the session, so that finish can be repeated. */
function finish(argument: FinishArgument, call: Call): Reply {
  const session = sessionToFinish(argument, call);
  const file = withWrite("path", () => {
    try {
      return commit(call.state, argument.commit, session.bytes(), call.now);
    } catch (error) {
      if (!(error instanceof LookupFailure)) throw error;
      throw new ApiError(409, { ".tag": "path", path: { ".tag": "no_write_permission" } });
    }
  });
  call.state.sessions.end(session);
  return jsonReply(fileMetadata(file));
}

const about = {
  host: "content",
  style: "upload",
  auth: "user",
  scope: "files.content.write",
} as const;

export const uploadSessionRoutes: Route[] = [
  route(
    { name: "files/upload_session/start", ...about },
    struct<StartArgument>({
      close: defaulted(boolean, false),
      session_type: optional(union({ sequential: null, concurrent: null })),
      content_hash: optional(contentHashText),
    }),
    start,
  ),
  route(
    { name: "files/upload_session/append_v2", ...about },
    struct<AppendArgument>({
      cursor: required(cursor),
      close: defaulted(boolean, false),
      content_hash: optional(contentHashText),
    }),
    append,
  ),
  route(
    { name: "files/upload_session/finish", ...about },
    struct<FinishArgument>({
      cursor: required(cursor),
      commit: required(struct(commitFields)),
      content_hash: optional(contentHashText),
    }),
    finish,
  ),
];
