/**
 * A campaign is worth what it finds: bugs planted on purpose, in copies of the application and in
 * the models, must show within a few seeds.
 */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { compile, optimise } from "../../scripts/build/application.ts";
import { packData } from "../../scripts/build/pack_data.ts";
import { runTool } from "../../scripts/build/tool.ts";
import { readManifest } from "../../scripts/package/manifest.ts";
import { withManifest } from "../../scripts/package/package.ts";
import { repository } from "../../scripts/repository.ts";
import { type Campaign, type Programs, runCampaign } from "../../scripts/simulate/campaign.ts";
import { buildSimulation } from "../../scripts/simulate/command.ts";
import { checkSimulateOptions } from "../../scripts/simulate/options.ts";

/**
 * Lives that a bug may take to show; more for what needs a cut in one step of the card, or a camera
 * that sleeps: one life in eight finds it.
 */
const seeds_max = 20;
const seeds_max_rare = 60;

interface PlantedBug {
  title: string;
  file: string;
  /** Replaced by `bug`; it stands in the file exactly once. */
  code: string;
  bug: string;
  /** Part of what the campaign says. */
  sentence: RegExp;
  seeds?: string;
  /** Built as what is shipped: it has to find room in a slot, where its later versions come. */
  isSmall?: boolean;
}

const plantedBugs: PlantedBug[] = [
  {
    title: "a ledger that is not told of stored photos",
    file: "card/photo_files.ts",
    code: "this.ledger.stored(photo);",
    bug: "",
    sentence: /./,
  },
  {
    title: "a ledger that is not told of verified photos",
    file: "cloud/upload_queue.ts",
    code: "this.ledger.verified(photo);",
    bug: "",
    sentence: /again and again/,
  },
  {
    title: "an upload without an answer that counts as done",
    file: "cloud/dropbox/uploader.ts",
    code: "this.lose(exchange, judgement, now);",
    bug: "this.succeed();",
    sentence: /not in Dropbox/,
  },
  {
    title: "numbers that begin anew with each start",
    file: "ledger/journal.ts",
    code: "const next = max<i64>(this.foundNext, 1);",
    bug: "const next: i64 = 1;",
    sentence: /./,
  },
  {
    title: "a schedule that drifts",
    file: "schedule/planner.ts",
    code: "if (present < this.nextAt) return null;",
    bug: "if (present < this.nextAt + 3000) return null;",
    sentence: /after the moment that the schedule has/,
  },
  {
    title: "a camera that keeps silent about the time it was off",
    file: "timelapse.ts",
    code: "if (this.ledger.isOpen()) this.tellOfTimeOff();",
    bug: "",
    sentence: /missing without a word/,
  },
  {
    title: "a moment that is the sum of a distance and a clock looked at again",
    file: "timelapse.ts",
    code: "planner.nextUptimeMs(now), planner.nextUtcMs())",
    bug: "planner.nextUptimeMs(now), planner.nextUptimeMs(now) - now + nowMs())",
    sentence: /missing without a word/,
    seeds: `1..${seeds_max_rare}`,
  },
  {
    title: "memory that is never given back",
    file: "timelapse.ts",
    code: "    kept.stored++;\n",
    bug: "    kept.stored++;\n    leaked.push(new Uint8Array(4096));\n",
    sentence: /ended by itself/,
  },
  {
    title: "a secret in the log",
    file: "cloud/dropbox/token_keeper.ts",
    code: "this.accessToken = token;",
    bug: "this.accessToken = token;\n    logWarning(token);",
    sentence: /a secret stands in the log/,
  },
  {
    title: "an application that was refused and is fetched again and again",
    file: "update/puller.ts",
    code: "else kept.refused = markOf(offer);",
    bug: "else kept.refused = 0;",
    sentence: /refused is fetched once more/,
    isSmall: true,
  },
];

/** In the folder of a copy. */
const entry = "as-app/assembly/main.ts";

let folder = "";
let programs: Programs;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "wamcam-bugs-"));
  programs = await buildSimulation({ write: () => true }, null);
}, 300_000);
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** The compiler's settings without what takes long. */
function quickly(asconfig: string): string {
  const config = JSON.parse(asconfig) as { targets: { release: object } };
  config.targets.release = { optimizeLevel: 1, shrinkLevel: 0 };
  return JSON.stringify(config);
}

async function buildQuickly(copy: string, wasm: string): Promise<void> {
  const config = join(copy, "asconfig.json");
  writeFileSync(config, quickly(readFileSync(join(repository, "asconfig.json"), "utf8")));
  const { code, output } = await runTool(process.execPath, [
    join(repository, "node_modules/assemblyscript/bin/asc.js"),
    ...[join(copy, entry), "--config", config, "--target", "release", "--outFile", wasm],
  ]);
  expect(code, output.slice(-2000)).toBe(0);
}

async function buildSmall(copy: string, wasm: string): Promise<void> {
  const compiled = join(copy, "compiled.wasm");
  await compile(join(copy, entry), compiled);
  await optimise(compiled, wasm);
  writeFileSync(wasm, packData(readFileSync(wasm)));
}

/** The application with a bug in it. */
async function plant({ title, file, code, bug, isSmall }: PlantedBug): Promise<string> {
  const copy = join(folder, title.replaceAll(" ", "-"));
  const assembly = join(copy, "as-app", "assembly");
  cpSync(join(repository, "as-app/assembly"), assembly, { recursive: true });
  const path = join(assembly, file);
  const parts = readFileSync(path, "utf8").split(code);
  expect(parts, `${file} has the code once`).toHaveLength(2);
  const head = bug.includes("leaked") ? "const leaked: Uint8Array[] = [];\n" : "";
  writeFileSync(path, head + parts.join(bug));
  const wasm = join(copy, "timelapse.wasm");
  await (isSmall === true ? buildSmall(copy, wasm) : buildQuickly(copy, wasm));
  const manifest = readManifest(join(repository, "as-app/manifest.json"));
  writeFileSync(wasm, withManifest(readFileSync(wasm), manifest));
  return wasm;
}

function campaign(
  application: string,
  more: { bug?: string; seeds?: string } = {},
): Promise<Campaign> {
  const typed = { seeds: `1..${seeds_max}`, days: "0.25", without: [], ...more };
  return runCampaign(checkSimulateOptions(typed), { ...programs, application }, () => undefined);
}

describe("a campaign finds", () => {
  it.each(plantedBugs)(
    "$title",
    async (bug) => {
      const { seeds = `1..${seeds_max}` } = bug;
      const { firstBroken } = await campaign(await plant(bug), { seeds });
      expect(firstBroken?.broken).toMatch(bug.sentence);
    },
    300_000,
  );

  it.each([
    ["photo_sync", "a card that does not sync photos", /is not whole any more/, seeds_max],
    ["append_sync", "a card that does not sync the ledger", /./, seeds_max],
    ["plain_removal", "a start that removes twins", /stored/, seeds_max_rare],
  ])(
    "%s: %s",
    async (bug, _title, sentence, last) => {
      const seeds = `1..${last}`;
      const { firstBroken } = await campaign(programs.application, { bug, seeds });
      expect(firstBroken?.broken).toMatch(sentence);
    },
    300_000,
  );
});
