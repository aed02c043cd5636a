/** An application file, checked and loaded. */
#ifndef WAMCAM_RUNTIME_MODULE_H
#define WAMCAM_RUNTIME_MODULE_H

#include <stddef.h>
#include <stdint.h>

#include <wasm_export.h>

#include "wamcam/board.h"

struct wamcam_module {
    wasm_module_t module;
};

/** Start WAMR with the core's memory and register all host imports. false: no memory. */
bool wamcam_module_runtime_start(const struct wamcam_board *board);
void wamcam_module_runtime_stop(void);

/**
 * Check and load an application; `bytes` is copied. 0, or an error with one sentence in `reason`
 * (what is wrong with the file, which import is unknown).
 */
int wamcam_module_load(struct wamcam_module *loaded, const struct wamcam_board *board,
                       const uint8_t *bytes, size_t length, char *reason, size_t reason_size);
void wamcam_module_unload(struct wamcam_module *loaded);

#endif
