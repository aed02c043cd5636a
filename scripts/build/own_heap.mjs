/**
 * A transform for asc: as-app/assembly/heap.ts in the place of the heap of asc's "minimal" runtime.
 *
 * For each class asc writes a visitor, a function that shows the collector what an object refers
 * to. Once all is compiled they are read here, and what they say becomes the table that heap.ts
 * goes by. A program whose classes do not fit into it, which is said, or have visitors of another kind
 * (Map, Set), keeps its visitors.
 */
import { Buffer } from "node:buffer";
import { readFileSync } from "node:fs";

import { libraryFiles } from "assemblyscript/asc";
import binaryen from "assemblyscript/binaryen";
import { Transform } from "assemblyscript/transform";

const heap = new URL("../../as-app/assembly/heap.ts", import.meta.url);

/** Constants of heap.ts; no other static data are empty and have this length. */
const tableBytes = 1020;
const elements = 0xff;
const ownElements = 0xfe;
const placeMax = 0xfd;

/** @type {(expression: number) => any} */
const infoOf = binaryen.getExpressionInfo;

/** The class names by id: what the switch of __visit_members jumps to. */
function classNames(module) {
  const reference = module.getFunction("~lib/rt/__visit_members");
  let info = reference === 0 ? {} : infoOf(binaryen.getFunctionInfo(reference).body);
  while (info.id === binaryen.BlockId) info = infoOf(info.children[0]);
  return info.id === binaryen.SwitchId ? info.names : [];
}

function statementsOf(module, name) {
  const reference = module.getFunction(name);
  if (reference === 0) return [];
  const { body } = binaryen.getFunctionInfo(reference);
  const info = infoOf(body);
  return info.id === binaryen.BlockId ? info.children.map(infoOf) : [info];
}

/** Only a visitor of elements that are references goes through them. */
function isLoop({ id, children = [] }) {
  return id === binaryen.LoopId || children.map(infoOf).some(isLoop);
}

/** The places of the elements of a class of the library; null for one that is not known. */
function placesOfElements(module, name) {
  const hasReferences = statementsOf(module, name).some(isLoop);
  if (name.startsWith("~lib/array/Array<")) return hasReferences ? [elements, 0] : [0];
  return name.startsWith("~lib/staticarray/StaticArray<") ? [ownElements] : null;
}

/** The place that `__visit(load(...))` or `if (field = load(...)) __visit(field)` looks at. */
function placeOf(statement) {
  const isIf = statement.id === binaryen.IfId;
  const call = isIf ? infoOf(statement.ifTrue) : statement;
  if (call.target?.endsWith("/__visit") !== true) return null;
  const load = isIf ? infoOf(infoOf(statement.condition).value) : infoOf(call.operands[0]);
  const isPlain = load.id === binaryen.LoadId && infoOf(load.ptr).id === binaryen.LocalGetId;
  return isPlain && load.offset <= placeMax * 4 ? load.offset / 4 : null;
}

/** The places of the references of a class, its base classes included; null if they are not known. */
function placesOf(module, visitor) {
  const places = statementsOf(module, visitor).map((statement) => {
    const { id, target } = statement;
    if (id === binaryen.CallId && target.endsWith("~visit")) return placesOf(module, target);
    if (id === binaryen.CallId && target.endsWith("#__visit")) {
      return placesOfElements(module, target);
    }
    const place = id === binaryen.NopId ? [] : placeOf(statement);
    return typeof place === "number" ? [place] : place;
  });
  return places.includes(null) ? null : places.flat();
}

/** The table; null if there can be none, after saying so if it is only too small. */
function tableOf(module, stderr) {
  const lists = classNames(module).map((name) => placesOf(module, `${name}~visit`));
  const bytes = 2 * (lists.length + 1);
  if (lists.length === 0 || lists.includes(null)) return null;
  const needed = bytes + lists.flat().length;
  if (needed > tableBytes) {
    stderr.write(
      `WARNING own_heap: the table of references needs ${needed} bytes and has ${tableBytes}; ` +
        "the module keeps its visitors, some kilobytes. " +
        "Raise FIELDS in as-app/assembly/heap.ts and tableBytes in scripts/build/own_heap.mjs.\n",
    );
    return null;
  }
  const table = Buffer.alloc(tableBytes);
  table.set(lists.flat(), bytes);
  [...lists, []].reduce((at, list, id) => {
    table.writeUInt16LE(at, 2 * id);
    return at + list.length;
  }, bytes);
  return table;
}

/** Put the table into the static data where heap.ts has reserved room for it; false if nowhere. */
function putTable(module, table) {
  const count = module.getNumMemorySegments();
  const segments = Array.from({ length: count }, (_, index) => {
    const { offset, data } = module.getMemorySegmentInfoByIndex(index);
    return { offset, data: new Uint8Array(data) };
  });
  const reserved = segments.filter(
    ({ data }) => data.length === tableBytes && data.every((byte) => byte === 0),
  );
  if (reserved.length !== 1) return false;
  reserved[0].data = table;
  const { initial, max } = module.getMemoryInfo();
  const placed = segments.map(({ offset, data }) => ({ offset: module.i32.const(offset), data }));
  module.setMemory(initial, max ?? 0xffffffff, null, placed);
  return true;
}

/** Nothing but the library is to be transformed; asc makes one of these before it reads that. */
export default class OwnHeap extends Transform {
  constructor() {
    super();
    libraryFiles["rt/index-minimal"] = readFileSync(heap, "utf8");
  }

  /** asc calls it when it has compiled a module of Binaryen's, before it optimises. */
  afterCompile(module) {
    const table = tableOf(module, this.stderr);
    if (table === null || !putTable(module, table)) return;
    const visitors = module.getFunction("~lib/rt/__visit_members");
    binaryen.Function.setBody(visitors, module.unreachable());
  }
}
