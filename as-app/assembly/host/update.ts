/** Capability update: applications that take the place of this one. */
import { updateListen } from "./imports";
import { utf8 } from "./text";

/**
 * Take applications from the local network under a name, from whoever knows the token. 0, INVALID
 * for a name or token of another form, NOT_SUPPORTED on a board that does not listen, IO.
 */
export function listen(name: string, token: string): i32 {
  const text = utf8(name);
  const secret = utf8(token);
  return updateListen(text.dataStart, text.length, secret.dataStart, secret.length);
}
