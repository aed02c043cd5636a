/** A camera whose jobs end when the test says so. */
import { errors } from "./errors.mjs";

export class CameraDouble {
  constructor(memory, clock) {
    this.memory = memory;
    this.clock = clock;
    this.reset();
  }

  reset() {
    this.isOpen = false;
    this.job = undefined;
    this.outcome = undefined;
    this.settings = [];
    this.frames = new Map();
    this.nextFrame = 1;
    /** Bytes and marks of the frames to come. */
    this.frameBytes = 50000;
    this.frameMarks = 3;
    this.shootError = 0;
    this.openError = 0;
    /** Answer to every setting. */
    this.setError = 0;
  }

  open(namePointer, nameLength, quality) {
    if (this.job !== undefined) return errors.BUSY;
    this.settings.push(`open ${this.memory.text(namePointer, nameLength)} ${quality}`);
    this.job = "open";
    return 0;
  }

  set(namePointer, nameLength, value) {
    if (this.job !== undefined) return errors.BUSY;
    if (!this.isOpen) return errors.NO_DEVICE;
    this.settings.push(`${this.memory.text(namePointer, nameLength)} ${value}`);
    return this.setError;
  }

  shoot() {
    if (this.job !== undefined) return errors.BUSY;
    if (!this.isOpen) return errors.NO_DEVICE;
    this.job = "shoot";
    return 0;
  }

  result() {
    if (this.job !== undefined) return errors.WOULD_BLOCK;
    if (this.outcome === undefined) return errors.NOT_FOUND;
    const outcome = this.outcome;
    this.outcome = undefined;
    return outcome;
  }

  sensor(pointer, length) {
    return this.memory.putText(pointer, length, this.isOpen ? "OV2640" : "");
  }

  frame_info(frame, pointer, length) {
    const info = this.frames.get(frame);
    if (info === undefined) return errors.BAD_HANDLE;
    if (length < 24) return errors.INVALID;
    const view = this.memory.view(pointer, length);
    view.setInt32(0, info.bytes, true);
    view.setInt32(4, 800, true);
    view.setInt32(8, 600, true);
    view.setInt32(12, info.marks, true);
    view.setBigInt64(16, info.uptime, true);
    return 24;
  }

  luminance(frame, pointer, length) {
    if (!this.frames.has(frame)) return errors.BAD_HANDLE;
    return length < 48 ? errors.INVALID : errors.NOT_SUPPORTED;
  }

  frame_release(frame) {
    return this.frames.delete(frame) ? 0 : errors.BAD_HANDLE;
  }

  #end() {
    if (this.job === "open") {
      this.isOpen = this.openError === 0;
      this.outcome = this.openError;
    } else if (this.job === "shoot") {
      this.outcome = this.shootError === 0 ? this.nextFrame++ : this.shootError;
      if (this.outcome > 0) {
        this.frames.set(this.outcome, {
          bytes: this.frameBytes,
          marks: this.frameMarks,
          uptime: this.clock.uptime,
        });
      }
    }
    this.job = undefined;
  }

  control = {
    /** End the job under way. */
    cameraEnd: () => this.#end(),
    cameraFail: (openError, shootError) => {
      this.openError = openError;
      this.shootError = shootError;
    },
    cameraRefuse: (error) => {
      this.setError = error;
    },
    cameraFrame: (bytes, marks) => {
      this.frameBytes = bytes;
      this.frameMarks = marks;
    },
    cameraFramesHeld: () => this.frames.size,
    cameraSettingCount: () => this.settings.length,
    /** The index-th "setting value" or "open SIZE QUALITY" since reset; its length. */
    cameraSetting: (index, pointer, length) =>
      this.memory.putText(pointer, length, this.settings[index] ?? ""),
  };
}
