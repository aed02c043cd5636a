import { errors } from "./errors.mjs";

/** A board without Wi-Fi of its own until a test says otherwise. */
export class WifiDouble {
  constructor(memory) {
    this.memory = memory;
    this.reset();
  }

  reset() {
    this.answer = errors.NOT_SUPPORTED;
    this.joined = "";
  }

  join(ssidPointer, ssidLength, passwordPointer, passwordLength) {
    if (this.answer === 0) {
      const ssid = this.memory.text(ssidPointer, ssidLength);
      this.joined = `${ssid}/${this.memory.text(passwordPointer, passwordLength)}`;
    }
    return this.answer;
  }

  control = {
    wifiAnswer: (answer) => {
      this.answer = answer;
    },
    /** "ssid/password" of the network joined last; its length. */
    wifiJoined: (pointer, length) => this.memory.putText(pointer, length, this.joined),
  };
}
