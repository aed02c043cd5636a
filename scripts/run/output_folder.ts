/** The folder that a run writes to. Nothing in it is deleted, and no foreign folder is used. */
import { closeSync, existsSync, mkdirSync, openSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { BadOption } from "../bad_option.ts";

/** Marks a folder as wamcam's, so that a later run may continue in it. */
export const markerName = ".wamcam-output";

export interface OutputFolder {
  /** Absolute path; the others lie in it. */
  path: string;
  card: string;
  settings: string;
  state: string;
  /** Where the local cloud keeps what was uploaded. */
  dropbox: string;
  /** Certificate of the local cloud's authority. */
  caFile: string;
  summaryFile: string;
  galleryFile: string;
}

export function layout(path: string): OutputFolder {
  const board = join(path, "board");
  return {
    path,
    card: join(board, "card"),
    settings: join(board, "settings"),
    state: join(board, "state"),
    dropbox: join(path, "dropbox"),
    caFile: join(board, "ca.pem"),
    summaryFile: join(path, "summary.json"),
    galleryFile: join(path, "index.html"),
  };
}

/** Make the folder, or continue in one of wamcam's. Throws BadOption for any other folder. */
export function openOutputFolder(path: string): OutputFolder {
  const folder = layout(path);
  try {
    mkdirSync(path, { recursive: true });
    if (!existsSync(join(path, markerName)) && readdirSync(path).length > 0) {
      throw new BadOption(
        `--out: the folder "${path}" holds other things than wamcam's output; ` +
          "name a new or an empty one.",
      );
    }
    writeFileSync(join(path, markerName), "wamcam writes to this folder.\n");
    [folder.card, folder.settings, folder.state, folder.dropbox].forEach((needed) =>
      mkdirSync(needed, { recursive: true }),
    );
  } catch (error) {
    if (error instanceof BadOption) {
      throw error;
    }
    const { code } = error as NodeJS.ErrnoException;
    throw new BadOption(`--out: the folder "${path}" cannot be written (${code ?? "unknown"}).`);
  }
  return folder;
}

/** Write a file only its owner may read: it may hold credentials. */
export function writePrivateFile(path: string, content: string | Uint8Array): void {
  const mode = 0o600;
  closeSync(openSync(path, "a", mode));
  writeFileSync(path, content, { mode });
}
