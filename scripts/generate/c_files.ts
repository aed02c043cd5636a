/** The C side of the host imports: error numbers, prototypes, registration tables. */
import type { HostFunction, ImportTable, Parameter } from "./import_table.ts";

const notice = "/* Generated from imports.json by `npm run generate`; do not edit. */\n";

/** include/wamcam/errors.h */
export function errorsHeader(table: ImportTable): string {
  const lines = table.errors.map(
    ({ name, value, about }) => `    WAMCAM_${name} = ${value}, /**< ${about} */`,
  );
  const cases = table.errors.map(
    ({ name, about }) => `    case WAMCAM_${name}:\n        return "${about}";`,
  );
  return `${notice}#ifndef WAMCAM_ERRORS_H
#define WAMCAM_ERRORS_H

/* clang-format off */

/** What can go wrong between application, core and board. The values are POSIX's on Linux. */
enum wamcam_error {
    WAMCAM_OK = 0,
${lines.join("\n")}
};

/** What an error means, as part of a sentence. */
static inline const char *wamcam_error_text(int error) {
    switch (error) {
${cases.join("\n")}
    default:
        return error >= 0 ? "no error" : "unknown error";
    }
}

/* clang-format on */

#endif
`;
}

const cTypes: Record<"i32" | "i64", string> = { i32: "int32_t", i64: "int64_t" };

function cParameter({ name, type }: Parameter): string {
  return type === "bytes" ? `uint8_t *${name}, uint32_t ${name}_length` : `${cTypes[type]} ${name}`;
}

function prototype(entry: HostFunction): string {
  const parameters = ["wasm_exec_env_t environment", ...entry.parameters.map(cParameter)];
  return `${cTypes[entry.result]} wamcam_${entry.capability}_${entry.name}(${parameters.join(", ")});`;
}

/** src/imports/table.h */
export function tableHeader(table: ImportTable): string {
  const groups = table.capabilities.map(
    ({ name, functions }) => `/* ${name} */\n${functions.map(prototype).join("\n")}`,
  );
  return `${notice}#ifndef WAMCAM_IMPORTS_TABLE_H
#define WAMCAM_IMPORTS_TABLE_H

#include <stdint.h>
#include <wasm_export.h>

/* clang-format off */

/** Version of the set of imports; an application asks for it in its manifest. */
#define WAMCAM_ABI_VERSION ${table.abi}

${groups.join("\n\n")}

/** The functions of one capability. WAMR sorts \`symbols\` in place and keeps them. */
struct wamcam_import_group {
    const char *capability;
    NativeSymbol *symbols;
    uint32_t count;
};

extern const struct wamcam_import_group wamcam_import_groups[];
extern const uint32_t wamcam_import_group_count;

/* clang-format on */

#endif
`;
}

/** What WAMR calls: the import, with its time taken. */
function timedImport(entry: HostFunction): string {
  const name = `wamcam_${entry.capability}_${entry.name}`;
  const parameters = ["wasm_exec_env_t environment", ...entry.parameters.map(cParameter)];
  const names = entry.parameters.flatMap(({ name, type }) =>
    type === "bytes" ? [name, `${name}_length`] : [name],
  );
  return `static ${cTypes[entry.result]} timed_${entry.capability}_${entry.name}(${parameters.join(", ")}) {
    int64_t began_us = wamcam_effort_import_begins(environment);
    ${cTypes[entry.result]} result = ${name}(${["environment", ...names].join(", ")});
    wamcam_effort_import_ends(environment, began_us);
    return result;
}`;
}

/** src/imports/table.c */
export function tableSource(table: ImportTable): string {
  const timed = table.capabilities.flatMap(({ functions }) => functions.map(timedImport));
  const arrays = table.capabilities.map(({ name, functions }) => {
    const rows = functions.map(
      (entry) =>
        `    {"${entry.name}", (void *)(uintptr_t)timed_${name}_${entry.name}, "${entry.signature}", NULL},`,
    );
    return `static NativeSymbol ${name}_symbols[] = {\n${rows.join("\n")}\n};`;
  });
  const groups = table.capabilities.map(
    ({ name, functions }) => `    {"${name}", ${name}_symbols, ${functions.length}},`,
  );
  return `${notice}#include "imports/table.h"

#include "runtime/effort.h"

/* clang-format off */

${timed.join("\n\n")}

${arrays.join("\n\n")}

const struct wamcam_import_group wamcam_import_groups[] = {
${groups.join("\n")}
};
const uint32_t wamcam_import_group_count = ${table.capabilities.length};

/* clang-format on */
`;
}
