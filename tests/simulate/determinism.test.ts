/** One seed is one life, bit for bit; and what the options say is what is simulated. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { beforeAll, describe, expect, it } from "vitest";

import { BadOption } from "../../scripts/bad_option.ts";
import { readPrivateKey, writeNewKey } from "../../scripts/package/keys.ts";
import { withSignature } from "../../scripts/package/package.ts";
import { boardWords, type Programs, runBoard } from "../../scripts/simulate/campaign.ts";
import { buildSimulation, progressRow, replayWords } from "../../scripts/simulate/command.ts";
import { type Life, readLife } from "../../scripts/simulate/life.ts";
import { checkSimulateOptions, type RawSimulateOptions } from "../../scripts/simulate/options.ts";

const quiet = { write: (): boolean => true };
let programs: Programs;
beforeAll(async () => {
  programs = await buildSimulation(quiet, null);
}, 300_000);

function typed(more: Partial<RawSimulateOptions>): RawSimulateOptions {
  return { days: "0.1", without: [], ...more };
}

/** All lines of one process. */
async function lines(
  more: Partial<RawSimulateOptions>,
  application = programs.application,
): Promise<string[]> {
  const options = checkSimulateOptions(typed(more));
  const printed: string[] = [];
  const words = boardWords(options, application, options.first, options.last);
  await runBoard(programs.board, words, (line) => printed.push(line));
  return printed;
}

async function lives(
  more: Partial<RawSimulateOptions>,
  application = programs.application,
): Promise<Life[]> {
  return (await lines(more, application)).flatMap((line) => readLife(line) ?? []);
}

describe("a simulated life", () => {
  it("is the same again from the same seed, and another from another", async () => {
    const [first, second] = await lives({ seeds: "7..8" });
    const [again] = await lives({ seed: "8" });
    expect(again?.digest).toBe(second?.digest);
    expect(first?.digest).not.toBe(second?.digest);
  });

  it("is the same whoever has signed the application", async () => {
    const folder = mkdtempSync(join(tmpdir(), "wamcam-life-"));
    const [key, other] = [join(folder, "key.pem"), join(folder, "other.wasm")];
    writeNewKey(key);
    writeFileSync(other, withSignature(readFileSync(programs.application), readPrivateKey(key)));
    const [mine] = await lives({ seed: "8" });
    const [others] = await lives({ seed: "8" }, other);
    rmSync(folder, { recursive: true, force: true });
    expect(others).toEqual(mine);
  });

  it("is the same with and without its log and its calls of the card shown", async () => {
    const [plain] = await lives({ seed: "5" });
    const shown = await lines({ seed: "5", log: "card" });
    expect(shown.length).toBeGreaterThan(100);
    expect(readLife(shown.at(-1) ?? "")).toMatchObject({
      digest: plain?.digest,
      photos: plain?.photos,
    });
  });

  it("without faults has one photo for each moment of the schedule, each in Dropbox", async () => {
    const [life] = await lives({ seed: "2", without: ["faults"] });
    expect(life?.broken).toBeNull();
    expect(life?.photos).toBeGreaterThan(0);
    expect(life?.inCloud).toBeGreaterThanOrEqual(life?.photos ?? 0);
  });

  it("ends its faults when the photos that were asked for are stored", async () => {
    const [life] = await lives({ seed: "2", days: "100", photos: "40", without: ["faults"] });
    expect(life?.broken).toBeNull();
    expect(life?.simulated_s).toBeLessThan(86_400);
  });
});

describe("a small card", () => {
  it("does not fill with the ledger of photos that are gone: it takes photos as a large one", async () => {
    const life = { seed: "2", days: "3", without: ["card_away"] };
    const [small] = await lives({ ...life, cardBytes: "2600000" });
    const [large] = await lives({ ...life, cardBytes: "4000000000" });
    expect(small?.broken).toBeNull();
    expect(small?.photos).toBeGreaterThan(0.95 * (large?.photos ?? Infinity));
  }, 60_000);
});

describe("the command line", () => {
  it.each([
    [{ seed: "x" }, "--seed"],
    [{ seeds: "5..1" }, "--seeds"],
    [{ seeds: "5" }, "--seeds"],
    [{ seed: "1", seeds: "1..2" }, "--seed"],
    [{ days: "0" }, "--days"],
    [{ days: "-1" }, "--days"],
    [{ photos: "0" }, "--photos"],
    [{ cardBytes: "1000" }, "--card-bytes"],
    [{ jobs: "0" }, "--jobs"],
    [{ without: ["weather"] }, "weather"],
    [{ bug: "none" }, "--bug"],
    [{ app: "no-such.wasm" }, "--app"],
    [{ seeds: "1..2", log: true }, "--log"],
  ])("refuses %j", (more: Partial<RawSimulateOptions>, part) => {
    expect(() => checkSimulateOptions(typed(more))).toThrow(BadOption);
    expect(() => checkSimulateOptions(typed(more))).toThrow(part);
  });

  it("says how to see a life again", () => {
    const options = checkSimulateOptions(
      typed({ seeds: "1..9", days: "0.5", without: ["camera"], bug: "photo_sync" }),
    );
    expect(replayWords(4, options)).toBe(
      "npm run simulate -- --seed 4 --days 0.5 --without camera --bug photo_sync",
    );
  });

  it("shows how far a campaign is", () => {
    const line =
      "seed 9 digest 0123456789abcdef seconds 43200 starts 2 photos 10 cloud 10 linear 1 heap 1 ok";
    const life = readLife(line);
    expect(life).not.toBeNull();
    if (life !== null) {
      expect(progressRow([life], 2)).toContain(`1 of 2 seeds, 0.5 simulated days, 10 photos`);
    }
  });
});
