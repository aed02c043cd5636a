/** The applications of examples/ on the desktop board. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import type { IncomingMessage } from "node:http";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { join } from "node:path";

import sharp from "sharp";
import { beforeAll, describe, expect, it, onTestFinished, vi } from "vitest";

import { buildBoard } from "../../scripts/build/board.ts";
import { applicationFolder, buildFolder } from "../../scripts/build/folder.ts";
import { makeCertificates } from "../../scripts/cloud/certificates.ts";
import { repository } from "../../scripts/repository.ts";
import { BoardProcess } from "../../scripts/run/board_process.ts";
import { temporaryFolder } from "./run_fixture.ts";

let board = "";
beforeAll(async () => {
  board = (await buildBoard({ detail: () => undefined })).path;
});

interface Camera {
  card: string;
  /** What the application has said. */
  said: string[];
  process: BoardProcess;
}

/** Build an example and run it in a new folder. */
async function run(example: string, settings: string, more: string[]): Promise<Camera> {
  const { path } = await buildFolder(applicationFolder(join(repository, "examples", example)));
  const folder = temporaryFolder();
  const folders = ["card", "settings", "state"].flatMap((name) => {
    mkdirSync(join(folder, name));
    return [`--${name}`, join(folder, name)];
  });
  writeFileSync(join(folder, "settings/settings.toml"), settings);
  const said: string[] = [];
  const args = ["--app", path, ...folders, "--speed", "4", ...more];
  const process = new BoardProcess(board, args, (line) => {
    if (line.kind === "log") said.push(line.text);
  });
  onTestFinished(async () => {
    process.stop();
    await process.ended;
  });
  return { card: join(folder, "card"), said, process };
}

/** Grey, with a bright square if `bright`. */
async function photo(folder: string, name: string, bright: boolean): Promise<Buffer> {
  const square = Buffer.alloc(200 * 200 * 3, 230);
  const image = sharp({ create: { width: 640, height: 480, channels: 3, background: "#606060" } });
  const composed = bright
    ? image.composite([
        { input: square, raw: { width: 200, height: 200, channels: 3 }, left: 50, top: 50 },
      ])
    : image;
  const bytes = await composed.jpeg({ quality: 80 }).toBuffer();
  writeFileSync(join(folder, name), bytes);
  return bytes;
}

describe("examples/motion", () => {
  it("stores a photo only when the picture has changed", async () => {
    const photos = temporaryFolder();
    const still = await photo(photos, "1.jpg", false);
    await photo(photos, "2.jpg", false);
    await photo(photos, "3.jpg", false);
    const changed = await photo(photos, "4.jpg", true);
    await photo(photos, "5.jpg", true);
    const { card, said } = await run("motion", "", ["--camera", `folder:${photos}`]);
    const stored = (number: number): string => join(card, `motion/00000${number}.jpg`);
    await vi.waitFor(
      () => {
        expect(existsSync(stored(4))).toBe(true);
      },
      { timeout: 30_000, interval: 50 },
    );
    // Of five in turn: the first ever, then each that differs from the one before.
    expect(readFileSync(stored(1))).toEqual(still);
    expect(readFileSync(stored(2))).toEqual(changed);
    expect(readFileSync(stored(3))).toEqual(still);
    expect(said.filter((line) => /fail|lost/.test(line))).toEqual([]);
  });
});

/** A server that keeps what is posted to it. */
async function postServer(
  posted: { request: IncomingMessage; body: Buffer }[],
  status: () => number,
): Promise<{ server: Server; caPem: string }> {
  const authority = await makeCertificates(["photos.example.com"]);
  const { key, certificate } = authority.identity("trusted");
  const server = createServer({ key, cert: certificate }, (request, response) => {
    const pieces: Buffer[] = [];
    request.on("data", (piece: Buffer) => pieces.push(piece));
    request.on("end", () => {
      posted.push({ request, body: Buffer.concat(pieces) });
      response.writeHead(status()).end("thanks");
    });
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { server, caPem: authority.caPem };
}

describe("examples/http-post", () => {
  it("posts each photo as it is on the card, and says what the server answers", async () => {
    const posted: { request: IncomingMessage; body: Buffer }[] = [];
    const { server, caPem } = await postServer(posted, () => (posted.length === 1 ? 201 : 507));
    const ca = join(temporaryFolder(), "ca.pem");
    writeFileSync(ca, caPem);
    const { port } = server.address() as AddressInfo;
    const { card, said } = await run(
      "http-post",
      'HTTP_POST_URL = "https://photos.example.com/in?from=roof" # mine\n',
      ["--ca", ca, "--connect-to", `photos.example.com:443:127.0.0.1:${port}`],
    );
    await vi.waitFor(
      () => {
        expect(said.join("\n")).toContain("http-post/000002.jpg: refused with 507");
      },
      { timeout: 30_000, interval: 50 },
    );
    expect(said).toContain("http-post/000001.jpg: sent");
    for (const [index, { request, body }] of posted.slice(0, 2).entries()) {
      const name = `http-post/00000${index + 1}.jpg`;
      expect(body).toEqual(readFileSync(join(card, name)));
      expect(request.method).toBe("POST");
      expect(request.url).toBe("/in?from=roof");
      expect(request.headers).toMatchObject({
        host: "photos.example.com",
        "content-type": "image/jpeg",
        "x-photo": name,
      });
    }
  });

  it("says what its settings lack", async () => {
    const { said, process } = await run("http-post", 'HTTP_POST_URL = "ftp://a/b"\n', []);
    expect((await process.ended).code).toBe(2);
    expect(said.join("\n")).toContain("settings.toml needs HTTP_POST_URL");
  });
});

it("each is shorter than 150 lines", () => {
  for (const name of ["motion", "http-post"]) {
    const source = readFileSync(join(repository, "examples", name, "assembly/main.ts"), "utf8");
    expect(source.trimEnd().split("\n").length).toBeLessThan(150);
  }
});
