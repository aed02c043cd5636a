/**
 * Brings a fresh checkout into the state in which it can build, run and (--for-tests) be tested:
 * checks Node.js, Rust and gcc, installs missing Debian packages and npm packages. Says nothing
 * and takes about a tenth of a second when nothing is missing. What the Xtensa run needs is
 * installed for tests where that is possible, and has to be there with --for-xtensa.
 *
 * Plain JavaScript without packages: it runs before anything is installed.
 */
import { Buffer } from "node:buffer";
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import {
  cargoComponentsToTest,
  debianInstallCommands,
  debianInstallLine,
  lastLines,
  missingDebianPackages,
  packagesForXtensa,
  packagesToBuild,
  packagesToTest,
  npmCommand,
  reasonToInstallNpmPackages,
  toolProblem,
  tools,
} from "./decisions.mjs";

const repository = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const forTests = process.argv.includes("--for-tests");
const forXtensa = process.argv.includes("--for-xtensa");
// rustup's folder counts even where the shell has not been told of it, as in cron.
const cargoFolder = join(process.env.CARGO_HOME ?? join(homedir(), ".cargo"), "bin");
const searchPath = [process.env.PATH, cargoFolder].join(delimiter);
const environment = { ...process.env, PATH: searchPath };

/** Run a command to its end. `code` is null when the command does not exist. */
function run(words, extraEnvironment = {}) {
  return new Promise((resolve) => {
    const [command, ...args] = words;
    const child = spawn(command, args, {
      cwd: repository,
      env: { ...environment, ...extraEnvironment },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const chunks = [];
    child.stdout.on("data", (chunk) => chunks.push(chunk));
    child.stderr.on("data", (chunk) => chunks.push(chunk));
    child.on("error", () => resolve({ code: null, output: "" }));
    child.on("close", (code) => resolve({ code, output: Buffer.concat(chunks).toString("utf8") }));
  });
}

/** The sentence about one tool, or null when it is good. */
async function checkTool(tool) {
  if (tool.command === "node") {
    return toolProblem(tool, process.versions.node);
  }
  const version = tool.command === "gcc" ? "-dumpfullversion" : "--version";
  const { code, output } = await run([tool.command, version]);
  return toolProblem(tool, code === null ? null : output);
}

function wantedPackages() {
  return [
    ...packagesToBuild,
    ...(forTests ? packagesToTest : []),
    ...(forXtensa ? packagesForXtensa : []),
  ];
}

/** Debian packages that are missing; null on a system without dpkg. */
async function findMissingPackages(wanted) {
  const query = ["dpkg-query", "--show", "--showformat", "${Package} ${db:Status-Abbrev}\\n"];
  const { code, output } = await run([...query, ...wanted]);
  return code === null ? null : missingDebianPackages(wanted, output);
}

function readJson(path) {
  const absolute = join(repository, path);
  return existsSync(absolute) ? JSON.parse(readFileSync(absolute, "utf8")) : null;
}

function seconds(start_ms) {
  return `${((Date.now() - start_ms) / 1000).toFixed(0)} s`;
}

/** Print what is done, do it, and end the program with the tool's last words if it fails. */
async function step(sentence, words, extraEnvironment) {
  console.log(`prepare: ${sentence}`);
  const start_ms = Date.now();
  const { code, output } = await run(words, extraEnvironment);
  if (code === 0) {
    console.log(`prepare: done in ${seconds(start_ms)}`);
    return;
  }
  const ending = code === null ? "was not found" : `ended with code ${code}`;
  console.error(`prepare: "${words.join(" ")}" ${ending}. Its last lines:`);
  console.error(lastLines(output, 15));
  process.exit(1);
}

async function installDebianPackages(missing) {
  const noQuestions = { DEBIAN_FRONTEND: "noninteractive" };
  const [update, install] = debianInstallCommands(missing);
  await step("bringing Debian's package lists up to date", update, noQuestions);
  await step(`installing the Debian packages ${missing.join(" ")}`, install, noQuestions);
}

async function installNpmPackages() {
  const installed = readJson("node_modules/.package-lock.json");
  const reason = reasonToInstallNpmPackages(readJson("package-lock.json"), installed);
  if (reason !== null) {
    // Everything is a development dependency; NODE_ENV=production must not leave it out.
    const words = ["ci", "--include=dev", "--no-audit", "--no-fund"];
    await step(`installing the npm packages (${reason})`, [...npmCommand(process.env), ...words]);
  }
}

/** The Xtensa run is one test of many: without its packages it is skipped, and says so. */
async function installXtensaPackages() {
  const missing = await findMissingPackages(packagesForXtensa);
  if (missing === null || missing.length === 0) {
    return;
  }
  const [update, install] = debianInstallCommands(missing);
  if (!mayInstall) {
    console.log(`prepare: the Xtensa run is skipped. It needs: ${debianInstallLine(missing)}`);
    return;
  }
  console.log(`prepare: installing the Debian packages ${missing.join(" ")}, for the Xtensa run`);
  const noQuestions = { DEBIAN_FRONTEND: "noninteractive" };
  await run(update, noQuestions);
  const { code, output } = await run(install, noQuestions);
  if (code !== 0) {
    console.log(`prepare: that failed; the Xtensa run is skipped: ${lastLines(output, 1)}`);
  }
}

/** Clippy and rustfmt through rustup where it exists; without them the tests say what they skip. */
async function installCargoComponents() {
  const folders = searchPath.split(delimiter);
  const exists = (command) => folders.some((folder) => existsSync(join(folder, command)));
  const missing = Object.keys(cargoComponentsToTest).filter((command) => !exists(command));
  if (missing.length > 0 && exists("rustup")) {
    const components = missing.map((command) => cargoComponentsToTest[command]);
    const words = ["rustup", "component", "add", ...components];
    await step(`installing the Rust components ${components.join(" ")}`, words);
  }
}

const [missing, ...sentences] = await Promise.all([
  findMissingPackages(wantedPackages()),
  ...tools.map(checkTool),
]);
const problems = sentences.filter((sentence) => sentence !== null);
const mayInstall = process.getuid?.() === 0;
if (missing !== null && missing.length > 0 && !mayInstall) {
  problems.push(
    `These Debian packages are missing, and only root may install them: ${missing.join(" ")}. ` +
      `Run: ${debianInstallLine(missing)}`,
  );
}
if (problems.length > 0) {
  problems.forEach((problem) => console.error(`prepare: ${problem}`));
  process.exit(1);
}
if (missing !== null && missing.length > 0) {
  await installDebianPackages(missing);
}
await installNpmPackages();
if (forTests) {
  await installCargoComponents();
  await installXtensaPackages();
}
