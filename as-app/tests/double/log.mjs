export class LogDouble {
  lines = [];

  constructor(memory) {
    this.memory = memory;
  }

  reset() {
    this.lines = [];
  }

  write(level, pointer, length) {
    this.lines.push({ level, text: this.memory.text(pointer, length) });
    return 0;
  }

  control = {
    logCount: () => this.lines.length,
    logLevel: (index) => this.lines[index]?.level ?? -1,
    /** Text of a log line; returns its length in bytes. */
    logText: (index, pointer, length) =>
      this.memory.putText(pointer, length, this.lines[index]?.text ?? ""),
  };
}
