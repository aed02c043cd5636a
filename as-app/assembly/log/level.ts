/** How grave a line of the log is; the numbers of the import log.write. */
export enum Level {
  /** No line has this level: a target with it takes none. */
  OFF = -1,
  /** Something is lost or broken. */
  ERROR,
  /** Something went wrong and will be tried again. */
  WARNING,
  /** What the camera does. */
  INFORMATION,
  /** How it does it. */
  DEBUG,
}

/** As in [log] of camconfig.toml and in the lines of the log, from OFF on. */
export const LEVEL_WORDS: string = "off, error, warning, information, debug";
