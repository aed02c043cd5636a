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
/** The same functions, each told to the recorder of the run as it is called. */
extern const struct wamcam_import_group wamcam_recorded_groups[];
extern const uint32_t wamcam_import_group_count;

/** An import as a recording names it. */
struct wamcam_recorded_import {
    const char *name; /**< capability.function */
    /** A letter for each parameter: n number, r bytes that are read, w bytes that are written;
     *  then the result: i or I for 32 or 64 bits. */
    const char *form;
};

extern const struct wamcam_recorded_import wamcam_recorded_imports[];
extern const uint32_t wamcam_recorded_import_count;

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

/** Bytes named so are written by the host; all others are only read. */
const outputName = "out";

function recordedParameter({ name, type }: Parameter): string {
  if (type !== "bytes") {
    return `    wamcam_recorder_number(recorder, ${name});`;
  }
  const verb = name === outputName ? "lend" : "read";
  return `    wamcam_recorder_${verb}(recorder, ${name}, ${name}_length);`;
}

function recordedFunction(entry: HostFunction, index: number): string {
  const name = `${entry.capability}_${entry.name}`;
  const parameters = ["wasm_exec_env_t environment", ...entry.parameters.map(cParameter)];
  const words = entry.parameters.flatMap(({ name: word, type }) =>
    type === "bytes" ? [word, `${word}_length`] : [word],
  );
  return `static ${cTypes[entry.result]} ${name}(${parameters.join(", ")}) {
    struct wamcam_recorder *recorder = wamcam_recorder_of(environment);
    wamcam_recorder_call(recorder, ${index});
${entry.parameters.map((parameter) => `${recordedParameter(parameter)}\n`).join("")}    ${cTypes[entry.result]} result = wamcam_${name}(${["environment", ...words].join(", ")});
    return (${cTypes[entry.result]})wamcam_recorder_result(recorder, environment, result);
}`;
}

/** What the recorder has room for in one call (runtime/recorder.c). */
const recordedForms = /^(?!(.*n){6})(?!(.*r){3})(?!(.*w){2})/;

function recordedForm({
  capability,
  name: functionName,
  parameters,
  result,
}: HostFunction): string {
  const form = parameters
    .map(({ name, type }) => (type !== "bytes" ? "n" : name === outputName ? "w" : "r"))
    .join("");
  if (!recordedForms.test(form)) {
    throw new Error(
      `${capability}.${functionName} has more parameters than a recording can hold: at most four ` +
        "numbers, two that are read and one that is written",
    );
  }
  return form + (result === "i64" ? "I" : "i");
}

/** src/imports/recorded.c */
export function recordedSource(table: ImportTable): string {
  const functions = table.capabilities.flatMap((capability) => capability.functions);
  const arrays = table.capabilities.map(({ name, functions: ofCapability }) => {
    const rows = ofCapability.map(
      (entry) =>
        `    {"${entry.name}", (void *)(uintptr_t)${name}_${entry.name}, "${entry.signature}", NULL},`,
    );
    return `static NativeSymbol ${name}_symbols[] = {\n${rows.join("\n")}\n};`;
  });
  const groups = table.capabilities.map(
    ({ name, functions: ofCapability }) =>
      `    {"${name}", ${name}_symbols, ${ofCapability.length}},`,
  );
  const imports = functions.map(
    (entry) => `    {"${entry.capability}.${entry.name}", "${recordedForm(entry)}"},`,
  );
  return `${notice}#include "imports/table.h"
#include "runtime/recorder.h"

/* clang-format off */

${functions.map(recordedFunction).join("\n\n")}

${arrays.join("\n\n")}

const struct wamcam_import_group wamcam_recorded_groups[] = {
${groups.join("\n")}
};

const struct wamcam_recorded_import wamcam_recorded_imports[] = {
${imports.join("\n")}
};
const uint32_t wamcam_recorded_import_count = ${functions.length};

/* clang-format on */
`;
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
