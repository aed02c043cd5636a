/** Capability wifi: the network that a board is to join. */
import { wifiJoin } from "./imports";
import { utf8 } from "./text";

/**
 * Join a network, now and whenever it is lost. 0, INVALID for lengths that no network has,
 * NOT_SUPPORTED on a board without Wi-Fi of its own.
 */
export function join(ssid: string, password: string): i32 {
  const name = utf8(ssid);
  const secret = utf8(password);
  return wifiJoin(name.dataStart, name.length, secret.dataStart, secret.length);
}
