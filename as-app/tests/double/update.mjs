import { errors } from "./errors.mjs";

/** A board without room for applications; a test says what update.state tells. */
export class UpdateDouble {
  constructor(memory) {
    this.memory = memory;
    this.reset();
  }

  reset() {
    this.members =
      '"application_name":null,"application_slot":null,"application_trial":null,"last_failure":null';
    this.listenAnswer = errors.NOT_SUPPORTED;
    this.listening = "";
    this.beginAnswer = errors.NOT_SUPPORTED;
    this.writeAnswer = 0;
    this.endAnswer = 0;
    this.sentence = "";
    this.asked = "";
    this.written = [];
    this.endCount = 0;
  }

  begin(bytes, pointer, length, flags, trial_s) {
    const hash = Buffer.from(this.memory.bytes(pointer, length)).toString("hex");
    this.asked = `${bytes} ${hash} ${flags} ${trial_s}`;
    return this.beginAnswer;
  }

  write(offset, pointer, length) {
    if (this.writeAnswer === 0) this.written.push(`${offset}+${length}`);
    return this.writeAnswer;
  }

  end() {
    this.endCount++;
    return this.endAnswer;
  }

  describe(pointer, length) {
    return this.memory.putText(pointer, length, this.sentence);
  }

  listen(namePointer, nameLength, tokenPointer, tokenLength) {
    if (this.listenAnswer === 0) {
      const name = this.memory.text(namePointer, nameLength);
      this.listening = `${name}/${this.memory.text(tokenPointer, tokenLength)}`;
    }
    return this.listenAnswer;
  }

  state(pointer, length) {
    return this.memory.putText(pointer, length, this.members);
  }

  control = {
    listenAnswer: (answer) => {
      this.listenAnswer = answer;
    },
    /** "name/token" of what was asked for last; its length. */
    listening: (pointer, length) => this.memory.putText(pointer, length, this.listening),
    /** What begin, write and end answer from now on, with this sentence. */
    updateAnswers: (begin, write, end, pointer, length) => {
      this.beginAnswer = begin;
      this.writeAnswer = write;
      this.endAnswer = end;
      this.sentence = this.memory.text(pointer, length);
    },
    /** "bytes hash flags trial_s" of the last begin; its length. */
    updateAsked: (pointer, length) => this.memory.putText(pointer, length, this.asked),
    /** "offset+length" of all that was written, with blanks between; its length. */
    updateWritten: (pointer, length) =>
      this.memory.putText(pointer, length, this.written.join(" ")),
    updateEnds: () => this.endCount,
    updateState: (pointer, length) => {
      this.members = this.memory.text(pointer, length);
    },
  };
}
