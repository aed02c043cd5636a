export class ReportDouble {
  events = [];

  constructor(memory) {
    this.memory = memory;
  }

  reset() {
    this.events = [];
  }

  event(pointer, length) {
    const text = this.memory.text(pointer, length);
    JSON.parse(text);
    this.events.push(text);
    return 0;
  }

  control = {
    reportCount: () => this.events.length,
    reportText: (index, pointer, length) =>
      this.memory.putText(pointer, length, this.events[index] ?? ""),
  };
}
