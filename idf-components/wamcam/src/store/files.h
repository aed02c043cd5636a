/**
 * Files on the card, by full path, with FAT's weaknesses in mind: a rename
 * neither replaces a target nor is atomic, and data are on the card only after a sync.
 *
 * All results: 0 or a count, or an error of wamcam_error.
 */
#ifndef WAMCAM_STORE_FILES_H
#define WAMCAM_STORE_FILES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

int64_t wamcam_files_size(const char *path);
/** Read up to `length` bytes from `offset`; 0 at the end. */
int wamcam_files_read(const char *path, int64_t offset, uint8_t *out, size_t length);
/** Make the folders above `path` that are missing, below `root`. */
int wamcam_files_make_folders(const char *root, const char *path);

/** Called with pieces of content by wamcam_files_write_new(). */
typedef void wamcam_files_observer(void *context, const uint8_t *bytes, size_t length);

/**
 * Write a file that must not be there yet: into `temporary`, sync, rename. After any failure
 * nothing is left under either name. `observer` (or NULL) sees the bytes as they are written.
 */
int wamcam_files_write_new(const char *temporary, const char *path, const uint8_t *bytes,
                           size_t length, wamcam_files_observer *observer, void *context);
/**
 * Replace a file as a whole. After a cut of power the old or the new content is found by
 * wamcam_files_recover(). Only its owner may read a private one, where there are owners.
 */
int wamcam_files_replace(const char *temporary, const char *path, const uint8_t *bytes,
                         size_t length, bool is_private);
/** Finish or undo a replacement of `path` that was cut off. To be called before reading. */
int wamcam_files_recover(const char *path);
int wamcam_files_append(const char *path, const uint8_t *bytes, size_t length);
int wamcam_files_truncate(const char *path, int64_t size_bytes);
int wamcam_files_rename(const char *from, const char *to);
/** Remove a file or an empty folder. */
int wamcam_files_remove(const char *path);

#endif
