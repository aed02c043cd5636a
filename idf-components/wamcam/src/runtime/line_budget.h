/**
 * How many lines of log and events an application may write: a hundred a second, a thousand at
 * once. More would fill a serial port, a card or a disk with nothing but them.
 */
#ifndef WAMCAM_RUNTIME_LINE_BUDGET_H
#define WAMCAM_RUNTIME_LINE_BUDGET_H

#include <stdbool.h>
#include <stdint.h>

#include "wamcam/board.h"

/** All zero: nothing was written yet. */
struct wamcam_line_budget {
    int64_t paid_until_us; /* uptime at which all lines so far have had their time */
    uint32_t left_out;     /* since the budget was full */
};

/** Take one line out of it; false if the line is to be left out. Logs when that begins and ends. */
bool wamcam_line_budget_take(struct wamcam_line_budget *budget, const struct wamcam_board *board);

#endif
