/**
 * Everything that was written to a card, so that any cut of power can be played afterwards. An
 * append can be cut after each of its bytes; all else is there or not.
 */
export class CardHistory {
  /** Each with `start`, its first point, and `length`, how many points it has. */
  changes = [];
  points = 0;
  isRecording = false;
  /** The state before change `done`, kept to play point after point without starting over. */
  state = new Map();
  done = 0;
  first = new Map();

  begin(files) {
    this.first = new Map(files);
    this.state = new Map(files);
    this.changes = [];
    this.points = 0;
    this.done = 0;
    this.isRecording = true;
  }

  appended(path, added) {
    this.#push({ path, added }, added.length);
  }

  changed(path, bytes) {
    this.#push({ path, bytes }, 1);
  }

  renamed(from, to, bytes) {
    this.#push({ path: to, bytes, from }, 1);
  }

  #push(change, length) {
    if (!this.isRecording || length === 0) return;
    this.changes.push({ ...change, start: this.points, length });
    this.points += length;
  }

  /** Files after a cut at a point, 0 .. points: so many bytes were written. Ends the recording. */
  at(point, garbage) {
    this.isRecording = false;
    if (this.done > 0 && this.changes[this.done - 1].start >= point) {
      this.state = new Map(this.first);
      this.done = 0;
    }
    while (this.done < this.changes.length) {
      const change = this.changes[this.done];
      if (change.start + change.length > point) break;
      this.#apply(this.state, change, change.length, false);
      this.done++;
    }
    const files = new Map(this.state);
    const change = this.changes[this.done];
    if (change !== undefined && change.start < point) {
      this.#apply(files, change, point - change.start, garbage);
    }
    return files;
  }

  #apply(files, change, count, garbage) {
    if (change.added === undefined) {
      if (change.from !== undefined) files.delete(change.from);
      if (change.bytes === undefined) files.delete(change.path);
      else files.set(change.path, change.bytes);
      return;
    }
    const before = files.get(change.path) ?? new Uint8Array();
    const after = new Uint8Array(before.length + (garbage ? change.added.length : count));
    after.set(before);
    after.set(change.added.subarray(0, count), before.length);
    for (let at = before.length + count; at < after.length; at++)
      after[at] = (at * 167 + 10) & 0xff;
    files.set(change.path, after);
  }
}
