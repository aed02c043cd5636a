/** What the ESP-IDF project says in several places, and must say alike. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, it } from "vitest";

import { repository } from "../../scripts/repository.ts";

const board = "idf-components/wamcam_esp32";

function read(path: string): string {
  return readFileSync(join(repository, path), "utf8");
}

/** First groups of all matches. */
function all(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map(([, group = ""]) => group);
}

describe("the boards", () => {
  const kconfig = read(`${board}/Kconfig.projbuild`);

  it("each have a file that menuconfig can choose", () => {
    const chosen = all(kconfig, /default "(\w+)" if WAMCAM_BOARD_/g);
    const files = readdirSync(join(repository, board, "boards"));
    expect(chosen.map((name) => `${name}.c`).sort()).toEqual(files.sort());
  });

  it("are all tested", () => {
    const files = readdirSync(join(repository, board, "boards"));
    expect(all(read("tests/doubles/boards.c"), /boards\/(\w+\.c)/g).sort()).toEqual(files.sort());
  });

  it("are all in docs/boards.md", () => {
    const files = readdirSync(join(repository, board, "boards"));
    const page = read("docs/boards.md");
    for (const file of files) {
      const [, name = ""] = /\.name = "([^"]+)"/.exec(read(`${board}/boards/${file}`)) ?? [];
      expect(page).toContain(`\`${name}\``);
    }
  });
});

describe("menuconfig", () => {
  const kconfig = read(`${board}/Kconfig.projbuild`);

  it("has all that CMake and the sources ask of it, and nothing else", () => {
    const known = all(kconfig, /^ +config (WAMCAM_\w+)/gm).filter(
      (name) => !/BOARD_[A-Z]+/.test(name),
    );
    const sources = [
      ...["firmware/CMakeLists.txt", `${board}/CMakeLists.txt`],
      ...readdirSync(join(repository, board, "src")).map((name) => `${board}/src/${name}`),
    ];
    const asked = sources.flatMap((path) => all(read(path), /CONFIG_(WAMCAM_\w+)/g));
    expect([...new Set(asked), "WAMCAM_BOARD"].sort()).toEqual(
      [...new Set([...known, "WAMCAM_BOARD", "WAMCAM_BOARD_FILE"])].sort(),
    );
  });

  it("explains each entry that is no board's name", () => {
    const entries = kconfig.split(/^ +(?:config|choice) /m).slice(1);
    const bare = entries.filter(
      (entry) => !/^ +help\n/m.test(entry) && !/^WAMCAM_BOARD_/.test(entry),
    );
    expect(bare).toEqual([]);
  });

  it("tries an application as long as the desktop board does", () => {
    const [seconds] = all(kconfig, /config WAMCAM_TRIAL_S[\s\S]*?default (\d+)/g);
    expect(
      all(read("desktop/src/options.rs"), /default_value = "(\d+)",[^\]]*\]\s*pub trial_s/g),
    ).toEqual([seconds]);
  });
});

describe("the settings of sensors", () => {
  it("have the same names and order in the firmware as in the application", () => {
    const source = read("as-app/assembly/config/sensor_settings.ts");
    const [, list = ""] = /const NAMES: string =([\s\S]*?);/.exec(source) ?? [];
    const names = all(list, /(\w+)/g);
    expect(all(read(`${board}/src/sensor_settings.c`), /\{SETTER\((\w+)\)/g)).toEqual(names);
  });
});

describe("the table of bad input in docs/firmware.md", () => {
  const [, part = ""] = /## Bad input\n([\s\S]*?)\n## /.exec(read("docs/firmware.md")) ?? [];
  const rows = part
    .split("\n")
    .filter((line) => line.startsWith("|"))
    .slice(2)
    .map((line) => line.split("|").map((cell) => cell.trim()));
  const folders = [
    `${board}/src`,
    "firmware",
    "as-app/assembly/camera",
    "as-app/assembly/card",
    "idf-components/wamcam/src",
  ];
  const sources = folders
    .flatMap((folder) =>
      readdirSync(join(repository, folder), { recursive: true, encoding: "utf8" })
        .filter((name) => /\.(c|ts)$/.test(name))
        .map((name) => read(`${folder}/${name}`)),
    )
    .join("\n")
    .replace(/"\s*\n\s*"/g, ""); // a text that C has on several lines

  it("has what the console says from the code", () => {
    expect(rows.length).toBeGreaterThan(12);
    const said = rows.flatMap((cells) => all(cells[2] ?? "", /`([^`]+)`/g));
    expect(said.filter((sentence) => !sources.includes(sentence))).toEqual([]);
  });

  it("names tests that there are", () => {
    const tests = readdirSync(join(repository, "tests/doubles"))
      .filter((name) => /^test_\w+\.c$/.test(name))
      .flatMap((name) => {
        const text = read(`tests/doubles/${name}`);
        const [suite = ""] = all(text, /CHECK_SUITE\((\w+),/g);
        return all(text, /^\s*\{"([^"]+)",/gm).map((title) => `${suite}.${title}`);
      });
    const named = rows.map((cells) => (cells[4] ?? "").replaceAll("`", ""));
    expect(named.filter((test) => !tests.includes(test))).toEqual([]);
  });
});

interface Partition {
  name: string;
  type: string;
  offset: number;
  size: number;
}

function partitions(path: string): Partition[] {
  const rows = read(path)
    .split("\n")
    .filter((line) => line.trim() !== "" && !line.startsWith("#"));
  return rows.map((row) => {
    const [name = "", type = "", , offset, size] = row.split(",").map((cell) => cell.trim());
    return { name, type, offset: Number(offset), size: Number(size) };
  });
}

describe.for([
  ["partitions.csv", 8, "esp32s3"],
  ["partitions_4mb.csv", 4, "esp32"],
] as const)("%s", ([path, megabytes, chip]) => {
  const table = partitions(path);

  it("fills the flash without overlapping", () => {
    let end = 0x9000; // bootloader and this table
    for (const { offset, size } of table) {
      expect(offset).toBeGreaterThanOrEqual(end);
      expect(offset % 0x1000).toBe(0);
      end = offset + size;
    }
    expect(end).toBe(megabytes * 1024 * 1024);
  });

  it("has slots for firmware where the chip can start it", () => {
    const slots = table.filter(({ type }) => type === "app");
    expect(slots).toHaveLength(2);
    slots.forEach(({ offset }) => {
      expect(offset % 0x10000).toBe(0);
    });
    expect(slots[0]?.size).toBe(slots[1]?.size);
  });

  it("is the one that the chip's defaults name", () => {
    const defaults = read(`sdkconfig.defaults.${chip}`);
    expect(defaults).toContain(`CONFIG_PARTITION_TABLE_CUSTOM_FILENAME="${path}"`);
    expect(defaults).toContain(`CONFIG_ESPTOOLPY_FLASHSIZE_${String(megabytes)}MB=y`);
  });

  it("has room for the largest application in each slot", () => {
    const slots = table.filter(({ name }) => name.startsWith("wasm_"));
    expect(slots).toHaveLength(2);
    slots.forEach(({ size }) => {
      expect(size).toBeGreaterThanOrEqual(96 * 1024 + 0x1000);
    });
  });
});

describe("WAMR", () => {
  const project = read("CMakeLists.txt");
  const crate = read("desktop/Cargo.toml");

  it("is the same on the camera as on the desktop", () => {
    const [, version] = /wamrx-sys = \{ version = "=([\d.]+)"/.exec(crate) ?? [];
    const manifest = read("idf-components/wamcam/idf_component.yml");
    expect(manifest).toContain(`crate wamrx-sys ${String(version)},`);
    expect(manifest).toMatch(/version: [0-9a-f]{40}\n/);
  });

  it("has what the desktop's crate turns on", () => {
    const [, features = ""] = /wamrx-sys = \{[^}]*features = \[([^\]]*)\]/.exec(crate) ?? [];
    for (const feature of all(features, /"([\w-]+)"/g)) {
      const option = `WAMR_BUILD_${feature.toUpperCase().replaceAll("-", "_")}`;
      expect(project).toContain(`set(${option} 1)`);
    }
  });

  it("has what .cargo/config.toml compiles into it", () => {
    const flags = read(".cargo/config.toml");
    expect(flags).toContain("-DWASM_ENABLE_INSTRUCTION_METERING=1");
    expect(project).toContain("set(WAMR_BUILD_INSTRUCTION_METERING 1)");
    const [, print] = /-DBH_VPRINTF=(\w+)/.exec(flags) ?? [];
    expect(project).toContain(`set(WAMR_BH_VPRINTF ${String(print)})`);
  });
});

describe("the defaults of sdkconfig", () => {
  const files = readdirSync(repository).filter((name) => name.startsWith("sdkconfig.defaults"));

  it.for(files)("%s gives a reason for each group of options", (path) => {
    const blocks = read(path).split(/\n\s*\n/);
    for (const block of blocks) {
      const first = block.split("\n").find((line) => /CONFIG_/.test(line));
      if (first === undefined) continue;
      expect(block.trimStart().startsWith("#"), `${path}: ${first} has no reason`).toBe(true);
    }
  });

  // kconfgen drops what no Kconfig knows without a word.
  it("names only options that exist", ({ skip }) => {
    const idf = process.env.IDF_PATH;
    if (idf === undefined) return skip("IDF_PATH names no ESP-IDF here");
    const optionsIn = (folder: string): string[] =>
      readdirSync(folder, { recursive: true, encoding: "utf8" })
        .filter((name) => /(^|\/)Kconfig[^/]*$/.test(name))
        .flatMap((name) =>
          all(readFileSync(join(folder, name), "utf8"), /^\s*(?:menu)?config (\w+)/gm),
        );
    // Of the four components, which the first build fetches.
    const managed = join(repository, "managed_components");
    const isFetched = existsSync(managed);
    const known = new Set([...optionsIn(idf), ...(isFetched ? optionsIn(managed) : [])]);
    const own = /^(WAMR_|TINYUSB_|MDNS_|OV\d|NT9|GC|BF|SC\d|HM|MEGA|CAMERA_)/;
    const named = files.flatMap((path) =>
      all(read(path), /^(?:# )?CONFIG_(\w+)(?:=| is not set)/gm),
    );
    expect(named.filter((name) => !known.has(name) && (isFetched || !own.test(name)))).toEqual([]);
  });
});

describe("the firmware's parts", () => {
  it("have the version of everything else", () => {
    const { version } = JSON.parse(read("package.json")) as { version: string };
    expect(read("CMakeLists.txt")).toContain(`set(PROJECT_VER "${version}")`);
  });

  it("are all listed for ESP-IDF", () => {
    const sources = readdirSync(join(repository, board, "src")).filter((name) => /\.c$/.test(name));
    const listed = all(read(`${board}/CMakeLists.txt`), /src\/(\w+\.c)/g);
    expect(listed.sort()).toEqual(sources.sort());
    const firmware = readdirSync(join(repository, "firmware")).filter((name) => /\.c$/.test(name));
    const named = all(read("firmware/CMakeLists.txt"), /(?<![\w/])(\w+\.c)\b/g);
    expect(named.sort()).toEqual(firmware.sort());
  });

  it("have manifests", () => {
    for (const folder of ["firmware", "idf-components/wamcam", board]) {
      expect(existsSync(join(repository, folder, "idf_component.yml"))).toBe(true);
    }
  });
});
