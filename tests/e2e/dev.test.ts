/** `wamcam dev`: what is saved runs, and what cannot run leaves what does. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

import { buildBoard } from "../../scripts/build/board.ts";
import { runTool } from "../../scripts/build/tool.ts";
import { repository } from "../../scripts/repository.ts";
import { temporaryFolder } from "./run_fixture.ts";

/** Within the repository, as an application that is written here. */
const folder = join(repository, "build", `dev-test-${process.pid}`);

/** An application that says a word every tenth of a second, and stores nothing: it never proves itself. */
function save(word: string, more = ""): void {
  const host = "../../../as-app/assembly/host";
  writeFileSync(
    join(folder, "assembly/main.ts"),
    `import { finish, stopping } from "${host}/app";
     import { write } from "${host}/log";
     import { listen } from "${host}/update";
     import { fromUtf8, utf8 } from "${host}/text";
     import { readSettings } from "${host}/settings";
     export function start(): i32 {
       const bytes = readSettings("settings.toml").bytes;
       const text = fromUtf8(bytes, 0, bytes.length);
       const at = text.indexOf('WAMCAM_TOKEN = "') + 16;
       return listen("DEV", text.substring(at, text.indexOf('"', at)));
     }
     export function tick(now: i64): i64 {
       write(2, utf8("the word is ${word}"));
       if (stopping()) finish(0);
       ${more}
       return now + 100;
     }`,
  );
}

let dev: ChildProcess;
let output = "";

beforeAll(async () => {
  await buildBoard({ detail: () => undefined });
  mkdirSync(join(folder, "assembly"), { recursive: true });
  save("one");
  const manifest = { name: "dev-test", version: "1.0.0", abi: 1, memory_kib: 512 };
  const use = ["app", "log", "settings", "update"];
  writeFileSync(join(folder, "manifest.json"), JSON.stringify({ ...manifest, use }));
  // Not by tsx's own program, which would take the Ctrl-C for itself.
  const words = ["--import", "tsx", "scripts/wamcam.ts", "dev", folder];
  const out = ["--out", join(temporaryFolder(), "out")];
  dev = spawn(process.execPath, [...words, ...out], {
    cwd: repository,
    stdio: ["ignore", "pipe", "pipe"],
  });
  for (const stream of [dev.stdout, dev.stderr]) {
    stream?.on("data", (piece: Buffer) => (output += piece.toString()));
  }
});
afterAll(() => {
  dev.kill("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});

function said(text: string): Promise<void> {
  return vi.waitFor(
    () => {
      expect(output).toContain(text);
    },
    { timeout: 50_000, interval: 50 },
  );
}

describe("wamcam dev", () => {
  it("starts a board with what is there, and shows its log", async () => {
    await said("the word is one");
    await said("Watching");
  });

  it("puts what is saved in its place, although that has proved nothing", async () => {
    for (const word of ["two", "three"]) {
      save(word);
      await said(`the word is ${word}`);
    }
    expect(output).toMatch(/New version: [\d,]+ bytes, compiled in \d+ ms, taken in \d+ ms/);
  });

  it("shows a mistake as asc does, and leaves what runs", async () => {
    save("four", "return nothing;");
    await said("Cannot find name 'nothing'");
    expect(output).toMatch(/main\.ts\(\d+,\d+\)/);
    output = "";
    await said("the word is three");
  });

  it("says which import the manifest lacks", async () => {
    writeFileSync(
      join(folder, "manifest.json"),
      JSON.stringify({ name: "dev-test", version: "1.0.0", abi: 1, memory_kib: 512, use: ["app"] }),
    );
    save("five");
    await said("add that to its use");
  });

  it("ends its board with itself", async () => {
    const ended = new Promise((resolve) => dev.once("close", resolve));
    dev.kill("SIGINT");
    expect(await ended).toBe(0);
  });

  it.each([
    ["a folder without an application", ["docs"], /docs" is no application: it has no/],
    ["a camera without a token", ["--to", "127.0.0.1:9"], /token is missing/],
  ])("refuses %s", async (_title, words, sentence) => {
    const program = join(repository, "node_modules/.bin/tsx");
    const environment = { WAMCAM_TOKEN: "" };
    const { code, output: text } = await runTool(program, ["scripts/wamcam.ts", "dev", ...words], {
      environment,
    });
    expect(text).toMatch(sentence);
    expect(code).toBe(2);
  });
});
