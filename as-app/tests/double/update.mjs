import { errors } from "./errors.mjs";

/** A board without room for applications, until a test says what update.state tells. */
export class UpdateDouble {
  constructor(memory) {
    this.memory = memory;
    this.reset();
  }

  reset() {
    this.members = "";
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
    if (this.members === "") return errors.NOT_SUPPORTED;
    return this.memory.putText(pointer, length, this.members);
  }

  control = {
    updateState: (pointer, length) => {
      this.members = this.memory.text(pointer, length);
    },
  };
}
