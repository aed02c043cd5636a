/** `wamcam build`: the application, the checks and the desktop board. */
import { relative } from "node:path";

import type { Command } from "commander";

import { explain } from "../run/command.ts";
import { programNames } from "./application.ts";
import { buildBoardWithStatus, buildProgramWithStatus } from "./build.ts";
import { applicationFolder, buildFolder } from "./folder.ts";
import { withStatusLine } from "./status_line.ts";

interface WhatToBuild {
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
    .action(async (folder: string | undefined, { application, checks }: WhatToBuild) => {
      const isAll = application !== true && checks !== true;
      try {
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
