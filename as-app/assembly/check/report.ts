/** What a check has found: a line and an event for each of its steps, a verdict at the end. */
import { ExitCode, finish } from "../host/app";
import { logError, logInformation } from "../log/log";
import { Event } from "../log/event";
import { withoutSecrets } from "../log/secrets";

/** The check's own folder on the card. */
export const CHECK_FOLDER = "wamcam/check";

/** What to do about a network that does not work, as the end of a sentence. */
export const NETWORK =
  "; check the network (name and password of the Wi-Fi in settings.toml, the router) and try again";

export class CheckReport {
  /** True once the verdict was given. */
  isEnded: bool = false;
  /** Steps that have been told of. */
  private told: i32 = 0;
  private leftOutCount: i32 = 0;
  private failedSteps: string[] = [];

  /** `name` as in the command that starts the check; `steps` in the order of the telling. */
  constructor(
    private readonly name: string,
    private readonly steps: string[],
  ) {}

  /** The step whose turn it is has passed. */
  passed(text: string): void {
    const step = this.take();
    logInformation("ok   " + step + ": " + text);
    this.publish(step, "ok", text);
  }

  /** It has failed; `text` says what is wrong and what the person can do. */
  failed(text: string): void {
    const step = this.take();
    this.failedSteps.push(step);
    logError("FAIL " + step + ": " + text);
    this.publish(step, "failed", text);
  }

  /** It makes no sense, for example after the failure of another. */
  leftOut(reason: string): void {
    const step = this.take();
    this.leftOutCount++;
    logInformation("--   " + step + ": left out, " + reason);
    this.publish(step, "left_out", reason);
  }

  /** So it is with all steps except the last few. */
  leftOutAllBut(last: i32, reason: string): void {
    while (this.told < this.steps.length - last) this.leftOut(reason);
  }

  /** The verdict, after the last step: pass if none has failed. */
  end(): void {
    this.conclude(this.failedSteps.length == 0);
  }

  /** The verdict of a check that may pass although steps have failed. */
  conclude(isPassed: bool): void {
    this.isEnded = true;
    const line = this.name + (isPassed ? ": pass" : ": FAIL") + this.failures(isPassed);
    if (isPassed) logInformation(line);
    else logError(line);
    new Event("checked")
      .text("check", this.name)
      .flag("passed", isPassed)
      .whole("steps", this.steps.length)
      .whole("failed", this.failedSteps.length)
      .whole("left_out", this.leftOutCount)
      .publish();
    finish(isPassed ? ExitCode.DONE : ExitCode.FAILED);
  }

  private failures(areNamed: bool): string {
    const failed = this.failedSteps.length;
    if (failed == 0) return "";
    const steps = this.steps.length.toString();
    const text = ", " + failed.toString() + " of " + steps + " steps failed";
    return areNamed ? text + ": " + this.failedSteps.join(", ") : text;
  }

  private take(): string {
    return this.steps[this.told++];
  }

  private publish(step: string, outcome: string, text: string): void {
    new Event("check")
      .text("check", this.name)
      .text("step", step)
      .text("outcome", outcome)
      .text("text", withoutSecrets(text))
      .publish();
  }
}

/** A duration in whole milliseconds, for a sentence. */
export function milliseconds(us: i64): string {
  return ((us + 500) / 1000).toString() + " ms";
}
