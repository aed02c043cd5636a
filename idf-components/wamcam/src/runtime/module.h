/** An application file, checked and loaded. */
#ifndef WAMCAM_RUNTIME_MODULE_H
#define WAMCAM_RUNTIME_MODULE_H

#include <stddef.h>
#include <stdint.h>

#include <wasm_export.h>

#include "wamcam/board.h"
#include "wamcam/package.h"

struct wamcam_module {
    wasm_module_t module;
    uint8_t *machine_code; /**< The file, which machine code refers to; NULL for the interpreter. */
};

/**
 * Start WAMR with the core's memory and register the host imports that the manifest asks for: for
 * this run there are no others. false: no memory.
 */
bool wamcam_module_runtime_start(const struct wamcam_board *board,
                                 const struct wamcam_manifest *manifest);
void wamcam_module_runtime_stop(void);

/**
 * Load an application that wamcam_package_read() has let pass; `bytes` is copied. 0, or an error
 * with one sentence in `reason` (what is wrong with the code, which import is unknown).
 */
int wamcam_module_load(struct wamcam_module *loaded, const uint8_t *bytes, size_t length,
                       char *reason, size_t reason_size);
void wamcam_module_unload(struct wamcam_module *loaded);

#endif
