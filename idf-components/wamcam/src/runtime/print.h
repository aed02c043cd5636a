/** Where WAMR prints: into the board's log instead of standard output. */
#ifndef WAMCAM_RUNTIME_PRINT_H
#define WAMCAM_RUNTIME_PRINT_H

#include <stdarg.h>

#include "wamcam/board.h"

/** The board that gets the lines from now on; NULL drops them. */
void wamcam_runtime_print_to(const struct wamcam_board *board);

/** WAMR is built with -DBH_VPRINTF=wamcam_runtime_vprintf. Collects text into lines. */
int wamcam_runtime_vprintf(const char *format, va_list arguments);

#endif
