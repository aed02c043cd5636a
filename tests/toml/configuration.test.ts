/** The pages about the configuration, the samples and the application agree. */
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { beforeAll, describe, expect, it } from "vitest";

import { SeededRandom } from "../../scripts/cloud/random.ts";
import { repository } from "../../scripts/repository.ts";
import { documentedKeys, type KeyRow, pages } from "./configuration_pages.ts";
import { Configuration, type SettingsFiles } from "./configuration.ts";

let configuration: Configuration;

beforeAll(async () => {
  configuration = await Configuration.build();
});

function sample(name: string): Uint8Array {
  return readFileSync(join(repository, "as-app/samples", name));
}

/** Valid files that also have what any value of another key may need. */
const valid = {
  "settings.toml": 'DBX_ACCESS_TOKEN = "access"\n',
  "camconfig.toml": `camera.cam_id = "CAM1"
local.image_dir = "webcam"
dropbox.image_dir = "webcam"
[timer]
dark_hours = [20, 7]
latitude = 52.37
longitude = 4.9
`,
};

/** The valid files with one value of a row. */
function filesWith(row: KeyRow, value: string): SettingsFiles {
  if (row.file === "settings.toml") {
    return { ...valid, [row.file]: `${valid["settings.toml"]}${row.key} = ${value}\n` };
  }
  return { ...valid, "override.toml": `[${row.table}]\n${row.key} = ${value}\n` };
}

/** The values that a row allows and some just beyond, as TOML; none for a row in words. */
function valuesOf(row: KeyRow): { good: string[]; bad: string[] } {
  const codes = [...row.values.matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? "");
  const [, least, most] = /^(-?\d+)\.\.(\d+)$/.exec(codes[0] ?? "") ?? [];
  if (least === undefined || most === undefined) {
    const isArray = row.values.startsWith("array of");
    const form = (value: string): string => (isArray ? `[${value}]` : value);
    if (codes.length === 0) return { good: [], bad: [] };
    return { good: codes.map(form), bad: ['"no such word"', "-7777", "[1, 2, 3]"].map(form) };
  }
  const [below, above] = [String(BigInt(least) - 1n), String(BigInt(most) + 1n)];
  if (row.values.startsWith("two of")) {
    const pair = (value: string): string => `[${value}, 1]`;
    return { good: [least, most].map(pair), bad: [...[below, above].map(pair), least] };
  }
  return { good: [least, most], bad: [below, above, '"1"', "{}"] };
}

describe("docs/configuration", () => {
  it("has a row for every key that is read, and no other", async () => {
    const documented = documentedKeys().map(({ file, table, key }) => {
      return table === "" ? `${file} ${key}` : `${file} ${table}.${key}`;
    });
    const tables = pages
      .filter((page) => page !== "settings")
      .map((table) => `camconfig.toml ${table}`);
    const known = await configuration.knownKeys();
    expect(known.length).toBeGreaterThan(80);
    expect([...documented, ...tables].sort()).toEqual([...new Set(known)].sort());
  });

  const rows = documentedKeys().filter((row) => valuesOf(row).good.length > 0);

  it("tells the values of most keys exactly", () => {
    expect(rows.length).toBeGreaterThan(60);
  });

  it.each(rows)("$table $key may be $values", async (row) => {
    const { good, bad } = valuesOf(row);
    for (const value of good) {
      const { problems } = await configuration.load(filesWith(row, value));
      expect(problems, value).toEqual([]);
    }
    for (const value of bad) {
      const { problems } = await configuration.load(filesWith(row, value));
      expect(problems, value).toHaveLength(1);
      // Beyond 64 bits it is no TOML and the key is not known.
      expect(problems[0], value).toMatch(new RegExp(`${row.key} is |64 bits`));
    }
  });
});

describe("as-app/samples", () => {
  it("are valid, without a warning", async () => {
    const files = {
      "settings.toml": sample("settings.toml"),
      "camconfig.toml": sample("camconfig.toml"),
    };
    expect(await configuration.load(files)).toEqual({ problems: [], warnings: [] });
  });

  it("stay valid with what their comments show", async () => {
    const shown = (name: string): string => {
      const text = new TextDecoder().decode(sample(name));
      return text.replaceAll(/^# (\[[\w.]+\]|\w+ = .*)$/gm, "$1");
    };
    const files = {
      "settings.toml": shown("settings.toml"),
      "camconfig.toml": shown("camconfig.toml"),
    };
    expect(files["camconfig.toml"]).toMatch(/^list_size = 20/m);
    expect(files["settings.toml"]).toMatch(/^DBX_EXPIRES_AT = 0/m);
    expect(await configuration.load(files)).toEqual({ problems: [], warnings: [] });
  });

  it("have placeholders where secrets belong", () => {
    const lines = new TextDecoder().decode(sample("settings.toml")).split("\n");
    const secrets = lines.filter((line) => /^(# )?(CIRCUITPY|ADAFRUIT|DBX)\w+ = "/.test(line));
    expect(secrets).toHaveLength(8);
    for (const line of secrets) expect(line).toContain('= "replace-with-your-');
  });
});

describe("in the application's memory", () => {
  const random = new SeededRandom(20260105);
  const many = (line: (index: number) => string, bytes: number): string => {
    let text = "";
    for (let index = 0; text.length < bytes - 100; index++) text += line(index);
    return text;
  };
  const hostile: [string, string | Uint8Array][] = [
    ["random bytes", Uint8Array.from({ length: 16384 }, () => random.integer(256))],
    ["many keys", many((index) => `k${index} = 1\n`, 16384)],
    [
      "unknown keys",
      many((index) => `interval_se${index} = 1\n`, 16384)
        .split("\n", 500)
        .join("\n"),
    ],
    ["arrays", `a = [${"1,".repeat(8100)}]`],
    ["long keys", many((index) => `"${"é".repeat(200)}${index}" = 1\n`, 16384)],
    ["one long string", `[camera]\ncam_id = "${"x".repeat(16000)}"`],
    ["long floats", `a = [${"0.1234567890123456789e-300,".repeat(500)}]`],
    ["just the limit", "#".repeat(16384)],
    ["just too big", "#".repeat(16385)],
    ["as big as the host gives", "#".repeat(65535)],
    ["beyond what the host gives", "#".repeat(70000)],
  ];

  it.each(hostile)("%s in all three files do no harm", async (_, content) => {
    const files = {
      "settings.toml": content,
      "camconfig.toml": content,
      "override.toml": content,
    };
    const { problems } = await configuration.load(files);
    expect(problems.length).toBeGreaterThan(0);
    for (const problem of problems) expect(problem).toMatch(/^[a-z]+\.toml(:\d+:\d+)?: ./);
  });

  it("is as small here as there", () => {
    const read = (path: string): { options: Record<string, unknown> } =>
      JSON.parse(readFileSync(join(repository, path), "utf8")) as never;
    const here = read("tests/toml/configuration.asconfig.json").options;
    const there = read("asconfig.json").options;
    for (const name of ["runtime", "initialMemory", "maximumMemory"]) {
      expect(here[name], name).toEqual(there[name]);
    }
  });
});
