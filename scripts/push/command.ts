/** `wamcam push` (npm run push): send an application to a camera of the local network. */
import { readFileSync } from "node:fs";
import { join } from "node:path";

import type { Command } from "commander";
import { parse } from "smol-toml";

import { BadOption } from "../bad_option.ts";
import { repository } from "../repository.ts";
import { explain } from "../run/command.ts";
import { ExitCode } from "../run/summary.ts";
import { type Camera, findCameras } from "./cameras.ts";
import { push, type PushOptions } from "./push.ts";

export interface RawPushOptions {
  to?: string;
  settings?: string;
  downgrade?: boolean;
  again?: boolean;
  replace?: boolean;
  trial?: string;
  interface?: string;
}

/** Addresses have a port, names of cameras do not. */
const address = /^[^\s/]+:\d{1,5}$/;

export async function chooseCamera({ to, interface: on }: RawPushOptions): Promise<Camera> {
  if (to !== undefined && address.test(to)) {
    return { name: to, at: to };
  }
  const cameras = await findCameras(to ?? null, on ?? null);
  const [camera] = cameras;
  if (camera === undefined) {
    const who = to === undefined ? "No camera answers" : `No camera called ${to} answers`;
    throw new BadOption(
      `${who} in this network. Give its address with --to HOST:PORT, or see that it is on and ` +
        "has WAMCAM_TOKEN in its settings.toml.",
    );
  }
  if (cameras.length > 1) {
    const names = cameras.map(({ name }) => name).sort();
    throw new BadOption(`${names.join(", ")} answer: choose one with --to NAME.`);
  }
  return camera;
}

/** From the environment or from the camera's settings: a command line is seen by others. */
export function tokenOf({ settings }: RawPushOptions): string {
  if (settings === undefined) {
    const token = process.env.WAMCAM_TOKEN ?? "";
    if (token !== "") return token;
    throw new BadOption(
      "The camera's token is missing: name its settings.toml with --settings FILE, or set " +
        "WAMCAM_TOKEN in the environment.",
    );
  }
  let token: unknown;
  try {
    token = parse(readFileSync(settings, "utf8")).WAMCAM_TOKEN;
  } catch (error) {
    // A parser's message may quote a line, and lines hold secrets.
    const code = (error as NodeJS.ErrnoException).code ?? "it is not TOML";
    throw new BadOption(`--settings: ${settings} cannot be read (${code}).`);
  }
  if (typeof token === "string" && token !== "") return token;
  throw new BadOption(`--settings: ${settings} has no WAMCAM_TOKEN. Add it, on the camera too.`);
}

function trialOf(trial: string | undefined): number | null {
  if (trial === undefined) return null;
  if (/^\d{1,6}$/.test(trial) && Number(trial) > 0) return Number(trial);
  throw new BadOption(`--trial takes seconds from 1 to 999999, but "${trial}" was given.`);
}

function readApplication(path: string): Uint8Array<ArrayBuffer> {
  try {
    return new Uint8Array(readFileSync(path));
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "";
    throw new BadOption(`The application ${path} cannot be read (${code}). Build it first.`);
  }
}

async function runPush(path: string | undefined, typed: RawPushOptions): Promise<number> {
  try {
    const file = readApplication(path ?? join(repository, "build/timelapse.wasm"));
    const options: PushOptions = {
      token: tokenOf(typed),
      downgrade: typed.downgrade === true,
      again: typed.again === true,
      replace: typed.replace === true,
      trial_s: trialOf(typed.trial),
    };
    const camera = await chooseCamera(typed);
    const start_ms = performance.now();
    await push(camera, file, options);
    const time_ms = Math.round(performance.now() - start_ms);
    console.log(
      `${camera.name} has taken ${file.length.toLocaleString("en")} bytes in ${time_ms} ms and ` +
        "tries them now.",
    );
    return ExitCode.DONE;
  } catch (error) {
    return explain(error, false);
  }
}

export function addPushCommand(program: Command): void {
  program
    .command("push")
    .description("send an application to a camera of the local network, which tries it")
    .argument("[file]", "a signed application (default: the one that is built)")
    .option("--to <camera>", "its name, or HOST:PORT (default: the only one that answers)")
    .option("--settings <file>", "the camera's settings.toml, for WAMCAM_TOKEN")
    .option("--downgrade", "also if the camera has a newer version")
    .option("--again", "also if it has failed on the camera before")
    .option("--replace", "also while it tries another one, which has to go")
    .option("--trial <seconds>", "how long it must run to be confirmed")
    .option("--interface <address>", "look for cameras on this interface only")
    .addHelpText(
      "after",
      "\nThe token is taken from --settings or from WAMCAM_TOKEN in the environment.\n" +
        "Exit codes: 0 the camera tries it, 1 it was refused or nobody answered, 2 bad option or " +
        "token.",
    )
    .action(async (path: string | undefined, typed: RawPushOptions) => {
      process.exitCode = await runPush(path, typed);
    });
}
