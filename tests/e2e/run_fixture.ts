/** A whole camera on this machine: real processes, a real TLS socket, the local cloud. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { parse, stringify } from "smol-toml";
import { afterAll, beforeAll } from "vitest";

import { buildApplication } from "../../scripts/build/application.ts";
import { buildBoard } from "../../scripts/build/board.ts";
import type { CloudFaults } from "../../scripts/cloud/cloud.ts";
import { repository } from "../../scripts/repository.ts";
import type { BoardOptions, RunOptions } from "../../scripts/run/options.ts";
import { layout } from "../../scripts/run/output_folder.ts";
import { runCamera, type Surroundings } from "../../scripts/run/run.ts";
import type { Summary } from "../../scripts/run/summary.ts";

const created: string[] = [];
afterAll(() => {
  created.forEach((folder) => {
    rmSync(folder, { recursive: true, force: true });
  });
});

/** A new folder that goes away after the file's tests. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "wamcam-e2e-"));
  created.push(folder);
  return folder;
}

let programs: Promise<Surroundings["programs"]> | null = null;

/** The application and the board, built when they are not up to date. */
export function builtPrograms(): Promise<Surroundings["programs"]> {
  programs ??= Promise.all([buildApplication(), buildBoard({ detail: () => undefined })]).then(
    ([application, board]) => ({ application: application.path, board: board.path }),
  );
  return programs;
}
// Compiling takes longer than a test may.
beforeAll(builtPrograms, 600_000);

/** What a person would have seen, line by line; a pipe, not a terminal. */
export class Lines {
  text = "";

  write(text: string): void {
    this.text += text;
  }
}

/** Written below the sample's tables; a run that cannot upload gives up after one real second. */
const impatient = { dropbox: { finish_sec: 1 } };

/** A camconfig.toml made from the sample, with some values changed table by table. */
export function camconfig(changes: Record<string, object> = impatient): string {
  const sample = parse(readFileSync(join(repository, "as-app/samples/camconfig.toml"), "utf8"));
  const tables: Record<string, object> = { ...sample } as Record<string, object>;
  // Its requests would be counted among those for photos.
  delete tables.update;
  for (const [table, values] of Object.entries(changes)) {
    tables[table] = { ...tables[table], ...values };
  }
  const path = join(temporaryFolder(), "camconfig.toml");
  writeFileSync(path, stringify(tables));
  return path;
}

export interface Run {
  summary: Summary;
  lines: string;
  out: ReturnType<typeof layout>;
}

export interface RunChanges {
  options?: Partial<RunOptions>;
  faults?: Partial<CloudFaults>;
  application?: string;
  stop?: AbortSignal;
  output?: Lines;
}

/** The drawn scene and the local cloud, in a new folder. */
export function boardOptions(): BoardOptions {
  return {
    out: join(temporaryFolder(), "out"),
    camera: "scene",
    speed: 1,
    cloud: "local",
    date: null,
    settings: null,
    camconfig: null,
    ca: null,
  };
}

/** Run the camera: three photos a second apart unless the test says otherwise. */
export async function run(changes: RunChanges = {}): Promise<Run> {
  const options: RunOptions = { shots: 3, every_s: 1, ...boardOptions(), ...changes.options };
  const output = changes.output ?? new Lines();
  const built = await builtPrograms();
  const summary = await runCamera(options, {
    output,
    programs: { ...built, application: changes.application ?? built.application },
    stop: changes.stop ?? new AbortController().signal,
    faults: changes.faults ?? {},
  });
  return { summary, lines: output.text, out: layout(options.out) };
}

/** A folder with a file of the given content in it; returns the file's path. */
export function fileWith(name: string, content: string | Uint8Array): string {
  const folder = temporaryFolder();
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, name), content);
  return join(folder, name);
}
