/**
 * The access token between starts: three lines of TOML in state.toml, which belongs to the
 * application. Anything but exactly these lines is left aside with a warning.
 */
import { HostError } from "../../host/errors";
import { logWarning } from "../../log/log";
import { fromUtf8, isAlphanumeric } from "../../host/text";
import { readSettings, SettingsFile, writeState } from "../../host/settings";

const TOKEN_KEY = "dropbox_access_token = ";
const EXPIRY_KEY = "dropbox_access_token_expires_at_s = ";
const MARK_KEY = "dropbox_authorisation = ";
const FILE_BYTES_MAX: i32 = 8192;

/** A token as it is kept. */
export class KeptToken {
  constructor(
    readonly accessToken: string,
    /** Seconds UTC, 0 if not known. */
    readonly expiresAt_s: i64,
    /** DropboxAccount.mark() of the authorisation that the token came from. */
    readonly mark: string,
  ) {}
}

/** True for characters that a bearer token may have (RFC 6750), which TOML need not escape. */
export function isBearerToken(text: string): bool {
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (!isAlphanumeric(unit) && "-._~+/=".indexOf(text.charAt(index)) < 0) return false;
  }
  return text.length > 0;
}

/** Keep a token. 0 or a HostError. */
export function keepToken(token: KeptToken): i32 {
  return writeState(
    TOKEN_KEY +
      quoted(token.accessToken) +
      EXPIRY_KEY +
      token.expiresAt_s.toString() +
      "\n" +
      MARK_KEY +
      quoted(token.mark),
  );
}

function quoted(text: string): string {
  return '"' + text + '"\n';
}

/** The token that was kept, or null; a file that is no use is told, without what it holds. */
export function keptToken(): KeptToken | null {
  const file = readSettings("state.toml");
  if (file.status == HostError.NOT_FOUND) return null;
  const token = file.status == 0 ? parse(file) : null;
  if (token == null) {
    logWarning("state.toml cannot be used; the next access token replaces it");
  }
  return token;
}

function parse(file: SettingsFile): KeptToken | null {
  if (file.bytes.length > FILE_BYTES_MAX) return null;
  const lines = fromUtf8(file.bytes, 0, file.bytes.length).split("\n");
  if (lines.length != 4) return null;
  const token = stringValue(unchecked(lines[0]), TOKEN_KEY);
  const mark = stringValue(unchecked(lines[2]), MARK_KEY);
  const expiresAt_s = numberValue(unchecked(lines[1]), EXPIRY_KEY);
  if (token.length == 0 || mark.length == 0 || expiresAt_s < 0) return null;
  return new KeptToken(token, expiresAt_s, mark);
}

/** The text in quotes after the key; empty if the line is another. */
function stringValue(line: string, key: string): string {
  const length = line.length;
  const start = key.length + 1;
  if (!line.startsWith(key + '"') || length <= start || !line.endsWith('"')) return "";
  const text = line.substring(start, length - 1);
  return isBearerToken(text) ? text : "";
}

/** The whole number after the key; -1 if the line is another. */
function numberValue(line: string, key: string): i64 {
  const digits = line.length - key.length;
  if (!line.startsWith(key) || digits < 1 || digits > 12) return -1;
  let number: i64 = 0;
  for (let index = key.length; index < line.length; index++) {
    const digit = line.charCodeAt(index) - 0x30;
    if (digit < 0 || digit > 9) return -1;
    number = number * 10 + digit;
  }
  return number;
}
