import { errors } from "./errors.mjs";

export class SettingsDouble {
  files = new Map();

  constructor(memory) {
    this.memory = memory;
  }

  reset() {
    this.files.clear();
  }

  read(namePointer, nameLength, offset, pointer, length) {
    const bytes = this.files.get(this.memory.text(namePointer, nameLength));
    if (bytes === undefined) return errors.NOT_FOUND;
    return this.memory.put(pointer, length, bytes.subarray(offset));
  }

  write(namePointer, nameLength, pointer, length) {
    const name = this.memory.text(namePointer, nameLength);
    if (name !== "state.toml") return errors.ACCESS;
    this.files.set(name, this.memory.bytes(pointer, length));
    return 0;
  }

  control = {
    settingsPut: (namePointer, nameLength, pointer, length) => {
      this.files.set(this.memory.text(namePointer, nameLength), this.memory.bytes(pointer, length));
    },
  };
}
