/** settings.toml as a person keeps it: some keys change, every other byte stays. */
import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { randomBytes } from "node:crypto";
import { basename, dirname, join, resolve } from "node:path";
import { isDeepStrictEqual } from "node:util";

import { patch, parse as parseForPatch } from "@decimalturn/toml-patch";
import { parse } from "smol-toml";

import { repository } from "../repository.ts";
import { AuthorisationFailed, ExitCode } from "./failure.ts";

const sample = join(repository, "as-app/samples/settings.toml");
/** Keys of the authorisation before: an access token would be used until it ends. */
const staleKeys = ["DBX_ACCESS_TOKEN", "DBX_EXPIRES_AT", "DBX_APP_SECRET"] as const;

export interface NewAuthorisation {
  appKey: string;
  refreshToken: string;
}

function unusable(path: string, reason: string): AuthorisationFailed {
  return new AuthorisationFailed(ExitCode.BAD_INPUT, `${path}: ${reason}`);
}

type Table = Record<string, unknown>;

/** The values, exactly. Throws smol-toml's error, which quotes the line and so a secret. */
function values(text: string): Table {
  return parse(text, { integersAsBigInt: true });
}

/** The changed text; null when the editor cannot cope, whose words might quote a secret. */
function patched(text: string, change: (table: Table) => Table): string | null {
  try {
    return patch(text, change(parseForPatch(text) as Table));
  } catch {
    return null;
  }
}

export class SettingsFile {
  /** As named by the person. */
  readonly path: string;
  /** Where it lies; the target of a symbolic link, which stays one. */
  readonly #place: string;

  constructor(path: string) {
    this.path = path;
    const absolute = resolve(path);
    this.#place = existsSync(absolute) ? realpathSync(absolute) : absolute;
  }

  /** See that the file can be read, changed and replaced, before anybody is asked for anything. */
  check(): void {
    this.#edited(this.#read(), { DBX_APP_KEY: "trial", DBX_REFRESH_TOKEN: "trial" }, staleKeys);
    try {
      closeSync(openSync(this.#temporary, "wx", 0o600));
    } catch (error) {
      throw this.#unwritable(error);
    }
    rmSync(this.#temporary);
  }

  /** The app key that the file has; null for none and for the sample's. */
  appKey(): string | null {
    const key = this.#values(this.#read()).DBX_APP_KEY;
    return typeof key === "string" && !/^(replace-with-.*)?$/.test(key) ? key : null;
  }

  /**
   * Put an authorisation in; returns the names of the keys that were removed. The file is replaced
   * as a whole and only its owner may read it; no copy of the old one is left.
   */
  write({ appKey, refreshToken }: NewAuthorisation): string[] {
    const before = this.#read();
    const old = this.#values(before);
    const removed = staleKeys.filter((key) => Object.hasOwn(old, key));
    const set = { DBX_APP_KEY: appKey, DBX_REFRESH_TOKEN: refreshToken };
    this.#replace(this.#edited(before, set, removed));
    return removed;
  }

  /** Unique to this object, beside the file: a rename replaces only within a folder's disk. */
  readonly #suffix = randomBytes(6).toString("hex");

  get #temporary(): string {
    return join(dirname(this.#place), `.${basename(this.#place)}.${this.#suffix}.tmp`);
  }

  /** A file that is not there begins as the sample, which explains every key. */
  #read(): string {
    try {
      const bytes = readFileSync(existsSync(this.#place) ? this.#place : sample);
      return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code ?? "it is not UTF-8";
      throw unusable(this.path, `the file cannot be read (${code}).`);
    }
  }

  #values(text: string): Table {
    try {
      return values(text);
    } catch (error) {
      const { line, column } = error as { line?: number; column?: number };
      const place = line === undefined ? "" : `:${line}:${column ?? 1}`;
      throw unusable(`${this.path}${place}`, "this is not valid TOML; correct it first.");
    }
  }

  /** The text with some keys set and some removed, proven to say the same otherwise. */
  #edited(before: string, set: Record<string, string>, removed: readonly string[]): string {
    const expected = this.#values(before);
    if (/\r\n/.test(before) && /(^|[^\r])\n/.test(before)) {
      throw unusable(
        this.path,
        "some lines end in CR LF, others in LF; save it with one kind of line end first.",
      );
    }
    const change = (table: Table): Table => {
      for (const key of removed) Reflect.deleteProperty(table, key);
      return Object.assign(table, set);
    };
    const after = patched(before, change);
    if (after === null || !isDeepStrictEqual(this.#values(after), change(expected))) {
      throw unusable(
        this.path,
        "its DBX_ keys could not be changed without changing more; change them by hand.",
      );
    }
    return after;
  }

  #replace(text: string): void {
    try {
      const file = openSync(this.#temporary, "wx", 0o600);
      try {
        writeFileSync(file, text);
        fsyncSync(file);
      } finally {
        closeSync(file);
      }
      renameSync(this.#temporary, this.#place);
    } catch (error) {
      rmSync(this.#temporary, { force: true });
      throw this.#unwritable(error);
    }
  }

  #unwritable(error: unknown): AuthorisationFailed {
    const { code } = error as NodeJS.ErrnoException;
    const folder = dirname(this.path);
    return unusable(this.path, `the folder "${folder}" cannot be written (${code ?? "unknown"}).`);
  }
}
