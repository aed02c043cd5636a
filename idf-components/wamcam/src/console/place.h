/** Files as a person names them: on the card, or in the board's own storage. */
#ifndef WAMCAM_CONSOLE_PLACE_H
#define WAMCAM_CONSOLE_PLACE_H

#include <stdbool.h>

#include "console/job.h"

/**
 * Full path into `full` of what a person calls `name`: "photos/a.jpg" and "/photos/a.jpg" are on
 * the card, "internal:state.toml" is where the application keeps its state. False after saying why
 * there is no such place.
 */
bool wamcam_console_place(const struct wamcam_console_job *job, const char *name,
                          char full[WAMCAM_FULL_PATH_BYTES]);
/** Say why something could not be done with a file. */
void wamcam_console_say_failure(const struct wamcam_console_job *job, const char *name, int error);
/** True for what belongs to the record of the photos. */
bool wamcam_console_is_ledger(const struct wamcam_console_job *job, const char *full);

#endif
