/** A way to run a program so that its name lookups never end, on this machine and without a server. */
import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

/** A name that /etc/hosts does not know, and that nobody may give to a host (RFC 2606). */
export const hangingName = "hanging.invalid";

/**
 * A mount name space in which /etc/hosts is a pipe that nobody writes to: the resolver waits for
 * it to be opened. Addresses in digits are not looked up and work as ever.
 */
function wrapperWith(unshare: readonly string[], pipe: string): string[] {
  const script = 'mount --bind "$0" /etc/hosts && exec "$@"';
  return ["unshare", ...unshare, "sh", "-c", script, pipe];
}

/** Words to put before a command line, or null where the system does not let us. */
export async function hangingLookup(pipe: string): Promise<string[] | null> {
  await run("mkfifo", [pipe]);
  for (const unshare of [["--mount"], ["--user", "--map-root-user", "--mount"]]) {
    const wrapper = wrapperWith(unshare, pipe);
    const isPossible = await run("env", [...wrapper, "true"]).then(
      () => true,
      () => false,
    );
    if (isPossible) return wrapper;
  }
  return null;
}
