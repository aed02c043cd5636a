/** `wamcam build`: the application, the checks and the desktop board. */
import { relative } from "node:path";

import type { Command } from "commander";

import { signingKey } from "../package/keys.ts";
import { explain } from "../run/command.ts";
import { buildAot, findWamrc } from "./aot.ts";
import { programNames } from "./application.ts";
import { buildBoardWithStatus, buildProgramWithStatus } from "./build.ts";
import { applicationFolder, buildFolder } from "./folder.ts";
import { withStatusLine } from "./status_line.ts";

interface WhatToBuild {
  aot?: boolean;
  application?: boolean;
  checks?: boolean;
}

async function buildOwn(typed: string): Promise<void> {
  const folder = applicationFolder(typed);
  await withStatusLine(process.stdout, `Building ${typed}`, async () => {
    const { path, bytes } = await buildFolder(folder);
    return `${relative(process.cwd(), path)}, ${bytes.toLocaleString("en")} bytes`;
  });
}

async function buildMachineCode(): Promise<void> {
  const wamrc = findWamrc();
  const { path } = await buildProgramWithStatus("timelapse", process.stdout, true);
  const to = path.replace(/\.wasm$/, ".aot");
  await withStatusLine(process.stdout, "Compiling for Xtensa", async () => {
    const bytes = await buildAot(wamrc, path, to, signingKey());
    return `${relative(process.cwd(), to)}, ${bytes.toLocaleString("en")} bytes`;
  });
}

export function addBuildCommand(program: Command): void {
  program
    .command("build")
    .description(
      "build the application (build/timelapse.wasm), the checks (build/check-*.wasm) and the " +
        "desktop board",
    )
    .argument("[folder]", "build an application of your own, as build/NAME.wasm, and nothing else")
    .option("--application", "build the application only")
    .option("--checks", "build the checks only, or with --application both")
    .option("--aot", "build the application as machine code (build/timelapse.aot) with wamrc")
    .action(async (folder: string | undefined, { application, checks, aot }: WhatToBuild) => {
      const isAll = application !== true && checks !== true;
      try {
        if (aot === true) {
          await buildMachineCode();
          return;
        }
        if (folder !== undefined) {
          await buildOwn(folder);
          return;
        }
        for (const name of programNames) {
          const isWanted = name === "timelapse" ? application === true : checks === true;
          if (isAll || isWanted) await buildProgramWithStatus(name, process.stdout, true);
        }
        if (isAll) {
          await buildBoardWithStatus(process.stdout, true);
        }
      } catch (error) {
        process.exitCode = explain(error, false);
      }
    });
}
