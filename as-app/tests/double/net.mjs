/** Connections that a test scripts: what they answer, and when they fail. */
import { errors } from "./errors.mjs";

class Connection {
  state = 0;
  sent = [];
  answers = [];
  sentence = "";
  file = undefined;
}

export class NetDouble {
  constructor(memory) {
    this.memory = memory;
    this.reset();
  }

  reset() {
    this.connections = new Map();
    this.next = 1;
    this.opened = [];
    this.openError = 0;
  }

  open(hostPointer, hostLength, port) {
    if (this.openError !== 0) return this.openError;
    const handle = this.next++;
    this.connections.set(handle, new Connection());
    this.opened.push(`${this.memory.text(hostPointer, hostLength)}:${port}`);
    return handle;
  }

  state(handle) {
    return this.connections.get(handle)?.state ?? errors.BAD_HANDLE;
  }

  deadlines(handle) {
    return this.connections.has(handle) ? 0 : errors.BAD_HANDLE;
  }

  send(handle, pointer, length) {
    const connection = this.connections.get(handle);
    if (connection === undefined) return errors.BAD_HANDLE;
    if (connection.state < 0) return connection.state;
    if (connection.state < 3) return errors.WOULD_BLOCK;
    connection.sent.push(this.memory.bytes(pointer, length));
    return length;
  }

  send_file(handle, pathPointer, pathLength, offset, length) {
    const connection = this.connections.get(handle);
    if (connection === undefined) return errors.BAD_HANDLE;
    connection.file = `${this.memory.text(pathPointer, pathLength)} ${offset} ${length}`;
    return 0;
  }

  unsent(handle) {
    return this.connections.has(handle) ? 0n : BigInt(errors.BAD_HANDLE);
  }

  sent_hash(handle, pointer, length) {
    if (!this.connections.has(handle)) return errors.BAD_HANDLE;
    this.memory.put(pointer, length, new Uint8Array(32));
    return 0;
  }

  receive(handle, pointer, length) {
    const connection = this.connections.get(handle);
    if (connection === undefined) return errors.BAD_HANDLE;
    const chunk = connection.answers.shift();
    if (chunk !== undefined) {
      const count = this.memory.put(pointer, length, chunk);
      if (count < chunk.length) connection.answers.unshift(chunk.subarray(count));
      return count;
    }
    if (connection.state < 0) return connection.state;
    return connection.state === 4 ? 0 : errors.WOULD_BLOCK;
  }

  statistics(handle, pointer, length) {
    if (!this.connections.has(handle)) return errors.BAD_HANDLE;
    if (length < 48) return errors.INVALID;
    this.memory.put(pointer, length, new Uint8Array(48));
    return 48;
  }

  describe(handle, pointer, length) {
    const connection = this.connections.get(handle);
    if (connection === undefined) return errors.BAD_HANDLE;
    return this.memory.putText(pointer, length, connection.sentence);
  }

  close(handle) {
    return this.connections.delete(handle) ? 0 : errors.BAD_HANDLE;
  }

  control = {
    netOpenCount: () => this.opened.length,
    /** "host:port" of the index-th open. */
    netOpened: (index, pointer, length) =>
      this.memory.putText(pointer, length, this.opened[index] ?? ""),
    netOpenFail: (error) => {
      this.openError = error;
    },
    netAlive: () => this.connections.size,
    netSetState: (handle, state) => {
      const connection = this.connections.get(handle);
      if (connection !== undefined) connection.state = state;
    },
    netSetSentence: (handle, pointer, length) => {
      const connection = this.connections.get(handle);
      if (connection !== undefined) connection.sentence = this.memory.text(pointer, length);
    },
    /** Bytes that the peer sends next, as one piece. */
    netAnswer: (handle, pointer, length) => {
      this.connections.get(handle)?.answers.push(this.memory.bytes(pointer, length));
    },
    /** Everything handed to send so far; its length. */
    netSent: (handle, pointer, length) => {
      const sent = Buffer.concat(this.connections.get(handle)?.sent ?? []);
      this.memory.put(pointer, length, sent);
      return sent.length;
    },
    /** "path offset length" of the last send_file. */
    netFile: (handle, pointer, length) =>
      this.memory.putText(pointer, length, this.connections.get(handle)?.file ?? ""),
  };
}
