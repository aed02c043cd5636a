/** Debian's compiler and emulator for an Xtensa core, and what they need of other sources. */
import { existsSync, mkdirSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";

import { runTool, StepFailed, toolEnvironment } from "../build/tool.ts";
import { lastLines, packagesForXtensa } from "../prepare/decisions.mjs";
import { repository } from "../repository.ts";

export const compiler = "xtensa-lx106-elf-gcc";
export const symbolLister = "xtensa-lx106-elf-nm";
export const emulator = "qemu-system-xtensa";

/** Where everything that is built for Xtensa goes. */
export const buildFolder = join(repository, "build", "xtensa");

const libraryFolder = "/usr/lib/xtensa-lx106-elf";
const gccVersion = "gcc-12.2.0";
const gccArchive = `/usr/src/gcc-12/${gccVersion}-dfsg.tar.xz`;

/** As the firmware for the ESP32-S3 is compiled: for speed, what is not used is left out. */
export const optimisation = "-O2";

export const commonFlags = [
  optimisation,
  "-mlongcalls",
  "-mtext-section-literals",
  ...["-ffunction-sections", "-fdata-sections"],
  ...["-isystem", join(libraryFolder, "include")],
];

export const linkFlags = [
  ...["-nostdlib", "-nostartfiles", "-Wl,--gc-sections", "-Wl,--no-warn-rwx-segments"],
  ...["-L", join(libraryFolder, "lib")],
];

/** The C library, its mathematics, and the compiler's own routines. */
export const libraries = ["-Wl,--start-group", "-lc", "-lm", "-lgcc", "-Wl,--end-group"];

/** Which Debian packages are missing, as one sentence, or null. */
export function missingTools(): string | null {
  const onPath = (name: string): boolean =>
    (toolEnvironment().PATH ?? "").split(delimiter).some((path) => existsSync(join(path, name)));
  const exists = [compiler, emulator].every(onPath);
  return exists && existsSync(libraryFolder) && existsSync(gccArchive)
    ? null
    : `The Xtensa run needs the Debian packages ${packagesForXtensa.join(" ")}.`;
}

/** Run a tool that has to succeed; its standard output. */
export async function mustRun(
  what: string,
  command: string,
  args: readonly string[],
): Promise<string> {
  const { code, stdout, output } = await runTool(command, args);
  if (code !== 0) {
    throw new StepFailed(`${what} failed (code ${code ?? "none"}):\n${lastLines(output, 40)}`);
  }
  return stdout;
}

/**
 * GCC's own routines for floating-point and 32-bit division, which Debian's libgcc for this core
 * lacks, since the ESP8266 has them in ROM. The folder of their assembly sources.
 */
export async function routinesFolder(): Promise<string> {
  const folder = join(buildFolder, gccVersion, "libgcc/config/xtensa");
  if (!existsSync(join(folder, "ieee754-df.S"))) {
    mkdirSync(buildFolder, { recursive: true });
    const member = `${gccVersion}/libgcc/config/xtensa`;
    const args = ["--extract", "--file", gccArchive, "--directory", buildFolder, member];
    await mustRun("Unpacking GCC's routines", "tar", args);
  }
  return folder;
}

interface Metadata {
  packages: { name: string; manifest_path: string }[];
}

/** The folder "core" of WAMR: the sources inside the crate that the desktop board is linked with. */
export async function wamrFolder(): Promise<string> {
  const args = ["metadata", "--format-version", "1", "--locked"];
  const metadata = JSON.parse(await mustRun("cargo metadata", "cargo", args)) as Metadata;
  const found = metadata.packages.find(({ name }) => name === "wamrx-sys");
  if (found === undefined) {
    throw new StepFailed("The crate wamrx-sys, which carries WAMR, is no dependency any more.");
  }
  return join(dirname(found.manifest_path), "wasm-micro-runtime/core");
}
