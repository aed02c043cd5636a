#include "imports/abort.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <wasm_export.h>

#include "runtime/host.h"

#define TEXT_BYTES 160

/**
 * An AssemblyScript string (UTF-16, its byte length in the four bytes before it) as ASCII for the
 * log; other characters become ?. The pointer comes from wasm: every byte is checked first.
 */
static void copy_string(wasm_module_inst_t instance, uint32_t pointer, char text[TEXT_BYTES]) {
    uint32_t length_bytes = 0;
    text[0] = '\0';
    if (pointer < 4 || !wasm_runtime_validate_app_addr(instance, pointer - 4, 4)) {
        return;
    }
    memcpy(&length_bytes, wasm_runtime_addr_app_to_native(instance, pointer - 4), 4);
    uint32_t count = length_bytes / 2 < TEXT_BYTES - 1 ? length_bytes / 2 : TEXT_BYTES - 1;
    if (count == 0 || !wasm_runtime_validate_app_addr(instance, pointer, count * 2)) {
        return;
    }
    const uint8_t *units = wasm_runtime_addr_app_to_native(instance, pointer);
    for (uint32_t index = 0; index < count; index++) {
        uint8_t low = units[index * 2];
        uint8_t high = units[index * 2 + 1];
        text[index] = (char)(high == 0 && low >= 0x20 && low < 0x7f ? low : '?');
    }
    text[count] = '\0';
}

static void aborted(wasm_exec_env_t environment, uint32_t message, uint32_t file, uint32_t line,
                    uint32_t column) {
    wasm_module_inst_t instance = wasm_runtime_get_module_inst(environment);
    char message_text[TEXT_BYTES];
    char file_text[TEXT_BYTES];
    char sentence[2 * TEXT_BYTES + 64];
    copy_string(instance, message, message_text);
    copy_string(instance, file, file_text);
    snprintf(sentence, sizeof sentence, "abort: %s at %s:%u:%u",
             message_text[0] != '\0' ? message_text : "no message",
             file_text[0] != '\0' ? file_text : "unknown file", (unsigned)line, (unsigned)column);
    wasm_runtime_set_exception(instance, sentence);
}

static NativeSymbol abort_symbols[] = {
    {"abort", (void *)(uintptr_t)aborted, "(iiii)", NULL},
};

bool wamcam_abort_register(void) {
    return wasm_runtime_register_natives("env", abort_symbols, 1);
}
