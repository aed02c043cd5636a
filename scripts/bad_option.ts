/** Options that cannot work, told in one sentence. */

/** An option has a value that cannot work; the message is one sentence for a person. */
export class BadOption extends Error {
  override name = "BadOption";
}

/** A whole number that was typed for an option, `least` to `most`; throws BadOption. */
export function wholeNumber(option: string, typed: string, least: number, most: number): number {
  const value = /^\d{1,10}$/.test(typed) ? Number(typed) : NaN;
  if (!(value >= least && value <= most)) {
    throw new BadOption(
      `${option} takes a whole number from ${least} to ${most}, but "${typed}" was given.`,
    );
  }
  return value;
}
