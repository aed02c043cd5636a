/** An instance of an application and its calls: _initialize, start, tick. */
#ifndef WAMCAM_RUNTIME_APPLICATION_H
#define WAMCAM_RUNTIME_APPLICATION_H

#include <stddef.h>
#include <stdint.h>

#include "runtime/host.h"
#include "runtime/module.h"

struct wamcam_application; /* opaque */

/** Instantiate a loaded application. NULL with a sentence in `reason`. */
struct wamcam_application *wamcam_application_create(struct wamcam_host *host,
                                                     const struct wamcam_module *loaded,
                                                     char *reason, size_t reason_size);
void wamcam_application_destroy(struct wamcam_application *application);

/** Call _initialize (if there is one) and start. 0, or INVALID after a trap (see reason). */
int wamcam_application_start(struct wamcam_application *application, int32_t *exit_code,
                             char *reason, size_t reason_size);
/** Call tick. 0 with the wanted next call, or INVALID after a trap (see reason). */
int wamcam_application_tick(struct wamcam_application *application, int64_t now_ms,
                            int64_t *next_ms, char *reason, size_t reason_size);
/** Size of the linear memory now. */
uint64_t wamcam_application_memory_bytes(const struct wamcam_application *application);
/** Instructions that an application has counted which exports their number; else -1. */
int64_t wamcam_application_instructions(const struct wamcam_application *application);

#endif
