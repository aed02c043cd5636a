/** What is wrong in the settings files, each with its place. */

/** So many problems and so many warnings are kept; the memory is small. */
const KEPT_MAX: i32 = 32;

/** One thing that is wrong, or with a warning: suspicious. */
export class Problem {
  constructor(
    public file: string,
    /** From 1; 0 where something is missing altogether. */
    public line: i32,
    /** In characters, from 1. */
    public column: i32,
    /** The key with its table, for example `timer.interval_sec`; may be empty. */
    public key: string,
    /** What was found and what is expected, without the place; never a secret. */
    public text: string,
  ) {}

  /** The whole sentence: file, place, what was found and what is expected. */
  describe(): string {
    let place = this.file;
    if (this.line > 0) place += ":" + this.line.toString() + ":" + this.column.toString();
    return place + ": " + this.text;
  }
}

/** Everything that was found while reading. */
export class Report {
  problems: Problem[] = [];
  warnings: Problem[] = [];

  addProblem(problem: Problem): void {
    this.add(this.problems, problem);
  }

  addWarning(problem: Problem): void {
    this.add(this.warnings, problem);
  }

  /** True if a further warning would only be counted as one of many. */
  get isFullOfWarnings(): bool {
    return this.warnings.length == KEPT_MAX;
  }

  /** The last of KEPT_MAX gives way to a note that it was not the last. */
  private add(list: Problem[], problem: Problem): void {
    if (list.length == KEPT_MAX) return;
    list.push(problem);
    if (list.length < KEPT_MAX) return;
    problem.line = 0;
    problem.text = "there may be more than is listed here";
  }
}
