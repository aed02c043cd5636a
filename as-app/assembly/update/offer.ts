/** An application that is offered somewhere: what it is, and where its bytes are. */
import { utf8 } from "../host/text";
import { ABI_VERSION } from "../host/imports";
import { crc32 } from "../ledger/crc32";
import { APPLICATION_NAME } from "../version";
import { JsonValue } from "../cloud/json/value";

/** Flags of update.begin. */
const DOWNGRADE: i32 = 1;
export const CONTENT_HASH: i32 = 8;

export class Offer {
  /** How long it is to be tried; 0: as the board has it. */
  trial_s: i32 = 0;

  constructor(
    /** What people know it by: a path in Dropbox or an address. */
    readonly name: string,
    /** Where it is, for a request: a revision of Dropbox's or an address. */
    readonly place: string,
    readonly bytes: i64,
    /** SHA-256 or content_hash, in lower-case hexadecimal. */
    readonly hash: string,
    readonly flags: i32,
  ) {}

  /** Whether it can be asked for. */
  isWhole(): bool {
    return this.hash.length == 64 && this.bytes > 0 && this.bytes <= i32.MAX_VALUE;
  }
}

/** The address that `address` is beside the one of the index. */
function absolute(index: string, address: string): string {
  if (address.startsWith("https://")) return address;
  const end = address.startsWith("/") ? index.indexOf("/", 8) : index.lastIndexOf("/") + 1;
  return index.substring(0, end) + address;
}

/** Whether an entry is meant for the camera of that name, and for this application. */
function fits(entry: JsonValue, camId: string): bool {
  if (entry.member("name").text() != APPLICATION_NAME) return false;
  if (entry.member("abi").integer(ABI_VERSION) > ABI_VERSION) return false;
  const name = utf8(camId);
  const share = <i64>(crc32(name.dataStart, name.length) % 100);
  if (share >= entry.member("percent").integer(100)) return false;
  const cameras = entry.member("cameras");
  if (!cameras.isPresent()) return true;
  let index = 0;
  let camera = cameras.element(0);
  while (camera.isPresent() && camera.text() != camId) camera = cameras.element(++index);
  return camera.isPresent();
}

/** The first entry of the index at this address that is for the camera; null if none is. */
export function offerOf(entries: JsonValue, address: string, camId: string): Offer | null {
  let index = 0;
  let entry = entries.element(0);
  while (entry.isPresent() && !fits(entry, camId)) entry = entries.element(++index);
  if (!entry.isPresent()) return null;
  const place = absolute(address, entry.member("url").text());
  const flags = entry.member("downgrade").isTrue() ? DOWNGRADE : 0;
  const hash = entry.member("sha256").text();
  const offer = new Offer(place, place, entry.member("bytes").integer(0), hash, flags);
  offer.trial_s = (<i32>entry.member("trial_s").integer(0)) & i32.MAX_VALUE;
  return offer;
}
