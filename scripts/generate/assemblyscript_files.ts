/** The AssemblyScript side of the host imports: error numbers and declarations. */
import type { HostFunction, ImportTable, Parameter } from "./import_table.ts";

const notice = "// Generated from imports.json by `npm run generate`; do not edit.\n";

function camelCase(...words: string[]): string {
  return words
    .flatMap((word) => word.split("_"))
    .map((word, index) => (index === 0 ? word : word.slice(0, 1).toUpperCase() + word.slice(1)))
    .join("");
}

/** as-app/assembly/host/errors.ts */
export function errorsModule(table: ImportTable): string {
  const members = table.errors.map(
    ({ name, value, about }) => `  /** ${about} */\n  ${name} = ${value},`,
  );
  const cases = table.errors.map(
    ({ name, about }) => `    case HostError.${name}:\n      return ${JSON.stringify(about)};`,
  );
  return `${notice}
/** What a host import can answer instead of a result: negative numbers, POSIX's on Linux. */
export enum HostError {
${members.join("\n")}
}

/** What an error means, as part of a sentence. */
export function errorText(error: i32): string {
  switch (error) {
${cases.join("\n")}
    default:
      return "unknown error " + error.toString();
  }
}
`;
}

function parameterList(parameters: Parameter[]): string {
  return parameters
    .map(({ name, type }) => {
      const label = camelCase(name);
      return type === "bytes" ? `${label}: usize, ${label}Length: i32` : `${label}: ${type}`;
    })
    .join(", ");
}

function declaration(entry: HostFunction): string {
  const name = camelCase(entry.capability, entry.name);
  return `/** ${entry.about} */
// @ts-ignore: a decorator on a function is AssemblyScript
@external("${entry.capability}", "${entry.name}")
export declare function ${name}(${parameterList(entry.parameters)}): ${entry.result};
`;
}

/** as-app/assembly/host/imports.ts */
export function importsModule(table: ImportTable): string {
  const declarations = table.capabilities.flatMap(({ functions }) => functions.map(declaration));
  return `${notice}
/** Version of the set of imports that this application was built against. */
export const ABI_VERSION: i32 = ${table.abi};

${declarations.join("\n")}`;
}
