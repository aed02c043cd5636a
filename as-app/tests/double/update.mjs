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
  }

  begin() {
    return errors.NOT_SUPPORTED;
  }

  write() {
    return errors.NOT_SUPPORTED;
  }

  end() {
    return errors.NOT_SUPPORTED;
  }

  describe() {
    return 0;
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
    updateState: (pointer, length) => {
      this.members = this.memory.text(pointer, length);
    },
  };
}
