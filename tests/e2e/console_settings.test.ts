/** The command settings: whatever it changes, TOML reads exactly that, and the rest is as it was. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { parse } from "smol-toml";
import { describe, expect, it } from "vitest";

import { SeededRandom } from "../../scripts/cloud/random.ts";
import { documentedKeys } from "../toml/configuration_pages.ts";
import { camera, type Session } from "./console_fixture.ts";

/** Keys whose value may be any text. */
const textKeys = ["DBX_APP_KEY", "DBX_APP_SECRET", "ADAFRUIT_AIO_KEY", "DBX_REFRESH_TOKEN"];

/** Parts of a file that have a trap in them each; none begins a table. */
const parts = [
  "# DBX_APP_KEY = 'in a comment'",
  "",
  'A = """\nDBX_APP_KEY = \'in a string\'\n"""',
  "B = '''\nADAFRUIT_AIO_KEY = \"#\"\n''''",
  "C = [\n  'DBX_APP_SECRET = 1', # ]\n  [\"]\"],\n]",
  "D = { DBX_APP_KEY = 'in a table' }",
  "e.DBX_APP_SECRET = 'dotted'",
  "TIMEZONE = 'Europe/Amsterdam'  # here",
  '\tDBX_APP_KEY\t=\t"a\\"b"\t# a comment',
  '"ADAFRUIT_AIO_KEY" = "x"',
  'DBX_APP_SECRET = """two\nlines""" # behind it',
];

const alphabet = Array.from("ab \t\"'\\#=[]{}$~é\u{1f4f7}\u007f\u0001\u001b\u0085\u2028");

function draw<T>(random: SeededRandom, from: readonly T[]): T {
  const one = from[random.integer(from.length)];
  if (one === undefined) throw new Error("nothing to draw from");
  return one;
}

function drawText(random: SeededRandom, longest: number): string {
  const length = random.integer(longest + 1);
  return Array.from({ length }, () => draw(random, alphabet)).join("");
}

/** A file of some of the parts, each at most once, and perhaps a table. */
function drawFile(random: SeededRandom): string {
  const chosen = parts.filter(() => random.integer(2) === 0);
  const ending = draw(random, ["\n", "\n", "\r\n"]);
  const table = random.integer(2) === 0 ? ["[table]", "DBX_APP_KEY = 'below'"] : [];
  const last = random.integer(4) === 0 ? "" : ending;
  return [...chosen, ...table].join("\n").replaceAll("\n", ending) + last;
}

/** A word as the console takes it. */
function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, "\\$&")}"`;
}

async function change(session: Session, file: string, before: string, line: string) {
  writeFileSync(file, before);
  const answer = await session.ask(line);
  return { answer, after: readFileSync(file, "utf8") };
}

describe("the command settings", () => {
  it("sets exactly the value, and leaves the rest as it was", async () => {
    const { session, settings } = await camera();
    await session.untilLog("photo 1 stored");
    const file = join(settings, "settings.toml");
    const random = new SeededRandom(5);
    for (let round = 0; round < 250; round++) {
      const [before, key, value] = [drawFile(random), draw(random, textKeys), drawText(random, 20)];
      const line = `settings set ${key} ${quoted(value)}`;
      const { answer, after } = await change(session, file, before, line);
      expect(answer, before).toBe(`${key} is kept in ${file}; restart takes it up\n`);
      expect(parse(after), after).toEqual({ ...parse(before), [key]: value });
      for (const part of untouched(before, key)) expect(after).toContain(part);
      expect(comments(after)).toEqual(comments(before));
    }
    expect(JSON.stringify(session.events)).not.toContain("below");
    session.stop();
    await session.ended;
  });

  it("takes exactly the key out", async () => {
    const { session, settings } = await camera();
    await session.untilLog("photo 1 stored");
    const file = join(settings, "settings.toml");
    const random = new SeededRandom(6);
    for (let round = 0; round < 100; round++) {
      const [before, key] = [drawFile(random), draw(random, textKeys)];
      const { answer, after } = await change(session, file, before, `settings unset ${key}`);
      const { [key]: gone, ...others } = parse(before);
      expect(parse(after), after).toEqual(others);
      expect(answer).toContain(gone === undefined ? "nothing is changed" : "is taken out of");
    }
    session.stop();
    await session.ended;
  });

  it("knows the keys that are documented", async () => {
    const { session } = await camera();
    const answer = await session.ask("settings set NOTHING x");
    const known = answer
      .split("\n")
      .slice(1, -1)
      .map((line) => line.trim());
    const documented = documentedKeys()
      .filter(({ file }) => file === "settings.toml")
      .map(({ key }) => key);
    expect(known.toSorted()).toEqual(documented.toSorted());
    session.stop();
    await session.ended;
  });

  it("is taken up by a restart", async () => {
    const { session } = await camera();
    await session.untilLog("photo 1 stored");
    await session.ask("settings set TIMEZONE Asia/Tokyo");
    await session.ask("restart");
    const passed = await session.until(({ kind }) => kind === "started");
    expect(passed.at(-1)).toMatchObject({ time_zone: "Asia/Tokyo" });
    session.stop();
    await session.ended;
  });
});

/** The parts of a file that say nothing of a key, as they stand there. */
function untouched(before: string, key: string): string[] {
  const ending = before.includes("\r\n") ? "\r\n" : "\n";
  return parts
    .filter((part) => !(key in parse(part)))
    .map((part) => part.replaceAll("\n", ending))
    .filter((part) => before.includes(part));
}

/** The comments of the parts above. */
function comments(text: string): string[] {
  return text.match(/# (DBX_APP_KEY = 'in a comment'|here|a comment|behind it|\])/g) ?? [];
}
