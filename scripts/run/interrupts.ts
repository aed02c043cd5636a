/** Ctrl-C and its kin. */

/** A second Ctrl-C this long after the first means: at once. */
const patience_ms = 1_000;

/** Turn the signals that ask a program to end into two steps: bring to an end, then by force. */
export function listenForInterrupts(): { stop: AbortSignal; kill: AbortSignal; close: () => void } {
  const stop = new AbortController();
  const kill = new AbortController();
  let first_ms: number | null = null;
  // One Ctrl-C may arrive twice: from the terminal and from the program that started this one.
  const onSignal = (): void => {
    first_ms ??= performance.now();
    stop.abort();
    if (performance.now() - first_ms > patience_ms) {
      kill.abort();
    }
  };
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  signals.forEach((signal) => process.on(signal, onSignal));
  const close = (): void => {
    signals.forEach((signal) => process.off(signal, onSignal));
  };
  return { stop: stop.signal, kill: kill.signal, close };
}
