/** Run the applications of a board, one after the other, and judge how each run ends. */
#ifndef WAMCAM_SUPERVISE_H
#define WAMCAM_SUPERVISE_H

#include <stddef.h>
#include <stdint.h>

#include "wamcam/board.h"
#include "wamcam/run.h"

/**
 * Once for each start of the board, before the first wamcam_supervise(): a crash or a watchdog that
 * has ended the start before, as health() tells it, counts for the application that ran.
 */
void wamcam_judge_reset(const struct wamcam_board *board);

/**
 * Run the application whose turn it is, as wamcam_run() does, and go on with another one for as
 * long as there is a reason to. Returns how the last run ended when the next step is the board's:
 * it was asked to stop, a person has a wish (console.h), the run is over, the configuration is bad,
 * or what failed is to be tried again after a pause. `factory` is the application that is part of
 * the firmware.
 */
int wamcam_supervise(const struct wamcam_board *board, const uint8_t *factory,
                     size_t factory_length, struct wamcam_outcome *outcome);

#endif
