/** `wamcam cloud`: run the local cloud until Ctrl-C. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

import type { Command } from "commander";
import { parse, stringify } from "smol-toml";

import { BadOption, wholeNumber } from "../bad_option.ts";
import { explain } from "../run/command.ts";
import { type Cloud, type CloudCredentials, startCloud } from "./cloud.ts";
import { credentialsInSettings } from "./credentials.ts";

/** Options as they are typed. */
interface RawOptions {
  port: string;
  ntpPort: string;
  out: string;
  seed: string;
  settings: string[];
}

interface Options {
  port: number;
  ntpPort: number;
  out: string;
  seed: number;
  settings: string[];
}

const port_max = 65_535;
const seed_max = 2 ** 32 - 1;

/** Throws BadOption. */
function checkOptions(typed: RawOptions): Options {
  return {
    ...typed,
    port: wholeNumber("--port", typed.port, 0, port_max),
    ntpPort: wholeNumber("--ntp-port", typed.ntpPort, 0, port_max),
    seed: wholeNumber("--seed", typed.seed, 0, seed_max),
  };
}

/** The parser's message quotes the line, which may hold a secret: only its place is told. */
function problemWith(path: string, error: unknown): string {
  const place = error as { line?: number; column?: number; code?: string };
  const where = place.line === undefined ? "" : `:${place.line}:${place.column ?? 1}`;
  const what = place.code === "ENOENT" ? "there is no such file" : "this is not valid TOML";
  return `${path}${where}: ${what}; give --settings a camera's settings.toml.`;
}

/** Credentials in a settings.toml, or what is wrong with the file. */
function tryToReadSettings(path: string): CloudCredentials | string {
  try {
    return credentialsInSettings(parse(readFileSync(path, "utf8")));
  } catch (error) {
    return problemWith(path, error);
  }
}

/** Throws BadOption with the file's name when it cannot be used. */
function readSettings(path: string): CloudCredentials {
  const credentials = tryToReadSettings(path);
  if (typeof credentials === "string") throw new BadOption(credentials);
  return credentials;
}

/** Settings for a camera that is to use this cloud, with the credentials made for it. */
function writeSettings(path: string, { dropbox, adafruit }: CloudCredentials): void {
  const settings = {
    DBX_APP_KEY: dropbox?.app_key,
    DBX_REFRESH_TOKEN: dropbox?.refresh_token,
    ADAFRUIT_AIO_USERNAME: adafruit?.user,
    ADAFRUIT_AIO_KEY: adafruit?.key,
  };
  writeFileSync(path, stringify(settings), { mode: 0o600 });
}

async function start({ port, ntpPort, out, seed, settings }: Options): Promise<Cloud> {
  const directory = join(out, "files");
  const credentials = settings.map(readSettings);
  mkdirSync(directory, { recursive: true });
  return startCloud({
    port,
    ntpPort,
    directory,
    seed,
    ...(credentials.length === 0 ? {} : { credentials }),
  });
}

function untilInterrupted(): Promise<void> {
  return new Promise((done) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const)
      process.once(signal, () => {
        done();
      });
  });
}

async function run(options: Options): Promise<void> {
  const out = resolve(options.out);
  const cloud = await start({ ...options, out });
  const caPath = join(out, "ca.pem");
  writeFileSync(caPath, cloud.caPem);
  console.log(`The local cloud answers on 127.0.0.1:${cloud.port} for`);
  for (const host of cloud.hosts) console.log(`  ${host}`);
  console.log(`Time server (NTP):   127.0.0.1:${cloud.ntpPort}, UDP`);
  console.log(`Authority to trust:  ${caPath}`);
  console.log(`Uploaded files:      ${join(out, "files")}`);
  if (options.settings.length === 0) {
    const path = join(out, "settings.toml");
    writeSettings(path, cloud.credentials);
    console.log(`Credentials to use:  ${path}`);
  }
  console.log("Ctrl-C ends it; the files stay.");
  await untilInterrupted();
  await cloud.close();
}

function collect(path: string, paths: string[]): string[] {
  return [...paths, path];
}

/** Add the verb `cloud` to the command line. */
export function addCloudCommand(program: Command): void {
  program
    .command("cloud")
    .description(
      "run stand-ins for Dropbox, Adafruit IO, TimeAPI and a time server on this machine",
    )
    .option("--port <port>", "port on 127.0.0.1; 0 for any free one", "0")
    .option("--ntp-port <port>", "UDP port of the time server", "0")
    .option("--out <folder>", "folder for uploaded files and the authority", "out/cloud")
    .option("--seed <number>", "reproduces what is left to chance", "1")
    .option("--settings <file>", "accept a settings.toml's credentials; repeatable", collect, [])
    .action(async (typed: RawOptions) => {
      try {
        await run(checkOptions(typed));
      } catch (error) {
        process.exitCode = explain(error, false);
      }
    });
}
