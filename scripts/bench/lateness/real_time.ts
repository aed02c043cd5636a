/** A way to run a program before all others of this machine, as a board has its processor to itself. */
import { execFile } from "node:child_process";
import { promisify } from "node:util";

const wrapper = ["chrt", "--fifo", "10"];

/** Words to put before a command line; none where the system does not let us. */
export function realTime(): Promise<string[]> {
  return promisify(execFile)("env", [...wrapper, "true"]).then(
    () => wrapper,
    () => [],
  );
}
