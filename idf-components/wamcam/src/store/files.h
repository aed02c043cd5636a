/**
 * Files on the card, by full path, with FAT's weaknesses in mind: a rename
 * neither replaces a target nor is atomic, and data are on the card only after a sync. Before any
 * of these, wamcam_incoming_settle(): for those that change a file with its path.
 *
 * All results: 0 or a count, or an error of wamcam_error.
 */
#ifndef WAMCAM_STORE_FILES_H
#define WAMCAM_STORE_FILES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "store/incoming.h"

int64_t wamcam_files_size(const char *path);
/** Read up to `length` bytes from `offset`; 0 at the end. */
int wamcam_files_read(const char *path, int64_t offset, uint8_t *out, size_t length);
/** Make the folders above `path` that are missing, below `root`. */
int wamcam_files_make_folders(const char *root, const char *path);

/**
 * Write a file that must not be there yet: under another name, sync, rename. After a failure it is
 * not there. `observer` (or NULL) sees the bytes as they are written.
 */
int wamcam_files_write_new(const struct wamcam_root *root, const char *path, const uint8_t *bytes,
                           size_t length, wamcam_whole_observer *observer, void *context);
/**
 * Replace a file as a whole, or create it. After a cut of power wamcam_incoming_settle() leaves the
 * old or the new content.
 */
int wamcam_files_replace(const struct wamcam_root *root, const char *path, const uint8_t *bytes,
                         size_t length);
int wamcam_files_append(const char *path, const uint8_t *bytes, size_t length);
int wamcam_files_truncate(const char *path, int64_t size_bytes);
/** EXISTS if something has the new name. */
int wamcam_files_rename(const struct wamcam_root *root, const char *from, const char *to);
/** Remove a file or an empty folder. */
int wamcam_files_remove(const char *path);

#endif
