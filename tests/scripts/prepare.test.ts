/** What prepare.mjs decides; whether it acts on it is seen on a fresh machine only. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";

import { describe, expect, it } from "vitest";

import {
  debianInstallLine,
  isAtLeast,
  lastLines,
  missingDebianPackages,
  type PackageLock,
  packagesToBuild,
  readVersion,
  npmCommand,
  reasonToInstallNpmPackages,
  toolProblem,
  tools,
} from "../../scripts/prepare/decisions.mjs";
import { repository } from "../../scripts/repository.ts";

describe("Debian packages", () => {
  const wanted = ["cmake", "curl", "make"];

  it("are missing unless dpkg calls them installed", () => {
    // First letter: what is desired; second: what is. A held package is installed all the same.
    const output = "cmake ii \nmake hi \ncurl rc \ndpkg-query: no packages found matching x\n";
    expect(missingDebianPackages(wanted, output)).toEqual(["curl"]);
    expect(missingDebianPackages(wanted, "cmake un \nmake iU \n")).toEqual(wanted);
    expect(missingDebianPackages(wanted, "")).toEqual(wanted);
  });

  it("are installed with a line that can be typed", () => {
    expect(debianInstallLine(["cmake", "make"])).toBe(
      "sudo apt-get update && sudo apt-get install --yes --no-install-recommends cmake make",
    );
  });

  it("do not include what a person is to bring along", () => {
    expect(packagesToBuild).not.toContain("nodejs");
    expect(packagesToBuild).not.toContain("cargo");
  });
});

describe("npm packages", () => {
  const lock: PackageLock = {
    packages: {
      "": { version: "0.1.0" },
      "node_modules/a": { version: "1.0.0", integrity: "sha512-a" },
      "node_modules/@s/b": { version: "2.0.0", integrity: "sha512-b" },
      "node_modules/b-darwin": { version: "2.0.0", integrity: "sha512-d", optional: true },
    },
  };
  const { "node_modules/a": a, "node_modules/@s/b": b } = lock.packages;
  const both = { "node_modules/a": a ?? {}, "node_modules/@s/b": b ?? {} };

  it("need nothing when all but another system's are there", () => {
    expect(reasonToInstallNpmPackages(lock, { packages: both })).toBeNull();
  });

  it.each([
    ["nothing is installed", null, "not installed"],
    ["one is missing", { "node_modules/a": a ?? {} }, "@s/b 2.0.0"],
    ["one is older", { ...both, "node_modules/a": { ...a, version: "0.9.0" } }, "a 1.0.0"],
    ["one has other contents", { ...both, "node_modules/a": { ...a, integrity: "x" } }, "a 1.0.0"],
    ["one is too many", { ...both, "node_modules/c": { version: "1.0.0" } }, "no longer has c"],
  ])("are installed when %s", (_what, packages, reason) => {
    const installed = packages === null ? null : { packages };
    expect(reasonToInstallNpmPackages(lock, installed)).toContain(reason);
  });

  it("are installed when a folder of the project is not linked", () => {
    const withFolder = { packages: { ...lock.packages, "as-app/host": { version: "0.1.0" } } };
    expect(reasonToInstallNpmPackages(withFolder, { packages: both })).toContain(
      "as-app/host 0.1.0",
    );
  });

  it("are installed by the npm that runs the script, not by one among them", () => {
    expect(npmCommand({ npm_execpath: "/lib/npm-cli.js" })).toEqual(["node", "/lib/npm-cli.js"]);
    expect(npmCommand({})).toEqual(["npm"]);
  });
});

describe("tools", () => {
  it.each([
    ["20.19", "20.19", true],
    ["20.19.0", "20.19", true],
    ["20.9.0", "20.19", false],
    ["18.19.1", "20.19", false],
    ["22.0.0", "20.19", true],
    ["12", "12.2", false],
    ["1.100.0", "1.88", true],
  ])("version %s is at least %s: %s", (version, atLeast, expected) => {
    expect(isAtLeast(version, atLeast)).toBe(expected);
  });

  it.each([
    ["cargo 1.95.0 (f2d3ce0bd 2026-03-21)", "1.95.0"],
    ["12.2.0\n", "12.2.0"],
    ["20.20.2", "20.20.2"],
    ["error: no default toolchain", null],
  ])("tell their version: %j", (answer, version) => {
    expect(readVersion(answer)).toBe(version);
  });

  it("are complained of in one plain sentence each", () => {
    const [node, cargo] = tools;
    if (node === undefined || cargo === undefined) throw new Error("no tools");
    expect(toolProblem(node, "20.19.0")).toBeNull();
    expect(toolProblem(node, "18.19.0")).toMatch(/^Node\.js 18\.19\.0 is too old; 20\.19 or newer/);
    expect(toolProblem(cargo, null)).toMatch(/^Rust is missing: .* Install Rust/);
    expect(toolProblem(cargo, "error: no default toolchain")).toContain(
      "does not tell its version",
    );
  });
});

describe("prepare.mjs", () => {
  it("keeps only the end of a long complaint", () => {
    expect(lastLines("a\n\nb\n  \nc\n", 2)).toBe("b\nc");
  });

  it("says nothing where nothing is missing", () => {
    const { stdout, stderr, status } = spawnSync(
      process.execPath,
      [join(repository, "scripts/prepare/prepare.mjs")],
      { encoding: "utf8" },
    );
    expect({ stdout, stderr, status }).toEqual({ stdout: "", stderr: "", status: 0 });
  });

  it("names the tool that is missing and ends with 1", () => {
    const { stderr, status } = spawnSync(
      process.execPath,
      [join(repository, "scripts/prepare/prepare.mjs")],
      { encoding: "utf8", env: { PATH: "/nonexistent", HOME: "/nonexistent" } },
    );
    expect(status).toBe(1);
    expect(stderr).toContain("Rust is missing");
    expect(stderr).toContain("gcc is missing");
  });
});
