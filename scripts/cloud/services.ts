/** The services behind the host names, wired together. */
import type { AdafruitAccount } from "./adafruit/accounts.ts";
import { AdafruitAccounts } from "./adafruit/accounts.ts";
import type { FeedLimits } from "./adafruit/feeds.ts";
import { Feeds } from "./adafruit/feeds.ts";
import { adafruitIo } from "./adafruit/service.ts";
import type { CloudCredentials } from "./credentials.ts";
import { dropboxApi } from "./dropbox/api.ts";
import { dropboxBareDomain, dropboxWebsite } from "./dropbox/authorize.ts";
import type { AccountProfile, DropboxState } from "./dropbox/call.ts";
import { FolderContents, MemoryContents } from "./dropbox/contents.ts";
import { Cursors } from "./dropbox/cursors.ts";
import { adoptDirectory } from "./dropbox/directory.ts";
import type { TokenRules } from "./dropbox/tokens.ts";
import { TokenStore } from "./dropbox/tokens.ts";
import { Tree } from "./dropbox/tree.ts";
import { UploadSessions } from "./dropbox/upload-sessions.ts";
import type { Service } from "./exchange.ts";
import type { SeededRandom } from "./random.ts";
import { timeApi } from "./time/timeapi.ts";
import { type WebFiles, webServer } from "./web/service.ts";

/** Every host name served, as it is in the certificate. */
export const hosts = [
  "api.dropboxapi.com",
  "content.dropboxapi.com",
  "notify.dropboxapi.com",
  "dropbox.com",
  "www.dropbox.com",
  "io.adafruit.com",
  "timeapi.io",
  "www.timeapi.io",
  "updates.example.com",
] as const;

export interface ServiceOptions {
  directory: string | null;
  random: SeededRandom;
  closing: AbortSignal;
  profile: AccountProfile;
  allocated_bytes: number;
  tokenRules: TokenRules;
  feedLimits: FeedLimits;
}

export interface Services {
  byHost: ReadonlyMap<string, Service>;
  dropbox: DropboxState;
  adafruit: AdafruitAccounts;
  web: WebFiles;
  accept(credentials: CloudCredentials): void;
  secrets(): Iterable<string>;
}

function makeTree({ directory, random }: ServiceOptions): Tree {
  if (directory === null) return new Tree(new MemoryContents(), random);
  const tree = new Tree(new FolderContents(directory), random);
  adoptDirectory(tree, directory);
  return tree;
}

function makeDropbox(options: ServiceOptions): DropboxState {
  const { random, profile, closing, allocated_bytes } = options;
  const tree = makeTree(options);
  return {
    tree,
    profile,
    homeNamespace: profile.namespace_id,
    allocated_bytes,
    sessions: new UploadSessions(random),
    cursors: new Cursors(tree, random.hex(32)),
    tokens: new TokenStore(random, options.tokenRules),
    random,
    closing,
  };
}

function* allSecrets(tokens: TokenStore, accounts: Iterable<AdafruitAccount>) {
  yield* tokens.secrets();
  for (const { key } of accounts) yield key;
}

export function makeServices(options: ServiceOptions): Services {
  const dropbox = makeDropbox(options);
  const adafruit = new AdafruitAccounts();
  const timeapi = timeApi(options.random);
  const web: WebFiles = new Map();
  const serving: Record<(typeof hosts)[number], Service> = {
    "api.dropboxapi.com": dropboxApi("api", dropbox),
    "content.dropboxapi.com": dropboxApi("content", dropbox),
    "notify.dropboxapi.com": dropboxApi("notify", dropbox),
    "dropbox.com": dropboxBareDomain(dropbox),
    "www.dropbox.com": dropboxWebsite(dropbox),
    "io.adafruit.com": adafruitIo(adafruit, new Feeds(options.feedLimits, options.random)),
    "timeapi.io": timeapi,
    "www.timeapi.io": timeapi,
    "updates.example.com": webServer(web),
  };
  return {
    byHost: new Map(Object.entries(serving)),
    dropbox,
    adafruit,
    web,
    accept: (credentials) => {
      if (credentials.dropbox !== undefined) dropbox.tokens.accept(credentials.dropbox);
      if (credentials.adafruit !== undefined) adafruit.accept(credentials.adafruit);
    },
    secrets: () => allSecrets(dropbox.tokens, adafruit.all()),
  };
}
