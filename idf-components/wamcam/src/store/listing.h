/** Names in a folder, in byte order, fetched one by one by an application. */
#ifndef WAMCAM_STORE_LISTING_H
#define WAMCAM_STORE_LISTING_H

#include <stddef.h>
#include <stdint.h>

#include "store/path.h"

/** Most entries of one folder that are listed: a day at one photo a second does not fit, a day
 *  at one in twenty seconds does. */
#define WAMCAM_LISTING_ENTRIES_MAX 4500

/** A folder as it was when its first entry was asked for. Zero it before first use. */
struct wamcam_listing {
    char folder[WAMCAM_FULL_PATH_BYTES];
    char **names;
    size_t count;
};

/**
 * The index-th name into `out` (not ended by NUL); folders get a / at the end, names that end in
 * .tmp or .bak are left out. Index 0 reads the folder anew. Returns the length of the name,
 * NOT_FOUND past the last, TOO_BIG for a folder with too many entries, or another error.
 */
int wamcam_listing_entry(struct wamcam_listing *listing, const char *folder, int32_t index,
                         uint8_t *out, size_t length);
/** Free what is held; the listing can be used again. */
void wamcam_listing_clear(struct wamcam_listing *listing);

#endif
