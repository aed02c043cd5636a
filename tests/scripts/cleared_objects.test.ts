/** scripts/build/cleared_objects.mjs leaves out stores of 0, and every field is 0 all the same. */
import { createMemoryStream, main, type Transform } from "assemblyscript/asc";
import { beforeAll, describe, expect, it } from "vitest";

import * as clearedObjects from "../../scripts/build/cleared_objects.mjs";

const source = `
enum Kind { NONE, SOME }
class Base {
  first: i32 = 0;
  second: i64 = 0;
  kind: Kind = Kind.NONE;
  next: Base | null = null;
}
class Derived extends Base {
  third: f64 = 0;
  fourth: bool = false;
  constructor(public fifth: i32) {
    super();
    // The second store to a field counts.
    this.fifth = 0;
  }
}
class Counting {
  static stores: i32 = 0;
  private value: i32 = 0;
  constructor() { this.whole = 0; }
  set whole(value: i32) { Counting.stores++; this.value = value; }
}
class Small { only: i32 = 0; }
class Larger extends Small { more: i64 = 0; most: i64 = 0; }
let kept: StaticArray<Derived | null> = new StaticArray<Derived | null>(8);

/** Fill memory that is free afterwards. */
export function soil(): void {
  for (let count = 0; count < 200; count++) new StaticArray<i32>(count % 40).fill(-1);
  __collect();
}
/** The sum of all fields of many new objects. */
export function sum(): f64 {
  let all: f64 = 0;
  for (let count = 0; count < 200; count++) {
    const made = new Derived(7);
    kept[count % 8] = made;
    const larger = new Larger();
    all += <f64>new Small().only + <f64>larger.only + <f64>larger.more + <f64>larger.most;
    all += <f64>made.first + <f64>made.second + <f64>made.kind + made.third;
    all += <f64>made.fourth + <f64>made.fifth + <f64>(made.next != null);
  }
  return all;
}
/** How often a setter that does more than store was called. */
export function stores(): i32 {
  new Counting();
  return Counting.stores;
}
`;

async function compiled(transforms: Transform[]): Promise<Uint8Array<ArrayBuffer>> {
  let binary = new Uint8Array();
  const stderr = createMemoryStream();
  const { error } = await main(["input.ts", "--outFile", "out.wasm", "--runtime", "minimal"], {
    stderr,
    transforms,
    readFile: (name) => (name === "input.ts" ? source : null),
    writeFile: (name, contents) => {
      if (name.endsWith(".wasm")) binary = Uint8Array.from(contents as Uint8Array);
    },
    listFiles: () => [],
  });
  if (error !== null) throw new Error(stderr.toString());
  return binary;
}

describe("a program whose objects are cleared", () => {
  let before: Uint8Array;
  let after: Uint8Array<ArrayBuffer>;
  beforeAll(async () => {
    before = await compiled([]);
    after = await compiled([clearedObjects as unknown as Transform]);
  }, 60_000);

  it("is smaller", () => {
    expect(after.length).toBeLessThan(before.length);
  });

  it("has 0 in fields that nothing else was stored in, also where other bytes were", () => {
    const module = new WebAssembly.Module(after);
    const { exports } = new WebAssembly.Instance(module, { env: { abort: () => undefined } });
    const { soil, sum, stores } = exports as Record<string, () => number>;
    for (let round = 0; round < 5; round++) {
      soil?.();
      expect(sum?.()).toBe(0);
    }
    expect(stores?.()).toBe(1);
  });
});
