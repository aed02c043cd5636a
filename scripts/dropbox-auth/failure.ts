/** How `wamcam dropbox-auth` ends when it does not end well. */

export const ExitCode = {
  DONE: 0,
  FAILED: 1,
  /** An option or settings.toml is no use; nobody was asked for anything. */
  BAD_INPUT: 2,
  /** Denied, or Dropbox does not take the app or the code. */
  REFUSED: 3,
  /** No network, or something else than Dropbox answers. */
  UNREACHABLE: 4,
  INTERRUPTED: 130,
} as const;

export type FailureCode = Exclude<(typeof ExitCode)[keyof typeof ExitCode], 0>;

/** The message is one sentence for a person; it never holds a secret. */
export class AuthorisationFailed extends Error {
  override name = "AuthorisationFailed";
  readonly exitCode: FailureCode;

  constructor(exitCode: FailureCode, sentence: string) {
    super(sentence);
    this.exitCode = exitCode;
  }
}

export function interrupted(): AuthorisationFailed {
  return new AuthorisationFailed(ExitCode.INTERRUPTED, "Interrupted: nothing was changed.");
}

/** What comes of a promise, unless the person interrupts before. */
export async function unlessInterrupted<T>(promise: Promise<T>, stop: AbortSignal): Promise<T> {
  const stopped = new Promise<never>((_resolve, reject) => {
    const end = (): void => {
      reject(interrupted());
    };
    if (stop.aborted) end();
    stop.addEventListener("abort", end, { once: true });
  });
  return Promise.race([promise, stopped]);
}
