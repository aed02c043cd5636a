/** The function imports of a WebAssembly module with their signatures (specification, section 5.5). */
import type { HostFunction } from "../../scripts/generate/import_table.ts";

const letters = new Map([
  [0x7f, "i"],
  [0x7e, "I"],
  [0x7d, "f"],
  [0x7c, "F"],
]);

class Reader {
  at = 0;

  constructor(readonly bytes: Uint8Array) {}

  number(): number {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.bytes[this.at++] ?? 0;
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value >>> 0;
    }
  }

  text(): string {
    const length = this.number();
    this.at += length;
    return Buffer.from(this.bytes.subarray(this.at - length, this.at)).toString();
  }

  list<Item>(read: () => Item): Item[] {
    return Array.from({ length: this.number() }, read);
  }
}

function section(wasm: Uint8Array, wanted: number): Reader {
  const reader = new Reader(wasm);
  for (reader.at = 8; reader.at < wasm.length;) {
    const id = reader.number();
    const size = reader.number();
    if (id === wanted) return new Reader(wasm.subarray(reader.at, reader.at + size));
    reader.at += size;
  }
  return new Reader(Uint8Array.of(0));
}

function signatures(wasm: Uint8Array): string[] {
  const reader = section(wasm, 1);
  const values = (): string => reader.list(() => letters.get(reader.number()) ?? "?").join("");
  return reader.list(() => {
    reader.number(); // 0x60: a function type
    return `(${values()})${values()}`;
  });
}

export interface FunctionImport {
  /** `module.field` */
  name: string;
  /** In WAMR's alphabet without pointers: `(iI)i`. */
  signature: string;
}

/** Imports of functions; a module of ours imports nothing else. */
export function functionImports(wasm: Uint8Array): FunctionImport[] {
  const types = signatures(wasm);
  const reader = section(wasm, 2);
  return reader.list(() => {
    const name = `${reader.text()}.${reader.text()}`;
    const kind = reader.number();
    if (kind !== 0) throw new Error(`${name} is not a function`);
    return { name, signature: types[reader.number()] ?? "?" };
  });
}

/** How a function of imports.json looks in wasm: a pointer with its length is two i32. */
export function wasmSignature({ parameters, result }: HostFunction): string {
  const letter = { i32: "i", i64: "I", bytes: "ii" };
  return `(${parameters.map(({ type }) => letter[type]).join("")})${letter[result]}`;
}
