#include "store/listing.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "memory.h"
#include "store/volume.h"
#include "wamcam/errors.h"

#define NAMES_AT_FIRST 64u

void wamcam_listing_clear(struct wamcam_listing *listing) {
    for (size_t index = 0; index < listing->count; index++) {
        wamcam_memory_free(listing->names[index]);
    }
    wamcam_memory_free(listing->names);
    memset(listing, 0, sizeof *listing);
}

static bool is_listed(const char *name) {
    size_t length = strlen(name);
    const char *ending = length >= 4 ? name + length - 4 : "";
    return strcmp(ending, ".tmp") != 0 && strcmp(ending, ".bak") != 0;
}

/** The entry's name in memory of its own, with / at the end of a folder's. */
static char *named_entry(const char *name, bool is_folder) {
    size_t size = strlen(name) + 2;
    char *entry = wamcam_memory_take(size);
    if (entry != NULL) {
        snprintf(entry, size, "%s%s", name, is_folder ? "/" : "");
    }
    return entry;
}

/** A listing under way. */
struct reading {
    struct wamcam_listing *listing;
    size_t room; /* names that the list can hold */
};

static int add_name(void *context, const char *name, bool is_folder) {
    struct reading *reading = context;
    struct wamcam_listing *listing = reading->listing;
    if (!is_listed(name)) {
        return 0;
    }
    if (listing->count == WAMCAM_LISTING_ENTRIES_MAX) {
        return WAMCAM_TOO_BIG;
    }
    if (listing->count == reading->room) {
        size_t larger = reading->room == 0 ? NAMES_AT_FIRST : reading->room * 2;
        char **names = wamcam_memory_resize(listing->names, larger * sizeof *names);
        if (names == NULL) {
            return WAMCAM_NO_MEMORY;
        }
        listing->names = names;
        reading->room = larger;
    }
    char *entry = named_entry(name, is_folder);
    if (entry == NULL) {
        return WAMCAM_NO_MEMORY;
    }
    listing->names[listing->count++] = entry;
    return 0;
}

static int compare_names(const void *left, const void *right) {
    return strcmp(*(char *const *)left, *(char *const *)right);
}

static int read_folder(struct wamcam_listing *listing, const char *folder) {
    struct reading reading = {.listing = listing};
    wamcam_listing_clear(listing);
    int status = wamcam_volume_list(folder, add_name, &reading);
    if (status < 0) {
        wamcam_listing_clear(listing);
        return status;
    }
    if (listing->count > 0) {
        qsort(listing->names, listing->count, sizeof *listing->names, compare_names);
    }
    snprintf(listing->folder, sizeof listing->folder, "%s", folder);
    return 0;
}

int wamcam_listing_entry(struct wamcam_listing *listing, const char *folder, int32_t index,
                         uint8_t *out, size_t length) {
    if (index < 0) {
        return WAMCAM_INVALID;
    }
    if (index == 0 || strcmp(listing->folder, folder) != 0) {
        int status = read_folder(listing, folder);
        if (status < 0) {
            return status;
        }
    }
    if ((size_t)index >= listing->count) {
        return WAMCAM_NOT_FOUND;
    }
    const char *name = listing->names[index];
    size_t name_length = strlen(name);
    memcpy(out, name, name_length < length ? name_length : length);
    return (int)name_length;
}
