/**
 * The file system under the core, as POSIX has it: the one place that calls open(), rename() and
 * their kin. What a board gets that has another file system, or none, is another volume.c.
 *
 * Paths are full paths. All results: 0 or a count, or an error of wamcam_error.
 */
#ifndef WAMCAM_STORE_VOLUME_H
#define WAMCAM_STORE_VOLUME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum wamcam_volume_mode {
    WAMCAM_VOLUME_READ,
    WAMCAM_VOLUME_CREATE, /**< To write; empty, whatever was there before. */
    /** The same for what only the owner may read, where the file system knows owners. */
    WAMCAM_VOLUME_CREATE_PRIVATE,
    WAMCAM_VOLUME_APPEND, /**< To write behind what is there; created if it is not. */
    WAMCAM_VOLUME_UPDATE, /**< To truncate. */
};

struct wamcam_volume_entry {
    bool is_folder;
    int64_t size_bytes; /**< 0 for a folder. */
};

/** errno as an error of ours; IO where there is no better word. */
int wamcam_volume_error(int error_number);

/** A descriptor (>= 0) or an error. */
int wamcam_volume_open(const char *path, enum wamcam_volume_mode mode);
/** Bytes read, 0 at the end. */
int wamcam_volume_read(int file, uint8_t *out, size_t length);
int wamcam_volume_seek(int file, int64_t offset);
/** All of the bytes or an error. */
int wamcam_volume_write(int file, const uint8_t *bytes, size_t length);
int wamcam_volume_truncate(int file, int64_t size_bytes);
/** What was written is safe against a cut of power only after this. */
int wamcam_volume_sync(int file);
/** The file is closed in any case. */
int wamcam_volume_close(int file);
/** Size of an open file in bytes; INVALID if it is none that has one. */
int64_t wamcam_volume_size(int file);

int wamcam_volume_look(const char *path, struct wamcam_volume_entry *entry);
/** The caller has seen that nothing has the name `to`: POSIX would replace it, FAT refuses. */
int wamcam_volume_rename(const char *from, const char *to);
int wamcam_volume_remove_file(const char *path);
/** EXISTS if it is not empty. */
int wamcam_volume_remove_folder(const char *path);
/** EXISTS if something has the name. */
int wamcam_volume_make_folder(const char *path);

/** Called with each name in a folder; a negative result ends the listing and becomes its own. */
typedef int wamcam_volume_visitor(void *context, const char *name, bool is_folder);

/** Names in no particular order, without "." and "..". An error in the middle ends the listing. */
int wamcam_volume_list(const char *folder, wamcam_volume_visitor *visitor, void *context);

#endif
