/** What a route of the Dropbox API is, and what it is given to answer a call. */
import type { CloudRequest, Reply } from "../exchange.ts";
import type { SeededRandom } from "../random.ts";
import type { Schema } from "../schema.ts";
import type { Destination } from "./commit.ts";
import type { Cursors } from "./cursors.ts";
import type { AccessToken, App, TokenStore } from "./tokens.ts";
import type { UploadSessions } from "./upload-sessions.ts";

/** The one user whose Dropbox this is. */
export interface AccountProfile {
  account_id: string;
  given_name: string;
  surname: string;
  email: string;
  country: string;
  locale: string;
  /** Number of the namespace that holds everything. */
  namespace_id: string;
}

/** Everything behind the Dropbox host names. */
export interface DropboxState extends Destination {
  profile: AccountProfile;
  sessions: UploadSessions;
  cursors: Cursors;
  tokens: TokenStore;
  random: SeededRandom;
  /** Ends when the cloud closes; for calls that wait. */
  closing: AbortSignal;
}

/** Who calls: a user's app, an app for itself, or nobody in particular. */
export type Caller =
  { kind: "user"; access: AccessToken } | { kind: "app"; app: App } | { kind: "anyone" };

export interface Call {
  state: DropboxState;
  request: CloudRequest;
  caller: Caller;
  now: Date;
}

export type ApiHost = "api" | "content" | "notify";
export type Style = "rpc" | "upload" | "download";

/** A route whose argument type is no longer visible: `run` checks the argument itself. */
export interface Route {
  /** `namespace/route`, with `_v2` where the version is the second. */
  name: string;
  host: ApiHost;
  style: Style;
  auth: Caller["kind"];
  scope: string | null;
  /** Whether the argument is Void. */
  void: boolean;
  run(argument: unknown, call: Call): Reply | Promise<Reply>;
}

/** A route with an argument; `handle` gets it checked. */
export function route<T>(
  about: Omit<Route, "run" | "void">,
  argument: Schema<T>,
  handle: (argument: T, call: Call) => Reply | Promise<Reply>,
): Route {
  return { ...about, void: false, run: (raw, call) => handle(argument(raw), call) };
}

/** A route whose argument is Void. */
export function voidRoute(
  about: Omit<Route, "run" | "void">,
  handle: (call: Call) => Reply | Promise<Reply>,
): Route {
  return { ...about, void: true, run: (_nothing, call) => handle(call) };
}
