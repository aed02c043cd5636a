/** A transform for asc: as-app/assembly/heap.ts in the place of the heap of asc's "minimal" runtime. */
import { readFileSync } from "node:fs";

import { libraryFiles } from "assemblyscript/asc";
import { Transform } from "assemblyscript/transform";

const heap = new URL("../../as-app/assembly/heap.ts", import.meta.url);
libraryFiles["rt/index-minimal"] = readFileSync(heap, "utf8");

/** Nothing is left to transform. */
export default class OwnHeap extends Transform {}
