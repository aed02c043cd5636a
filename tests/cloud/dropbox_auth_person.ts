/** A person in front of `wamcam dropbox-auth`: reads what it says, types, presses Ctrl-C. */
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough, Writable } from "node:stream";

import { onTestFinished } from "vitest";

import { agentFor } from "../../scripts/cloud/agent.ts";
import type { Cloud } from "../../scripts/cloud/cloud.ts";
import { authorise, type AuthorisationOptions } from "../../scripts/dropbox-auth/authorise.ts";
import { AuthorisationFailed } from "../../scripts/dropbox-auth/failure.ts";

/** Output that can be waited for. */
class Screen extends Writable {
  text = "";

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString();
    this.emit("text");
    done();
  }
}

export class Person {
  readonly input = new PassThrough();
  readonly screen = new Screen();
  readonly #stop = new AbortController();
  /** The exit code and the sentence that the command line would give; 0 and "" for success. */
  readonly outcome: Promise<{ code: number; sentence: string }>;

  constructor(cloud: Pick<Cloud, "port" | "caPem">, options: AuthorisationOptions) {
    const agent = agentFor(cloud, { keepAlive: false });
    const { input, screen: output } = this;
    this.outcome = authorise(options, { input, output, stop: this.#stop.signal, agent }).then(
      () => ({ code: 0, sentence: "" }),
      (error: unknown) => {
        if (!(error instanceof AuthorisationFailed)) throw error;
        return { code: error.exitCode, sentence: error.message };
      },
    );
    onTestFinished(() => {
      this.interrupt();
    });
  }

  /** Read on until that text is on the screen, or the command has ended. */
  async sees(text: string): Promise<string> {
    const ended = this.outcome.then(() => "ended" as const);
    while (!this.screen.text.includes(text)) {
      const news = await Promise.race([once(this.screen, "text"), ended]);
      if (news === "ended") break;
    }
    return this.screen.text;
  }

  types(line: string): void {
    this.input.write(`${line}\n`);
  }

  interrupt(): void {
    this.#stop.abort();
  }

  /** The address to open. */
  async address(): Promise<string> {
    const text = await this.sees("\n  https://");
    await this.sees("\n\n");
    return /^ {2}(https:\S+)$/m.exec(text)?.[1] ?? "";
  }
}

/** A folder with a settings.toml of that content, or without one. */
export function settingsFile(content: string | Buffer | null): string {
  const folder = mkdtempSync(join(tmpdir(), "wamcam-auth-"));
  onTestFinished(() => {
    rmSync(folder, { recursive: true });
  });
  const path = join(folder, "settings.toml");
  if (content !== null) writeFileSync(path, content, { mode: 0o644 });
  return path;
}

/** Names in the folder of a file. */
export function besides(path: string): string[] {
  return readdirSync(join(path, ".."));
}
