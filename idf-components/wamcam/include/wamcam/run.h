/** Run one application on a board until it ends. */
#ifndef WAMCAM_RUN_H
#define WAMCAM_RUN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "wamcam/board.h"

/** Why the application ended, as numbers of the process on the desktop. */
enum wamcam_exit_code {
    WAMCAM_EXIT_DONE = 0,
    WAMCAM_EXIT_FAILED = 1, /**< Trap, refused module, or what the application calls failed. */
    WAMCAM_EXIT_BAD_CONFIGURATION = 2,
    WAMCAM_EXIT_PENDING = 3,   /**< Photos are stored but not yet verified in the cloud. */
    WAMCAM_EXIT_STOPPED = 130, /**< Ended because the board was asked to stop. */
};

/** A sleep that an application asked for: whoever ran it is to power the board down. */
struct wamcam_sleep {
    bool is_wanted;
    int64_t until_uptime_us; /**< When to start board and application anew. */
    uint32_t kept_bytes;
    uint8_t kept[WAMCAM_KEPT_BYTES_MAX]; /**< For the callback `kept` of that start. */
};

/** What was seen of an application by the time it ended. */
struct wamcam_outcome {
    int exit_code;
    struct wamcam_sleep sleep; /**< Wanted only if exit_code is 0 and nothing went wrong. */
    uint32_t wasm_bytes;
    uint64_t linear_memory_peak_bytes; /**< Linear memory never shrinks, so the last size. */
    uint64_t host_heap_peak_bytes;     /**< Through the core's door: runtime, buffers, threads. */
    int64_t start_us; /**< Processor time in _initialize and start, without the imports called. */
    uint64_t ticks;
    int64_t control_us;            /**< The same of all ticks. */
    int64_t control_us_max;        /**< Most of one tick. */
    int64_t import_us;             /**< Processor time in the imports that the ticks called. */
    int64_t executed_instructions; /**< As the application counts them; -1: it does not. */
    char reason[256];              /**< One sentence, "" when exit_code is 0. */
};

/**
 * Load, check and run an application; returns when it has finished, trapped, was refused, or
 * the board asked for a stop. Blocks the calling thread, which must be a POSIX thread (on
 * ESP-IDF: made by pthread_create), and becomes the core thread of board.h. One at a time in a
 * process. `wasm` is copied. Returns outcome->exit_code.
 */
int wamcam_run(const struct wamcam_board *board, const uint8_t *wasm, size_t wasm_length,
               struct wamcam_outcome *outcome);

#endif
