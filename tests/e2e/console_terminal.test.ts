/** The desktop board's console at a terminal: lines are edited, and a person reads text. */
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";

import { expect, it, onTestFinished } from "vitest";

import { repository } from "../../scripts/repository.ts";
import { cameraCommand } from "./console_fixture.ts";
import { builtPrograms, temporaryFolder } from "./run_fixture.ts";

/** A program at a terminal of its own, which util-linux makes. */
class Screen {
  text = "";
  readonly ended: Promise<number | null>;
  readonly #child;
  #seen = 0;
  #heard: () => void = () => undefined;

  constructor(program: string, args: string[]) {
    const quoted = [program, ...args].map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(" ");
    this.#child = spawn("script", ["--quiet", "--return", "--command", quoted, "/dev/null"], {
      stdio: ["pipe", "pipe", "inherit"],
      env: { ...process.env, TERM: "xterm", SHELL: "/bin/sh" },
    });
    onTestFinished(() => {
      this.#child.kill("SIGKILL");
    });
    this.#child.stdout.setEncoding("utf8").on("data", (text: string) => {
      this.text += text;
      this.#heard();
    });
    this.ended = new Promise((resolve) => {
      this.#child.on("close", resolve);
    });
  }

  type(keys: string): void {
    this.#child.stdin.write(keys);
  }

  /** What is shown up to a text that has not been waited for yet. */
  async until(wanted: string): Promise<string> {
    for (;;) {
      const at = this.text.indexOf(wanted, this.#seen);
      if (at >= 0) {
        const passed = this.text.slice(this.#seen, at + wanted.length);
        this.#seen = at + wanted.length;
        return passed;
      }
      await new Promise<void>((resolve) => (this.#heard = resolve));
    }
  }
}

it("is reached by npm start", async () => {
  await builtPrograms();
  const out = temporaryFolder();
  const tsx = join(repository, "node_modules/.bin/tsx");
  const args = [join(repository, "scripts/wamcam.ts"), "run", "--console", "--out", out];
  const screen = new Screen(tsx, args);
  await screen.until("begins, start "); // the first photo waits for its time on the grid
  screen.type("status\r");
  await screen.until("board        desktop");
  screen.type("\u0004"); // Ctrl-D
  await screen.until("the run has ended, exit code ");
  await screen.ended;
  expect(existsSync(join(out, "summary.json"))).toBe(false);
});

it("edits lines, completes commands, and forgets secrets", async () => {
  const { program, args } = await cameraCommand();
  const screen = new Screen(program, args);
  await screen.until("photo 1 stored");
  screen.type("hel\t cat\r");
  await screen.until("cat      file [from_byte]");
  // A log line of the application and an answer are text, an event is not shown.
  expect(screen.text).toMatch(/I \d+\.\d{3} camera CAM1 begins/);
  expect(screen.text).not.toContain('"kind"');
  const token = "a-token-of-20-letters";
  screen.type(`settings set WAMCAM_TOKEN ${token}\r`);
  await screen.until("WAMCAM_TOKEN is kept in ");
  await screen.until("wamcam> ");
  screen.type("\u001b[A\r"); // Up
  const again = await screen.until("cat      file [from_byte]");
  expect(again).not.toContain(token);
  screen.type("log -f\r");
  await screen.until("any key ends this");
  await screen.until("photo 1 stored");
  screen.type("q");
  await screen.until("wamcam> ");
  screen.type("time\r");
  await screen.until("UTC: ");
  await screen.until("wamcam> ");
  screen.type("\u0004"); // Ctrl-D
  await screen.until("the run has ended, exit code ");
  await screen.ended;
});
