/** Ends a call into wasm that runs too long. A thread, since the core thread is in that call. */
#ifndef WAMCAM_RUNTIME_WATCHDOG_H
#define WAMCAM_RUNTIME_WATCHDOG_H

#include <stdbool.h>

#include <wasm_export.h>

#include "wamcam/board.h"

struct wamcam_watchdog; /* opaque */

/** Start watching calls into `instance`; NULL when memory or a thread could not be had. */
struct wamcam_watchdog *wamcam_watchdog_start(const struct wamcam_board *board,
                                              wasm_module_inst_t instance);
void wamcam_watchdog_stop(struct wamcam_watchdog *watchdog);

/** A call begins: it is terminated limits.call_ms_max from now. */
void wamcam_watchdog_arm(struct wamcam_watchdog *watchdog);
/** The call has returned. True if it was terminated. */
bool wamcam_watchdog_disarm(struct wamcam_watchdog *watchdog);

#endif
