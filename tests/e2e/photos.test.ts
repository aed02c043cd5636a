/** Photos on their way from the camera to the cloud. */
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, it } from "vitest";

import { contentHash } from "../../scripts/cloud/content-hash.ts";
import { repository } from "../../scripts/repository.ts";
import { camconfig, fileWith, run, temporaryFolder } from "./run_fixture.ts";

/** Files below a folder, by SHA-256. */
function hashesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".jpg"))
    .map((path) =>
      createHash("sha256")
        .update(readFileSync(join(folder, path)))
        .digest("hex"),
    )
    .sort();
}

const photos = join(process.env.WAMCAM_SHARED ?? join(repository, "..", "shared"), "photos");
const photosMissing = !existsSync(photos);

describe("a run with the drawn landscape", () => {
  it("saves, uploads and verifies every photo", async () => {
    const { summary, out, lines } = await run();
    expect(summary).toMatchObject({ exit_code: 0, shots: 3, saved: 3, uploaded: 3, verified: 3 });
    expect(summary).toMatchObject({ pending: 0, failed: 0, missed: 0, uploaded_identical: 3 });
    expect(hashesIn(out.dropbox)).toEqual(hashesIn(out.card));
    for (const photo of summary.photos) {
      const bytes = readFileSync(join(out.card, photo.path));
      expect(bytes.subarray(0, 2)).toEqual(Buffer.from([0xff, 0xd8]));
      expect(bytes.subarray(-2)).toEqual(Buffer.from([0xff, 0xd9]));
      expect(photo).toMatchObject({ bytes: bytes.length, content_hash: contentHash(bytes) });
    }
    expect(lines.match(/verified$/gm)).toHaveLength(3);
    expect(JSON.parse(readFileSync(out.summaryFile, "utf8"))).toEqual(summary);
  });

  it("names night and day by the shifted clock", async () => {
    // In Amsterdam at midsummer the sun is 6 degrees below the horizon from 22:54 to 04:30.
    const camera = { shots: 2, every_s: 3600, speed: 1800 };
    const date = { kind: "local", year_to_second: [2026, 6, 21, 21, 30, 0] } as const;
    const { summary, lines } = await run({ options: { ...camera, date } });
    expect(summary.exit_code, lines).toBe(0);
    for (const photo of summary.photos) {
      expect(photo.local_time).toMatch(/^2026-06-2[12]T\d\d:\d\d:\d\d\+02:00$/);
      const time = photo.local_time.slice(11, 16);
      expect(photo.period).toBe(time > "22:54" || time < "04:30" ? "night" : "day");
    }
  });

  it("continues in the folder of an earlier run and loses nothing", async () => {
    const out = join(temporaryFolder(), "out");
    const first = await run({ options: { out, shots: 2 } });
    writeFileSync(join(first.out.path, "note.txt"), "mine");
    const before = hashesIn(first.out.card);
    const second = await run({ options: { out, shots: 1 } });
    expect(second.summary).toMatchObject({ exit_code: 0, saved: 1, verified: 1 });
    expect(hashesIn(second.out.card)).toEqual(expect.arrayContaining(before));
    expect(hashesIn(second.out.card)).toHaveLength(3);
    expect(readFileSync(join(out, "note.txt"), "utf8")).toBe("mine");
  });

  it("asks for what the sensor can do only", async () => {
    const config = camconfig({ camera: { image_res: "VGA", cam_id: "garden" } });
    const { summary } = await run({ options: { shots: 1, camconfig: config } });
    expect(summary).toMatchObject({ exit_code: 0, verified: 1 });
    expect(summary.photos[0]?.path).toMatch(/-garden\.jpg$/);
  });
});

describe.skipIf(photosMissing)(
  `a run with photos of a folder (${photosMissing ? "missing" : "present"})`,
  () => {
    it("uploads the very bytes of the folder's files", async () => {
      const names = readdirSync(photos).filter((name) => /\.jpe?g$/.test(name));
      const { summary, out } = await run({
        options: { camera: `folder:${photos}`, shots: names.length },
      });
      expect(summary).toMatchObject({ exit_code: 0, verified: names.length });
      const originals = names.map((name) =>
        createHash("sha256")
          .update(readFileSync(join(photos, name)))
          .digest("hex"),
      );
      expect(hashesIn(out.dropbox)).toEqual(originals.sort());
    });
  },
);

describe("a person's own settings", () => {
  it("are let in by the local cloud and stay secret", async () => {
    const secret = "refresh-token-that-nobody-may-see-0123456789";
    const settings = fileWith(
      "settings.toml",
      `TIMEZONE = "Asia/Tokyo"\nDBX_APP_KEY = "myownappkey"\nDBX_REFRESH_TOKEN = "${secret}"\n`,
    );
    const { summary, lines, out } = await run({ options: { shots: 1, settings } });
    expect(summary).toMatchObject({ exit_code: 0, verified: 1 });
    expect(summary.photos[0]?.local_time).toMatch(/\+09:00$/);
    const told = lines + JSON.stringify(summary) + readFileSync(out.galleryFile, "utf8");
    expect(told).not.toContain(secret);
  });
});
