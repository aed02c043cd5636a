/** An application as machine code: what WAMR's compiler makes of it, in a signed file of its own. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import type { KeyObject } from "node:crypto";

import { BadOption } from "../bad_option.ts";
import { withMachineCode } from "../package/machine_code.ts";
import { withSignature } from "../package/package.ts";
import { writeWhole } from "../package/whole_file.ts";
import { repository } from "../repository.ts";
import { runTool, StepFailed } from "./tool.ts";

/**
 * For ESP32-S3. The runtime has no protection of memory by hardware, so the code has to look after
 * memory and stack itself. `--xip` calls through a table, since Xtensa's calls and literals do not
 * reach everywhere. Nothing makes loops look whether they are to end: `--enable-multi-thread` does
 * so for shared memory only.
 */
export const wamrcFlags = [
  ...["--target=xtensa", "--cpu=esp32s3", "--size-level=0", "--xip"],
  "--mllvm=-mtext-section-literals",
  ...["--bounds-checks=1", "--stack-bounds-checks=1"],
  ...["--enable-bulk-memory-opt", "--enable-call-indirect-overlong"],
];

/** Of the WAMR that boards run (core/config.h, AOT_CURRENT_VERSION). */
const aot_version = 6;
/** Xtensa's number in ELF files. */
const xtensa_machine = 94;

/** The commit of WAMR that the firmware is built with. */
function runtimeCommit(): string {
  const manifest = readFileSync(
    join(repository, "idf-components/wamcam/idf_component.yml"),
    "utf8",
  );
  return /version: ([0-9a-f]{40})/.exec(manifest)?.[1] ?? "unknown";
}

/** The compiler: WAMRC names it, or it is on the path. Throws BadOption where there is none. */
export function findWamrc(environment: NodeJS.ProcessEnv = process.env): string {
  const named = environment.WAMRC ?? "";
  const candidates =
    named !== ""
      ? [named]
      : (environment.PATH ?? "").split(delimiter).map((folder) => join(folder, "wamrc"));
  const found = candidates.find((path) => existsSync(path));
  if (found !== undefined) return found;
  const where = named === "" ? "is not on the path" : `is not at ${named}, where WAMRC points`;
  throw new BadOption(
    `wamrc, WAMR's compiler, ${where}: build it from bytecodealliance/wasm-micro-runtime at ` +
      `${runtimeCommit()} (wamr-compiler/build_llvm_xtensa.sh, then cmake there) and set WAMRC to ` +
      "it; without it build/timelapse.wasm, which needs none, is what cameras run.",
  );
}

/** What the compiler has written is for the WAMR and the processor of the camera. */
function checkCode(code: Buffer): void {
  const isAot = code.length > 24 && code.readUInt32LE(0) === 0x746f6100;
  if (!isAot) throw new StepFailed("wamrc has written something else than an AOT file.");
  const version = code.readUInt32LE(4);
  if (version !== aot_version) {
    throw new StepFailed(
      `wamrc writes AOT files of version ${version}, the firmware reads ${aot_version}: build it at ` +
        `${runtimeCommit()}.`,
    );
  }
  const machine = code.readUInt16LE(22);
  if (code.readUInt32LE(8) !== 0 || machine !== xtensa_machine) {
    throw new StepFailed("wamrc has compiled for another processor than Xtensa.");
  }
}

async function compileCode(wamrc: string, wasm: string): Promise<Buffer> {
  const folder = mkdtempSync(join(tmpdir(), "wamcam-aot-"));
  const aot = join(folder, "code.aot");
  try {
    const { code, output } = await runTool(wamrc, [...wamrcFlags, "-o", aot, wasm]);
    if (code !== 0 || !existsSync(aot)) {
      throw new StepFailed(`wamrc has not compiled ${wasm}.\n${output.trim()}`);
    }
    return readFileSync(aot);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Compile a signed application; `to` is then the new file or still the old one. */
export async function buildAot(
  wamrc: string,
  wasm: string,
  to: string,
  key: KeyObject,
): Promise<number> {
  const code = await compileCode(wamrc, wasm);
  checkCode(code);
  const file = withSignature(withMachineCode(readFileSync(wasm), code), key);
  writeWhole(to, file);
  return file.length;
}
