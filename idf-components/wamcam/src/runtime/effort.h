/**
 * What the application's own work costs: the processor's time in calls into wasm (real time where a
 * board knows no other), without that in the imports that they called: camera, card, network and
 * log are the host's work.
 */
#ifndef WAMCAM_RUNTIME_EFFORT_H
#define WAMCAM_RUNTIME_EFFORT_H

#include <stdint.h>

#include <wasm_export.h>

#include "wamcam/board.h"

struct wamcam_effort {
    uint64_t calls;         /**< Calls into wasm that have returned. */
    int64_t control_us;     /**< Time in them but for the imports. */
    int64_t control_us_max; /**< Most of one call. */
    int64_t import_us;      /**< Time in the imports. */
};

/** A call into wasm that is under way. */
struct wamcam_effort_call {
    int64_t began_us;
    int64_t import_us_before;
};

struct wamcam_effort_call wamcam_effort_call_begins(const struct wamcam_effort *effort,
                                                    const struct wamcam_board *board);
void wamcam_effort_call_ends(struct wamcam_effort *effort, const struct wamcam_board *board,
                             struct wamcam_effort_call call);

/** An import begins; the moment, for wamcam_effort_import_ends(). */
int64_t wamcam_effort_import_begins(wasm_exec_env_t environment);
void wamcam_effort_import_ends(wasm_exec_env_t environment, int64_t began_us);

#endif
