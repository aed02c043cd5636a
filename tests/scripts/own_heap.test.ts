/** The heap that as-app/assembly/heap.ts gives the application: nothing in use is lost, nothing else stays. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
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
const folder = join(repository, "build/tests");

/** What asc makes of graph.ts, or of that with more text. */
function compiled(
  name: string,
  more = "",
): { module: WebAssembly.Module; text: string; said: string } {
  mkdirSync(folder, { recursive: true });
  const entry = join(folder, `${name}.ts`);
  const out = join(folder, `${name}.wasm`);
  const graph = readFileSync(join(repository, "as-app/tests/heap/graph.ts"), "utf8");
  writeFileSync(entry, graph + more);
  const asc = join(repository, "node_modules/assemblyscript/bin/asc.js");
  const options = [
    ...["--runtime", "minimal", "--transform", "../scripts/build/own_heap.mjs"],
    ...["--initialMemory", "2", "--maximumMemory", "8", "-O", "--debug"],
    ...["--outFile", out, "--textFile", join(folder, `${name}.wat`)],
  ];
  const run = spawnSync(process.execPath, [asc, entry, ...options], {
    encoding: "utf8",
    cwd: join(repository, "as-app"), // away from asconfig.json, which is about another entry
  });
  expect(run.stderr).not.toMatch(/ERROR|FAILURE/);
  const text = readFileSync(join(folder, `${name}.wat`), "utf8");
  return { module: new WebAssembly.Module(readFileSync(out)), text, said: run.stderr };
}

/** A program whose references stand in the table, and one with a class that the table has no words for. */
const programs = new Map<string, WebAssembly.Module>();

beforeAll(() => {
  const table = compiled("graph");
  const map = "const numbers = new Map<string, i32>();\nexport function keep(text: string): void {";
  const visitors = compiled("graph_with_map", `${map}\n  numbers.set(text, 1);\n}\n`);
  expect(table.text).not.toMatch(/br_table/);
  expect(table.said).toBe("");
  expect(visitors.text).toMatch(/br_table/);
  programs.set("a table", table.module).set("visitors", visitors.module);
}, 60_000);

function freshGraph(kind = "a table"): Graph {
  const module = programs.get(kind) as WebAssembly.Module;
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

it("says that a program has more references than its table holds", () => {
  const [classes, fields] = [5, 210];
  const wide = Array.from({ length: classes }, (_, number) => {
    const names = Array.from(
      { length: fields },
      (_name, field) => `f${field}: Node | null = null;`,
    );
    return `class Wide${number} { ${names.join(" ")} }\nexport let wide${number} = new Wide${number}();\n`;
  });
  const { text, said } = compiled("graph_with_wide_classes", wide.join(""));
  expect(text).toMatch(/br_table/);
  expect(said).toMatch(
    /^WARNING own_heap: the table of references needs 1\d{3} bytes and has 1020;/,
  );
});

describe("the heap of the application", () => {
  it.each([
    ["a table", 20_000],
    ["visitors", 2_000],
  ])("with %s keeps what is in use as it is, and uses the memory of the rest", (kind, calls) => {
    const random = new SeededRandom(7);
    const below = (limit: number): number => random.integer(limit);
    const [graph, model] = [freshGraph(kind), new Model()];
    let made_bytes = 0;
    for (let call = 0; call < calls; call++) {
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
    expect(made_bytes).toBeGreaterThan(100 * calls);
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
