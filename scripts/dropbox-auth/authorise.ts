/** From an app key to tokens in settings.toml. */
import { Agent } from "node:https";

import { printable } from "../run/live_lines.ts";
import { AuthorisationFailed, ExitCode, interrupted } from "./failure.ts";
import { httpsFetch } from "./https_fetch.ts";
import { accountOf, type Attempt, beginAttempt, codeIn, exchangeCode } from "./oauth.ts";
import { Prompt } from "./prompt.ts";
import { checkRedirect, RedirectPage } from "./redirect.ts";
import { SettingsFile } from "./settings_file.ts";

export interface AuthorisationOptions {
  /** Null: ask for it. */
  appKey: string | null;
  /** Path of settings.toml; it need not exist. */
  settings: string;
  /** Registered address on this computer; null: the person copies the code. */
  redirect: string | null;
}

export interface Surroundings {
  input: NodeJS.ReadableStream;
  output: NodeJS.WritableStream;
  /** Ctrl-C. */
  stop: AbortSignal;
  /** How Dropbox is reached. */
  agent: Agent;
}

function checkAppKey(key: string): string {
  if (/^[A-Za-z0-9_-]{5,64}$/.test(key)) return key;
  throw new AuthorisationFailed(
    ExitCode.BAD_INPUT,
    key === ""
      ? "No app key was given; it stands on the app's page in the app console."
      : "This is no app key: one has letters and digits only; copy it from the app console.",
  );
}

const whereTheKeyIs =
  "The app key stands on the page of your app at https://www.dropbox.com/developers/apps; how to\n" +
  "make an app is in README.md, section Dropbox.\n\n";

async function appKeyFor(
  options: AuthorisationOptions,
  file: SettingsFile,
  prompt: Prompt,
  at: Surroundings,
): Promise<string> {
  if (options.appKey !== null) return checkAppKey(options.appKey);
  const present = file.appKey();
  const hint = present === null ? "" : ` [${printable(present)}]`;
  if (present === null) at.output.write(whereTheKeyIs);
  const typed = await prompt.ask(`App key of your Dropbox app${hint}: `, at.stop);
  return checkAppKey(typed === "" ? (present ?? "") : typed);
}

function invitation({ address, redirect }: Attempt): string {
  const then = redirect === null ? "" : `\n\nThis command waits at ${redirect} …`;
  return `\nOpen this address in a browser and allow the app:\n\n  ${address}${then}\n\n`;
}

/** The person copies the code from Dropbox's page. */
async function pastedCode(attempt: Attempt, prompt: Prompt, at: Surroundings): Promise<string> {
  at.output.write(invitation(attempt));
  const code = await prompt.ask("Paste the code that Dropbox shows: ", at.stop);
  if (code !== "") return code;
  throw new AuthorisationFailed(ExitCode.REFUSED, "No code was given; nothing was changed.");
}

/** Dropbox leads the browser to this computer with the code. */
async function redirectedCode(attempt: Attempt, address: URL, at: Surroundings): Promise<string> {
  const page = new RedirectPage(address, (query) => codeIn(query, attempt));
  const code = page.code(at.stop);
  // The wait may end before anybody looks: that is no unhandled rejection.
  code.catch(() => undefined);
  try {
    await page.open();
    at.output.write(invitation(attempt));
    return await code;
  } finally {
    page.close();
  }
}

async function connect(
  options: AuthorisationOptions,
  file: SettingsFile,
  prompt: Prompt,
  at: Surroundings,
): Promise<void> {
  const address = options.redirect === null ? null : checkRedirect(options.redirect);
  const appKey = await appKeyFor(options, file, prompt, at);
  const attempt = await beginAttempt(appKey, options.redirect);
  const code =
    address === null
      ? await pastedCode(attempt, prompt, at)
      : await redirectedCode(attempt, address, at);
  const fetch = httpsFetch(at.agent, at.stop);
  const tokens = await exchangeCode(attempt, code, fetch);
  const { name, email } = await accountOf(tokens.accessToken, fetch);
  if (at.stop.aborted) throw interrupted();
  const removed = file.write({ appKey, refreshToken: tokens.refreshToken });
  const gone = removed.length === 0 ? "" : `; ${removed.join(", ")} taken out as not needed`;
  at.output.write(
    `\nConnected to the Dropbox of ${printable(name)} (${printable(email)}).\n` +
      `${options.settings}: DBX_APP_KEY and DBX_REFRESH_TOKEN written${gone}.\n`,
  );
}

/** Do it all. Throws AuthorisationFailed; settings.toml has then not been changed. */
export async function authorise(options: AuthorisationOptions, at: Surroundings): Promise<void> {
  const file = new SettingsFile(options.settings);
  file.check();
  const prompt = new Prompt(at.input, at.output);
  try {
    await connect(options, file, prompt, at);
  } catch (error) {
    throw at.stop.aborted ? interrupted() : error;
  } finally {
    prompt.close();
  }
}
