/** The heap that as-app/assembly/heap.ts gives the application: nothing in use is lost, nothing else stays. */
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { spawnSync } from "node:child_process";

import { beforeAll, describe, expect, it } from "vitest";

import { SeededRandom } from "../../scripts/cloud/random.ts";
import { repository } from "../../scripts/repository.ts";

/** What as-app/tests/heap/graph.ts exports. */
interface Graph {
  memory: WebAssembly.Memory;
  make(slot: number, value: number, size: number): void;
  link(from: number, isLeft: number, to: number): void;
  drop(slot: number): void;
  say(number: number): void;
  reachable(): number;
  collect(): void;
}

const slots = 8;
let module: WebAssembly.Module;

beforeAll(() => {
  const out = join(repository, "build/tests/graph.wasm");
  mkdirSync(join(repository, "build/tests"), { recursive: true });
  const asc = join(repository, "node_modules/assemblyscript/bin/asc.js");
  const entry = join(repository, "as-app/tests/heap/graph.ts");
  const options = [
    ...["--runtime", "minimal", "--transform", "../scripts/build/own_heap.mjs"],
    ...["--initialMemory", "2", "--maximumMemory", "8", "-O", "--outFile", out],
  ];
  const run = spawnSync(process.execPath, [asc, entry, ...options], {
    encoding: "utf8",
    cwd: join(repository, "as-app"), // away from asconfig.json, which is about another entry
  });
  expect(run.stderr).not.toMatch(/ERROR|FAILURE/);
  module = new WebAssembly.Module(readFileSync(out));
});

function freshGraph(): Graph {
  const abort = (): never => {
    throw new Error("the program aborted");
  };
  return new WebAssembly.Instance(module, { env: { abort } }).exports as unknown as Graph;
}

interface Node {
  left: Node | null;
  right: Node | null;
}

/** The same graph, kept by this machine's own heap. */
class Model {
  readonly #slots: (Node | null)[] = Array.from({ length: slots }, () => null);

  make(slot: number): void {
    this.#slots[slot] = { left: null, right: null };
  }

  drop(slot: number): void {
    this.#slots[slot] = null;
  }

  link(from: number, isLeft: boolean, to: number): void {
    const node = this.#slots[from] ?? null;
    if (node !== null) node[isLeft ? "left" : "right"] = this.#slots[to] ?? null;
  }

  reachable(): number {
    const found = new Set<Node>();
    const waiting = [...this.#slots];
    while (waiting.length > 0) {
      const node = waiting.pop() ?? null;
      if (node === null || found.has(node)) continue;
      found.add(node);
      waiting.push(node.left, node.right);
    }
    return found.size;
  }
}

describe("the heap of the application", () => {
  it("keeps every object that is in use as it is, and the memory of the others is used again", () => {
    const random = new SeededRandom(7);
    const below = (limit: number): number => random.integer(limit);
    const [graph, model] = [freshGraph(), new Model()];
    let made_bytes = 0;
    for (let call = 0; call < 20_000; call++) {
      const [slot, other] = [below(slots), below(slots)];
      const size = below(50) === 0 ? below(20_000) : below(300);
      const choice = below(10);
      if (choice < 4) {
        graph.make(slot, below(256), size);
        model.make(slot);
        made_bytes += size;
      } else if (choice < 7) {
        const isLeft = below(2);
        graph.link(slot, isLeft, other);
        model.link(slot, isLeft === 1, other);
      } else if (choice < 9) {
        graph.drop(slot);
        model.drop(slot);
      } else {
        graph.say(call);
      }
      graph.collect();
      if (call % 7 === 0) expect(graph.reachable()).toBe(model.reachable());
    }
    expect(made_bytes).toBeGreaterThan(2_000_000);
    expect(graph.memory.buffer.byteLength).toBeLessThanOrEqual(6 * 65_536);
  });

  it("grows when a call needs more than there is, and traps at its limit", () => {
    const graph = freshGraph();
    graph.make(0, 1, 200_000);
    graph.make(1, 2, 100_000);
    expect(graph.reachable()).toBe(2);
    expect(() => {
      graph.make(2, 3, 300_000);
    }).toThrow("unreachable");
  });
});
