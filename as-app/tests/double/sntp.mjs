/** Questions to a time server that a test answers. */
import { errors } from "./errors.mjs";

export class SntpDouble {
  constructor(memory) {
    this.memory = memory;
    this.reset();
  }

  reset() {
    this.asked = [];
    this.askError = 0;
    this.question = undefined;
  }

  ask(hostPointer, hostLength, limitMs) {
    if (this.askError !== 0) return this.askError;
    if (this.question !== undefined) return errors.BUSY;
    this.asked.push(`${this.memory.text(hostPointer, hostLength)} ${limitMs}`);
    this.question = { error: errors.WOULD_BLOCK, sentence: "" };
    return 0;
  }

  answer(pointer, length) {
    if (this.question === undefined) return errors.NOT_FOUND;
    if (length < 16) return errors.INVALID;
    const { times, error } = this.question;
    if (times === undefined) return error;
    const view = this.memory.view(pointer, length);
    view.setBigInt64(0, times.utcMinusUptimeUs, true);
    view.setBigInt64(8, times.roundTripUs, true);
    return 16;
  }

  describe(pointer, length) {
    if (this.question === undefined) return errors.NOT_FOUND;
    return this.memory.putText(pointer, length, this.question.sentence);
  }

  close() {
    this.question = undefined;
    return 0;
  }

  control = {
    sntpCount: () => this.asked.length,
    /** "host limit" of the index-th question. */
    sntpAsked: (index, pointer, length) =>
      this.memory.putText(pointer, length, this.asked[index] ?? ""),
    sntpIsOpen: () => (this.question === undefined ? 0 : 1),
    sntpAskFail: (error) => {
      this.askError = error;
    },
    /** The server answers the question that is open. */
    sntpTell: (utcMinusUptimeUs, roundTripUs) => {
      this.question.times = { utcMinusUptimeUs, roundTripUs };
    },
    /** The question that is open fails. */
    sntpFail: (error, pointer, length) => {
      this.question.error = error;
      this.question.sentence = this.memory.text(pointer, length);
    },
  };
}
