/** scripts/build/visitors.mjs makes visitors shorter, and the collector finds as much as before. */
import { createMemoryStream, main, type Transform } from "assemblyscript/asc";
import { beforeAll, describe, expect, it } from "vitest";

import * as visitors from "../../scripts/build/visitors.mjs";

const source = `
class Link {
  first: Link | null = null;
  count: i32 = 0;
  second: Link | null = null;
}
class Derived extends Link {
  third: Link = new Link();
}
let kept: Derived | null = null;

export function keep(): void {
  kept = new Derived();
  kept!.second = new Link();
  kept!.second!.first = new Link();
  kept!.second!.first!.count = 9;
  kept!.third.count = 4;
  __collect();
  // What was freed by mistake is overwritten.
  for (let count = 0; count < 500; count++) new StaticArray<i32>(count % 8).fill(-1);
}
export function second(): i32 { return kept!.second!.first!.count; }
export function third(): i32 { return kept!.third.count; }

/** Bytes of memory after many objects have come and gone. */
export function churn(): i32 {
  for (let round = 0; round < 1000; round++) {
    for (let count = 0; count < 100; count++) new Derived().second = new Link();
    __collect();
  }
  return memory.size() * 65536;
}
`;

async function compiled(transforms: Transform[]): Promise<Uint8Array<ArrayBuffer>> {
  let binary = new Uint8Array();
  const stderr = createMemoryStream();
  const options = ["input.ts", "--outFile", "out.wasm", "--runtime", "minimal"];
  const { error } = await main(options, {
    stderr,
    transforms,
    readFile: (name) => (name === "input.ts" ? source : null),
    writeFile: (name, contents) => {
      if (name.endsWith(".wasm")) {
        binary = Uint8Array.from(contents as Uint8Array);
      }
    },
    listFiles: () => [],
  });
  if (error !== null) {
    throw new Error(stderr.toString());
  }
  return binary;
}

describe("a program with shorter visitors", () => {
  let before: Uint8Array;
  let after: Uint8Array<ArrayBuffer>;
  beforeAll(async () => {
    before = await compiled([]);
    after = await compiled([visitors as unknown as Transform]);
  }, 60_000);

  it("is smaller", () => {
    expect(after.length).toBeLessThan(before.length);
  });

  it("keeps what is referred to, in fields of its own class and of the base class", () => {
    const module = new WebAssembly.Module(after);
    const { exports } = new WebAssembly.Instance(module, { env: { abort: () => undefined } });
    const { keep, second, third, churn } = exports as Record<string, () => number>;
    keep?.();
    expect([second?.(), third?.()]).toEqual([9, 4]);
    expect(churn?.()).toBeLessThanOrEqual(4 * 65536);
  });
});
