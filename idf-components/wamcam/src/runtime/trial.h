/**
 * Watches one run of an application under wamcam_supervise(). On trial it must store a good frame
 * and answer for a while, else it has to go; the application cannot tell the difference, but for a
 * tick at least every ten seconds. Core thread only.
 */
#ifndef WAMCAM_RUNTIME_TRIAL_H
#define WAMCAM_RUNTIME_TRIAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "runtime/slots.h"
#include "wamcam/run.h"

struct wamcam_trial {
    struct wamcam_slots *slots;
    bool has_stored; /**< A good frame lies on the card. */
    bool is_settled; /**< Nothing more to find out in this run. */
    bool has_failed; /**< Time is up; the application has to go. */
    int64_t began_us;
};

/** The application that slots->running says is going to run. */
void wamcam_trial_begin(struct wamcam_trial *trial, struct wamcam_slots *slots);
/** A frame was stored on the card: written, synced and under its name. */
void wamcam_trial_stored(struct wamcam_trial *trial, const struct wamcam_frame *frame);
/**
 * A tick was answered. Returns the latest uptime for the next one; false with a sentence in
 * `reason` if the application has to go.
 */
bool wamcam_trial_ticked(struct wamcam_trial *trial, int64_t *next_ms, char *reason,
                         size_t reason_size);

/** wamcam_run() under the eyes of `trial` (NULL: of nobody). */
int wamcam_run_on_trial(const struct wamcam_board *board, const uint8_t *wasm, size_t wasm_length,
                        struct wamcam_trial *trial, struct wamcam_outcome *outcome);

#endif
