#include "runtime/module.h"

#include <stdio.h>
#include <string.h>

#include "imports/abort.h"
#include "imports/table.h"
#include "memory.h"
#include "runtime/manifest.h"
#include "runtime/print.h"
#include "runtime/survey.h"

/* The signatures that WAMR calls, not those it documents: sizes are 32 bits wide. */
static void *runtime_take(unsigned int size_bytes) {
    return wamcam_memory_take(size_bytes);
}

static void *runtime_resize(void *memory, unsigned int size_bytes) {
    return wamcam_memory_resize(memory, size_bytes);
}

static void runtime_free(void *memory) {
    wamcam_memory_free(memory);
}

static bool register_imports(const struct wamcam_manifest *manifest, bool recorded) {
    const struct wamcam_import_group *groups =
        recorded ? wamcam_recorded_groups : wamcam_import_groups;
    bool registered = wamcam_abort_register();
    for (uint32_t index = 0; index < wamcam_import_group_count && registered; index++) {
        const struct wamcam_import_group *group = &groups[index];
        if (wamcam_manifest_uses(manifest, index)) {
            registered =
                wasm_runtime_register_natives(group->capability, group->symbols, group->count);
        }
    }
    return registered;
}

bool wamcam_module_runtime_start(const struct wamcam_board *board,
                                 const struct wamcam_manifest *manifest) {
    RuntimeInitArgs arguments;
    memset(&arguments, 0, sizeof arguments);
    arguments.mem_alloc_type = Alloc_With_Allocator;
    arguments.mem_alloc_option.allocator.malloc_func = (void *)(uintptr_t)runtime_take;
    arguments.mem_alloc_option.allocator.realloc_func = (void *)(uintptr_t)runtime_resize;
    arguments.mem_alloc_option.allocator.free_func = (void *)(uintptr_t)runtime_free;
    wamcam_runtime_print_to(board);
    if (!wasm_runtime_full_init(&arguments)) {
        wamcam_runtime_print_to(NULL);
        return false;
    }
    wasm_runtime_set_log_level(WASM_LOG_LEVEL_ERROR); /* our own sentences say the rest */
    if (!register_imports(manifest, board->record != NULL)) {
        wamcam_module_runtime_stop();
        return false;
    }
    return true;
}

void wamcam_module_runtime_stop(void) {
    wasm_runtime_destroy();
    wamcam_runtime_print_to(NULL);
}

/** An unknown import would trap only when called: refuse it now, by name. */
static int check_imports(wasm_module_t module, char *reason, size_t reason_size) {
    int32_t count = wasm_runtime_get_import_count(module);
    for (int32_t index = 0; index < count; index++) {
        wasm_import_t import;
        wasm_runtime_get_import_type(module, index, &import);
        if (import.kind != WASM_IMPORT_EXPORT_KIND_FUNC || !import.linked) {
            snprintf(reason, reason_size,
                     "the application asks for the import %s.%s, which this firmware does not "
                     "have in that form (its ABI is version %d)",
                     import.module_name, import.name, WAMCAM_ABI_VERSION);
            return WAMCAM_NOT_SUPPORTED;
        }
    }
    return 0;
}

static int load(struct wamcam_module *loaded, const uint8_t *bytes, size_t length,
                bool is_machine_code, char *reason, size_t reason_size) {
    char error[128] = "";
    char no_name[] = "";
    /* The interpreter runs what its loader has made of the file, which then may go. The data of
     * machine code is read from the file, whatever the loader of AOT files is told here. */
    LoadArgs arguments = {.name = no_name, .wasm_binary_freeable = !is_machine_code};
    uint8_t *copy = wamcam_memory_take(length); /* WAMR edits it */
    if (copy == NULL) {
        snprintf(reason, reason_size, "no memory for an application of %zu bytes", length);
        return WAMCAM_NO_MEMORY;
    }
    memcpy(copy, bytes, length);
    loaded->module = wasm_runtime_load_ex(copy, (uint32_t)length, &arguments, error, sizeof error);
    if (is_machine_code) {
        loaded->machine_code = copy;
    } else {
        wamcam_memory_free(copy);
    }
    if (loaded->module == NULL) {
        snprintf(reason, reason_size, "the application was refused by the runtime: %s", error);
        return WAMCAM_INVALID;
    }
    return check_imports(loaded->module, reason, reason_size);
}

int wamcam_module_load(struct wamcam_module *loaded, const uint8_t *bytes, size_t length,
                       char *reason, size_t reason_size) {
    memset(loaded, 0, sizeof *loaded);
    struct wamcam_reader code = wamcam_survey_code(bytes, length);
    int status =
        load(loaded, code.next, wamcam_reader_left(&code), code.next != bytes, reason, reason_size);
    if (status < 0) {
        wamcam_module_unload(loaded);
    }
    return status;
}

void wamcam_module_unload(struct wamcam_module *loaded) {
    if (loaded->module != NULL) {
        wasm_runtime_unload(loaded->module);
    }
    wamcam_memory_free(loaded->machine_code);
    memset(loaded, 0, sizeof *loaded);
}
