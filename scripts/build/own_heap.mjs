/** A transform for asc: as-app/assembly/heap.ts in the place of the heap of asc's "minimal" runtime. */
import { readFileSync } from "node:fs";

import { libraryFiles } from "assemblyscript/asc";
import { Transform } from "assemblyscript/transform";

const heap = new URL("../../as-app/assembly/heap.ts", import.meta.url);

/** Nothing but the library is to be transformed; asc makes one of these before it reads that. */
export default class OwnHeap extends Transform {
  constructor() {
    super();
    libraryFiles["rt/index-minimal"] = readFileSync(heap, "utf8");
  }
}
