/** Paths that an application may name, and where they are in the board's file system. */
#ifndef WAMCAM_STORE_PATH_H
#define WAMCAM_STORE_PATH_H

#include <stddef.h>
#include <stdint.h>

/** Longest path below the card, in bytes; FAT allows 255 characters with long names. */
#define WAMCAM_PATH_BYTES_MAX 200
/** Room for the board's folder, the path, an ending of ours and NUL. */
#define WAMCAM_FULL_PATH_BYTES 512

/**
 * Check a path from the application and put the board's folder in front. `path` has `length`
 * bytes and no NUL at the end. The rule: UTF-8 as given, parts separated by /, no part empty,
 * "." or "..", no control character, no \ : * ? " < > | (FAT refuses them), no dot or blank at
 * the end of a part (FAT drops them), no ending .tmp or .bak in any letters (ours). The empty path
 * is the folder itself. 0, ACCESS, INVALID or NAME_TOO_LONG.
 */
int wamcam_path_resolve(const char *folder, const uint8_t *path, size_t length,
                        char full[WAMCAM_FULL_PATH_BYTES]);

/** `full` with an ending such as ".bak" into `out`; 0 or NAME_TOO_LONG. */
int wamcam_path_with_ending(const char *full, const char *ending, char out[WAMCAM_FULL_PATH_BYTES]);

#endif
