/**
 * Keeps the secrets of the settings out of everything that is written. A server may send a secret
 * back in the text of an error: as it is, percent-encoded, or cut off.
 *
 * Values of fewer than 6 characters are let through. Blanking those would garble other words and
 * numbers of the log, and the gaps would tell the value. Nothing that short protects anything:
 * a password of Wi-Fi has at least 8 characters, keys and tokens have more.
 */
import { Settings } from "../config/settings";
import { fromUtf8, utf8 } from "../host/text";

const CHARACTERS_MIN: i32 = 6;
/** Of a secret that was cut off so many bytes are told apart from an ordinary word. */
const BEGINNING_BYTES: i32 = 8;
/** Shorter than any secret: what is blanked never gets longer. */
const MARK_BYTES: i32 = 3;

/**
 * What is blanked, in UTF-8: six values of the settings, then the last two access tokens, since
 * one that was replaced is good for some hours more.
 */
const secrets: Uint8Array[] = [];
/**
 * 16 bits for each byte: which secrets may begin with it, by their places, so that most bytes are
 * passed at once.
 */
const begins = memory.data(512, 2);
const PERCENT: i32 = 0x25;
const TOKEN_PLACE: i32 = 6;
let tokenCount: i32 = 0;

function protect(place: i32, value: string): void {
  while (secrets.length <= place) secrets.push(utf8(""));
  const secret = utf8(value.length < CHARACTERS_MIN ? "" : value);
  unchecked((secrets[place] = secret));
  if (secret.length == 0) return;
  // What a secret of before began with stays: it does no harm.
  mayBegin(<i32>unchecked(secret[0]), place);
  mayBegin(PERCENT, place);
}

function mayBegin(byte: i32, place: i32): void {
  const at = begins + ((<usize>byte) << 1);
  const bit: u32 = 1 << place;
  store<u16>(at, (<u32>load<u16>(at)) | bit);
}

/** Protect what the settings hold. */
export function protectSettings(settings: Settings): void {
  protect(0, settings.wifiPassword);
  protect(1, settings.adafruitKey);
  protect(2, settings.dropboxAppSecret);
  protect(3, settings.dropboxRefreshToken);
  protect(4, settings.dropboxAccessToken);
  protect(5, settings.token);
}

/** Protect an access token that was fetched or found; the one before stays protected. */
export function protectToken(token: string): void {
  protect(TOKEN_PLACE + (tokenCount & 1), token);
  tokenCount++;
}

/** A text as it may be shown to anybody. */
export function withoutSecrets(text: string): string {
  const bytes = utf8(text);
  return fromUtf8(bytes, 0, blankSecrets(bytes));
}

/**
 * Put *** in place of every secret in the bytes, and a blank in place of every control character;
 * the new length, which is not greater.
 */
export function blankSecrets(bytes: Uint8Array): i32 {
  const start = bytes.dataStart;
  const end = start + <usize>bytes.length;
  let to = start;
  for (let from = start; from < end; from++) {
    const byte = <u32>load<u8>(from);
    const places = <u32>load<u16>(begins + (byte << 1));
    const secretEnd =
      places == 0 ? from : start + <usize>endOfSecret(places, bytes, <i32>(from - start));
    if (secretEnd == from) store<u8>(to++, byte < 0x20 || byte == 0x7f ? 0x20 : byte);
    else {
      memory.fill(to, 0x2a, MARK_BYTES);
      to += MARK_BYTES;
      from = secretEnd - 1;
    }
  }
  return <i32>(to - start);
}

/** Where the longest secret at one of the places that begins at `start` ends; `start` if none does. */
function endOfSecret(places: u32, bytes: Uint8Array, start: i32): i32 {
  const first = unchecked(bytes[start]);
  const second = start + 1 < bytes.length ? unchecked(bytes[start + 1]) : 0;
  const mayBeEncoded = first == PERCENT || second == PERCENT;
  let end = start;
  for (; places != 0; places &= places - 1) {
    const secret = unchecked(secrets[ctz(places)]);
    if (secret.length == 0 || (!mayBeEncoded && second != unchecked(secret[1]))) continue;
    end = max(end, endOf(secret, bytes, start, false));
    end = max(end, endOf(secret, bytes, start, true));
  }
  return end;
}

/** Where a secret, or enough of its beginning, ends; `start` if it is not there. */
function endOf(secret: Uint8Array, bytes: Uint8Array, start: i32, isEncoded: bool): i32 {
  let at = start;
  let matched = 0;
  while (matched < secret.length && at < bytes.length) {
    const byte = <i32>unchecked(secret[matched]);
    if (isEncoded && encodedByte(bytes, at) == byte) at += 3;
    else if (<i32>unchecked(bytes[at]) == byte) at++;
    else break;
    matched++;
  }
  return matched == secret.length || matched >= BEGINNING_BYTES ? at : start;
}

/** The byte that %XX at an offset stands for; no byte if there is none. */
function encodedByte(bytes: Uint8Array, at: i32): i32 {
  if (at + 3 > bytes.length || unchecked(bytes[at]) != 0x25) return -1;
  return (digit(unchecked(bytes[at + 1])) << 4) | digit(unchecked(bytes[at + 2]));
}

/** The value of a hexadecimal digit; one that makes no byte if it is none. */
function digit(byte: i32): i32 {
  const letter = (byte | 0x20) - 0x61;
  if (<u32>letter < 6) return letter + 10;
  return <u32>(byte - 0x30) <= 9 ? byte - 0x30 : 0x1000;
}
