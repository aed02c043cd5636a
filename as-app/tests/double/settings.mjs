import { errors } from "./errors.mjs";

export class SettingsDouble {
  files = new Map();
  /** Answer of every write; 0 = work normally. */
  writeError = 0;

  constructor(memory) {
    this.memory = memory;
  }

  reset() {
    this.files.clear();
    this.writeError = 0;
  }

  read(namePointer, nameLength, offset, pointer, length) {
    const bytes = this.files.get(this.memory.text(namePointer, nameLength));
    if (bytes === undefined) return errors.NOT_FOUND;
    return this.memory.put(pointer, length, bytes.subarray(offset));
  }

  write(namePointer, nameLength, pointer, length) {
    const name = this.memory.text(namePointer, nameLength);
    if (name !== "state.toml") return errors.ACCESS;
    if (this.writeError !== 0) return this.writeError;
    this.files.set(name, this.memory.bytes(pointer, length));
    return 0;
  }

  control = {
    settingsFail: (error) => {
      this.writeError = error;
    },
    /** Content of a file; its length, or NOT_FOUND. */
    settingsGet: (namePointer, nameLength, pointer, length) => {
      const bytes = this.files.get(this.memory.text(namePointer, nameLength));
      if (bytes === undefined) return errors.NOT_FOUND;
      this.memory.put(pointer, length, bytes);
      return bytes.length;
    },
    settingsPut: (namePointer, nameLength, pointer, length) => {
      this.files.set(this.memory.text(namePointer, nameLength), this.memory.bytes(pointer, length));
    },
  };
}
