/** Questions on a terminal, or answers from a pipe, line by line. */
import { createInterface, type Interface } from "node:readline";

import { unlessInterrupted } from "./failure.ts";

export class Prompt {
  readonly #lines: Interface;
  readonly #answers: AsyncIterator<string>;
  readonly #output: NodeJS.WritableStream;

  /** Without an output of its own readline leaves editing, and Ctrl-C, to the terminal. */
  constructor(input: NodeJS.ReadableStream, output: NodeJS.WritableStream) {
    this.#lines = createInterface({ input });
    this.#answers = this.#lines[Symbol.asyncIterator]();
    this.#output = output;
  }

  /** The trimmed answer; empty at the end of the input. */
  async ask(question: string, stop: AbortSignal): Promise<string> {
    this.#output.write(question);
    const answer = await unlessInterrupted(this.#answers.next(), stop);
    return answer.done === true ? "" : answer.value.trim();
  }

  close(): void {
    this.#lines.close();
  }
}
