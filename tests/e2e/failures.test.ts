/** What goes wrong outside: photos stay on the card, and a person is told in plain words. */
import { readdirSync } from "node:fs";

import { describe, expect, it } from "vitest";

import { camconfig, run, type Run } from "./run_fixture.ts";

function photosOn(folder: string): number {
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return paths.filter((path) => path.endsWith(".jpg")).length;
}

/** Photos were saved, none was uploaded, and all of that was said. */
function expectPending({ summary, out, lines }: Run, shots: number): void {
  expect(summary, lines).toMatchObject({ exit_code: 3, saved: shots, verified: 0, pending: shots });
  expect(photosOn(out.card)).toBe(shots);
  expect(photosOn(out.dropbox)).toBe(0);
  expect(summary.reason).toContain("still to be uploaded");
}

describe("a cloud that cannot be reached", () => {
  it("leaves the photos on the card, pending", async () => {
    const result = await run({
      faults: { down: true },
      options: { camconfig: camconfig(), shots: 2, every_s: 8, speed: 4 },
    });
    expectPending(result, 2);
    expect(result.lines).toMatch(/refused|could not connect|nobody/i);
  });
});

describe("a cloud whose certificate is not to be trusted", () => {
  it.each([
    ["self_signed", /certificate/i],
    ["expired", /expired/i],
    ["other_host", /certificate/i],
    ["old_tls", /TLS|protocol/i],
  ] as const)("is refused: %s", async (certificate, sentence) => {
    const result = await run({
      faults: { certificate },
      options: { camconfig: camconfig(), shots: 2, every_s: 8, speed: 4 },
    });
    expectPending(result, 2);
    expect(result.lines).toMatch(sentence);
  });
});

describe("a cloud that stumbles", () => {
  it("gets the photo again after a reset in the middle of it", async () => {
    const { summary } = await run({
      options: { shots: 2 },
      faults: {
        requests: [
          {
            route: "files/upload",
            requests: 1,
            action: { kind: "reset_in_request", after_bytes: 20_000 },
          },
        ],
      },
    });
    expect(summary).toMatchObject({ exit_code: 0, verified: 2, uploaded_identical: 2 });
  });

  it("is not believed when it confirms another photo", async () => {
    const { summary } = await run({
      options: { shots: 1, camconfig: camconfig() },
      faults: { requests: [{ route: "files/upload", action: { kind: "wrong_content_hash" } }] },
    });
    expect(summary).toMatchObject({ saved: 1, verified: 0 });
    expect(summary.exit_code).not.toBe(0);
  });
});
