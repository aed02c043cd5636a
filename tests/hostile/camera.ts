/** A camera under sanitizers with slots, a console and an ear to the network, and signed files. */
import { createHash, type KeyObject, sign } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { keyId, publicKeyPath, readPrivateKey, writeNewKey } from "../../scripts/package/keys.ts";
import { manifestText, readManifest } from "../../scripts/package/manifest.ts";
import { manifestSection, signatureSection } from "../../scripts/package/package.ts";
import { customSection, withoutSections } from "../../scripts/package/sections.ts";
import { repository } from "../../scripts/repository.ts";
import { boardArguments } from "../../scripts/run/board_process.ts";
import { Session } from "../e2e/console_fixture.ts";
import { builtPrograms, temporaryFolder } from "../e2e/run_fixture.ts";
import { sanitizedBoard } from "./sanitized_board.ts";

// Leaks are looked for by the core's own tests.
process.env.ASAN_OPTIONS = "detect_leaks=0";

export const token = "a-token-of-my-own";

export interface Camera {
  session: Session;
  name: string;
  /** Where it listens. */
  at: string;
  card: string;
  /** Whose applications it takes. */
  key: KeyObject;
  /** What its flash memory holds: journal and both slots. */
  flash: () => string;
}

/** A camera that takes a photo every so often; no call into its application lasts above 1 s. */
export async function listeningCamera(interval_s: number): Promise<Camera> {
  const folder = temporaryFolder();
  const path = (name: string): string => join(folder, name);
  for (const name of ["card", "settings", "state", "slots"]) mkdirSync(path(name));
  const name = `CAM${process.pid}`;
  writeFileSync(path("settings/settings.toml"), `WAMCAM_TOKEN = "${token}"\n`);
  writeFileSync(
    path("settings/camconfig.toml"),
    `[camera]\ncam_id = "${name}"\nimage_res = "VGA"\n[timer]\ninterval_sec = ${interval_s}\n` +
      '[local]\nimage_dir = "p"\n[dropbox]\nenabled = false\n',
  );
  writeNewKey(path("key.pem"));
  const args = boardArguments({
    application: (await builtPrograms()).application,
    card: path("card"),
    settings: path("settings"),
    state: path("state"),
    camera: "scene",
    speed: 1,
    start_utc_ms: null,
    cloud: { port: 9, ntpPort: 9 },
    ca: null,
    key: publicKeyPath(path("key.pem")),
  });
  const more = ["--slots", path("slots"), "--listen", "127.0.0.1:0", "--console"];
  const session = new Session(await sanitizedBoard(), [...args, ...more, "--call-ms-max", "1000"]);
  const passed = await session.untilLog("taken at http://");
  const at = /http:\/\/([\d.:]+)\/application/.exec(String(passed.at(-1)?.text))?.[1] ?? "";
  const key = readPrivateKey(path("key.pem"));
  const flash = (): string => {
    const hash = createHash("sha256");
    for (const file of ["journal.bin", "slot-a.bin", "slot-b.bin"]) {
      hash.update(readFileSync(path(join("slots", file))));
    }
    return hash.digest("hex");
  };
  return { session, name, at, card: path("card"), key, flash };
}

/** Code with any text as its manifest, signed whatever that says. */
export function sealed(wasm: Uint8Array, text: string, key: KeyObject): Buffer {
  const bare = withoutSections(wasm, [manifestSection, signatureSection]);
  const covered = Buffer.concat([bare, customSection(manifestSection, Buffer.from(text))]);
  const signature = sign("sha256", covered, { key, dsaEncoding: "ieee-p1363" });
  const content = Buffer.concat([Buffer.from([1]), keyId(key), signature]);
  return Buffer.concat([covered, customSection(signatureSection, content)]);
}

/** The manifest of the time-lapse application with another version, as it stands in the file. */
export function timelapseManifest(version: string): string {
  return manifestText({ ...readManifest(join(repository, "as-app/manifest.json")), version });
}
