/** Compares what an application imports with the table of what the firmware lends. */
import binaryen from "binaryen";

import type { ImportTable } from "../../scripts/generate/import_table.ts";

/** One parameter of the table as WebAssembly sees it: bytes are an address and a length. */
const valueTypes = { i32: ["i32"], i64: ["i64"], bytes: ["i32", "i32"] } as const;

/**
 * What AssemblyScript itself calls when the program is at fault: message, file, line, column. The
 * core lends it next to the table, since its pointers travel without a length.
 */
const abort = ["env.abort", "(i32, i32, i32, i32) -> "] as const;

/** `(i32, i64) -> i32` by `module.name`, for each function of the table. */
export function declaredSignatures(table: ImportTable): Map<string, string> {
  const functions = table.capabilities.flatMap(({ functions }) => functions);
  return new Map(
    functions.map(({ capability, name, parameters, result }) => {
      const types = parameters.flatMap(({ type }) => valueTypes[type]);
      return [`${capability}.${name}`, `(${types.join(", ")}) -> ${result}`];
    }),
  );
}

const typeNames = new Map([
  [binaryen.i32, "i32"],
  [binaryen.i64, "i64"],
  [binaryen.f32, "f32"],
  [binaryen.f64, "f64"],
]);

function typeList(type: number): string[] {
  return binaryen.expandType(type).map((single) => typeNames.get(single) ?? `type ${single}`);
}

/** Imported functions of a module with their signatures, by `module.name`. */
export function importedSignatures(wasm: Uint8Array): Map<string, string> {
  const module = binaryen.readBinary(wasm);
  try {
    const found = new Map<string, string>();
    for (let index = 0; index < module.getNumFunctions(); index++) {
      const info = binaryen.getFunctionInfo(module.getFunctionByIndex(index));
      if (info.module !== null && info.module !== "") {
        const signature = `(${typeList(info.params).join(", ")}) -> ${typeList(info.results).join(", ")}`;
        found.set(`${info.module}.${info.base ?? ""}`, signature);
      }
    }
    return found;
  } finally {
    module.dispose();
  }
}

/** One sentence for each import that the firmware does not lend in this form. */
export function importMistakes(wasm: Uint8Array, table: ImportTable): string[] {
  const declared = new Map([...declaredSignatures(table), abort]);
  return [...importedSignatures(wasm)].flatMap(([name, signature]) => {
    const expected = declared.get(name);
    if (expected === undefined) {
      return [`${name} is not in imports.json`];
    }
    return expected === signature ? [] : [`${name} is ${signature}, imports.json has ${expected}`];
  });
}
