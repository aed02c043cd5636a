/** `wamcam dropbox-auth`: let a camera into a Dropbox and write its settings.toml. */
import { readFileSync } from "node:fs";
import { Agent } from "node:https";

import type { Command } from "commander";

import { agentFor } from "../cloud/agent.ts";
import { authorise } from "./authorise.ts";
import { AuthorisationFailed, ExitCode } from "./failure.ts";

interface TypedOptions {
  appKey?: string;
  settings: string;
  redirect?: string;
  cloudPort?: string;
  ca?: string;
}

/** Dropbox itself, or a local cloud in its place. Throws AuthorisationFailed. */
function agentOf({ cloudPort, ca }: TypedOptions): Agent {
  if (cloudPort === undefined && ca === undefined) return new Agent();
  const port = Number(cloudPort);
  if (ca === undefined || !/^\d{1,5}$/.test(cloudPort ?? "") || port < 1 || port > 65_535) {
    throw new AuthorisationFailed(
      ExitCode.BAD_INPUT,
      "--cloud-port takes a port from 1 to 65535 and goes together with --ca FILE.",
    );
  }
  try {
    return agentFor({ port, caPem: readFileSync(ca, "utf8") });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new AuthorisationFailed(
      ExitCode.BAD_INPUT,
      `--ca: the file "${ca}" cannot be read (${code ?? "unknown"}).`,
    );
  }
}

async function run(typed: TypedOptions): Promise<number> {
  const stop = new AbortController();
  const onSignal = (): void => {
    stop.abort();
  };
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  signals.forEach((signal) => process.on(signal, onSignal));
  const { appKey = null, settings, redirect = null } = typed;
  try {
    const { stdin: input, stdout: output } = process;
    const agent = agentOf(typed);
    await authorise({ appKey, settings, redirect }, { input, output, stop: stop.signal, agent });
    return ExitCode.DONE;
  } catch (error) {
    if (!(error instanceof AuthorisationFailed)) throw error;
    console.error(`${stop.signal.aborted ? "\n" : ""}${error.message}`);
    return error.exitCode;
  } finally {
    signals.forEach((signal) => process.off(signal, onSignal));
  }
}

/** Add the verb `dropbox-auth` to the command line. */
export function addDropboxAuthCommand(program: Command): void {
  program
    .command("dropbox-auth")
    .description("let a camera into your Dropbox and write its settings.toml")
    .option("--app-key <key>", "App key of your Dropbox app; without it you are asked")
    .option("--settings <file>", "settings.toml to write; other lines stay", "settings.toml")
    .option(
      "--redirect <address>",
      "an address of this computer that the app has registered, such as http://127.0.0.1:8912; " +
        "without it you copy the code from Dropbox's page",
    )
    .option("--cloud-port <port>", "port of a local cloud in place of Dropbox; needs --ca")
    .option("--ca <file>", "certificate of the local cloud's authority")
    .addHelpText(
      "after",
      "\nExit codes: 0 connected and written, 2 an option or settings.toml is no use, 3 Dropbox or " +
        "you\nrefused, 4 Dropbox cannot be reached, 130 interrupted, 1 anything else.",
    )
    .action(async (typed: TypedOptions) => {
      process.exitCode = await run(typed);
    });
}
