/** Measures uploads over shaped links, all ways in turn. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { type Cloud, startCloud } from "../../cloud/cloud.ts";
import { writePhoto } from "../photo_file.ts";
import { openLink } from "../shaped_link.ts";
import { entriesOf, type Measured, type UploadEntry } from "./entries.ts";
import { photoSizes, type Profile } from "./profiles.ts";
import { type Series, uploadSeries, type Way, ways } from "./ways.ts";

export interface Programs {
  /** Absolute paths. */
  application: string;
  board: string;
  shaper: string;
}

interface Bench {
  programs: Programs;
  folder: string;
  cloud: Cloud;
  ca: string;
  accessToken: string;
  /** Paths of photos by their sizes. */
  photos: ReadonlyMap<number, string>;
}

type PhotoSeries = Omit<Series, "linkPort" | "uploads" | "name">;

function photoSeries(bench: Bench, bytes: number): PhotoSeries {
  const photo = bench.photos.get(bytes) ?? "";
  const { programs, folder, cloud, ca, accessToken } = bench;
  const camera = { programs, cloud, ca, accessToken };
  return { camera, folder, photo, photos: dirname(photo) };
}

/** One series over a link of its own, on which all ways meet the same stalls. */
async function measureSeries(
  bench: Bench,
  profile: Profile,
  round: number,
  bytes: number,
  way: Way,
): Promise<Measured> {
  const { delay_ms, bits_per_second, stalls } = profile;
  const link = await openLink(bench.programs.shaper, bench.cloud.port, {
    ...{ delay_ms, bits_per_second, seed: round + 1 },
    ...(stalls ? { stall_after_bytes: bytes } : {}),
  });
  try {
    const outcome = await uploadSeries(way, {
      ...photoSeries(bench, bytes),
      ...{ linkPort: link.port, uploads: profile.uploads },
      name: `${profile.name}-${round}-${bytes}-${way}`,
    });
    return { profile, bytes, way, outcome };
  } finally {
    await link.close();
  }
}

/** All rounds. Each one begins with another way, so that none is always first. */
async function measureLane(bench: Bench, profile: Profile, bytes: number): Promise<Measured[]> {
  const measured: Measured[] = [];
  for (let round = 0; round < profile.rounds; round++) {
    const order = ways.map((_, index) => ways[(index + round) % ways.length] ?? "wamcam");
    for (const way of order) {
      measured.push(await measureSeries(bench, profile, round, bytes, way));
    }
  }
  return measured;
}

/**
 * Measure everything and put it together. Profiles and sizes are measured side by side: they hardly
 * use a processor, since they wait for their links most of the time.
 */
export async function measureUploads(
  programs: Programs,
  profiles: readonly Profile[],
): Promise<UploadEntry[]> {
  const folder = mkdtempSync(join(tmpdir(), "wamcam-bench-"));
  const accessToken = `sl.u.${"A".repeat(155)}`;
  const cloud = await startCloud({
    credentials: [{ dropbox: { app_key: "bench", access_token: accessToken } }],
    framing: "content-length",
  });
  try {
    const ca = join(folder, "ca.pem");
    writeFileSync(ca, cloud.caPem);
    mkdirSync(join(folder, "photos"));
    const photos = new Map(
      photoSizes.map((bytes) => [bytes, writePhoto(join(folder, "photos", String(bytes)), bytes)]),
    );
    const bench = { programs, folder, cloud, ca, accessToken, photos };
    const lanes = profiles.flatMap((profile) =>
      photoSizes.map((bytes) => measureLane(bench, profile, bytes)),
    );
    const measured = await Promise.all(lanes);
    return entriesOf(profiles, photoSizes, measured.flat());
  } finally {
    await cloud.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
