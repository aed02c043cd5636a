/**
 * The local cloud: stand-ins for Dropbox, Adafruit IO and TimeAPI over real TLS on the loopback,
 * and a time server (NTP). A client reaches it by mapping the host names to 127.0.0.1 and the
 * cloud's ports and by trusting its authority; nothing else in the client is different.
 */
import type { DataPoint } from "./adafruit/accounts.ts";
import type { FeedLimits } from "./adafruit/feeds.ts";
import { makeCertificates } from "./certificates.ts";
import type { CloudCredentials } from "./credentials.ts";
import { makeCredentials } from "./credentials.ts";
import type { AccountProfile, DropboxState } from "./dropbox/call.ts";
import type { TokenRules } from "./dropbox/tokens.ts";
import type { FileNode } from "./dropbox/tree.ts";
import { displayPath, namesOf } from "./dropbox/tree.ts";
import type { CloudFaults } from "./faults.ts";
import { FaultPlan, noFaults, NtpFaultPlan } from "./faults.ts";
import type { ConnectionCounts } from "./front/connections.ts";
import { Connections } from "./front/connections.ts";
import type { Framing, HeaderNames } from "./front/delivery.ts";
import { Handler } from "./front/handler.ts";
import type { RequestRecord } from "./front/log.ts";
import { Redaction } from "./front/log.ts";
import { SeededRandom } from "./random.ts";
import type { Services } from "./services.ts";
import { hosts, makeServices } from "./services.ts";
import { NtpServer } from "./time/ntp.ts";

export type { CloudCredentials } from "./credentials.ts";
export type { CloudFaults, Fault, FaultAction, NtpFault } from "./faults.ts";
export type { RequestRecord } from "./front/log.ts";

export interface CloudOptions {
  /** Port on 127.0.0.1; 0, the default: any free one. */
  port?: number;
  /** UDP port of the time server on 127.0.0.1; 0, the default: any free one. */
  ntpPort?: number;
  /**
   * Folder for uploaded files, made when missing. Files lie there under their display paths, dated
   * client_modified, and stay when the cloud closes; files already there are part of the Dropbox.
   * Without it files are kept in memory.
   */
  directory?: string;
  /** Reproduces every choice left to chance: dots, framing, identifiers, tokens. Default 1. */
  seed?: number;
  /** For the times served, expiry of tokens and sessions, rates and the header Date. */
  clock?: () => Date;
  /** Accepted from the start. When left out, fresh ones are made: see Cloud.credentials. */
  credentials?: readonly CloudCredentials[];
  profile?: Partial<AccountProfile>;
  /** Size of the Dropbox, for insufficient_space. Default 2 GB. */
  allocated_bytes?: number;
  /** Life of new access tokens. Default 14400. */
  expires_in_s?: number;
  /** Default 160 characters; clients must cope with 2048 and more. */
  accessTokenLength?: number;
  feedLimits?: Partial<FeedLimits>;
  /** Content-Length or chunks; by chance when left out. */
  framing?: Framing;
  /** Mixed-case or lower-case header names; by chance when left out. */
  headerNames?: HeaderNames;
  faults?: Partial<CloudFaults>;
  /** Told of mistakes in the cloud itself. Default: written to standard error. */
  onMistake?: (error: unknown) => void;
}

/** A file in the Dropbox. */
export interface StoredFile {
  /** As displayed, from the root. */
  path: string;
  /** Where it lies on disk; null without a directory. */
  diskPath: string | null;
  size_bytes: number;
  content_hash: string;
  client_modified: Date;
  server_modified: Date;
  rev: string;
  id: string;
}

/** A feed of Adafruit IO. */
export interface StoredFeed {
  user: string;
  key: string;
  data: readonly DataPoint[];
}

export interface Cloud {
  readonly port: number;
  /** UDP port of the time server, which answers for any name. */
  readonly ntpPort: number;
  /** Certificate of the authority that clients are to trust. */
  readonly caPem: string;
  readonly hosts: readonly string[];
  /** The first credentials that were accepted. */
  readonly credentials: CloudCredentials;
  /** Accept more credentials, for instance those found in a user's settings. */
  accept(credentials: CloudCredentials): void;
  /** Replace the faults in force; what is left out is without fault. Counting starts anew. */
  setFaults(faults: Partial<CloudFaults>): Promise<void>;
  /** In the order of their lower-case paths. */
  files(): StoredFile[];
  /** Contents of a file by its path in any case. Throws when there is none. */
  read(path: string): Buffer;
  /** Serve a file at https://updates.example.com and this path, or another one in its place. */
  serve(path: string, content: string | Uint8Array): void;
  feeds(): StoredFeed[];
  /** Requests by route since the start; questions to the time server as `ntp`. */
  counters(): Record<string, number>;
  /** The last 10,000 requests, oldest first, without secrets. */
  requests(): RequestRecord[];
  connections(): ConnectionCounts;
  /** Reset all connections and give the port back. Files in a directory stay. */
  close(): Promise<void>;
}

const profile: AccountProfile = {
  account_id: "dbid:AAH4f99T0taONIb-OurWxbNQ6ywGRopQngc",
  given_name: "Franz",
  surname: "Ferdinand",
  email: "franz@example.com",
  country: "US",
  locale: "en",
  namespace_id: "3235641",
};
const tokenRules: TokenRules = { expires_in_s: 14_400, accessTokenLength: 160 };
const feedLimits: FeedLimits = { dataWritesPerMinute: 30, feeds: 10 };
const allocated_bytes = 2_000_000_000;

function storedFile(file: FileNode, { tree }: DropboxState): StoredFile {
  const names = namesOf(file);
  const { size_bytes, content_hash, client_modified, server_modified, rev, id } = file;
  const diskPath = tree.contents.diskPath(names);
  const path = displayPath(names);
  return { path, diskPath, size_bytes, content_hash, client_modified, server_modified, rev, id };
}

function filesIn(state: DropboxState): StoredFile[] {
  const files = [...state.tree.below(state.tree.root)].filter((node) => node.kind === "file");
  return files
    .map((file) => storedFile(file, state))
    .sort((one, other) => (one.path.toLowerCase() < other.path.toLowerCase() ? -1 : 1));
}

function readFrom({ tree }: DropboxState, path: string): Buffer {
  const node = tree.at(path.split("/").slice(1));
  if (node?.kind !== "file") throw new Error(`The cloud holds no file at ${path}.`);
  return tree.read(node);
}

function servicesFor(options: CloudOptions, random: SeededRandom, closing: AbortSignal): Services {
  return makeServices({
    directory: options.directory ?? null,
    random,
    closing,
    profile: { ...profile, ...options.profile },
    allocated_bytes: options.allocated_bytes ?? allocated_bytes,
    tokenRules: {
      expires_in_s: options.expires_in_s ?? tokenRules.expires_in_s,
      accessTokenLength: options.accessTokenLength ?? tokenRules.accessTokenLength,
    },
    feedLimits: { ...feedLimits, ...options.feedLimits },
  });
}

function reportMistake(error: unknown): void {
  console.error("The local cloud made a mistake:", error);
}

class RunningCloud implements Cloud {
  readonly hosts = hosts;
  readonly caPem: string;
  readonly credentials: CloudCredentials;
  readonly #services: Services;
  readonly #handler: Handler;
  readonly #connections: Connections;
  readonly #ntp: NtpServer;
  readonly #closing: AbortController;
  #plan = new FaultPlan([]);
  #ntpPlan = new NtpFaultPlan([]);

  constructor(options: CloudOptions, authority: Awaited<ReturnType<typeof makeCertificates>>) {
    const random = new SeededRandom(options.seed ?? 1);
    this.#closing = new AbortController();
    this.caPem = authority.caPem;
    this.#services = servicesFor(options, random, this.#closing.signal);
    const accepted = options.credentials ?? [makeCredentials(random)];
    this.credentials = accepted[0] ?? {};
    for (const each of accepted) this.accept(each);
    this.#handler = this.#makeHandler(options, random);
    this.#connections = new Connections(authority, options.port ?? 0, (...request) => {
      void this.#handler.handle(...request);
    });
    this.#ntp = new NtpServer({
      port: options.ntpPort ?? 0,
      clock: options.clock ?? (() => new Date()),
      random,
      takeFault: () => this.#ntpPlan.take(),
    });
  }

  #makeHandler(options: CloudOptions, random: SeededRandom): Handler {
    const { framing = "random", headerNames = "random" } = options;
    return new Handler({
      services: this.#services.byHost,
      clock: options.clock ?? (() => new Date()),
      random,
      style: { framing, headerNames },
      redaction: new Redaction(() => this.#services.secrets()),
      closing: this.#closing.signal,
      plan: () => this.#plan,
      onMistake: options.onMistake ?? reportMistake,
    });
  }

  get port(): number {
    return this.#connections.port;
  }

  get ntpPort(): number {
    return this.#ntp.port;
  }

  async open(faults: Partial<CloudFaults>): Promise<void> {
    // Listening comes first even for a cloud that is to be down: that settles the ports.
    await this.#listen();
    await this.setFaults(faults);
  }

  async #listen(): Promise<void> {
    await this.#connections.listen();
    try {
      await this.#ntp.listen();
    } catch (error) {
      await this.#connections.refuse();
      throw error;
    }
  }

  async #refuse(): Promise<void> {
    await Promise.all([this.#connections.refuse(), this.#ntp.refuse()]);
  }

  accept(credentials: CloudCredentials): void {
    this.#services.accept(credentials);
  }

  async setFaults(faults: Partial<CloudFaults>): Promise<void> {
    const { requests, ntp, down, certificate } = { ...noFaults, ...faults };
    this.#plan = new FaultPlan(requests);
    this.#ntpPlan = new NtpFaultPlan(ntp);
    if (certificate !== this.#connections.certificate) {
      this.#connections.certificate = certificate;
      // Connections that are open have seen the other certificate.
      this.#connections.resetAll();
    }
    if (down) await this.#refuse();
    else await this.#listen();
  }

  files(): StoredFile[] {
    return filesIn(this.#services.dropbox);
  }

  read(path: string): Buffer {
    return readFrom(this.#services.dropbox, path);
  }

  serve(path: string, content: string | Uint8Array): void {
    this.#services.web.set(path, Buffer.from(content));
  }

  feeds(): StoredFeed[] {
    return [...this.#services.adafruit.all()].flatMap(({ user, feeds }) =>
      [...feeds.values()].map(({ key, data }) => ({ user, key, data })),
    );
  }

  counters(): Record<string, number> {
    const { questions } = this.#ntp;
    return {
      ...Object.fromEntries(this.#handler.counters),
      ...(questions > 0 && { ntp: questions }),
    };
  }

  requests(): RequestRecord[] {
    return structuredClone(this.#handler.records);
  }

  connections(): ConnectionCounts {
    return structuredClone(this.#connections.counts);
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#refuse();
  }
}

/** Start a cloud on 127.0.0.1. Rejects when a port is taken or the directory cannot be used. */
export async function startCloud(options: CloudOptions = {}): Promise<Cloud> {
  const cloud = new RunningCloud(options, await makeCertificates(hosts));
  await cloud.open(options.faults ?? {});
  return cloud;
}
