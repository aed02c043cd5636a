/**
 * Content of a file as a whole: written in pieces and synced, or copied to clusters of its own.
 *
 * All results: 0 or a count, or an error of wamcam_error.
 */
#ifndef WAMCAM_STORE_WHOLE_H
#define WAMCAM_STORE_WHOLE_H

#include <stddef.h>
#include <stdint.h>

#include "store/volume.h"

/** Called with pieces of content as they are written. */
typedef void wamcam_whole_observer(void *context, const uint8_t *bytes, size_t length);

/** 1 if something has the name, 0 if nothing has; a card that cannot tell is an error. */
int wamcam_whole_is_there(const char *path);
/** Sync and close; the first failure counts, the file is closed in any case. */
int wamcam_whole_close(int file);
/** Write and sync a file, in place of what has the name; on failure a part of it may be left. */
int wamcam_whole_write(const char *path, enum wamcam_volume_mode mode, const uint8_t *bytes,
                       size_t length, wamcam_whole_observer *observer, void *context);
/** As wamcam_whole_write() with the content of another file. */
int wamcam_whole_copy(const char *from, const char *to, enum wamcam_volume_mode mode);

#endif
