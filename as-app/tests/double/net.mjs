/** Connections that a test scripts: what they take, what they answer, and when they fail. */
import { errors } from "./errors.mjs";

class Connection {
  state = 0;
  isClosed = false;
  sent = [];
  answers = [];
  sentence = "";
  file = undefined;
  deadlines = "";
  pace = "";
  socketOptions = "";
  /** Most bytes taken by one send; 0 = none for now. */
  sendMax = Infinity;
  unsent = 0n;
  sentHash = undefined;
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
    this.sendFileError = 0;
    this.connectionsMax = Infinity;
  }

  #alive(handle) {
    const connection = this.connections.get(handle);
    return connection?.isClosed === false ? connection : undefined;
  }

  #aliveCount() {
    return [...this.connections.values()].filter((connection) => !connection.isClosed).length;
  }

  open(hostPointer, hostLength, port) {
    if (this.openError !== 0) return this.openError;
    if (this.#aliveCount() >= this.connectionsMax) return errors.NO_MEMORY;
    const handle = this.next++;
    this.connections.set(handle, new Connection());
    this.opened.push(`${this.memory.text(hostPointer, hostLength)}:${port}`);
    return handle;
  }

  state(handle) {
    return this.#alive(handle)?.state ?? errors.BAD_HANDLE;
  }

  deadlines(handle, open, stall, response) {
    const connection = this.#alive(handle);
    if (connection === undefined) return errors.BAD_HANDLE;
    connection.deadlines = `${open} ${stall} ${response}`;
    return 0;
  }

  pace(handle, ...numbers) {
    const connection = this.#alive(handle);
    if (connection === undefined) return errors.BAD_HANDLE;
    connection.pace = numbers.join(" ");
    return 0;
  }

  socket_options(handle, ...numbers) {
    const connection = this.#alive(handle);
    if (connection === undefined) return errors.BAD_HANDLE;
    connection.socketOptions = numbers.join(" ");
    return 0;
  }

  send(handle, pointer, length) {
    const connection = this.#alive(handle);
    if (connection === undefined) return errors.BAD_HANDLE;
    if (connection.state < 0) return connection.state;
    if (connection.state < 3) return errors.WOULD_BLOCK;
    const count = Math.min(length, connection.sendMax);
    if (count === 0) return errors.WOULD_BLOCK;
    connection.sent.push(this.memory.bytes(pointer, count));
    return count;
  }

  send_file(handle, pathPointer, pathLength, offset, length) {
    const connection = this.#alive(handle);
    if (connection === undefined) return errors.BAD_HANDLE;
    if (this.sendFileError !== 0) return this.sendFileError;
    connection.file = `${this.memory.text(pathPointer, pathLength)} ${offset} ${length}`;
    return 0;
  }

  unsent(handle) {
    return this.#alive(handle)?.unsent ?? BigInt(errors.BAD_HANDLE);
  }

  sent_hash(handle, pointer, length) {
    const connection = this.#alive(handle);
    if (connection === undefined) return errors.BAD_HANDLE;
    if (connection.file === undefined) return errors.NOT_FOUND;
    if (connection.unsent > 0n) return errors.WOULD_BLOCK;
    this.memory.put(pointer, length, connection.sentHash ?? new Uint8Array(32));
    return 0;
  }

  receive(handle, pointer, length) {
    const connection = this.#alive(handle);
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
    if (this.#alive(handle) === undefined) return errors.BAD_HANDLE;
    if (length < 56) return errors.INVALID;
    this.memory.put(pointer, length, new Uint8Array(56));
    return 56;
  }

  describe(handle, pointer, length) {
    const connection = this.#alive(handle);
    if (connection === undefined) return errors.BAD_HANDLE;
    return this.memory.putText(pointer, length, connection.sentence);
  }

  close(handle) {
    const connection = this.#alive(handle);
    if (connection === undefined) return errors.BAD_HANDLE;
    connection.isClosed = true;
    return 0;
  }

  control = {
    netOpenCount: () => this.opened.length,
    /** "host:port" of the index-th open. */
    netOpened: (index, pointer, length) =>
      this.memory.putText(pointer, length, this.opened[index] ?? ""),
    netOpenFail: (error) => {
      this.openError = error;
    },
    /** How many connections the board can have at a time. */
    netConnectionsMax: (count) => {
      this.connectionsMax = count;
    },
    netAlive: () => this.#aliveCount(),
    netIsAlive: (handle) => (this.#alive(handle) === undefined ? 0 : 1),
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
    /** Most bytes that one send takes from now on. */
    netSendMax: (handle, count) => {
      const connection = this.connections.get(handle);
      if (connection !== undefined) connection.sendMax = count;
    },
    netSendFileFail: (error) => {
      this.sendFileError = error;
    },
    /** Bytes handed over that have not gone out. */
    netSetUnsent: (handle, count) => {
      const connection = this.connections.get(handle);
      if (connection !== undefined) connection.unsent = count;
    },
    /** What sent_hash answers: 32 bytes in hexadecimal. */
    netSetSentHash: (handle, pointer, length) => {
      const connection = this.connections.get(handle);
      if (connection === undefined) return;
      connection.sentHash = Buffer.from(this.memory.text(pointer, length), "hex");
    },
    /** Everything handed to send so far, also after close; its length. */
    netSent: (handle, pointer, length) => {
      const sent = Buffer.concat(this.connections.get(handle)?.sent ?? []);
      this.memory.put(pointer, length, sent);
      return sent.length;
    },
    /** Forget what was sent, before the next request on the same connection. */
    netClearSent: (handle) => {
      const connection = this.connections.get(handle);
      if (connection !== undefined) connection.sent = [];
    },
    /** "path offset length" of the last send_file. */
    netFile: (handle, pointer, length) =>
      this.memory.putText(pointer, length, this.connections.get(handle)?.file ?? ""),
    /** "open stall response" in milliseconds as last set. */
    netDeadlines: (handle, pointer, length) =>
      this.memory.putText(pointer, length, this.connections.get(handle)?.deadlines ?? ""),
    /** "least most chunk" as last set. */
    netPace: (handle, pointer, length) =>
      this.memory.putText(pointer, length, this.connections.get(handle)?.pace ?? ""),
    /** "send_buffer idle interval count" as last set. */
    netSocketOptions: (handle, pointer, length) =>
      this.memory.putText(pointer, length, this.connections.get(handle)?.socketOptions ?? ""),
  };
}
