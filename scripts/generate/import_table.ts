/** The table of host imports (idf-components/wamcam/imports.json), read and checked. */
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { repository } from "../repository.ts";

/** One parameter after the signature letters are taken apart. */
export interface Parameter {
  name: string;
  /** `bytes` is a pointer with its length: two i32 on the wasm side. */
  type: "i32" | "i64" | "bytes";
}

export interface HostFunction {
  capability: string;
  name: string;
  signature: string;
  parameters: Parameter[];
  result: "i32" | "i64";
  about: string;
}

export interface Capability {
  name: string;
  about: string;
  /** What it lets an application do: to be read after "may". */
  permission: string;
  functions: HostFunction[];
}

export interface HostError {
  name: string;
  value: number;
  about: string;
}

export interface ImportTable {
  abi: number;
  about: string;
  errors: HostError[];
  capabilities: Capability[];
}

interface RawTable {
  abi: number;
  about: string;
  errors: Record<string, [number, string]>;
  capabilities: {
    name: string;
    about: string;
    permission: string;
    functions: { name: string; signature: string; parameters: string[]; about: string }[];
  }[];
}

export const importTablePath = "idf-components/wamcam/imports.json";

const letters = new Map<string, Parameter["type"]>([
  ["i", "i32"],
  ["I", "i64"],
  ["*~", "bytes"],
]);

/** Take a signature in WAMR's alphabet apart; names label the parameters in order. */
export function parseSignature(
  signature: string,
  names: string[],
): Pick<HostFunction, "parameters" | "result"> {
  const match = /^\(((?:i|I|\*~)*)\)([iI])$/.exec(signature);
  if (match === null) {
    throw new Error(
      `${importTablePath}: signature "${signature}" uses something other than i, I and *~`,
    );
  }
  const parts = match[1]?.match(/i|I|\*~/g) ?? [];
  if (parts.length !== names.length) {
    throw new Error(
      `${importTablePath}: signature "${signature}" has ${parts.length} parameters, but ${names.length} names`,
    );
  }
  const parameters = parts.map((letter, index) => ({
    name: names[index] ?? "",
    type: letters.get(letter) ?? "i32",
  }));
  return { parameters, result: match[2] === "I" ? "i64" : "i32" };
}

export function readImportTable(): ImportTable {
  const raw = JSON.parse(readFileSync(join(repository, importTablePath), "utf8")) as RawTable;
  return {
    abi: raw.abi,
    about: raw.about,
    errors: Object.entries(raw.errors).map(([name, [value, about]]) => ({ name, value, about })),
    capabilities: raw.capabilities.map((capability) => ({
      name: capability.name,
      about: capability.about,
      permission: capability.permission,
      functions: capability.functions.map((entry) => ({
        capability: capability.name,
        name: entry.name,
        signature: entry.signature,
        about: entry.about,
        ...parseSignature(entry.signature, entry.parameters),
      })),
    })),
  };
}
