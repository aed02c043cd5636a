/** What the rest of the core tells the console. Nothing happens on a board without one. */
#ifndef WAMCAM_CONSOLE_KEEPER_H
#define WAMCAM_CONSOLE_KEEPER_H

#include <stddef.h>
#include <stdint.h>

#include "wamcam/board.h"

struct wamcam_host;

/** Keep a line of the log for a person who asks later. Any thread. Debug lines are not kept. */
void wamcam_console_keep(const struct wamcam_board *board, enum wamcam_level level,
                         const char *text);
/** Look at an event of the application: it may tell where the time comes from. Core thread. */
void wamcam_console_heard(const struct wamcam_board *board, const char *event);
/** An application begins to run, or has ended (NULL). Core thread. */
void wamcam_console_runs(const struct wamcam_board *board, struct wamcam_host *host,
                         const uint8_t *wasm, size_t wasm_bytes);

#endif
