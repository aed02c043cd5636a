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

  state(pointer, length) {
    return this.memory.putText(pointer, length, this.members);
  }

  control = {
    updateState: (pointer, length) => {
      this.members = this.memory.text(pointer, length);
    },
  };
}
