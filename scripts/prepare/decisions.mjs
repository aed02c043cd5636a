/**
 * What prepare.mjs decides, as pure functions: what is missing, too old or changed, and which
 * commands would mend it. Plain JavaScript without packages, since nothing is installed yet.
 */

/**
 * Debian packages of the desktop board: mbedTLS, libjpeg-turbo, libclang for bindgen, and cmake
 * with make for the WebAssembly runtime. Debian's cmake only recommends make, and its gcc only
 * recommends the C library's headers, so both are named.
 */
export const packagesToBuild = [
  "libmbedtls-dev",
  "libturbojpeg0-dev",
  "libclang-dev",
  "cmake",
  "make",
  "pkg-config",
  "libc6-dev",
];

/** Debian packages that only the tests use. */
export const packagesToTest = ["clang-format", "cppcheck", "curl"];

/**
 * Debian packages of the Xtensa run: compiler, C library and emulator, and GCC's sources, of which
 * it takes routines that Debian's build for this core leaves out.
 */
export const packagesForXtensa = [
  "gcc-xtensa-lx106",
  "picolibc-xtensa-lx106-elf",
  "qemu-system-misc",
  "gcc-12-source",
];

/** Cargo components that only the tests use, by the command that each one brings. */
export const cargoComponentsToTest = { "cargo-clippy": "clippy", rustfmt: "rustfmt" };

/** Tools that a person installs, with the oldest version that works and where to get it. */
export const tools = [
  {
    name: "Node.js",
    command: "node",
    atLeast: "20.19",
    remedy: "Install Node.js 20.19 or newer, for example with a version manager",
  },
  {
    name: "Rust",
    command: "cargo",
    atLeast: "1.95",
    remedy: "Install Rust with rustup, or run: rustup update stable",
  },
  {
    name: "gcc",
    command: "gcc",
    atLeast: "12",
    remedy: "Run: apt-get install gcc",
  },
];

/** The packages of `wanted` that are not installed, by the output of dpkg-query. */
export function missingDebianPackages(wanted, dpkgOutput) {
  const installed = new Set();
  for (const line of dpkgOutput.split("\n")) {
    const [name, status] = line.split(/\s+/);
    // The second letter is the state: i is installed; n, c, U and others are not or not wholly.
    if (name !== undefined && status?.[1] === "i") {
      installed.add(name);
    }
  }
  return wanted.filter((name) => !installed.has(name));
}

/**
 * Why `npm ci` has to run, or null when what is installed is what package-lock.json asks for.
 * `lock` is package-lock.json, `installed` npm's own record node_modules/.package-lock.json, both
 * parsed; `installed` is null when there is none.
 */
export function reasonToInstallNpmPackages(lock, installed) {
  if (installed === null) {
    return "the npm packages are not installed";
  }
  for (const [path, wanted] of Object.entries(lock.packages)) {
    const found = installed.packages[path];
    // Builds for other systems are optional and rightly left out.
    if (path === "" || (found === undefined && wanted.optional === true)) {
      continue;
    }
    if (found?.version !== wanted.version || found?.integrity !== wanted.integrity) {
      return `package-lock.json asks for ${packageName(path)} ${wanted.version}`;
    }
  }
  const surplus = Object.keys(installed.packages).find((path) => !(path in lock.packages));
  return surplus === undefined ? null : `package-lock.json no longer has ${packageName(surplus)}`;
}

function packageName(path) {
  return path.split("node_modules/").at(-1);
}

/**
 * npm, as the beginning of a command line. The one that started this program, if any did: a package
 * brings an npm of its own (6), which an npm script finds first and which cannot read the lock file.
 */
export function npmCommand(environment) {
  const npm = environment.npm_execpath;
  return npm?.endsWith(".js") ? ["node", npm] : ["npm"];
}

/** The first version number in a tool's answer ("cargo 1.95.0 (...)"), or null. */
export function readVersion(answer) {
  return /\d+(?:\.\d+)*/.exec(answer)?.[0] ?? null;
}

/** True when `version` is `atLeast` or newer; both are numbers with dots between. */
export function isAtLeast(version, atLeast) {
  const found = version.split(".").map(Number);
  const wanted = atLeast.split(".").map(Number);
  for (let index = 0; index < wanted.length; index++) {
    const difference = (found[index] ?? 0) - wanted[index];
    if (difference !== 0) {
      return difference > 0;
    }
  }
  return true;
}

/** A sentence about a tool that is missing or too old, or null. `answer` is null when missing. */
export function toolProblem(tool, answer) {
  if (answer === null) {
    return `${tool.name} is missing: the command "${tool.command}" was not found. ${tool.remedy}.`;
  }
  const version = readVersion(answer);
  if (version === null) {
    return `"${tool.command}" does not tell its version; ${tool.atLeast} or newer is needed. ${tool.remedy}.`;
  }
  if (isAtLeast(version, tool.atLeast)) {
    return null;
  }
  return `${tool.name} ${version} is too old; ${tool.atLeast} or newer is needed. ${tool.remedy}.`;
}

/** The commands that install Debian packages, each as a list of words. */
export function debianInstallCommands(packages) {
  return [
    ["apt-get", "update"],
    ["apt-get", "install", "--yes", "--no-install-recommends", ...packages],
  ];
}

/** The line to type for a person who is not root. */
export function debianInstallLine(packages) {
  return debianInstallCommands(packages)
    .map((words) => ["sudo", ...words].join(" "))
    .join(" && ");
}

/** The last lines of a tool's output, without empty ones. */
export function lastLines(output, count) {
  return output
    .split("\n")
    .filter((line) => line.trim() !== "")
    .slice(-count)
    .join("\n");
}
