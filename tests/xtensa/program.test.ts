import { expect, test } from "vitest";

import { bordersBetween, bordersSource, readSymbols } from "../../scripts/xtensa/borders.ts";
import { dependenciesIn } from "../../scripts/xtensa/compile.ts";
import { readRun } from "../../scripts/xtensa/emulator.ts";
import { goalsOf } from "../../scripts/xtensa/goals.ts";
import { differingLives, type XtensaFigures } from "../../scripts/xtensa/measure.ts";
import { sizesOf } from "../../scripts/xtensa/sizes.ts";
import { swappedFiles } from "../../scripts/xtensa/sources.ts";
import type { Life } from "../../scripts/simulate/life.ts";

const life: Life = {
  ...{ seed: 1, digest: "0123456789abcdef", simulated_s: 60, starts: 1, photos: 2, inCloud: 2 },
  ...{ linearMemory_bytes: 65_536, heapPeak_bytes: 100_000, broken: null },
};

test("a rule of make names what an object was made from", () => {
  expect(dependenciesIn("a.o: /x/a.c \\\n /x/with\\ blank.h \\\n /x/b.h\n")).toEqual([
    "/x/a.c",
    "/x/with blank.h",
    "/x/b.h",
  ]);
});

test("the list of swapped files is that of the simulated board", () => {
  const script = 'const SWAPPED: [&str; 2] = [\n    "net/tls.c",\n    "store/volume.c",\n];';
  expect(swappedFiles(script)).toEqual(["net/tls.c", "store/volume.c"]);
  expect(() => swappedFiles("fn main() {}")).toThrow("SWAPPED");
});

test("a border is a function of another part that the core calls", () => {
  const objects = [
    { path: "/o/core.o", part: "core" as const, rebuilt: false },
    { path: "/o/card.o", part: "card" as const, rebuilt: false },
    { path: "/o/rest.o", part: "rest" as const, rebuilt: false },
  ];
  const output =
    "\n/o/core.o:\n00000000 T own\n         U volume_open\n         U malloc\n" +
    "\n/o/card.o:\n00000000 T volume_open\n00000010 T never_called\n00000020 t hidden\n" +
    "\n/o/rest.o:\n00000000 T malloc\n";
  const borders = bordersBetween(readSymbols(output, objects));
  expect(borders).toEqual([{ name: "volume_open", part: "card" }]);
  expect(bordersSource(borders)).toContain("__wrap_volume_open:\n    movi a10, 4\n");
});

test("sizes are those that the linker has kept", () => {
  const map = [
    "Discarded input sections",
    "",
    " .text.dropped  0x0000000000000000  0x99 /o/core-a.o",
    "",
    "Linker script and memory map",
    "",
    " .literal.kept  0x0000000060000000        0x4 /o/core-a.o",
    " .text.of_a_long_name_that_fills_the_line",
    "                0x0000000060000004       0x10 /o/core-a.o",
    " .rodata.text   0x0000000060000014        0x8 /o/core-a.o",
    " .data.table    0x000000006000001c       0x40 /o/core-a.o",
  ].join("\n");
  expect(Object.fromEntries(sizesOf(map, () => "core"))).toEqual({
    core: { code_bytes: 0x14, constants_bytes: 8 },
  });
});

test("lives are the same when all but the heap is", () => {
  expect(differingLives([life], [{ ...life, heapPeak_bytes: 1 }])).toBeNull();
  expect(differingLives([life], [{ ...life, digest: "fedcba9876543210" }])).toContain(
    "fedcba9876543210",
  );
  expect(differingLives([life], [])).not.toBeNull();
  expect(differingLives([], [])).not.toBeNull();
});

test("a run that ends early tells too little", () => {
  expect(() => readRun("exception 9 at instruction 60000000, address 1\n")).toThrow(
    'told no "instructions core"',
  );
});

test("code beyond its goal fails the run, work and heap only tell", () => {
  const figures = {
    perPhoto: { runtime: 6_000_000 },
    sizes: {
      runtime: { code_bytes: 220 * 1024, constants_bytes: 0 },
      core: { code_bytes: 0, constants_bytes: 1 },
    },
    heapPeak_bytes: 1_000_000,
  } as unknown as XtensaFigures;
  const beyond = goalsOf(figures).filter(({ value, most }) => value > most);
  expect(beyond.map(({ isBinding }) => isBinding)).toEqual([true, true, false]);
});
